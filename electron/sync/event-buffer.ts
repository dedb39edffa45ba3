import type { Clock } from '../../shared/time/clock.ts';
import type { CanonicalRecord, Tombstone } from '../../shared/domain/records.ts';
import type { PushSink } from '../connectors/connector.ts';
import type { EventBatch } from './commit.ts';
import type { Timers } from './timers.ts';

export type EventPage = Parameters<PushSink['page']>[0];

/** Events wait this long for their neighbours: far below what an eye sees, yet a thousand a second become two hundred transactions. */
const LEAST_WAIT_MS = 4;
/** On a slow disk they wait longer, so that committing takes a quarter of the time at most; never longer than this. */
const LONGEST_WAIT_MS = 25;
const COMMIT_SHARE = 3;

/** A burst is written without waiting from here on. */
const FULL = 2000;

interface Batch extends EventBatch {
  /** Records that the batch buries. */
  buried: Set<string>;
}

export const recordKey = ({ entity, id }: CanonicalRecord | Tombstone): string => `${entity} ${id}`;

/** Gathers live events of a few milliseconds into one page per stream. What concerns one record is written in the order in which it came. */
export class EventBuffer {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #commit: (batch: EventBatch) => void;
  readonly #failed: (error: unknown) => void;
  #batches: Batch[] = [];
  /** The batch that spoke of a record last. */
  #lastOf = new Map<string, Batch>();
  #size = 0;
  #waitMs = LEAST_WAIT_MS;
  #off: (() => void) | null = null;

  /**
   * @param commit stores one batch; throws what the store threw
   * @param failed told once of a commit that failed; what was gathered is given up, since only a snapshot can tell what is true now
   */
  constructor(clock: Clock, timers: Timers, commit: (batch: EventBatch) => void, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#timers = timers;
    this.#commit = commit;
    this.#failed = failed;
  }

  add(page: EventPage): void {
    const keys = [...page.records, ...page.tombstones].map(recordKey);
    const batch = this.#batchFor(page, keys);
    batch.rows += page.rows;
    batch.records.push(...page.records);
    batch.tombstones.push(...page.tombstones);
    batch.quarantine.push(...page.quarantine);
    for (const tombstone of page.tombstones) batch.buried.add(recordKey(tombstone));
    for (const key of keys) this.#lastOf.set(key, batch);
    this.#size += keys.length + page.quarantine.length;
    if (this.#size >= FULL) this.flush();
    else this.#off ??= this.#timers.after(this.#waitMs, () => this.flush());
  }

  /** Writes what has gathered, now. */
  flush(): void {
    this.#off?.();
    this.#off = null;
    const batches = this.#batches;
    this.#batches = [];
    this.#lastOf = new Map();
    this.#size = 0;
    if (batches.length === 0) return;
    const startedAt = this.#clock.monotonic();
    try {
      for (const { stream, rows, records, tombstones, quarantine } of batches) {
        this.#commit({ stream, rows, records, tombstones, quarantine });
      }
    } catch (error) {
      this.#failed(error);
    }
    const tookMs = this.#clock.monotonic() - startedAt;
    this.#waitMs = Math.min(LONGEST_WAIT_MS, Math.max(LEAST_WAIT_MS, tookMs * COMMIT_SHARE));
  }

  /** The stream's last batch, unless a later one of another stream has spoken of one of the records, or a page would turn the order of a row and its burial round. */
  #batchFor(page: EventPage, keys: readonly string[]): Batch {
    let index = this.#batches.length - 1;
    while (index >= 0 && this.#batches[index]?.stream !== page.stream) index -= 1;
    const open = this.#batches[index];
    if (open !== undefined && this.#fits(page, keys, open, index)) return open;
    const batch: Batch = {
      stream: page.stream,
      rows: 0,
      records: [],
      tombstones: [],
      quarantine: [],
      buried: new Set(),
    };
    this.#batches.push(batch);
    return batch;
  }

  #fits(page: EventPage, keys: readonly string[], open: Batch, index: number): boolean {
    const later = keys.some((key) => {
      const last = this.#lastOf.get(key);
      return last !== undefined && last !== open && this.#batches.indexOf(last) > index;
    });
    // A page stores its rows before its burials: a row that comes after its burial needs a page of its own.
    return !later && !page.records.some((record) => open.buried.has(recordKey(record)));
  }
}
