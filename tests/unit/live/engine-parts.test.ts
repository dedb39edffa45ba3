import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorFields, openLog } from '../../../electron/engine/log.ts';
import { maskCustomer } from '../../../electron/engine/masking.ts';
import { Subscription } from '../../../electron/engine/subscription.ts';
import { AppError } from '../../../shared/errors/index.ts';
import type { Frame } from '../../../shared/contract/index.ts';
import type { KeyedRow } from '../../../electron/engine/subscription.ts';

describe('the log', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'watchfloor-log-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 20 }));
  const lines = (): Record<string, unknown>[] =>
    readFileSync(join(directory, 'logs', 'engine.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('is one object a line, from its level up', () => {
    const log = openLog({ directory, level: 'info', now: () => 0 });
    log.debug('unheard');
    log.info('heard', { rows: 3 });
    log.error('failed', errorFields(new AppError({ code: 'store-full', message: 'The disk is full.' })));
    expect(lines()).toMatchObject([
      { at: '1970-01-01T00:00:00.000Z', level: 'info', message: 'heard', rows: 3 },
      { level: 'error', code: 'store-full', reason: 'The disk is full.' },
    ]);
  });

  it('never holds a secret, an e-mail address or a customer, wherever they come in', () => {
    const log = openLog({ directory, level: 'debug', now: () => 0 });
    log.forget('s3cr3t-of-ours');
    log.info('Basic YWRhOnNlY3JldA== refused for ada@example.com', {
      token: 'abc',
      url: 'https://x.test/?key=s3cr3t-of-ours&mail=ada%40example.com',
      nested: { customerKey: 'c-17', list: [{ Authorization: 'Bearer abc.def' }] },
      text: 'called from +49 151 1234567 twice',
    });
    const text = readFileSync(join(directory, 'logs', 'engine.log'), 'utf8');
    for (const hidden of ['YWRh', 'ada@', 'ada%40', 'abc', 's3cr3t', 'c-17', '1234567'])
      expect(text).not.toContain(hidden);
    expect(text).toContain('twice');
  });

  it('turns over by size and keeps a few', () => {
    const log = openLog({ directory, level: 'info', now: () => 0, maxBytes: 500, keep: 2 });
    for (let index = 0; index < 40; index += 1) log.info('x'.repeat(100), { index });
    expect(readdirSync(join(directory, 'logs')).sort()).toEqual(['engine.1.log', 'engine.2.log', 'engine.log']);
    expect(lines().at(-1)?.['index']).toBe(39);
  });

  it('does not break the engine where it cannot write', () => {
    const log = openLog({ directory: join(directory, 'a-file\0'), level: 'info', now: () => 0 });
    expect(() => log.info('lost')).not.toThrow();
    expect(existsSync(join(directory, 'logs'))).toBe(false);
  });
});

describe('masking', () => {
  it('keeps two characters, is stable and tells no length', () => {
    expect(maskCustomer('+4915112345678')).toBe('••••••78');
    expect(maskCustomer('123456')).toBe('••••••56');
    expect(maskCustomer('1234')).toBe('••••••');
    expect(maskCustomer('👩‍🚀1234567')).toBe('••••••67');
    expect(maskCustomer(null)).toBeNull();
  });
});

describe('a subscription', () => {
  class Hand {
    time = 0;
    rows = new Map<string, KeyedRow & { n: number }>();
    readonly frames: Frame[] = [];
    #timers: { at: number; callback: () => void; live: boolean }[] = [];
    readonly subscription = new Subscription(
      ['rows'],
      { rows: () => this.rows, at: () => this.time, asOf: () => [] },
      (frame) => this.frames.push(frame),
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

    put(key: string, n: number): void {
      this.rows.set(key, { key, n });
      this.subscription.change('rows', [key], this.time);
      this.subscription.flush();
    }

    pass(ms: number): void {
      this.time += ms;
      for (const timer of this.#timers.filter(({ at, live }) => live && at <= this.time)) {
        timer.live = false;
        timer.callback();
      }
      this.#timers = this.#timers.filter(({ live }) => live);
    }
  }

  it('sends the first change at once, and the next ones together at the pace of frames', () => {
    const hand = new Hand();
    hand.subscription.begin(0);
    hand.subscription.painted(1);
    hand.pass(100);
    hand.put('a', 1);
    expect(hand.frames).toHaveLength(2);
    hand.subscription.painted(2);
    hand.put('a', 2);
    hand.put('b', 1);
    hand.put('a', 3);
    expect(hand.frames).toHaveLength(2);
    hand.pass(50);
    expect(hand.frames).toHaveLength(3);
    expect(hand.frames[2]).toMatchObject({ kind: 'patch', seq: 3, eventAt: 100 });
    expect(hand.frames[2]?.parts['rows']?.upsert).toEqual([
      { key: 'a', n: 3 },
      { key: 'b', n: 1 },
    ]);
  });

  it('sends no row that is what it was, and tells which are gone', () => {
    const hand = new Hand();
    hand.put('a', 1);
    hand.put('b', 1);
    hand.subscription.begin(0);
    hand.subscription.painted(1);
    hand.pass(100);
    hand.put('a', 1);
    expect(hand.frames).toHaveLength(1);
    hand.rows.delete('b');
    hand.subscription.change('rows', null, 0);
    hand.subscription.flush();
    expect(hand.frames[1]?.parts).toEqual({ rows: { upsert: [], remove: ['b'] } });
  });

  it('waits for the window after two frames, and goes on by itself where a window has lost its word', () => {
    const hand = new Hand();
    hand.subscription.begin(0);
    for (let n = 1; n < 20; n += 1) {
      hand.pass(50);
      hand.put('a', n);
    }
    expect(hand.frames).toHaveLength(2);
    hand.subscription.painted(2);
    hand.pass(50);
    expect(hand.frames).toHaveLength(3);
    expect(hand.frames[2]?.parts['rows']?.upsert).toEqual([{ key: 'a', n: 19 }]);
    hand.subscription.painted(99);
    hand.subscription.painted(1);
    for (let n = 20; n < 30; n += 1) {
      hand.pass(50);
      hand.put('a', n);
    }
    expect(hand.frames).toHaveLength(4);
    hand.pass(20_000);
    expect(hand.frames).toHaveLength(5);
    expect(hand.frames[4]?.parts['rows']?.upsert).toEqual([{ key: 'a', n: 29 }]);
    hand.subscription.close();
    hand.put('a', 0);
    hand.pass(20_000);
    expect(hand.frames).toHaveLength(5);
  });
});
