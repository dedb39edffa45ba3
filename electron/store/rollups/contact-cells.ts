/** Keeps contact_rollup in step with the contacts, within the transaction that changes them. */
import { applyDeltas, EMPTY } from '../../../shared/domain/histogram.ts';
import type { RawRow, SqlValue, WritableDb } from '../sqlite.ts';
import { GRAIN, quarterOf, SOURCE_GRAIN } from './buckets.ts';
import type { Calendar } from './buckets.ts';
import { addContact, addDelta, DISTRIBUTIONS, emptyDelta, isCounted, isNothing, MEASURES } from './measures.ts';
import type { ContactFacts, Delta } from './measures.ts';

/** Cells by bucket, queue and channel: nested, so that gathering a contact builds no key. */
type Cells = Map<number, Map<string, Map<string, PendingCell>>>;

interface PendingCell {
  readonly bucketAt: number;
  readonly queue: string;
  readonly channel: string;
  readonly delta: Delta;
}

/** A cell as it lies in the table. */
interface StoredCell {
  rowid: number;
  readonly counts: number[];
  readonly waits: Uint8Array[];
}

const COLUMNS = [...MEASURES, ...DISTRIBUTIONS];
const WHERE_CELL = 'grain = ? AND bucket_at = ? AND source = ? AND queue = ? AND channel = ?';
const SELECT = `SELECT rowid, ${COLUMNS.join(', ')} FROM contact_rollup WHERE ${WHERE_CELL}`;
const INSERT = `INSERT INTO contact_rollup (grain, bucket_at, source, queue, channel, ${COLUMNS.join(', ')})
  VALUES (?, ?, ?, ?, ?${', ?'.repeat(COLUMNS.length)})`;
const UPDATE = `UPDATE contact_rollup SET ${COLUMNS.map((c) => `${c} = ?`).join(', ')} WHERE rowid = ?`;
const DELETE = 'DELETE FROM contact_rollup WHERE rowid = ?';

/** Cells kept in memory between pages: the live ones of a large floor, a few megabytes. */
const MAX_REMEMBERED = 8_192;

/**
 * Contributions are gathered in memory by quarter hour; `flush` folds them into days, months and whole sources and does one
 * read-merge-write per cell. This is the only writer of the table, so cells it wrote before are remembered instead of read again.
 */
export class ContactCells {
  readonly #db: WritableDb;
  #calendar: Calendar;
  readonly #pending = new Map<string, Cells>();
  #pendingCount = 0;
  readonly #stored = new Map<string, StoredCell>();

  constructor(db: WritableDb, calendar: Calendar) {
    this.#db = db;
    this.#calendar = calendar;
  }

  /** Contacts gathered and not yet flushed. */
  get pending(): number {
    return this.#pendingCount;
  }

  /** @param sign 1 to add the contact, −1 to take it out */
  change(source: string, facts: ContactFacts, sign: 1 | -1): void {
    if (!isCounted(facts)) return;
    let cells = this.#pending.get(source);
    if (cells === undefined) {
      cells = new Map();
      this.#pending.set(source, cells);
    }
    const bucketAt = quarterOf(facts.createdAt);
    addContact(pendingCell(cells, bucketAt, facts.queue ?? '', facts.channel), facts, sign);
    this.#pendingCount += 1;
  }

  /** Writes what was gathered. Call it inside the transaction. */
  flush(): void {
    for (const [source, quarters] of this.#pending) {
      const days = this.#fold(quarters, (at) => this.#calendar.dayOf(at));
      const months = this.#fold(days, (at) => this.#calendar.monthOf(at));
      this.#writeGrain(GRAIN.quarter, source, quarters);
      this.#writeGrain(GRAIN.day, source, days);
      this.#writeGrain(GRAIN.month, source, months);
    }
    this.#pending.clear();
    this.#pendingCount = 0;
    this.#trim();
  }

