import type { Connector, ReadContext, StreamSpec } from '../connectors/connector.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { CursorValue, SourceConfig, Store, StreamState, StreamStatus } from '../store/api.ts';
import { commitPage } from './commit.ts';
import { createGate } from './http-gate.ts';
import type { GateDeps, RequestStats } from './http-gate.ts';
import type { SyncLog } from './log.ts';
import { cancelled } from './timers.ts';

/** What one run of a stream brought and cost. */
export interface StreamTotals extends RequestStats {
  rows: number;
  new: number;
  updated: number;
  deleted: number;
  quarantined: number;
}

/** Vendors cut exports off at round limits; exactly this many rows in one read is no accident (C5). */
const SUSPECT_ROWS = 100_000;

export interface StreamDeps {
  store: Store;
  config: SourceConfig;
  connector: Connector;
  gate: GateDeps;
  clock: Clock;
  log: SyncLog;
  startTime: number;
  /** Called whenever something that people see changed. */
  changed: () => void;
}

/** One stream of one source: its place, its state and its costs. Reads a page at a time; when, is its owner's business. */
export class StreamRun {
  readonly spec: StreamSpec;
  state: StreamState = 'pending';
  fault: string | null = null;
  asOf: number | null = null;
  progress: number | null = null;
  /** Rows and quarantined rows since the source was added, as shown to people. */
  rows = 0;
  quarantined = 0;
  totals: StreamTotals = emptyTotals();
  /** Monotonic ms of the last reply or commit: what the watchdog looks at. */
  lastProgressAt: number;
  /** Monotonic ms until which a wait is known and wanted. */
  waitingUntil = 0;
  running: AbortController | null = null;
  /** Monotonic ms at which the next read is due. */
  dueAt = 0;
  failures = 0;
  reachedEnd = false;
  /** As StreamStatus.readFrom. */
  readFrom: number | null = null;
  /** Whether a first read begins with what is recent. */
  newestFirst = false;

  readonly #deps: StreamDeps;
  /** Place of a full list: kept in memory only, because a list starts over after a crash. */
  #listCursor: CursorValue = null;
  #listStartedAt = 0;
  #rowsThisRead = 0;
  #warned: string | null = null;

  constructor(spec: StreamSpec, deps: StreamDeps, before: StreamStatus | undefined) {
    this.spec = spec;
    this.#deps = deps;
    this.lastProgressAt = deps.clock.monotonic();
    if (before !== undefined) {
      this.rows = before.rows;
      this.quarantined = before.quarantined;
      this.asOf = before.asOf;
      this.readFrom = before.readFrom ?? null;
    }
  }

  status(): StreamStatus {
    return {
      stream: this.spec.name,
      state: this.state,
      asOf: this.asOf,
      rows: this.rows,
      quarantined: this.quarantined,
      progress: this.progress,
      fault: this.fault,
      ...(this.spec.history === true ? { readFrom: this.readFrom } : {}),
    };
  }

  /** Reads and stores one page. @returns true at the stream's end for now. Throws what the read or the store threw. */
  async readPage(signal: AbortSignal): Promise<boolean> {
    const { store, config, connector, clock } = this.#deps;
    const full = this.spec.mode === 'full';
    const cursor = full ? this.#listCursor : store.cursor(config.id, this.spec.name);
    const serverNow = this.#deps.gate.skew.serverNow(clock.now());
    if (cursor === null) this.#listStartedAt = serverNow;
    const page = await connector.read(this.spec.name, cursor, this.context(signal));
    // Given up on meanwhile (stalled, closed): what came too late must not move the cursor under a newer read.
    if (signal.aborted) throw cancelled();
    const commit = commitPage(
      { store, source: config.id, spec: this.spec, readStartedAt: this.#listStartedAt, cursorBefore: cursor },
      page,
    );
    this.#listCursor = full && !page.done ? page.cursor : null;
    this.#count(commit);
    this.lastProgressAt = clock.monotonic();
    this.waitingUntil = 0;
    this.failures = 0;
    this.progress = page.done ? null : page.progress;
    if (page.done) this.readFrom = 0;
    else if (this.readFrom !== 0) this.readFrom = page.readFrom ?? this.readFrom;
    if (page.done) this.asOf = Math.max(this.asOf ?? 0, page.asOf ?? this.#deps.gate.skew.serverNow(clock.now()));
    else if (page.asOf !== null) this.asOf = Math.max(this.asOf ?? 0, page.asOf);
    this.#settle(page.done, commit.refused);
    this.#deps.changed();
    return page.done;
  }

  /** Forgets the place in a list, so that the next read starts it over. */
  startOver(): void {
    this.#listCursor = null;
    this.#rowsThisRead = 0;
  }

  #settle(done: boolean, refused: boolean): void {
    this.fault = null;
    if (!done) {
      this.state = this.reachedEnd ? 'ok' : 'backfill';
      return;
    }
    this.state = 'ok';
    this.reachedEnd = true;
    if (refused) {
      this.state = 'refused-mass-delete';
      this.fault = `The source's list of ${this.spec.name} lost more than half of its entries. Nothing was deleted here.`;
    } else if (this.#rowsThisRead === SUSPECT_ROWS) {
      this.fault = `Exactly 100,000 rows came in one read of ${this.spec.name}: the source may have cut it off.`;
    }
    if (this.fault !== null && this.fault !== this.#warned) {
      this.#deps.log.warn(this.fault, { source: this.#deps.config.id, stream: this.spec.name });
    }
    this.#warned = this.fault;
    this.#rowsThisRead = 0;
  }

  #count(commit: ReturnType<typeof commitPage>): void {
    this.rows += commit.rows;
    this.quarantined += commit.quarantined;
    this.#rowsThisRead += commit.rows;
    this.totals.rows += commit.rows;
    this.totals.new += commit.new;
    this.totals.updated += commit.updated;
    this.totals.deleted += commit.deleted;
    this.totals.quarantined += commit.quarantined;
  }

  /** What a read of this stream is given. */
  context(signal: AbortSignal): ReadContext {
    const { store, config, clock, gate } = this.#deps;
    return {
      clock,
      startTime: this.#deps.startTime,
      newestFirst: this.newestFirst,
      signal,
      serverNow: () => gate.skew.serverNow(clock.now()),
      agentIdByEmail: (email) => {
        const wanted = email.toLowerCase();
        const match = store.reads
          .agents()
          .find((agent) => agent.source === config.id && agent.email?.toLowerCase() === wanted);
        return match?.id ?? null;
      },
      http: createGate(gate, this.totals, signal, {
        waiting: (ms, why) => {
          this.waitingUntil = Math.max(this.waitingUntil, clock.monotonic() + ms);
          if (why === null || this.fault === why) return;
          this.state = 'retrying';
          this.fault = why;
          this.#deps.changed();
        },
        replied: () => {
          this.lastProgressAt = clock.monotonic();
        },
      }),
    };
  }
}

export function emptyTotals(): StreamTotals {
  return { rows: 0, new: 0, updated: 0, deleted: 0, quarantined: 0, requests: 0, retries: 0, waitedSeconds: 0 };
}
