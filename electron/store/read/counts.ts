/** Counts and sums for boards, KPIs and trends: rollup cells, never rows (but for a ragged end within a quarter hour). */
import { encode, median } from '../../../shared/domain/histogram.ts';
import { HistogramSum } from '../../../shared/domain/histogram-sum.ts';
import type { Channel } from '../../../shared/domain/records.ts';
import { bucketStart, nextBucket } from '../../../shared/time/zone.ts';
import type { CountsQuery, CountsRow } from '../api.ts';
import { contactRollup } from '../rollups/buckets.ts';
import {
  addContact,
  D,
  emptyDelta,
  FACT_COLUMNS,
  factsOf,
  isCounted,
  M,
  MEASURES,
  zeroCounts,
} from '../rollups/measures.ts';
import type { RawRow, ReadonlyDb, SqlValue } from '../sqlite.ts';
import { cut } from './spans.ts';
import type { Piece } from './spans.ts';
import { WaitReader } from './waits.ts';

/** One row of the answer while it grows. */
interface Total {
  readonly bucketAt: number;
  readonly source: string | null;
  readonly queue: string | null;
  /** Null once cells of two channels met. */
  channel: string | null;
  readonly counts: number[];
  answeredWithin: number;
  abandonedWithin: number;
  shortAbandons: number;
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
  return totals.all().map(toRow).sort(byBucketAndQueue);
}

/** The statement that reads cells, for tests of its plan. */
export function cellsSql(table: string, options: { withMedian: boolean; ofQueues: boolean }): string {
  const columns = `bucket_at, source, queue, channel, ${MEASURES.join(', ')},
    CASE WHEN ? > 0 THEN hex(substr(waits_answered, 1, ?)) ELSE hex(waits_answered) END,
    CASE WHEN ? > 0 THEN hex(substr(waits_abandoned, 1, ?)) ELSE hex(waits_abandoned) END`;
  return `SELECT ${columns}${options.withMedian ? ', handle_times' : ''} FROM ${table}
    INDEXED BY ${table}_${options.ofQueues ? 'queue' : 'cell'}
    WHERE bucket_at >= ? AND bucket_at < ?${options.ofQueues ? ' AND source = ? AND queue = ?' : ''}`;
}

function coarsestFor(query: CountsQuery, zone: string): 'quarter' | 'day' | 'month' {
  if (query.by === 'quarter' || query.by === 'hour') return 'quarter';
  if (query.by === 'total') return 'month';
  if (query.zone !== zone) return 'quarter';
  return query.by === 'month' ? 'month' : 'day';
}

function addCells(db: ReadonlyDb, query: CountsQuery, piece: Piece, totals: Totals): void {
  const level = piece.level === 'rows' ? 'quarter' : piece.level;
  const byQueue = query.perQueue || query.queues !== undefined;
  const table = contactRollup(byQueue ? 'queue' : 'source', level);
  const waits = new WaitReader(query);
  const { prefix } = waits;
  const withMedian = query.withMedian === true;
  const span = [prefix, prefix, prefix, prefix, piece.from, piece.to];
  const bucketOf = bucketing(query);
  const take = (row: RawRow): void => {
    const bucketAt = bucketOf(row[0] as number);
    const total = totals.of(bucketAt, row[1] as string, row[2] as string, row[3] as string);
    for (let i = 0; i < MEASURES.length; i += 1) total.counts[i] = (total.counts[i] ?? 0) + (row[4 + i] as number);
    total.answeredWithin += waits.answeredWithin(row[4 + MEASURES.length] as string);
    waits.readAbandoned(row[5 + MEASURES.length] as string);
    total.abandonedWithin += waits.abandonedWithin;
    total.shortAbandons += waits.shortAbandons;
    if (withMedian) total.handleTimes.push(row[6 + MEASURES.length] as Uint8Array);
  };
  const ofQueues = query.queues !== undefined;
  const statement = db.raw(cellsSql(table, { withMedian, ofQueues }));
  if (query.queues === undefined) for (const row of statement.all(span)) take(row);
  else for (const key of query.queues) for (const row of statement.all([...span, ...queueOf(key)])) take(row);
}

