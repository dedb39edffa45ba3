import { isAppError } from '../../shared/errors/index.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { PushLane } from './push.ts';
import type { PushDeps } from './push.ts';
import type { SourceSync } from './source.ts';
import type { StreamRun } from './stream.ts';
import type { Timers } from './timers.ts';

/** History waits at most this long for live figures after a wake-up; a dead live stream must not hold it for ever. */
const LIVE_FIRST_MS = 20_000;

/** The wall clock moved this much more than the monotonic one: the machine slept. */
const SLEPT_MS = 60_000;

const LONGEST_IDLE_MS = 60_000;

/**
 * Runs the streams of one source until closed: one lane per rate-limit bucket, so that a back-fill that waits for its
 * limit never holds up the live figures. Within a lane live streams go first, then the longest overdue.
 */
export class SourceRunner {
  readonly source: SourceSync;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #closing = new AbortController();
  #nudge = new AbortController();
  #lanes: Promise<void>[] = [];
  /** Live streams that have not been read since the machine woke, and until when history waits for them. */
  #liveFirst = new Set<StreamRun>();
  #liveFirstUntil = 0;
  #suspended = 0;
  readonly #push: PushLane | null;

  /** @param push what a live push needs, where the source has one */
  constructor(source: SourceSync, clock: Clock, timers: Timers, push: Omit<PushDeps, 'clock' | 'timers' | 'nudge'>) {
    this.source = source;
    this.#clock = clock;
    this.#timers = timers;
    const spec = source.connector.push;
    this.#push =
      spec === undefined
        ? null
        : new PushLane(source, spec, { ...push, clock, timers, nudge: () => this.#interrupt() });
  }

  start(): void {
    this.source.begin();
    for (const stream of this.source.streams) stream.newestFirst = true;
    this.#holdHistory();
    const buckets = new Set(this.source.streams.map(({ spec }) => spec.bucket));
    this.#lanes = [...buckets].map((bucket) =>
      this.#run(this.source.streams.filter(({ spec }) => spec.bucket === bucket)),
    );
    if (this.#push !== null) this.#lanes.push(this.#push.run(this.#closing.signal));
    this.source.emit(true);
  }

  pause(): void {
    this.source.paused = true;
    this.#push?.pause();
    this.#interrupt();
    this.source.emit(true);
  }

  /** Goes on, and asks a source that had refused us again at once. */
  resume(): void {
    this.source.paused = false;
    this.wake();
    this.source.emit(true);
  }

  /** After sleep, or when the network is back: live figures first, then history, with all back-offs forgotten. */
  wake(): void {
    this.source.sourceFaultUntil = 0;
    this.#holdHistory();
    for (const stream of this.source.streams) {
      if (stream.state === 'unavailable') continue;
      stream.failures = 0;
      stream.dueAt = this.#clock.monotonic();
    }
    this.#push?.wake();
    this.#interrupt();
  }

  /** Holds the lanes between two pages while `work` reads for itself. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    this.#suspended += 1;
    this.#interrupt();
    try {
      while (this.source.streams.some(({ running }) => running !== null)) await this.#timers.sleep(5);
      return await work();
    } finally {
      this.#suspended -= 1;
      this.#interrupt();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#interrupt();
    await Promise.all(this.#lanes);
    this.source.emit(true);
  }

  async #run(streams: readonly StreamRun[]): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        const next = this.#next(streams);
        if (next === null) await this.#idle(this.#idleMs(streams));
        else {
          await this.source.step(next, this.#closing.signal);
          if (this.#liveFirst.delete(next) && this.#liveFirst.size === 0) this.#interrupt();
        }
      } catch (error) {
        if (!isAppError(error, 'cancelled')) throw error;
      }
    }
  }

  #next(streams: readonly StreamRun[]): StreamRun | null {
    const now = this.#clock.monotonic();
    if (this.source.paused || this.#suspended > 0) return null;
    if (this.source.sourceFault !== null && now < this.source.sourceFaultUntil) return null;
    const historyHeld = this.#liveFirst.size > 0 && now < this.#liveFirstUntil;
    let best: StreamRun | null = null;
    for (const stream of streams) {
      const live = stream.spec.mode === 'live';
      if (stream.dueAt > now || (historyHeld && !live) || !this.source.mayStart(stream)) continue;
      const bestLive = best?.spec.mode === 'live';
      if (best === null || (live && !bestLive) || (live === bestLive && stream.dueAt < best.dueAt)) best = stream;
    }
    return best;
  }

  #idleMs(streams: readonly StreamRun[]): number {
    const now = this.#clock.monotonic();
    const held = this.#liveFirst.size > 0 ? this.#liveFirstUntil : Number.POSITIVE_INFINITY;
    const due = Math.min(held, ...streams.map(({ dueAt }) => dueAt));
    return Math.min(LONGEST_IDLE_MS, Math.max(due > now ? due - now : 250, 1));
  }

  async #idle(ms: number): Promise<void> {
    const wallBefore = this.#clock.now();
    const monotonicBefore = this.#clock.monotonic();
    await this.#timers.sleep(ms, AbortSignal.any([this.#closing.signal, this.#nudge.signal]));
    const slept = this.#clock.now() - wallBefore - (this.#clock.monotonic() - monotonicBefore);
    if (slept > SLEPT_MS) this.wake();
  }

  #holdHistory(): void {
    const live = this.source.streams.filter(({ spec, state }) => spec.mode === 'live' && state !== 'unavailable');
    this.#liveFirst = new Set(live);
    this.#liveFirstUntil = this.#clock.monotonic() + LIVE_FIRST_MS;
  }

  #interrupt(): void {
    this.#nudge.abort();
    this.#nudge = new AbortController();
  }
}
