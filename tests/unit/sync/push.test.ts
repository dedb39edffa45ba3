import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpFault } from '../../../electron/connectors/connector.ts';
import { openStore } from '../../../electron/store/index.ts';
import type { Store, WritePage } from '../../../electron/store/index.ts';
import { settle } from './fakes.ts';
import { figure, NOW, PushBench, PushVendor, tellOn } from './push-bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('live push', () => {
  let bench: PushBench;
  let vendor: PushVendor;

  beforeEach(() => {
    bench = new PushBench();
    vendor = new PushVendor(bench.clock);
    vendor.set('q1', 'one', 1);
  });

  afterEach(() => bench.close());

  /** Time passes, and the channel says that it is alive as often as vendors do. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 10_000) {
      await bench.timers.advance(Math.min(10_000, left));
      const channel = vendor.channels.at(-1);
      if (channel !== undefined && !channel.closed) channel.sink.alive();
    }
  }

  it('opens after the first reads, reads a fresh snapshot, and polls rarely while it lives', async () => {
    bench.start(vendor);
    await pass(2_000);
    expect(vendor.channels).toHaveLength(1);
    expect(bench.line('push')).toMatchObject({ state: 'ok', fault: null });
    const early = vendor.reads.length;
    // The first poll, and the snapshot after the channel was there.
    expect(early).toBe(2);
    await pass(9 * MINUTE);
    expect(vendor.reads.length - early).toBe(1);
    expect(bench.status.state).toBe('ok');
  });

  it('takes events as they come', async () => {
    bench.start(vendor);
    await pass(2_000);
    vendor.tell('q1', 'two', 2);
    await bench.timers.advance(10);
    expect(bench.figures()).toEqual({ q1: 'two' });
  });

  it('is as new as the last sign of life', async () => {
    bench.start(vendor);
    await pass(2_000);
    await pass(3 * MINUTE);
    expect(bench.status.asOf).toBeGreaterThanOrEqual(NOW + 3 * MINUTE - 10_000);
    const before = bench.status.asOf;
    await bench.timers.advance(30_000);
    expect(bench.status.asOf).toBe(before);
  });

  it('writes a thousand events of one moment in a few transactions, in their order', async () => {
    const pages: WritePage[] = [];
    const store = watched(bench.store, (page) => pages.push(page));
    bench.start(vendor, { store });
    await pass(2_000);
    pages.length = 0;
    for (let n = 0; n < 1000; n += 1) {
      // The vendor's stamps tell nothing apart here: only the order of arrival does.
      vendor.tell(`q${n % 50}`, `value ${n}`, 1000 + Math.floor(n / 50));
    }
    await bench.timers.advance(10);
    expect(pages.length).toBeLessThanOrEqual(2);
    expect(pages.flatMap(({ records }) => records)).toHaveLength(1000);
    expect(bench.figures()['q49']).toBe('value 999');
  });

  it('keeps the order of a record and its burial', async () => {
    bench.start(vendor);
    await pass(2_000);
    const { sink } = vendor.last;
    const page = { stream: 'floor', rows: 1, records: [], tombstones: [], quarantine: [], at: null };
    sink.page({ ...page, records: [figure('q9', 'born', 10)] });
    sink.page({ ...page, tombstones: [{ entity: 'queue', id: 'q9', version: 11, mergedInto: null }] });
    sink.page({ ...page, records: [figure('q9', 'born again', 12)] });
    sink.page({ ...page, records: [figure('q8', 'born', 10)] });
    sink.page({ ...page, tombstones: [{ entity: 'queue', id: 'q8', version: 10.5, mergedInto: null }] });
    await bench.timers.advance(10);
    expect(bench.figures()).toEqual({ q1: 'one', q9: 'born again' });
  });

  it('lets no snapshot overwrite or lose what events tell while it is read', async () => {
    bench.start(vendor);
    await pass(2_000);
    await pass(4.5 * MINUTE);
    let release = () => {};
    vendor.set('q2', 'of the snapshot', 50);
    vendor.world.set('q1', figure('q1', 'stamped with the instant of the reply', 900));
    vendor.onRead = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await pass(MINUTE);
    // The reply is on its way; meanwhile q1 changes, with a stamp below the one of the reply.
    tellOn(vendor.last, figure('q1', 'of the event', 60));
    tellOn(vendor.last, figure('q3', 'of the event', 60));
    await bench.timers.advance(10);
    expect(bench.figures()).toEqual({ q1: 'of the event', q3: 'of the event' });
    release();
    await settle();
    expect(bench.figures()).toEqual({ q1: 'of the event', q2: 'of the snapshot', q3: 'of the event' });
  });

  it('reads again what was being polled when the channel opened', async () => {
    let release = () => {};
    let opened = () => {};
    vendor.onOpen = () =>
      new Promise((resolve) => {
        opened = resolve;
      });
    bench.start(vendor);
    await bench.timers.advance(9_000);
    vendor.onRead = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await bench.timers.advance(2_000);
    expect(vendor.reads).toHaveLength(2);
    opened();
    await settle();
    vendor.onRead = async () => {};
    release();
    await bench.timers.advance(10);
    expect(vendor.reads).toHaveLength(3);
  });

  it('takes a quiet socket for dead: stale, closed, made anew, read afresh', async () => {
    bench.start(vendor);
    await pass(2_000);
    await pass(2 * MINUTE);
    const lastWord = bench.status.asOf;
    vendor.onRead = async () => {
      throw new HttpFault('server', 'example.test has a fault of its own (500).', 500);
    };
    bench.told.length = 0;
    await bench.timers.advance(46_000);
    expect(vendor.channels[0]?.closed).toBe(true);
    expect(bench.told.some(({ state }) => state === 'stale')).toBe(true);
    expect(bench.status).toMatchObject({ state: 'stale', asOf: lastWord });
    vendor.set('q1', 'changed unheard', 7);
    vendor.onRead = async () => {};
    await pass(30_000);
    expect(vendor.channels.length).toBeGreaterThan(1);
    expect(bench.status.state).toBe('ok');
    expect(bench.figures()).toEqual({ q1: 'changed unheard' });
  });

  it('is stale from the silence to the first poll, even where polls work', async () => {
    bench.start(vendor);
    await pass(2_000);
    await pass(2 * MINUTE);
    bench.told.length = 0;
    await bench.timers.advance(46_000);
    expect(bench.told.find(({ state }) => state === 'stale')?.fault).toMatch(/silent for 45 seconds/);
    expect(bench.told.find(({ isUnconfirmed }) => isUnconfirmed === true)).toBeDefined();
    expect(bench.status.state).not.toBe('stale');
    expect(bench.status.isUnconfirmed).toBe(false);
  });

  it('comes back at growing intervals to a server that accepts and closes, and goes on polling', async () => {
    vendor.onOpen = async ({ sink }) => {
      queueMicrotask(() => sink.ended('The other side closed the live connection.'));
    };
    bench.start(vendor);
    await bench.timers.advance(4 * HOUR);
    const gaps = vendor.attempts.slice(1).map((at, index) => at - (vendor.attempts[index] ?? 0));
    // Half of 2, 4, 8 … up to half of 300 seconds.
    expect(gaps.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32]);
    expect(Math.max(...gaps)).toBe(150);
    expect(vendor.attempts.length).toBeLessThan(110);
    expect(vendor.mostAtOnce).toBe(1);
    expect(vendor.living()).toBe(0);
    expect(bench.line('push')).toMatchObject({ state: 'retrying', fault: expect.stringContaining('closed') });
    // At its own cadence, not at that of the attempts.
    expect(vendor.reads.length).toBeGreaterThan(1400);
    expect(vendor.reads.length).toBeLessThan(1700);
    expect(bench.status.asOf).toBeGreaterThanOrEqual(NOW + 4 * HOUR - 10_000);
    expect(bench.status.state).toBe('degraded');
  });

  it('forgets its failures only after a channel has lived and spoken for a minute', async () => {
    let fail = true;
    vendor.onOpen = async () => {
      if (fail) throw new HttpFault('unreachable', 'example.test cannot be reached.');
    };
    bench.start(vendor);
    await bench.timers.advance(2 * MINUTE);
    const failed = vendor.attempts.length;
    expect(failed).toBe(7);
    fail = false;
    await pass(3 * MINUTE);
    expect(vendor.channels).toHaveLength(1);
    // Lived half a minute: the next wait goes on growing.
    const openedAt = vendor.last.at;
    expect(bench.clock.monotonic() / 1000 - openedAt).toBeGreaterThan(60);
    vendor.last.sink.ended('socket closing');
    await settle();
    const endedAt = bench.clock.monotonic() / 1000;
    await pass(5_000);
    expect(vendor.channels).toHaveLength(2);
    expect(vendor.last.at - endedAt).toBeLessThanOrEqual(1);
    vendor.last.sink.ended('socket closing at once');
    await settle();
    const again = bench.clock.monotonic() / 1000;
    await pass(30_000);
    expect(vendor.last.at - again).toBe(2);
  });

  it('waits as long as a 429 asks', async () => {
    let asked = false;
    vendor.onOpen = async () => {
      if (asked) return;
      asked = true;
      throw new HttpFault('rate-limited', 'example.test asks us to wait.', 429, null, 120_000);
    };
    bench.start(vendor);
    await pass(5 * MINUTE);
    const [first = 0, second = 0] = vendor.attempts;
    expect(second - first).toBeGreaterThanOrEqual(120);
    expect(vendor.attempts).toHaveLength(2);
  });

  it('answers many wishes for a new channel with one, and not more than one a minute', async () => {
    bench.start(vendor);
    await pass(2_000);
    for (let n = 0; n < 20; n += 1) vendor.last.sink.renew('a new agent');
    await pass(2 * MINUTE);
    expect(vendor.channels).toHaveLength(2);
    for (let n = 0; n < 30; n += 1) {
      vendor.last.sink.renew('a new agent');
      await pass(10_000);
    }
    expect(vendor.channels.length).toBeLessThanOrEqual(2 + 6);
    expect(vendor.mostAtOnce).toBe(1);
  });

  it('makes a new channel when it is no longer subscribed, and takes nothing more from the old one', async () => {
    bench.start(vendor);
    await pass(2_000);
    await pass(2 * MINUTE);
    const old = vendor.last;
    const reads = vendor.reads.length;
    old.sink.ended('The vendor gave our channel to somebody else.');
    tellOn(old, figure('q1', 'from beyond', 99));
    await pass(5_000);
    expect(vendor.channels).toHaveLength(2);
    expect(old.closed).toBe(true);
    expect(bench.figures()).toEqual({ q1: 'one' });
    expect(vendor.reads.length).toBeGreaterThan(reads);
  });

  it('after a day asleep opens one new channel and reads afresh, at once', async () => {
    bench.start(vendor);
    await pass(2_000);
    await pass(2 * MINUTE);
    vendor.set('q1', 'a day later', 9);
    bench.clock.advance(24 * HOUR);
    bench.sync?.wake();
    await bench.timers.advance(2_000);
    expect(vendor.channels).toHaveLength(2);
    expect(vendor.channels[0]?.closed).toBe(true);
    expect(bench.figures()).toEqual({ q1: 'a day later' });
    expect(bench.status.state).toBe('ok');
    await pass(10 * MINUTE);
    expect(vendor.channels).toHaveLength(2);
  });

  it('stands clocks that are set: a leap forward makes one new channel, a leap back none', async () => {
    let shift = 0;
    const wall = { now: () => bench.clock.now() + shift, monotonic: () => bench.clock.monotonic() };
    bench.start(vendor, { clock: wall });
    await pass(2_000);
    await pass(2 * MINUTE);
    shift = -5 * HOUR;
    await pass(10 * MINUTE);
    expect(vendor.channels).toHaveLength(1);
    shift = 7 * HOUR;
    await pass(10 * MINUTE);
    expect(vendor.channels).toHaveLength(2);
    expect(bench.status.state).toBe('ok');
  });

  it('closes the channel while paused and opens one when resumed', async () => {
    bench.start(vendor);
    await pass(2_000);
    bench.sync?.pause('s');
    await pass(10 * MINUTE);
    expect(vendor.living()).toBe(0);
    expect(vendor.channels).toHaveLength(1);
    expect(bench.status.state).toBe('paused');
    bench.sync?.resume('s');
    await pass(3_000);
    expect(vendor.living()).toBe(1);
    expect(bench.status.state).toBe('ok');
  });

  it('stores what has come when it is closed, and closes the channel', async () => {
    bench.start(vendor);
    await pass(2_000);
    vendor.tell('q1', 'the last word', 5);
    await bench.sync?.close();
    expect(vendor.living()).toBe(0);
    expect(bench.figures()).toEqual({ q1: 'the last word' });
    expect(vendor.last.context.signal.aborted).toBe(true);
  });

  it('closes in the middle of an attempt that never ends', async () => {
    vendor.onOpen = () => new Promise(() => {});
    bench.start(vendor);
    await bench.timers.advance(2_000);
    expect(vendor.attempts).toHaveLength(1);
    await bench.sync?.close();
    expect(vendor.attempts).toHaveLength(1);
  });

  it('gives an attempt up that hangs, and closes the channel that comes of it too late', async () => {
    let opened = () => {};
    vendor.onOpen = () =>
      new Promise((resolve) => {
        opened = resolve;
      });
    bench.start(vendor);
    await bench.timers.advance(3 * MINUTE);
    expect(vendor.attempts.length).toBeGreaterThanOrEqual(2);
    expect(bench.line('push')).toMatchObject({ state: 'retrying', fault: expect.stringContaining('too long') });
    opened();
    await settle();
    // The one that was given up is closed; the newest attempt is the one that counts.
    expect(vendor.living()).toBeLessThanOrEqual(1);
  });

  it('is well without a push that the account may not have, and asks again an hour later', async () => {
    vendor.onOpen = async () => {
      throw new HttpFault('forbidden', 'example.test does not let this account open channels.', 403);
    };
    bench.start(vendor);
    await bench.timers.advance(59 * MINUTE);
    expect(vendor.attempts).toHaveLength(1);
    expect(bench.line('push')).toMatchObject({ state: 'unavailable' });
    expect(bench.status).toMatchObject({ state: 'ok', fault: null });
    expect(vendor.reads.length).toBeGreaterThan(300);
    await bench.timers.advance(2 * MINUTE);
    expect(vendor.attempts).toHaveLength(2);
  });

  it('says which topics are refused, and is well', async () => {
    vendor.refused = [{ topic: 'agents.presence', reason: 'a permission is missing' }];
    bench.start(vendor);
    await pass(2_000);
    expect(bench.line('push')).toMatchObject({ state: 'ok', fault: expect.stringContaining('agents.presence') });
    expect(bench.status).toMatchObject({ state: 'ok', fault: null });
  });

  it('reads afresh after events that could not be stored', async () => {
    let full = false;
    const store = watched(bench.store, () => {
      if (full) throw new Error('disk full');
    });
    bench.start(vendor, { store });
    await pass(2_000);
    full = true;
    vendor.tell('q1', 'lost on the way', 5);
    await bench.timers.advance(10);
    expect(vendor.living()).toBe(0);
    full = false;
    await pass(60_000);
    expect(vendor.living()).toBe(1);
    expect(bench.figures()).toEqual({ q1: 'lost on the way' });
  });

  it('knows after a kill between event and commit what the event had told', async () => {
    let killed = false;
    const store = watched(bench.store, () => {
      if (killed) throw new Error('this process is no more');
    });
    bench.start(vendor, { store });
    await pass(2_000);
    killed = true;
    vendor.tell('q1', 'never committed', 5);
    await bench.sync?.close();
    bench.store.close();
    // The next process opens the same folder.
    bench.store = openStore({ directory: bench.directory, clock: bench.clock });
    expect(bench.figures()).toEqual({ q1: 'one' });
    bench.start(vendor);
    await pass(3_000);
    expect(bench.figures()).toEqual({ q1: 'never committed' });
  });
});

/** The store, its pages seen by the test before they are written. */
function watched(store: Store, seen: (page: WritePage) => void): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'writePage') {
        return (page: WritePage) => {
          seen(page);
          return target.writePage(page);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
