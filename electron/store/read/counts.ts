/** Counts and sums for boards, KPIs and trends: rollup cells, never rows (but for a ragged end within a quarter hour). */
import { countWithin, encode, median } from '../../../shared/domain/histogram.ts';
import { HistogramSum } from '../../../shared/domain/histogram-sum.ts';
import type { Channel } from '../../../shared/domain/records.ts';
import { bucketStart, nextBucket } from '../../../shared/time/zone.ts';
import type { CountsQuery, CountsRow } from '../api.ts';
import { contactRollup } from '../rollups/buckets.ts';
import { addContact, D, emptyDelta, FACT_COLUMNS, factsOf, isCounted, M, MEASURES } from '../rollups/measures.ts';
import type { RawRow, ReadonlyDb, SqlValue } from '../sqlite.ts';
import { cut } from './spans.ts';
import type { Piece } from './spans.ts';
import { WaitReader } from './waits.ts';

/** A row of the answer while it grows: sums are in milliseconds until the end. */
interface Growing {
  readonly row: CountsRow;
  /** Distributions to be joined: a median cannot be added up. */
  readonly handleTimes: Uint8Array[];
}

/**
 * As Reads.counts. Only buckets (and queues) with contacts have a row; rows come by bucket, then source and queue.
 *
 * @param zone that of the stored days and months
 */
export function readCounts(db: ReadonlyDb, query: CountsQuery, zone: string): CountsRow[] {
  const totals = new Totals(query);
  for (const piece of cut(query.from, query.to, coarsestFor(query, zone), zone)) {
    if (piece.level === 'rows') addRows(db, query, piece, totals);
    else addCells(db, query, piece, totals);
  }
  return totals.all().map(finish).sort(byBucketAndQueue);
}

/**
 * The statement that reads cells. Its first three parameters are the bytes of a distribution to read when counts are below 128, below
 * 16,384 and above (twice: answered and abandoned), then the span, then source and queue where it is of queues.
 */
function cellsSql(table: string, { withMedian, ofQueues }: { withMedian: boolean; ofQueues: boolean }): string {
  const head = (waits: string, timed: string): string =>
    `hex(substr(${waits}, 1, CASE WHEN ${timed} < 128 THEN ? WHEN ${timed} < 16384 THEN ? ELSE ? END))`;
  return `SELECT bucket_at, source, queue, channel, ${MEASURES.join(', ')},
      ${head('waits_answered', 'answered_timed')}, ${head('waits_abandoned', 'abandoned_timed')}
      ${withMedian ? ', handle_times' : ''}
    FROM ${table} INDEXED BY ${table}_${ofQueues ? 'queue' : 'cell'}
    WHERE bucket_at >= ? AND bucket_at < ?${ofQueues ? ' AND source = ? AND queue = ?' : ''}`;
}

function coarsestFor(query: CountsQuery, zone: string): 'quarter' | 'day' | 'month' {
  if (query.by === 'quarter' || query.by === 'hour') return 'quarter';
  if (query.by === 'total') return 'month';
  if (query.zone !== zone) return 'quarter';
  return query.by === 'month' ? 'month' : 'day';
}

function addCells(db: ReadonlyDb, query: CountsQuery, piece: Piece, totals: Totals): void {
  const level = piece.level === 'rows' ? 'quarter' : piece.level;
  const ofQueues = query.queues !== undefined;
  const table = contactRollup(query.perQueue || ofQueues ? 'queue' : 'source', level);
  const withMedian = query.withMedian === true;
  const waits = new WaitReader(query);
  const prefixes = [waits.prefix(1), waits.prefix(2), waits.prefix(8)];
  const parameters = [...prefixes, ...prefixes, piece.from, piece.to];
  const bucketOf = bucketing(query);
  const take = (cells: readonly RawRow[]): void => {
    for (const cell of cells) {
      const bucketAt = bucketOf(cell[0] as number);
      const growing = totals.of(bucketAt, cell[1] as string, cell[2] as string, cell[3] as string);
      const { row } = growing;
      addMeasures(row, cell, FIRST_MEASURE);
      row.answeredWithin += waits.answeredWithin(cell[FIRST_MEASURE + MEASURES.length] as string);
      const abandoned = cell[FIRST_MEASURE + MEASURES.length + 1] as string;
      if (abandoned !== '') {
        waits.readAbandoned(abandoned);
        row.abandonedWithin += waits.abandonedWithin;
        row.shortAbandons += waits.shortAbandons;
      }
      if (withMedian) growing.handleTimes.push(cell[FIRST_MEASURE + MEASURES.length + 2] as Uint8Array);
    }
  };
  const statement = db.raw(cellsSql(table, { withMedian, ofQueues }));
  if (query.queues === undefined) take(statement.all(parameters));
  else for (const key of query.queues) take(statement.all([...parameters, ...queueOf(key)]));
}

/** Place of the first measure in a cell's row. */
const FIRST_MEASURE = 4;

/** Adds the measures that begin at a place of a list, in the order of MEASURES. Written out: this runs thousands of times a question. */
function addMeasures(row: CountsRow, from: RawRow | readonly number[], first: number): void {
  const at = (place: number): number => from[first + place] as number;
  row.answered += at(M.answered);
  row.abandoned += at(M.abandoned);
  row.leftBeforeQueue += at(M.leftBeforeQueue);
  row.excluded += at(M.excluded);
  row.missed += at(M.missed);
  row.open += at(M.open);
  row.answeredTimed += at(M.answeredTimed);
  row.abandonedTimed += at(M.abandonedTimed);
  row.handled += at(M.handled);
  row.queueSecondsAnswered += at(M.queueMsAnswered);
  row.queueSecondsAbandoned += at(M.queueMsAbandoned);
  row.talkSeconds += at(M.talkMs);
  row.holdSeconds += at(M.holdMs);
  row.wrapSeconds += at(M.wrapMs);
}

