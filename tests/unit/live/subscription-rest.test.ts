import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Subscription } from '../../../electron/engine/subscription.ts';
import type { Frame } from '../../../shared/contract/index.ts';
import type { KeyedRow } from '../../../electron/engine/subscription.ts';

type Row = KeyedRow & { n: number };
const PARTS = ['many', 'few'] as const;
type Part = (typeof PARTS)[number];
const SECOND = 1000;

/** A view of one large and one small part, a window that puts the frames together, and a clock that a hand moves. */
class Hand {
  time = 0;
  paints = true;
  readonly rows: Record<Part, Map<string, Row>> = { many: new Map(), few: new Map() };
  readonly shown: Record<Part, Map<string, Row>> = { many: new Map(), few: new Map() };
  readonly frames: Frame[] = [];
  #timers: { at: number; callback: () => void; live: boolean }[] = [];
  readonly subscription = new Subscription(
    PARTS,
    { rows: (part) => this.rows[part as Part], at: () => this.time, asOf: () => [] },
    (frame) => this.#take(frame),
    {
      now: () => this.time,
      after: (ms, callback) => {
        const timer = { at: this.time + ms, callback, live: true };
        this.#timers.push(timer);
        return () => {
          timer.live = false;
        };
      },
    },
  );

  constructor(many: number, few: number) {
    for (let n = 0; n < many; n += 1) this.rows.many.set(`m${n}`, { key: `m${n}`, n: 0 });
    for (let n = 0; n < few; n += 1) this.rows.few.set(`f${n}`, { key: `f${n}`, n: 0 });
    this.subscription.begin(0);
  }

  put(part: Part, key: string, n: number): void {
    this.rows[part].set(key, { key, n });
    this.tell(part, [key]);
  }

  drop(part: Part, key: string): void {
    this.rows[part].delete(key);
    this.tell(part, [key]);
  }

  tell(part: Part, keys: string[] | null): void {
    this.subscription.change(part, keys, this.time);
    this.subscription.flush();
  }

  rest(parts: readonly Part[]): void {
    this.subscription.rest(parts, this.time);
  }

  /** Time passes in frames, and the view's own second comes round as it does on a floor. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 20) {
      this.time += 20;
      for (const timer of this.#timers.filter(({ at, live }) => live && at <= this.time)) {
        timer.live = false;
        timer.callback();
      }
      this.#timers = this.#timers.filter(({ live }) => live);
      this.subscription.flush();
      if (this.paints) this.subscription.painted(this.frames.length);
    }
  }

  #take(frame: Frame): void {
    this.frames.push(frame);
    for (const part of PARTS) {
      const patch = frame.parts[part];
      if (frame.kind === 'snapshot') this.shown[part].clear();
      for (const key of patch?.remove ?? []) this.shown[part].delete(key);
      for (const row of patch?.upsert ?? []) this.shown[part].set(row.key, row as Row);
    }
  }
}

const sorted = (rows: Map<string, Row>): Row[] => [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));

describe('a part that nobody looks at', () => {
  it('is not sent, and wakes with one patch of what is different', () => {
    const hand = new Hand(100, 3);
    hand.pass(SECOND);
    hand.rest(['many']);
    for (let n = 1; n <= 200; n += 1) {
      hand.put('many', `m${n % 50}`, n);
      hand.pass(100);
    }
    hand.put('many', 'm7', 0);
    hand.pass(5 * SECOND);
    expect(hand.frames).toHaveLength(1);
    const woken = hand.time;
    hand.rest([]);
    hand.pass(SECOND);
    expect(hand.frames).toHaveLength(2);
    expect(hand.frames[1]).toMatchObject({ kind: 'patch', seq: 2, eventAt: woken });
    // m7 is again what it was.
    expect(hand.frames[1]?.parts['many']?.upsert).toHaveLength(49);
    expect(sorted(hand.shown.many)).toEqual(sorted(hand.rows.many));
  });

  it('still says once a second who comes and goes, and all of what is small', () => {
    const hand = new Hand(100, 3);
    hand.rest(PARTS);
    hand.pass(2 * SECOND);
    for (let n = 1; n <= 100; n += 1) {
      hand.put('many', 'm1', n);
      hand.put('few', 'f1', n);
      if (n === 50) hand.put('many', 'new', 1);
      if (n === 60) hand.drop('many', 'm2');
      hand.pass(100);
    }
    hand.pass(2 * SECOND);
    expect(hand.frames.length).toBeGreaterThan(5);
    expect(hand.frames.length).toBeLessThan(15);
    expect([hand.shown.many.has('new'), hand.shown.many.has('m2')]).toEqual([true, false]);
    expect(hand.shown.many.get('m1')?.n).toBe(0);
    expect(hand.shown.few.get('f1')?.n).toBe(100);
  });

  it('does not slow down the parts that are looked at', () => {
    const hand = new Hand(100, 30);
    hand.rest(['many']);
    hand.pass(SECOND);
    for (let n = 1; n <= 50; n += 1) {
      hand.put('many', 'm1', n);
      hand.put('few', 'f1', n);
      hand.pass(20);
      expect(hand.shown.few.get('f1')?.n).toBe(n);
    }
    expect(hand.shown.many.get('m1')?.n).toBe(0);
  });

  it('takes what was due when it went to rest along to its waking', () => {
    const hand = new Hand(100, 3);
    hand.pass(SECOND);
    hand.paints = false;
    for (let n = 1; n <= 5; n += 1) {
      hand.put('many', 'm1', n);
      hand.pass(100);
    }
    expect(hand.shown.many.get('m1')?.n).toBeLessThan(5);
    hand.rest(['many']);
    hand.paints = true;
    hand.pass(SECOND);
    hand.rest([]);
    hand.pass(SECOND);
    expect(hand.shown.many.get('m1')?.n).toBe(5);
  });

  it('ends up with a fresh snapshot whatever changes, rests, wakes and stalls came before', () => {
    const part = fc.constantFrom(...PARTS);
    const key = fc.integer({ min: 0, max: 45 }).map((n) => `k${n}`);
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), part, key, n: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), part, key }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), part, keys: fc.array(key) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('rest' as const), parts: fc.subarray([...PARTS]) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 20, max: 1500 }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('paint' as const), paints: fc.boolean() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.nat(40), fc.nat(40), (steps, many, few) => {
        const hand = new Hand(many, few);
        for (const move of steps) {
          if (move.do === 'put') hand.put(move.part, move.key, move.n);
          else if (move.do === 'drop') hand.drop(move.part, move.key);
          else if (move.do === 'rest') hand.rest(move.parts);
          else if (move.do === 'pass') hand.pass(move.ms);
          else if (move.do === 'paint') hand.paints = move.paints;
          else {
            hand.rows[move.part] = new Map(move.keys.map((name) => [name, { key: name, n: 9 }]));
            hand.tell(move.part, null);
          }
        }
        hand.paints = true;
        hand.pass(2 * SECOND);
        // Even at rest: who is there.
        for (const name of PARTS)
          expect([...hand.shown[name].keys()].sort()).toEqual([...hand.rows[name].keys()].sort());
        hand.rest([]);
        hand.pass(SECOND);
        for (const name of PARTS) expect(sorted(hand.shown[name])).toEqual(sorted(hand.rows[name]));
        expect(hand.frames.map(({ seq }) => seq)).toEqual(hand.frames.map((_frame, index) => index + 1));
      }),
    );
  });
});
