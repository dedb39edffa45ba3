import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpFault } from '../../electron/connectors/connector.ts';
import type { Connector, ReadContext, ReadPage, StreamSpec } from '../../electron/connectors/connector.ts';
import { openStore } from '../../electron/store/index.ts';
import type { SourceStatus, Store } from '../../electron/store/index.ts';
import { startSync } from '../../electron/sync/index.ts';
import type { Sync } from '../../electron/sync/index.ts';
import { affineClock, ManualClock } from '../../shared/time/clock.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { ManualTimers, settle } from '../unit/sync/fakes.ts';
import { NOW } from './support.ts';

const spec = (name: string, rest: Partial<StreamSpec> = {}): StreamSpec => ({
  name,
  mode: 'incremental',
  everySeconds: 60,
  bucket: 'history',
  ...rest,
});

const LIVE = spec('floor', { mode: 'live', everySeconds: 10, bucket: 'live' });

type Reader = (context: ReadContext) => Promise<Partial<ReadPage>>;

/** A source whose streams do what the test says. */
class Scripted implements Connector {
  readonly kind = 'scripted';
  readonly limits = {};
  readonly streams: readonly StreamSpec[];
  readonly reads: { stream: string; at: number }[] = [];
  readonly readers: Record<string, Reader> = {};
  readonly #clock: ManualClock;
  #page = 0;

  constructor(clock: ManualClock, streams: readonly StreamSpec[]) {
    this.#clock = clock;
    this.streams = streams;
  }

  async probe(): Promise<Record<string, never>> {
    return {};
  }

