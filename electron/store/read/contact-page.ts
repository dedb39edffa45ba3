/** One page of contacts, newest first, by keyset. */
import type { Outcome } from '../../../shared/domain/records.ts';
import type { ContactPageQuery, ContactRow } from '../api.ts';
import { splitKey } from '../key.ts';
import type { ReadonlyDb, SqlValue } from '../sqlite.ts';
import { readExtent } from './extent.ts';
import { CONTACT_COLUMNS } from './rows.ts';

export interface ContactPage {
  rows: ContactRow[];
  next: { createdAt: number; source: string; id: string } | null;
}

/** One index walk: what it is restricted to beside the time. */
interface Walk {
  readonly where: string;
  readonly index: string;
  readonly parameters: readonly SqlValue[];
  /** The index is cut by quarters of the UTC day: the walk goes from one to the next. */
  readonly isByShift?: true;
}

/** A quarter of a day, by which contact_agent is cut. */
const SHIFT_MS = 21_600_000;

/** Rows of a page at most. */
const MAX_PAGE = 1_000;

/**
 * Each queue (or each rare outcome) is one walk down its own index in order of time, and a page is the newest rows of all walks. A walk
 * reads a few rows at a time and more only while it has the newest, so that two hundred queues cost little more than one; a filter on
 * outcome is part of the index.
 */
export function contactPage(db: ReadonlyDb, query: ContactPageQuery): ContactPage {
  const limit = Math.max(1, Math.min(query.limit, MAX_PAGE));
  const walks = walksOf(query);
  const chunk = Math.max(MIN_CHUNK, Math.ceil((limit + 1) / Math.max(1, walks.length)));
  const walkers = walks.map((walk) => new Walker(db, walk, query, chunk));
  const rows: ContactRow[] = [];
  while (rows.length <= limit) {
    let newest: Walker | null = null;
    for (const walker of walkers) {
      if (walker.head !== undefined && (newest?.head === undefined || isNewer(walker.head, newest.head)))
        newest = walker;
    }
    if (newest?.head === undefined) break;
    rows.push(newest.head);
    newest.step();
  }
  const page = rows.slice(0, limit);
  const last = page[page.length - 1];
  const isEnd = rows.length <= limit || last === undefined;
  return {
    rows: page,
    next: isEnd ? null : { createdAt: last.createdAt, source: last.source, id: last.id },
  };
}

/** Rows that a walk reads at a time, at least. */
const MIN_CHUNK = 3;

/** Walks one index, newest first. */
class Walker {
  readonly #db: ReadonlyDb;
  readonly #walk: Walk;
  readonly #query: ContactPageQuery;
  readonly #chunk: number;
  #rows: ContactRow[];
  #place = 0;

  constructor(db: ReadonlyDb, walk: Walk, query: ContactPageQuery, chunk: number) {
    this.#db = db;
    this.#walk = walk;
    this.#query = query;
    this.#chunk = chunk;
    this.#rows = this.#read(query);
  }

  /** The newest row not yet taken, undefined at the end. */
  get head(): ContactRow | undefined {
    return this.#rows[this.#place];
  }

  step(): void {
    const taken = this.head;
    this.#place += 1;
    if (taken === undefined || this.#place < this.#rows.length || this.#rows.length < this.#chunk) return;
    this.#rows = this.#read({ ...this.#query, after: taken });
    this.#place = 0;
  }

  #read(query: ContactPageQuery): ContactRow[] {
    if (this.#walk.isByShift === true) return this.#readShifts(query);
    const { sql, parameters } = statementOf(this.#walk, query, this.#chunk);
    return this.#db.rows<ContactRow>(sql).all(parameters);
  }

  /** Six hours by six hours until the chunk is full. What lies outside of the stored time is not asked for. */
  #readShifts(query: ContactPageQuery): ContactRow[] {
    const extent = readExtent(this.#db);
    if (extent === null) return [];
    const from = Math.max(query.from, extent.from);
    const before = Math.min(endOf(query), extent.to + 1);
    const rows: ContactRow[] = [];
    for (let shift = shiftOf(before - 1); shift >= shiftOf(from) && rows.length < this.#chunk; shift -= 1) {
      const walk = { ...this.#walk, parameters: [shift, ...this.#walk.parameters] };
      const { sql, parameters } = statementOf(walk, query, this.#chunk - rows.length);
      rows.push(...this.#db.rows<ContactRow>(sql).all(parameters));
    }
    return rows;
  }
}

/** The keyset begins at the last row's own instant, so the walk starts there and not at the end of the range. */
function endOf(query: ContactPageQuery): number {
  return query.after === undefined ? query.to : Math.min(query.to, query.after.createdAt + 1);
}

/** As SQLite divides whole numbers: towards zero. */
function shiftOf(at: number): number {
  return Math.trunc(at / SHIFT_MS);
}

/** The statements a page would run, for tests of their plans. */
export function contactPageSql(query: ContactPageQuery): string[] {
  return walksOf(query).map((walk) => statementOf(walk, query, query.limit).sql);
}

function statementOf(walk: Walk, query: ContactPageQuery, limit: number): { sql: string; parameters: SqlValue[] } {
  const outcomes = query.outcomes ?? [];
  const { after } = query;
  const conditions = ['created_at >= ?', 'created_at < ?', walk.where, 'deleted_at IS NULL'].filter((c) => c !== '');
  const parameters: SqlValue[] = [query.from, endOf(query), ...walk.parameters];
  if (outcomes.length > 0) {
    conditions.push('outcome IN (SELECT value FROM json_each(?))');
    parameters.push(JSON.stringify(outcomes));
  }
  if (after !== undefined) {
    conditions.push('(created_at < ? OR (source, id) < (?, ?))');
    parameters.push(after.createdAt, after.source, after.id);
  }
  return {
    sql: `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY ${walk.index} WHERE ${conditions.join(' AND ')}
      ORDER BY created_at DESC, source DESC, id DESC LIMIT ?`,
    parameters: [...parameters, limit],
  };
}

function walksOf(query: ContactPageQuery): Walk[] {
  if (query.queues !== undefined && query.agent === undefined) {
    return query.queues.map((key) => ({
      where: 'source = ? AND queue = ?',
      index: 'contact_queue',
      parameters: splitKey(key),
    }));
  }
  if (query.agent !== undefined) {
    const [source, agent] = splitKey(query.agent);
    const inQueues = query.queues === undefined ? [] : [JSON.stringify(query.queues)];
    return [
      {
        where: `created_at / ${SHIFT_MS} = ? AND source = ? AND agent = ?${inQueues.length === 0 ? '' : ` AND source || '/' || queue IN (SELECT value FROM json_each(?))`}`,
        index: 'contact_agent',
        parameters: [source, agent, ...inQueues],
        isByShift: true,
      },
    ];
  }
  const outcomes = query.outcomes ?? [];
  if (outcomes.length === 0 || outcomes.includes('answered')) {
    return [{ where: '', index: 'contact_time', parameters: [] }];
  }
  return outcomes.map((outcome: Outcome) => ({
    where: `outcome = ? AND outcome <> 'answered'`,
    index: 'contact_outcome',
    parameters: [outcome],
  }));
}

/** The order of the statements: by instant, then by the bytes of source and id, as SQLite compares them. */
function isNewer(a: ContactRow, b: ContactRow): boolean {
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt;
  const bySource = Buffer.compare(Buffer.from(a.source), Buffer.from(b.source));
  if (bySource !== 0) return bySource > 0;
  return Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) > 0;
}