/** Contacts of a ragged end: a span that cuts through a quarter hour is answered from the facts. */
function addRows(db: ReadonlyDb, query: CountsQuery, piece: Piece, totals: Totals): void {
  const bucketOf = bucketing(query);
  const wanted = query.queues === undefined ? null : new Set(query.queues);
  const rows = db
    .raw(
      `SELECT source, ${FACT_COLUMNS} FROM contact_row INDEXED BY contact_time
       WHERE created_at >= ? AND created_at < ? AND deleted_at IS NULL`,
    )
    .all([piece.from, piece.to]);
  for (const values of rows) {
    const source = values[0] as string;
    const facts = factsOf(values.slice(1));
    if (!isCounted(facts) || (wanted !== null && !wanted.has(`${source}/${facts.queue ?? ''}`))) continue;
    const delta = emptyDelta();
    addContact(delta, facts, 1);
    const { row, handleTimes } = totals.of(bucketOf(facts.createdAt), source, facts.queue ?? '', facts.channel);
    addMeasures(row, delta.counts, 0);
    const within = (place: number, limit: number, comparator: 'le' | 'lt'): number =>
      countWithin(encode(delta.waits[place] ?? []), limit, comparator);
    row.answeredWithin += within(D.waitsAnswered, query.thresholdSeconds, query.comparator);
    row.abandonedWithin += within(D.waitsAbandoned, query.thresholdSeconds, query.comparator);
    row.shortAbandons += within(D.waitsAbandoned, query.shortAbandonSeconds, 'le');
    const handled = delta.waits[D.handleTimes] ?? null;
    if (query.withMedian === true && handled !== null) handleTimes.push(encode(handled));
  }
}

/** From the start of a stored interval to the start of the bucket asked for. Intervals come in order, so the last answer mostly holds. */
function bucketing(query: CountsQuery): (at: number) => number {
  const { by, from, zone } = query;
  if (by === 'total') return () => from;
  const options = query.weekStart === undefined ? {} : { weekStart: query.weekStart };
  let start = 0;
  let end = 0;
  return (at) => {
    if (at < start || at >= end) {
      start = bucketStart(at, by, zone, options);
      end = nextBucket(at, by, zone, options);
    }
    return start;
  };
}

/** The answer's rows by bucket, source and queue (empty where all are one): nested, so that finding one builds no key. */
class Totals {
  readonly #query: CountsQuery;
  readonly #rows = new Map<number, Map<string, Map<string, Growing>>>();

  constructor(query: CountsQuery) {
    this.#query = query;
  }

  of(bucketAt: number, source: string, queue: string, channel: string): Growing {
    const { perQueue } = this.#query;
    let sources = this.#rows.get(bucketAt);
    if (sources === undefined) this.#rows.set(bucketAt, (sources = new Map()));
    let queues = sources.get(perQueue ? source : '');
    if (queues === undefined) sources.set(perQueue ? source : '', (queues = new Map()));
    let growing = queues.get(perQueue ? queue : '');
    if (growing === undefined) {
      growing = { row: perQueue ? nothing(bucketAt, source, queue, channel) : nothing(bucketAt), handleTimes: [] };
      queues.set(perQueue ? queue : '', growing);
    } else if (growing.row.channel !== channel) growing.row.channel = null;
    return growing;
  }

  all(): Growing[] {
    const all: Growing[] = [];
    for (const sources of this.#rows.values()) {
      for (const queues of sources.values()) for (const growing of queues.values()) all.push(growing);
    }
    return all;
  }
}

function nothing(bucketAt: number, source: string | null = null, queue = '', channel: string | null = null): CountsRow {
  return {
    bucketAt,
    source,
    queue: queue === '' ? null : queue,
    channel: channel as Channel | null,
    offered: 0,
    answered: 0,
    abandoned: 0,
    leftBeforeQueue: 0,
    excluded: 0,
    missed: 0,
    open: 0,
    answeredTimed: 0,
    abandonedTimed: 0,
    handled: 0,
    queueSecondsAnswered: 0,
    queueSecondsAbandoned: 0,
    talkSeconds: 0,
    holdSeconds: 0,
    wrapSeconds: 0,
    answeredWithin: 0,
    abandonedWithin: 0,
    shortAbandons: 0,
    medianHandleSeconds: null,
  };
}

/** Milliseconds become seconds, and what follows from the sums is filled in. */
function finish({ row, handleTimes }: Growing): CountsRow {
  row.offered = row.answered + row.abandoned;
  row.queueSecondsAnswered /= 1000;
  row.queueSecondsAbandoned /= 1000;
  row.talkSeconds /= 1000;
  row.holdSeconds /= 1000;
  row.wrapSeconds /= 1000;
  row.medianHandleSeconds = medianOf(handleTimes);
  return row;
}

function medianOf(parts: readonly Uint8Array[]): number | null {
  const [only] = parts;
  if (only === undefined) return null;
  if (parts.length === 1) return median(only);
  const sum = new HistogramSum();
  for (const part of parts) sum.addBytes(part);
  return sum.median();
}

function queueOf(key: string): SqlValue[] {
  const slash = key.indexOf('/');
  return [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)];
}

function byBucketAndQueue(a: CountsRow, b: CountsRow): number {
  return a.bucketAt - b.bucketAt || compare(a.source, b.source) || compare(a.queue, b.queue);
}

function compare(a: string | null, b: string | null): number {
  const left = a ?? '';
  const right = b ?? '';
  return left < right ? -1 : left > right ? 1 : 0;
}