  /** Forgets what was gathered and remembered: after a rollback, or when the table was changed by other means. */
  reset(calendar: Calendar = this.#calendar): void {
    this.#calendar = calendar;
    this.#pending.clear();
    this.#pendingCount = 0;
    this.#stored.clear();
  }

  #fold(cells: Cells, bucketOf: (at: number) => number): Cells {
    const folded: Cells = new Map();
    for (const cell of each(cells)) {
      addDelta(pendingCell(folded, bucketOf(cell.bucketAt), cell.queue, cell.channel), cell.delta);
    }
    return folded;
  }

  #writeGrain(grain: number, source: string, cells: Cells): void {
    const whole: Cells = new Map();
    for (const cell of each(cells)) {
      this.#write(grain, source, cell);
      addDelta(pendingCell(whole, cell.bucketAt, '', ''), cell.delta);
    }
    for (const cell of each(whole)) this.#write(grain + SOURCE_GRAIN, source, cell);
  }

  #write(grain: number, source: string, cell: PendingCell): void {
    if (isNothing(cell.delta)) return;
    // The source comes last: it is free text, as the queue is, and the length of the queue tells them apart.
    const key = `${grain} ${cell.bucketAt} ${cell.channel} ${cell.queue.length} ${cell.queue}${source}`;
    const names = [grain, cell.bucketAt, source, cell.queue, cell.channel];
    const stored = this.#recall(key, names);
    const counts = stored === null ? cell.delta.counts : stored.counts;
    if (stored !== null) {
      for (let i = 0; i < counts.length; i += 1) counts[i] = (counts[i] ?? 0) + (cell.delta.counts[i] ?? 0);
    }
    const waits = cell.delta.waits.map((map, i) => {
      const before = stored?.waits[i] ?? EMPTY;
      return map === null ? before : applyDeltas(before, map);
    });
    if (stored === null) {
      const rowid = this.#db.command(INSERT).insert([...names, ...counts, ...waits]);
      this.#stored.set(key, { rowid, counts: [...counts], waits });
    } else if (counts.every((count) => count === 0)) {
      this.#db.command(DELETE).run([stored.rowid]);
    } else {
      this.#db.command(UPDATE).run([...counts, ...waits, stored.rowid]);
      this.#stored.set(key, { rowid: stored.rowid, counts, waits });
    }
  }

  /** The cell from memory or from the table; it leaves the memory, so that writing it back makes it the youngest. */
  #recall(key: string, names: SqlValue[]): StoredCell | null {
    const remembered = this.#stored.get(key);
    if (remembered !== undefined) {
      this.#stored.delete(key);
      return remembered;
    }
    const row = this.#db.raw(SELECT).get(names);
    return row === undefined ? null : storedCell(row);
  }

  #trim(): void {
    let excess = this.#stored.size - MAX_REMEMBERED;
    for (const key of this.#stored.keys()) {
      if (excess <= 0) return;
      this.#stored.delete(key);
      excess -= 1;
    }
  }
}

function storedCell(row: RawRow): StoredCell {
  return {
    rowid: row[0] as number,
    counts: row.slice(1, 1 + MEASURES.length) as number[],
    waits: row.slice(1 + MEASURES.length) as Uint8Array[],
  };
}

function pendingCell(cells: Cells, bucketAt: number, queue: string, channel: string): Delta {
  let queues = cells.get(bucketAt);
  if (queues === undefined) cells.set(bucketAt, (queues = new Map()));
  let channels = queues.get(queue);
  if (channels === undefined) queues.set(queue, (channels = new Map()));
  let cell = channels.get(channel);
  if (cell === undefined) channels.set(channel, (cell = { bucketAt, queue, channel, delta: emptyDelta() }));
  return cell.delta;
}

function* each(cells: Cells): Generator<PendingCell> {
  for (const queues of cells.values()) {
    for (const channels of queues.values()) yield* channels.values();
  }
}
