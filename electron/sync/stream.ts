import type { Connector, ReadContext, ReadPage, StreamSpec } from '../connectors/connector.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { CursorValue, SourceConfig, Store, StreamState, StreamStatus } from '../store/api.ts';
import { commitEvents, commitPage } from './commit.ts';
import type { EventBatch } from './commit.ts';
import { createGate } from './http-gate.ts';
import type { GateDeps, RequestStats } from './http-gate.ts';
import type { SyncLog } from './log.ts';
import { storedView } from './stored.ts';
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

/** Watches over a page that is being read while live events come. */
export interface ReadGuard {
  /** Called before the page is asked for; ends by itself when the signal aborts. */
  begin(signal: AbortSignal): ReadWatch;
}

export interface ReadWatch {
  /** The page without the records that events have told anew since it was asked for: it may be older than they are. */
  without(page: ReadPage): ReadPage;
  end(): void;
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
  /** Seconds between reads while a live push keeps the stream fresh, null: the cadence of its own. */
  relaxedSeconds: number | null = null;
  /** The push that kept the stream young was lost, and no read has confirmed its figures since. */
  unconfirmed = false;
  /** Where a live push covers the stream. */
  guard: ReadGuard | null = null;

  readonly #deps: StreamDeps;
  /** Place of a full list: kept in memory only, because a list starts over after a crash. */
  #listCursor: CursorValue = null;
  #listStartedAt = 0;
  #rowsThisRead = 0;
  #warned: string | null = null;
  /** Fresh reads wished for so far; how many had been wished when the read in hand began; and when the last whole one did. */
  #wishes = 0;
  #wishesAtStart: number | null = null;
  #wishesRead = 0;

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

  /** Whether the stream has been read from begin to end since a fresh read was last wished for. */
  get fresh(): boolean {
    return this.#wishesRead === this.#wishes;
  }

  /** Wishes for a whole read that begins after this call: what a read already under way brings may be older than the wish. */
  wishFresh(): void {
    this.#wishes += 1;
    this.dueAt = this.#deps.clock.monotonic();
  }

  /** Live events have come for this stream, or a sign that there were none: its figures are those of `at` (epoch ms UTC). */
  trueAt(at: number): void {
    this.asOf = Math.max(this.asOf ?? 0, at);
    this.lastProgressAt = this.#deps.clock.monotonic();
  }

  /** Stores live events. Throws what the store threw; nothing of the batch is then stored. */
  takeEvents(batch: EventBatch, asOf: number | null): void {
    this.#add(commitEvents(this.#deps.store, this.#deps.config.id, batch, asOf));
  }

  /** Reads and stores one page. @returns true at the stream's end for now. Throws what the read or the store threw. */
  async readPage(signal: AbortSignal): Promise<boolean> {
    const { store, config, connector, clock } = this.#deps;
    const full = this.spec.mode === 'full';
    const cursor = full ? this.#listCursor : store.cursor(config.id, this.spec.name);
    const serverNow = this.#deps.gate.skew.serverNow(clock.now());
    if (cursor === null) this.#listStartedAt = serverNow;
    const wishes = this.#wishesAtStart ?? this.#wishes;
    const watch = this.guard?.begin(signal);
    let page: ReadPage;
    let commit: ReturnType<typeof commitPage>;
    try {
      page = await connector.read(this.spec.name, cursor, this.context(signal));
      // Given up on meanwhile (stalled, closed): what came too late must not move the cursor under a newer read.
      if (signal.aborted) throw cancelled();
      commit = commitPage(
        { store, source: config.id, spec: this.spec, readStartedAt: this.#listStartedAt, cursorBefore: cursor },
        watch?.without(page) ?? page,
      );
    } finally {
      watch?.end();
    }
    this.#wishesAtStart = page.done ? null : wishes;
    if (page.done) this.#wishesRead = wishes;
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
    this.#wishesAtStart = null;
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
    this.unconfirmed = false;
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
    this.#rowsThisRead += commit.rows;
    this.#add(commit);
  }

  #add(commit: ReturnType<typeof commitPage>): void {
    this.rows += commit.rows;
    this.quarantined += commit.quarantined;
    this.totals.rows += commit.rows;
    this.totals.new += commit.new;
    this.totals.updated += commit.updated;
    this.totals.deleted += commit.deleted;
    this.totals.quarantined += commit.quarantined;
  }

  /** What a read of this stream is given. */
  context(signal: AbortSignal): ReadContext {
    const { store, config, clock, gate } = this.#deps;
    const waiting = (ms: number, why: string | null) => {
      this.waitingUntil = Math.max(this.waitingUntil, clock.monotonic() + ms);
      if (why === null || this.fault === why) return;
      this.state = 'retrying';
      this.fault = why;
      this.#deps.changed();
    };
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
      stored: storedView(store, config.id),
      wait: async (ms) => {
        waiting(ms, null);
        await gate.timers.sleep(ms, signal);
      },
      http: createGate(gate, this.totals, signal, {
        waiting,
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
