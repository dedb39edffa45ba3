import type { Clock } from '../../shared/time/clock.ts';
import { AppError, isAppError } from '../../shared/errors/index.ts';
import type { Connector, StreamSpec } from '../connectors/connector.ts';
import type { SourceConfig, SourceState, SourceStatus, Store, StreamState } from '../store/api.ts';
import { replayQuarantine } from './commit.ts';
import type { EventBatch } from './commit.ts';
import type { GateDeps } from './http-gate.ts';
import { Limiter } from './limiter.ts';
import type { SyncLog } from './log.ts';
import { fullJitterMs, STREAM_BACKOFF } from './retry.ts';
import { SkewEstimate } from './skew.ts';
import { emptyTotals, StreamRun } from './stream.ts';
import type { StreamDeps, StreamTotals } from './stream.ts';
import { cancelled } from './timers.ts';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';
import { judge, sourceState } from './words.ts';

export interface SourceDeps {
  store: Store;
  clock: Clock;
  timers: Timers;
  random: () => number;
  transport: Transport;
  log: SyncLog;
  /** Factor on the streams' cadences. */
  pace: number;
  /** No reply and no commit for this long (and no wait that was asked for): the stream is shown as stalled. */
  stallMs: number;
  onStatus: (status: SourceStatus) => void;
}

export interface StreamReport extends StreamTotals {
  stream: string;
  state: StreamState;
  /** Why, in plain words; null when all is well. */
  fault: string | null;
}

export interface SourceReport {
  id: string;
  kind: string;
  state: SourceState;
  fault: string | null;
  streams: StreamReport[];
}

/** A stream that the plan leaves out is asked for again this often: plans change. */
const UNAVAILABLE_RETRY_MS = 3_600_000;

/** Refused credentials are tried again this often, since they may be mended where we do not see it. */
const AUTH_RETRY_MS = 300_000;

const STATUS_EVERY_MS = 2_000;

/** No stream is read more often than this once it has come to its end. */
const LEAST_REST_MS = 1_000;
/** Exports keep their last minutes to themselves, and a busy machine asks late: what such a source may be behind, beside twice its cadence. */
const WITHHELD_SECONDS = 180;

/** One source: its streams, its limits, its state. {@link Lane}s and {@link readToEnd} both read through it. */
export class SourceSync {
  readonly config: SourceConfig;
  readonly connector: Connector;
  readonly streams: readonly StreamRun[];
  /** State of the live push as people see it beside the streams; null where there is none or nobody keeps the source read. */
  push: StreamRun | null = null;
  paused = false;
  /** Refused credentials and the like: nothing of the source can be read until somebody acts. */
  sourceFault: string | null = null;
  /** Monotonic ms before which a source with a fault of its own is not asked again. */
  sourceFaultUntil = 0;

  readonly #deps: SourceDeps;
  readonly #gate: GateDeps;
  readonly #streamDeps: StreamDeps;
  #probed = false;
  #started = false;
  #savedAt = Number.NEGATIVE_INFINITY;
  #savedPrint = '';

