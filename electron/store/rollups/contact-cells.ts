/** Keeps the contacts' rollups in step with the contacts, within the transaction that changes them. */
import { applyDeltas, EMPTY } from '../../../shared/domain/histogram.ts';
import { AppError } from '../../../shared/errors/index.ts';
import type { Command, Query, RawRow, SqlValue, WritableDb } from '../sqlite.ts';
import { contactRollup, quarterOf } from './buckets.ts';
import type { Calendar, Length, Scope } from './buckets.ts';
import {
  addContact,
  addDelta,
  DISTRIBUTIONS,
  emptyDelta,
  isCounted,
  isNothing,
  MEASURES,
  takesOut,
} from './measures.ts';
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
  readonly counts: number[];
  readonly waits: Uint8Array[];
}

const COLUMNS = [...MEASURES, ...DISTRIBUTIONS];
const CELL = ['bucket_at', 'source', 'queue', 'channel'];
const WHERE_CELL = CELL.map((column) => `${column} = ?`).join(' AND ');

/** The statements of one table. */
interface Table {
  readonly name: string;
  readonly insert: Command;
  readonly update: Command;
  readonly remove: Command;
  readonly select: Query<RawRow>;
}

function prepareTable(db: WritableDb, name: string): Table {
  const values = [...CELL, ...COLUMNS];
  return {
    name,
    insert: db.command(
      `INSERT INTO ${name} (${values.join(', ')}) VALUES (${values.map(() => '?').join(', ')})
       ON CONFLICT DO NOTHING`,
    ),
    update: db.command(`UPDATE ${name} SET ${COLUMNS.map((c) => `${c} = ?`).join(', ')} WHERE ${WHERE_CELL}`),
    remove: db.command(`DELETE FROM ${name} WHERE ${WHERE_CELL}`),
    select: db.raw(`SELECT ${COLUMNS.join(', ')} FROM ${name} WHERE ${WHERE_CELL}`),
  };
}

/** Cells kept in memory between pages: the live ones of a large floor, a few megabytes. */
const MAX_REMEMBERED = 8_192;

/**
 * Contributions are gathered in memory by quarter hour; `flush` folds them into days, months and whole sources and does one
 * read-merge-write per cell. This is the only writer of the tables, so cells it wrote before are remembered instead of read again.
 */
export class ContactCells {
  readonly #tables: Readonly<Record<Scope, Readonly<Record<Length, Table>>>>;
  #calendar: Calendar;
  readonly #pending = new Map<string, Cells>();
  readonly #stored = new Map<string, StoredCell>();

  constructor(db: WritableDb, calendar: Calendar) {
    const tablesOf = (scope: Scope): Record<Length, Table> => ({
      quarter: prepareTable(db, contactRollup(scope, 'quarter')),
      day: prepareTable(db, contactRollup(scope, 'day')),
      month: prepareTable(db, contactRollup(scope, 'month')),
    });
    this.#tables = { queue: tablesOf('queue'), source: tablesOf('source') };
    this.#calendar = calendar;
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
  }

  /** Writes what was gathered. Call it inside the transaction. */
  flush(): void {
    for (const [source, quarters] of this.#pending) {
      const days = this.#fold(quarters, (at) => this.#calendar.dayOf(at));
      const months = this.#fold(days, (at) => this.#calendar.monthOf(at));
      this.#writeLength('quarter', source, quarters);
      this.#writeLength('day', source, days);
      this.#writeLength('month', source, months);
    }
    this.#pending.clear();
    this.#trim();
  }

  /** Forgets what was gathered and remembered: after a rollback, or when the table was changed by other means. */
  reset(calendar: Calendar = this.#calendar): void {
    this.#calendar = calendar;
    this.#pending.clear();
    this.#stored.clear();
  }

  #fold(cells: Cells, bucketOf: (at: number) => number): Cells {
    const folded: Cells = new Map();
    for (const cell of each(cells)) {
      addDelta(pendingCell(folded, bucketOf(cell.bucketAt), cell.queue, cell.channel), cell.delta);
    }
    return folded;
  }

  #writeLength(length: Length, source: string, cells: Cells): void {
    const whole: Cells = new Map();
    for (const cell of each(cells)) {
      this.#write(this.#tables.queue[length], source, cell);
      addDelta(pendingCell(whole, cell.bucketAt, '', ''), cell.delta);
    }
    for (const cell of each(whole)) this.#write(this.#tables.source[length], source, cell);
  }

  #write(table: Table, source: string, cell: PendingCell): void {
    if (isNothing(cell.delta)) return;
    // The source comes last: it is free text, as the queue is, and the length of the queue tells them apart.
    const key = `${table.name} ${cell.bucketAt} ${cell.channel} ${cell.queue.length} ${cell.queue}${source}`;
    const names = [cell.bucketAt, source, cell.queue, cell.channel];
    const remembered = this.#stored.get(key);
    if (remembered === undefined && this.#insert(table, key, names, cell.delta)) return;
    const stored = remembered ?? storedCell(table.select.get(names));
    const { counts } = stored;
    for (let i = 0; i < counts.length; i += 1) counts[i] = (counts[i] ?? 0) + (cell.delta.counts[i] ?? 0);
    const waits = stored.waits.map((before, i) => {
      const map = cell.delta.waits[i] ?? null;
      return map === null ? before : applyDeltas(before, map);
    });
    // Taken out and put in again, so that the memory knows the youngest.
    this.#stored.delete(key);
    if (counts.every((count) => count === 0)) {
      table.remove.run(names);
      return;
    }
    table.update.run([...counts, ...waits, ...names]);
    this.#stored.set(key, { counts, waits });
  }

  /** Writes a cell that is not there yet. Most cells not in memory are new: a look first would cost each of them a statement. */
  #insert(table: Table, key: string, names: readonly SqlValue[], delta: Delta): boolean {
    if (takesOut(delta)) return false;
    const waits = delta.waits.map((map) => (map === null ? EMPTY : applyDeltas(EMPTY, map)));
    if (table.insert.run([...names, ...delta.counts, ...waits]) === 0) return false;
    this.#stored.set(key, { counts: [...delta.counts], waits });
    return true;
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

function storedCell(row: RawRow | undefined): StoredCell {
  if (row === undefined) {
    throw new AppError({ code: 'internal', message: 'A contact was taken out of an interval that does not hold it.' });
  }
  return { counts: row.slice(0, MEASURES.length) as number[], waits: row.slice(MEASURES.length) as Uint8Array[] };
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
