import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../shared/time/clock.ts';
import { DayCache } from '../../electron/live/day-cache.ts';
import { LiveFloor } from '../../electron/live/live-floor.ts';
import { recountInput } from '../../electron/engine/recount-input.ts';
import type { ContactRecord } from '../../shared/domain/records.ts';
import type { Store } from '../../electron/store/index.ts';
import { adherenceOf } from '../helpers/adherence.ts';
import { recount } from '../helpers/recount.ts';
import { MINUTE, agent, phone, shift, stay } from './adherence-world.ts';
import { SETTINGS, contact, freshen, temporaryStore, until, write } from './helpers.ts';

const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;
/** The reporting day is Berlin's: from 22:00 UTC of the 16th on. */
const DAY_END = Date.UTC(2026, 5, 17, 22);
const DAY = '2026-06-17';
const MORNING = Date.UTC(2026, 5, 17, 6);
const PEOPLE = ['a0', 'a1', 'a2', 'a3', 'a4'];

const call = (id: string, createdAt: number): ContactRecord =>
  contact({
    id,
    createdAt,
    answeredAt: createdAt + 5000,
    endedAt: createdAt + 65_000,
    outcome: 'answered',
    queueSeconds: 5,
    talkSeconds: 60,
    holdSeconds: 0,
    wrapSeconds: 0,
  });

/** A call in every quarter hour of the same weekday, three times, and the morning's first ones: one agent is asked for. */
function calls(store: Store): void {
  for (let week = 1; week <= 3; week += 1) {
    const day = MORNING - week * WEEK;
    write(
      store,
      'phones',
      Array.from({ length: 8 * 4 }, (_, n) => call(`w${week}-${n}`, day + n * 15 * MINUTE)),
    );
  }
  write(
    store,
    'phones',
    Array.from({ length: 6 }, (_, n) => call(`today-${n}`, MORNING - HOUR + n * MINUTE)),
  );
}

interface World {
  clock: ManualClock;
  store: Store;
  live: LiveFloor;
  /** Lets time pass, a minute at a time. */
  pass: (to: number) => void;
  /** What was counted of the day, live and kept, by person. */
  both: () => { live: Record<string, object>; kept: Record<string, object> };
}

async function world(): Promise<World> {
  const clock = new ManualClock(MORNING);
  const store = temporaryStore(clock);
  for (const id of ['phones', 'desk']) {
    store.saveSource({ id, kind: 'zendesk', name: id, zone: null, config: {} });
    freshen(store, id, MORNING);
  }
  write(store, 'phones', [
    { entity: 'queue', id: 'q0', version: 1, raw: null, name: 'Queue', channel: 'voice', active: true },
    ...PEOPLE.map((id) => agent(id, { queues: ['q0'] })),
  ]);
  write(store, 'desk', [agent('d0', { name: 'Somebody Else', email: null })]);
  calls(store);
  for (const id of PEOPLE) {
    const blocks: Parameters<typeof shift>[1] = [
      ['work', MORNING, MORNING + 6 * HOUR],
      ['lunch', MORNING + 6 * HOUR, MORNING + 6.5 * HOUR],
      ['work', MORNING + 6.5 * HOUR, MORNING + 8 * HOUR],
    ];
    write(store, 'phones', [shift(id, blocks)]);
  }
  // a2 is first seen later; a3 does not come at all.
  for (const id of ['a0', 'a1', 'a4']) write(store, 'phones', [phone(id, 'available', MORNING - 5 * MINUTE)]);
  const live = new LiveFloor({
    reads: store.reads,
    countsReader: async (query) => store.reads.counts(query),
    settings: () => ({ ...SETTINGS, people: store.notebook.peopleDecisions() }),
    days: new DayCache(),
    alarms: store.notebook,
    adherence: adherenceOf(store, SETTINGS.zone),
    fault: (what, error) => {
      throw new Error(what, { cause: error });
    },
    clock,
    real: clock,
    speed: 1,
    subscribe: (listener) => store.onChange(listener),
    raised: () => undefined,
  });
  onTestFinished(() => live.close());
  await until(() => live.floor.expectations !== null, 'the day is expected');
  const pass = (to: number): void => {
    while (clock.now() < to) {
      clock.advance(Math.min(MINUTE, to - clock.now()));
      for (const id of ['phones', 'desk']) freshen(store, id, clock.now());
      live.tick();
    }
  };
  const both = (): ReturnType<World['both']> => {
    live.adherence.whole();
    live.adherence.keepStaffing();
    const now = clock.now();
    const { people, rules } = recountInput(live.floor, live.adherence.rules, store);
    recount(store, people, now, rules);
    const kept = store.reads.adherenceDays({ fromDay: DAY, toDay: DAY });
    return {
      live: Object.fromEntries(
        [...live.adherence.people.values()]
          .filter(({ frame, counts }) => frame.day === DAY && (counts.scheduled > 0 || counts.worked > 0))
          .map(({ key, counts, shrinkage }) => [key, { ...counts, paid: shrinkage.paid, causes: shrinkage.causes }]),
      ),
      kept: Object.fromEntries(
        kept.map(({ person, counts, paidSeconds, shrinkage }) => [
          person,
          { ...counts, paid: paidSeconds, causes: shrinkage },
        ]),
      ),
    };
  };
  return { clock, store, live, pass, both };
}

