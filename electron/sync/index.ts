import { systemClock } from '../../shared/time/clock.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Connector, SocketGate } from '../connectors/connector.ts';
import type { SourceConfig, SourceStatus, Store } from '../store/api.ts';
import { SourceRunner } from './lane.ts';
import { silentLog } from './log.ts';
import type { SyncLog } from './log.ts';
import { SourceSync } from './source.ts';
import type { SourceReport } from './source.ts';
import { createSocketGate } from './socket-gate.ts';
import { systemTimers } from './timers.ts';
import type { Timers } from './timers.ts';
import { createTransport } from './transport.ts';
import type { Transport } from './transport.ts';

export type { SyncLog } from './log.ts';
export type { SourceReport, StreamReport } from './source.ts';
export type { Timers } from './timers.ts';

export interface SyncOptions {
  store: Store;
  connectors: { config: SourceConfig; connector: Connector }[];
  /** The time that the sources' records are on: ours, unless a source is simulated at a speed of its own. */
  clock?: Clock;
  /** The time that waits, limits and cadences are on. By default the machine's; where timers are handed in, `clock`. */
  host?: Clock;
  timers?: Timers;
  /** Reads this many times as often as the streams ask for (a simulated floor that runs faster), each still at most once a second. */
  pace?: number;
  /** A draw from [0, 1), for jitter. */
  random?: () => number;
  log?: SyncLog;
  transport?: Transport;
  /** Gates for the sockets of live pushes; each gate's sockets end with its signal. */
  sockets?: (signal: AbortSignal) => SocketGate;
  /** Minutes without progress after which a stream is shown as stalled and read anew. */
  stallMinutes?: number;
  /** Oldest instant wanted where a source's configuration has no `startTime`, epoch ms UTC; by default 90 days back. */
  defaultStartTime?: number;
}

export interface SyncReport {
  sources: SourceReport[];
}

export interface Sync {
  status(): SourceStatus[];
  pause(source: string): void;
  resume(source: string): void;
  /** The machine woke up, or the network is back: live figures first, then history. */
  wake(): void;
  /**
   * Reads every source to the end of its streams once, oldest first unless told otherwise.
   *
   * @throws AppError cancelled when the signal aborts
   */
  syncOnce(signal: AbortSignal, order?: { newestFirst: boolean }): Promise<SyncReport>;
  /** What was read since the start (or the last `syncOnce`). */
  report(): SyncReport;
  /** @returns a function that stops the telling */
  onStatus(listener: (status: SourceStatus) => void): () => void;
  /** Stops all reads and waits for them. Safe to call twice. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const WATCH_EVERY_MS = 15_000;

/** Opens the sources without reading by itself: for the command line and whoever calls {@link Sync.syncOnce}. */
export function createSync(options: SyncOptions): Sync & { start(): void } {
  const timers = options.timers ?? systemTimers;
  const source = options.clock ?? systemClock;
  const host = options.host ?? (options.timers === undefined ? systemClock : source);
  // Instants of the source's time, spans of the host's: a floor at sixty times the speed asks for no shorter waits.
  const clock: Clock = { now: () => source.now(), monotonic: () => host.monotonic() };
  const log = options.log ?? silentLog;
  const listeners = new Set<(status: SourceStatus) => void>();
  const defaultStart = options.defaultStartTime ?? clock.now() - 90 * DAY_MS;
  const runners = options.connectors.map(({ config, connector }) => {
    const reader = new SourceSync(config, connector, startTimeOf(config, defaultStart), {
      store: options.store,
      clock,
      timers,
      random: options.random ?? Math.random,
      transport: options.transport ?? createTransport(clock, timers),
      log,
      pace: options.pace ?? 1,
      stallMs: (options.stallMinutes ?? 10) * 60_000,
      onStatus: (status) => {
        for (const listener of listeners) listener(status);
      },
    });
    return new SourceRunner(reader, host, timers, {
      random: options.random ?? Math.random,
      log,
      sockets: options.sockets ?? ((signal) => createSocketGate(signal)),
    });
  });

  let stopWatch = () => {};
  let closed: Promise<void> | null = null;
  const watch = () => {
    for (const { source } of runners) source.watch();
    stopWatch = timers.after(WATCH_EVERY_MS, watch);
  };
  stopWatch = timers.after(WATCH_EVERY_MS, watch);
  const runnerOf = (id: string) => runners.find(({ source }) => source.config.id === id);

  return {
    start: () => {
      for (const runner of runners) runner.start();
    },
    status: () => runners.map(({ source }) => source.status()),
    pause: (id) => runnerOf(id)?.pause(),
    resume: (id) => runnerOf(id)?.resume(),
    wake: () => {
      for (const runner of runners) runner.wake();
    },
    syncOnce: async (signal, order = { newestFirst: false }) => ({
      sources: await Promise.all(
        runners.map((runner) => runner.exclusively(() => readToEnd(runner.source, signal, order.newestFirst))),
      ),
    }),
    report: () => ({ sources: runners.map(({ source }) => source.report()) }),
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closed ??= (async () => {
        stopWatch();
        await Promise.all(runners.map((runner) => runner.close()));
        await Promise.all(runners.map(({ source }) => source.connector.close()));
      })();
      return closed;
    },
  };
}

/** Opens the sources and keeps them read until closed. */
export function startSync(options: SyncOptions): Sync {
  const sync = createSync(options);
  sync.start();
  return sync;
}

/** Reads each stream of a source to its end, one after the other. One that fails does not keep the others. */
async function readToEnd(source: SourceSync, signal: AbortSignal, newestFirst: boolean): Promise<SourceReport> {
  source.begin();
  source.resetTotals();
  source.sourceFault = null;
  for (const stream of source.streams) {
    if (source.sourceFault !== null) {
      stream.state = 'failed';
      stream.fault = source.sourceFault;
      continue;
    }
    const before = stream.newestFirst;
    stream.newestFirst = newestFirst;
    while (!(await source.step(stream, signal)));
    stream.newestFirst = before;
  }
  source.emit(true);
  return source.report();
}

function startTimeOf(config: SourceConfig, fallback: number): number {
  const { startTime } = config.config;
  if (typeof startTime === 'number') return startTime;
  const at = typeof startTime === 'string' ? Date.parse(startTime) : Number.NaN;
  return Number.isNaN(at) ? fallback : at;
}