/** Contacts of a ragged end: a threshold that cuts through a quarter hour is answered from the facts. */
function addRows(db: ReadonlyDb, query: CountsQuery, piece: Piece, totals: Totals): void {
  const bucketOf = bucketing(query);
  const wanted = query.queues === undefined ? null : new Set(query.queues);
  const rows = db
    .raw(
      `SELECT source, ${FACT_COLUMNS} FROM contact_row INDEXED BY contact_time
       WHERE created_at >= ? AND created_at < ? AND deleted_at IS NULL`,
    )
    .all([piece.from, piece.to]);
  for (const row of rows) {
    const source = row[0] as string;
    const facts = factsOf(row.slice(1));
    if (!isCounted(facts) || (wanted !== null && !wanted.has(`${source}/${facts.queue ?? ''}`))) continue;
    const delta = emptyDelta();
    addContact(delta, facts, 1);
    const total = totals.of(bucketOf(facts.createdAt), source, facts.queue ?? '', facts.channel);
    delta.counts.forEach((count, i) => (total.counts[i] = (total.counts[i] ?? 0) + count));
    const within = (place: number, limit: number, comparator: 'le' | 'lt'): number => {
      const second = [...(delta.waits[place]?.keys() ?? [])][0];
      return second !== undefined && (comparator === 'le' ? second <= limit : second < limit) ? 1 : 0;
    };
    total.answeredWithin += within(D.waitsAnswered, query.thresholdSeconds, query.comparator);
    total.abandonedWithin += within(D.waitsAbandoned, query.thresholdSeconds, query.comparator);
    total.shortAbandons += within(D.waitsAbandoned, query.shortAbandonSeconds, 'le');
    if (query.withMedian === true && delta.waits[D.handleTimes] !== null) {
      total.handleTimes.push(encode(delta.waits[D.handleTimes] ?? []));
    }
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
  readonly #rows = new Map<number, Map<string, Map<string, Total>>>();

  constructor(query: CountsQuery) {
    this.#query = query;
  }

  of(bucketAt: number, source: string, queue: string, channel: string): Total {
    const { perQueue } = this.#query;
    let sources = this.#rows.get(bucketAt);
    if (sources === undefined) this.#rows.set(bucketAt, (sources = new Map()));
    let queues = sources.get(perQueue ? source : '');
    if (queues === undefined) sources.set(perQueue ? source : '', (queues = new Map()));
    let total = queues.get(perQueue ? queue : '');
    if (total === undefined) {
      total = {
        bucketAt,
        source: perQueue ? source : null,
        queue: perQueue && queue !== '' ? queue : null,
        channel: perQueue ? channel : null,
        counts: zeroCounts(),
        answeredWithin: 0,
        abandonedWithin: 0,
        shortAbandons: 0,
        handleTimes: [],
      };
      queues.set(perQueue ? queue : '', total);
    } else if (total.channel !== channel) total.channel = null;
    return total;
  }

  all(): Total[] {
    const all: Total[] = [];
    for (const sources of this.#rows.values()) {
      for (const queues of sources.values()) for (const total of queues.values()) all.push(total);
    }
    return all;
  }
}

function toRow(total: Total): CountsRow {
  const { counts } = total;
  const count = (place: number): number => counts[place] ?? 0;
  return {
    bucketAt: total.bucketAt,
    source: total.source,
    queue: total.queue,
    channel: total.channel as Channel | null,
    offered: count(M.answered) + count(M.abandoned),
    answered: count(M.answered),
    abandoned: count(M.abandoned),
    leftBeforeQueue: count(M.leftBeforeQueue),
    excluded: count(M.excluded),
    missed: count(M.missed),
    open: count(M.open),
    answeredTimed: count(M.answeredTimed),
    abandonedTimed: count(M.abandonedTimed),
    handled: count(M.handled),
    queueSecondsAnswered: count(M.queueMsAnswered) / 1000,
    queueSecondsAbandoned: count(M.queueMsAbandoned) / 1000,
    talkSeconds: count(M.talkMs) / 1000,
    holdSeconds: count(M.holdMs) / 1000,
    wrapSeconds: count(M.wrapMs) / 1000,
    answeredWithin: total.answeredWithin,
    abandonedWithin: total.abandonedWithin,
    shortAbandons: total.shortAbandons,
    medianHandleSeconds: medianOf(total.handleTimes),
  };
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