  async read(stream: string, _cursor: unknown, context: ReadContext): Promise<ReadPage> {
    this.reads.push({ stream, at: this.#clock.monotonic() / 1000 });
    const page: ReadPage = {
      rows: 0,
      records: [],
      tombstones: [],
      quarantine: [],
      cursor: { page: (this.#page += 1) },
      done: true,
      asOf: null,
      progress: null,
    };
    return { ...page, ...(await this.readers[stream]?.(context)) };
  }

  replay(): { records: []; tombstones: []; released: [] } {
    return { records: [], tombstones: [], released: [] };
  }

  async close(): Promise<void> {}

  times(stream: string): number[] {
    return this.reads.filter((read) => read.stream === stream).map(({ at }) => at);
  }
}

describe('scheduler', () => {
  let clock: ManualClock;
  let timers: ManualTimers;
  let store: Store;
  let directory: string;
  let sync: Sync | null = null;
  const told: SourceStatus[] = [];

  beforeEach(() => {
    clock = new ManualClock(NOW);
    timers = new ManualTimers(clock);
    directory = mkdtempSync(join(tmpdir(), 'watchfloor-scheduler-'));
    store = openStore({ directory, clock });
    told.length = 0;
  });

  afterEach(async () => {
    await sync?.close();
    sync = null;
    store.close();
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
  });

  function start(connector: Connector, stallMinutes = 10): Sync {
    const config = { id: 's', kind: 'scripted', name: 'S', zone: null, config: {} };
    const started = startSync({
      store,
      connectors: [{ config, connector }],
      clock,
      timers,
      random: () => 0.5,
      stallMinutes,
      transport: async () => {
        throw new HttpFault('unreachable', 'no network here');
      },
    });
    started.onStatus((status) => told.push(status));
    sync = started;
    return started;
  }

  const status = () => sync?.status()[0] as SourceStatus;

  it('reads each stream at its cadence', async () => {
    const connector = new Scripted(clock, [LIVE, spec('contacts')]);
    start(connector);
    await timers.advance(125_000);
    expect(connector.times('floor')).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
    expect(connector.times('contacts')).toEqual([0, 60, 120]);
    expect(status().state).toBe('ok');
  });

  it('goes on with a back-fill page after page, and never lets it hold up the live figures', async () => {
    const connector = new Scripted(clock, [LIVE, spec('contacts')]);
    let pages = 0;
    connector.readers['contacts'] = async ({ signal }) => {
      pages += 1;
      await timers.sleep(7_000, signal);
      return { done: pages >= 10, progress: pages / 10 };
    };
    start(connector);
    await timers.advance(35_000);
    expect(connector.times('floor')).toEqual([0, 10, 20, 30]);
    expect(status().streams[1]).toMatchObject({ state: 'backfill', progress: 0.5 });
    await timers.advance(40_000);
    expect(pages).toBe(10);
    expect(status().streams[1]).toMatchObject({ state: 'ok', progress: null });
  });

  it('starts a stream only after the one it follows has come to its end', async () => {
    const connector = new Scripted(clock, [spec('people'), spec('contacts', { after: 'people', bucket: 'other' })]);
    let ready = false;
    connector.readers['people'] = async ({ signal }) => {
      await timers.sleep(5_000, signal);
      return { done: ready };
    };
    start(connector);
    await timers.advance(12_000);
    expect(connector.times('contacts')).toEqual([]);
    ready = true;
    await timers.advance(10_000);
    expect(connector.times('contacts')).toHaveLength(1);
  });

  it('backs off from a stream that fails, says so, and goes on with the others', async () => {
    const connector = new Scripted(clock, [LIVE, spec('contacts')]);
    connector.readers['contacts'] = async () => {
      throw new HttpFault('server', 'example.test has a fault of its own (500).', 500);
    };
    start(connector);
    await timers.advance(100_000);
    // Half of 5, 10, 20, 40 … seconds between the tries.
    expect(connector.times('contacts')).toEqual([0, 2.5, 7.5, 17.5, 37.5, 77.5]);
    expect(connector.times('floor')).toHaveLength(11);
    expect(status()).toMatchObject({ state: 'degraded', fault: 'example.test has a fault of its own (500).' });
    expect(status().streams[1]).toMatchObject({ state: 'retrying' });
    connector.readers['contacts'] = async () => ({});
    await timers.advance(300_000);
    expect(status()).toMatchObject({ state: 'ok', fault: null });
  });

  it('stops asking when the credentials are refused, and goes on when told that they are mended', async () => {
    const connector = new Scripted(clock, [LIVE, spec('contacts')]);
    let refused = true;
    connector.readers['floor'] = async () => {
      if (refused) throw new HttpFault('auth', 'example.test refuses the credentials. Sign in again.', 401);
      return {};
    };
    start(connector);
    await timers.advance(60_000);
    expect(connector.times('floor')).toEqual([0]);
    expect(status()).toMatchObject({ state: 'failed', fault: expect.stringContaining('Sign in again') });
    refused = false;
    sync?.resume('s');
    await timers.advance(1_000);
    expect(status()).toMatchObject({ state: 'ok', fault: null });
  });

  it('pauses and goes on', async () => {
    const connector = new Scripted(clock, [LIVE]);
    start(connector);
    await timers.advance(15_000);
    sync?.pause('s');
    await timers.advance(60_000);
    expect(connector.times('floor')).toEqual([0, 10]);
    expect(status().state).toBe('paused');
    sync?.resume('s');
    await timers.advance(1_000);
    expect(connector.times('floor')).toHaveLength(3);
    expect(status().state).toBe('ok');
  });

  it('after a day asleep reads the live figures first, then history', async () => {
    const connector = new Scripted(clock, [spec('contacts'), LIVE]);
    connector.readers['floor'] = async ({ signal }) => {
      await timers.sleep(3_000, signal);
      return {};
    };
    start(connector);
    await timers.advance(20_000);
    connector.reads.length = 0;
    clock.advance(86_400_000);
    sync?.wake();
    await timers.advance(1_000);
    expect(connector.reads.map(({ stream }) => stream)).toEqual(['floor']);
    await timers.advance(10_000);
    expect(connector.reads.map(({ stream }) => stream)).toEqual(['floor', 'contacts']);
  });

  it('does not let a dead live stream hold history for ever', async () => {
    const connector = new Scripted(clock, [LIVE, spec('contacts')]);
    connector.readers['floor'] = async ({ signal }) => {
      await timers.sleep(10_000_000, signal);
      return {};
    };
    start(connector);
    await timers.advance(25_000);
    expect(connector.times('contacts')).toEqual([20]);
  });

  it('keeps to the machine’s time where the source’s runs faster, and reads more often only when told to', async () => {
    const fast = affineClock({ base: clock, anchorRealAt: clock.now(), anchorAt: NOW, speed: 60 });
    const config = { id: 's', kind: 'scripted', name: 'S', zone: null, config: {} };
    const connector = new Scripted(clock, [LIVE, spec('contacts')]);
    let seen = 0;
    connector.readers['floor'] = async (context) => {
      seen = context.serverNow();
      return {};
    };
    const common = { store, clock: fast, host: clock, timers, random: () => 0.5 };
    sync = startSync({ ...common, connectors: [{ config, connector }] });
    await timers.advance(61_000);
    expect(connector.times('floor')).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(connector.times('contacts')).toEqual([0, 60]);
    expect(seen).toBe(NOW + 3_600_000);
    await sync.close();
    connector.reads.length = 0;
    sync = startSync({ ...common, pace: 60, connectors: [{ config, connector }] });
    await timers.advance(3_500);
    expect(connector.times('floor')).toHaveLength(4);
  });

  it('notices by itself that the machine slept', async () => {
    const connector = new Scripted(clock, [LIVE, spec('contacts', { everySeconds: 3600 })]);
    const wall: Clock = { now: () => clock.now() + shift, monotonic: () => clock.monotonic() };
    let shift = 0;
    const config = { id: 's', kind: 'scripted', name: 'S', zone: null, config: {} };
    sync = startSync({ store, connectors: [{ config, connector }], clock: wall, timers, random: () => 0.5 });
    await timers.advance(15_000);
    expect(connector.times('contacts')).toHaveLength(1);
    shift = 28_800_000;
    await timers.advance(70_000);
    expect(connector.times('contacts').length).toBeGreaterThan(1);
  });

  it('shows a stream that makes no progress as stalled, and reads it anew (C5)', async () => {
    const connector = new Scripted(clock, [LIVE, spec('contacts')]);
    let hang = true;
    // Hangs without listening to its signal, as a lost socket does.
    connector.readers['contacts'] = () => (hang ? new Promise(() => {}) : Promise.resolve({}));
    start(connector, 10);
    await timers.advance(9 * 60_000);
    expect(status().streams[1]?.state).toBe('pending');
    await timers.advance(90_000);
    expect(status().streams[1]).toMatchObject({ state: 'stalled', fault: expect.stringContaining('No progress') });
    expect(status().state).toBe('degraded');
    hang = false;
    await timers.advance(15 * 60_000);
    expect(status().streams[1]).toMatchObject({ state: 'ok', fault: null });
  });

  it('throws away what a hung read brings at last', async () => {
    const connector = new Scripted(clock, [spec('contacts')]);
    let late: (page: Partial<ReadPage>) => void = () => {};
    connector.readers['contacts'] = () =>
      new Promise((resolve) => {
        late = resolve;
      });
    start(connector, 1);
    await settle();
    const release = late;
    await timers.advance(90_000);
    release({ cursor: { page: 'late' } });
    await settle();
    expect(store.cursor('s', 'contacts')).toBeNull();
  });

  it('tells listeners and keeps the state in the store', async () => {
    const connector = new Scripted(clock, [LIVE]);
    connector.readers['floor'] = async () => ({ rows: 4, asOf: clock.now() });
    start(connector);
    await timers.advance(11_000);
    expect(told.at(-1)).toMatchObject({ source: 's', state: 'ok', asOf: NOW + 10_000 });
    expect(told.at(-1)?.streams[0]).toMatchObject({ stream: 'floor', rows: 8 });
    await sync?.close();
    expect(store.reads.sources()[0]?.status).toMatchObject({ state: 'ok', asOf: NOW + 10_000 });
  });

  it('closes in the middle of a read without waiting for it to end', async () => {
    const connector = new Scripted(clock, [LIVE]);
    connector.readers['floor'] = () => new Promise(() => {});
    start(connector);
    await settle();
    await sync?.close();
    expect(connector.times('floor')).toEqual([0]);
  });
});