/** A working day: a break while there are people to spare, one while there are none, somebody seen late, an exception. */
function workDay({ store, live, pass }: World): void {
  pass(MORNING + HOUR);
  write(store, 'phones', [phone('a1', 'break', MORNING + HOUR)]);
  pass(MORNING + HOUR + 10 * MINUTE);
  write(store, 'phones', [phone('a1', 'available', MORNING + HOUR + 10 * MINUTE)]);
  pass(MORNING + 2 * HOUR);
  write(store, 'phones', [{ ...phone('a2', 'available', MORNING + 2 * HOUR), startIsBound: true }]);
  pass(MORNING + 3 * HOUR);
  for (const id of ['a0', 'a1', 'a2', 'a4']) write(store, 'phones', [phone(id, 'break', MORNING + 3 * HOUR)]);
  pass(MORNING + 3 * HOUR + 20 * MINUTE);
  for (const id of ['a0', 'a1', 'a2', 'a4']) {
    write(store, 'phones', [phone(id, 'available', MORNING + 3 * HOUR + 20 * MINUTE)]);
  }
  const exception = { startAt: MORNING + 3 * HOUR, endAt: MORNING + 3 * HOUR + 10 * MINUTE, note: null };
  store.notebook.addExceptions([{ agent: 'phones/a4', ...exception, reason: 'Drill', approver: 'Dana' }], 'tester');
  live.reread(['phones/a4']);
  pass(MORNING + 8 * HOUR);
  for (const id of ['a0', 'a1', 'a2', 'a4']) write(store, 'phones', [phone(id, 'offline', MORNING + 8 * HOUR)]);
  pass(MORNING + 9 * HOUR);
}

describe('counts of a day', () => {
  it('are the same live and kept: staffing, time that nobody saw, an exception, another meaning, people put together', async () => {
    const all = await world();
    const { store, live, pass, both } = all;
    workDay(all);
    const plain = both();
    expect(plain.kept).toEqual(plain.live);
    // Something of everything is in it. Whether an absence hurts is said by whole quarter hours.
    const of = (key: string): Record<string, number> => plain.kept[key] as Record<string, number>;
    expect(of('phones/a1')).toMatchObject({ unmatched: 3600, negative: 900 });
    expect(of('phones/a2')['unknown']).toBe(2 * 3600);
    expect(of('phones/a4')).toMatchObject({ excused: 600, negative: 300 });
    expect(of('phones/a3')['negative']).toBeLessThan(8 * 3600);
    expect(of('phones/a3')['negative']).toBeGreaterThan(0);

    store.setStateMapping({ source: 'phones', platform: 'acd', rawState: 'break', state: 'back-office' }, 'tester');
    while (!store.stepRemapping().isDone);
    pass(MORNING + 10 * HOUR);
    const mapped = both();
    expect(mapped.kept).toEqual(mapped.live);
    expect(mapped.kept['phones/a1']).toMatchObject({ negative: 0 });

    const chat = { agent: 'd0', platform: 'chat', state: 'available' as const, rawState: 'online' };
    write(store, 'desk', [stay({ id: 'c', ...chat, startAt: MORNING, endAt: MORNING + HOUR })]);
    store.notebook.decidePeople([{ a: 'desk/d0', b: 'phones/a2', verdict: 'same' }], 'tester');
    live.reload();
    pass(MORNING + 11 * HOUR);
    const merged = both();
    expect(Object.keys(merged.kept)).toContain('desk/d0');
    expect(merged.kept).toEqual(merged.live);
    expect(merged.kept['desk/d0']).toMatchObject({ unknown: 3600 });

    // Over night, and counted anew from nothing: what was known on the day still holds.
    pass(DAY_END + HOUR);
    expect(both().kept).toEqual(merged.kept);
    store.setZone('Europe/Paris');
    expect(both().kept).toEqual(merged.kept);
  });

  it('of time since a source fell silent, nothing is known in both; and all is, once it speaks again', async () => {
    const { clock, live, pass, both } = await world();
    pass(MORNING + HOUR);
    clock.advance(HOUR);
    live.tick();
    const silent = both();
    expect(silent.kept['phones/a0']).toMatchObject({ unknown: 3600, matched: 3600 });
    expect(silent.kept).toEqual(silent.live);
    pass(clock.now() + MINUTE);
    const back = both();
    expect(back.kept['phones/a0']).toMatchObject({ unknown: 0 });
    expect(back.kept).toEqual(back.live);
  });
});