  constructor(config: SourceConfig, connector: Connector, startTime: number, deps: SourceDeps) {
    this.config = config;
    this.connector = connector;
    this.#deps = deps;
    this.#gate = {
      source: config.id,
      clock: deps.clock,
      timers: deps.timers,
      random: deps.random,
      limiter: new Limiter(deps.clock, deps.timers, connector.limits, connector.share),
      skew: new SkewEstimate(),
      transport: deps.transport,
      log: deps.log,
      reachability: { down: false },
    };
    const before = deps.store.reads.sources().find((source) => source.id === config.id)?.status?.streams ?? [];
    this.#streamDeps = {
      store: deps.store,
      config,
      connector,
      gate: this.#gate,
      clock: deps.clock,
      log: deps.log,
      startTime,
      changed: () => this.emit(),
    };
    this.streams = connector.streams.map(
      (spec) =>
        new StreamRun(
          spec,
          this.#streamDeps,
          before.find((status) => status.stream === spec.name),
        ),
    );
  }

  get now(): number {
    return this.#deps.clock.monotonic();
  }

  status(): SourceStatus {
    const { state, fault } = this.#state();
    const dated = this.#dated();
    const isLive = dated.some(({ spec }) => spec.mode === 'live');
    return {
      source: this.config.id,
      kind: this.config.kind,
      name: this.config.name,
      state: this.paused ? 'paused' : state,
      // A board is as old as its oldest part.
      asOf: dated.length === 0 ? null : Math.min(...dated.map(({ asOf }) => asOf ?? 0)),
      isUnconfirmed: this.streams.some(({ unconfirmed }) => unconfirmed),
      freshForSeconds: isLive
        ? null
        : WITHHELD_SECONDS + 2 * Math.max(0, ...dated.map(({ spec }) => spec.everySeconds)),
      skewMs: this.#gate.skew.skewMs,
      fault,
      streams: [...this.streams, ...(this.push === null ? [] : [this.push])].map((stream) => stream.status()),
    };
  }

  /** The streams by which the source's age is told: its live figures; where it has none its contacts; where there are none either all. */
  #dated(): readonly StreamRun[] {
    const dated = this.streams.filter(({ asOf }) => asOf !== null);
    const live = dated.filter(({ spec }) => spec.mode === 'live');
    if (live.length > 0) return live;
    const contacts = dated.filter(({ spec }) => spec.history === true);
    return contacts.length > 0 ? contacts : dated;
  }

  /** Whether the source has answered for what the account may read. */
  get probed(): boolean {
    return this.#probed;
  }

  /** Whether the stream that this one follows has come to its end, or cannot. */
  mayStart({ spec: { after } }: StreamRun): boolean {
    if (after === undefined) return true;
    const earlier = this.streams.find(({ spec }) => spec.name === after);
    return earlier === undefined || earlier.reachedEnd || earlier.state === 'unavailable' || earlier.failures > 0;
  }

  /** What reads under a name of its own, beside the connector's streams. */
  sideRun(spec: StreamSpec): StreamRun {
    return new StreamRun(spec, this.#streamDeps, undefined);
  }

  /** Stores live events. Throws what the store threw. @param asOf epoch ms UTC, null where that is not known */
  takeEvents(batch: EventBatch, asOf: number | null): void {
    const stream = this.streams.find(({ spec }) => spec.name === batch.stream);
    if (stream === undefined) throw new AppError({ code: 'internal', message: `There is no stream ${batch.stream}.` });
    stream.takeEvents(batch, asOf);
  }

  /** The source's clock as we read it, epoch ms UTC. */
  serverNow(): number {
    return this.#gate.skew.serverNow(this.#deps.clock.now());
  }

  /** Puts the source into the store and reads kept payloads again; once per process. */
  begin(): void {
    if (this.#started) return;
    this.#started = true;
    this.#deps.store.saveSource(this.config);
    for (const { spec } of this.streams) {
      const released = replayQuarantine(this.#deps.store, this.config.id, spec.name, (items) =>
        this.connector.replay(spec.name, items),
      );
      if (released > 0) {
        this.#deps.log.info('kept payloads could be read at last', {
          source: this.config.id,
          stream: spec.name,
          released,
        });
      }
    }
  }

  /**
   * Reads one page of a stream and settles whatever happens: the stream's state, its next due time, the source's fault.
   * Never throws but AppError `cancelled` when the signal aborts.
   *
   * @returns whether the stream has come to its end or cannot go on now
   */
  async step(stream: StreamRun, signal: AbortSignal): Promise<boolean> {
    const controller = new AbortController();
    stream.running = controller;
    stream.lastProgressAt = this.now;
    try {
      const both = AbortSignal.any([signal, controller.signal]);
      if (!this.#probed) await untilAborted(this.#probe(stream, both), both);
      const done = await untilAborted(stream.readPage(both), both);
      this.sourceFault = null;
      // A fresh read was wished for while this one was under way: its end is where that one begins.
      stream.dueAt = done && stream.fresh ? this.now + this.#restMs(stream) : this.now;
      return done;
    } catch (error) {
      if (signal.aborted) throw cancelled();
      if (controller.signal.aborted && isAppError(error, 'cancelled')) this.#stalled(stream);
      else this.#failed(stream, error);
      return true;
    } finally {
      stream.running = null;
    }
  }

  /** Aborts reads that show no sign of life and marks them stalled. Called by the owner's timer. */
  watch(): void {
    for (const stream of this.streams) {
      const quietSince = Math.max(stream.lastProgressAt, stream.waitingUntil);
      if (stream.running !== null && this.now - quietSince >= this.#deps.stallMs) stream.running.abort();
    }
  }

  /** Starts counting anew, for a report of one run. */
  resetTotals(): void {
    for (const stream of this.streams) stream.totals = emptyTotals();
  }

  report(): SourceReport {
    const { state, fault } = this.#state();
    return {
      id: this.config.id,
      kind: this.config.kind,
      state,
      fault,
      streams: this.streams.map(({ spec, state: streamState, fault: streamFault, totals }) => ({
        stream: spec.name,
        state: streamState,
        ...totals,
        waitedSeconds: Math.round(totals.waitedSeconds * 1000) / 1000,
        fault: streamFault,
      })),
    };
  }

  /** Tells listeners and, not too often, the store. */
  emit(force = false): void {
    const status = this.status();
    this.#deps.onStatus(status);
    const print = JSON.stringify([status.state, status.fault, status.streams.map((s) => [s.state, s.fault])]);
    if (!force && print === this.#savedPrint && this.now - this.#savedAt < STATUS_EVERY_MS) return;
    this.#savedPrint = print;
    this.#savedAt = this.now;
    try {
      this.#deps.store.saveStatus(status);
    } catch (error) {
      // A full disk must not stop the reading of what still fits in memory; the write path will say it in its own words.
      this.#deps.log.error('the state of a source could not be stored', { source: this.config.id, error });
    }
  }

  async #probe(stream: StreamRun, signal: AbortSignal): Promise<void> {
    const capabilities = await this.connector.probe(stream.context(signal));
    this.#probed = true;
    for (const other of this.streams) {
      const capability = capabilities[other.spec.name];
      if (capability === undefined || capability.available) continue;
      other.state = 'unavailable';
      other.fault = capability.reason;
      other.dueAt = this.now + UNAVAILABLE_RETRY_MS;
    }
  }

  #state(): { state: SourceState; fault: string | null } {
    const views = this.streams.map(({ spec, state, fault }) => ({
      state,
      fault,
      planGated: spec.planGated === true,
      live: spec.mode === 'live',
    }));
    // The push is one way of reading what polls read too: where it is missing the source is not whole, yet not gone.
    if (this.push !== null) {
      const { state, fault } = this.push;
      views.push({ state, fault, planGated: true, live: false });
    }
    return sourceState(views, this.sourceFault);
  }

  #stalled(stream: StreamRun): void {
    stream.state = 'stalled';
    stream.fault = `No progress with ${stream.spec.name} for ${Math.round(this.#deps.stallMs / 60_000)} minutes. Trying again.`;
    this.#backOff(stream, stream.fault);
  }

  #failed(stream: StreamRun, error: unknown): void {
    const verdict = judge(error, stream.spec);
    stream.state = verdict.state;
    stream.fault = verdict.fault;
    if (!verdict.transient) stream.startOver();
    if (verdict.scope === 'source') {
      this.sourceFault = verdict.fault;
      this.sourceFaultUntil = this.now + AUTH_RETRY_MS;
      this.#probed = false;
    }
    if (verdict.state === 'unavailable') {
      stream.dueAt = this.now + UNAVAILABLE_RETRY_MS;
      this.#deps.log.info('stream is not available', { ...this.#where(stream), reason: verdict.fault });
      this.emit();
      return;
    }
    this.#backOff(stream, verdict.fault, error);
  }

  #backOff(stream: StreamRun, fault: string, error?: unknown): void {
    const waitMs = fullJitterMs(stream.failures, STREAM_BACKOFF, this.#deps.random);
    stream.failures += 1;
    // At least a second: full jitter may draw nothing, and a stream must not spin.
    stream.dueAt = this.now + Math.max(1000, waitMs);
    this.#deps.log.warn('stream backs off', {
      ...this.#where(stream),
      state: stream.state,
      fault,
      failures: stream.failures,
      waitMs: Math.round(waitMs),
      ...(error instanceof Error ? { error: error.name, detail: error.message } : {}),
    });
    this.emit();
  }

  #where(stream: StreamRun): { source: string; stream: string } {
    return { source: this.config.id, stream: stream.spec.name };
  }

  /** Until the next read: the cadence, a tenth to and fro, so that streams and installations do not beat in step. */
  #restMs(stream: StreamRun): number {
    const seconds = stream.relaxedSeconds ?? stream.spec.everySeconds;
    const ms = Math.max(LEAST_REST_MS, (seconds * 1000) / this.#deps.pace);
    return ms * (0.9 + 0.2 * this.#deps.random());
  }
}

/** A read that ignores its signal must not hang its stream: what it brings later is thrown away. */
function untilAborted<T>(read: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(cancelled());
    signal.addEventListener('abort', () => reject(cancelled()), { once: true });
    read.then(resolve, reject);
  });
}
