/** Counts and sums for boards, KPIs and trends: rollup cells, never rows (but for a ragged end within a quarter hour). */
import { countWithin, encode } from '../../../shared/domain/histogram.ts';
import { bucketStart, nextBucket } from '../../../shared/time/zone.ts';
import type { CountsQuery, CountsRow } from '../api.ts';
import { splitKey } from '../key.ts';
import { contactRollup } from '../rollups/buckets.ts';
import { addContact, D, emptyDelta, FACT_COLUMNS, factsOf, isCounted, M } from '../rollups/measures.ts';
import type { RawRow, ReadonlyDb } from '../sqlite.ts';
import { cover, cut } from './spans.ts';
import type { SignedPiece } from './spans.ts';
import { Totals } from './totals.ts';
import { WaitReader } from './waits.ts';

/**
 * As Reads.counts. Only buckets (and queues) with contacts have a row; rows come by bucket, then source and queue.
 *
 * @param zone that of the stored days and months
 */
export function readCounts(db: ReadonlyDb, query: CountsQuery, zone: string): CountsRow[] {
  const totals = new Totals(query.perQueue);
  const pieces = piecesOf(query, zone);
  const read = (): void => {
    for (const piece of pieces) {
      if (piece.level === 'rows') addRows(db, query, piece, totals);
      else addCells(db, query, piece, totals);
    }
  };
  // Several statements must see the same contacts, or something could be taken away that was never added.
  if (pieces.length > 1) db.driver.transaction(read)();
  else read();
  return totals.finish();
}

function piecesOf(query: CountsQuery, zone: string): SignedPiece[] {
  const { from, to } = query;
  const coarsest = coarsestFor(query, zone);
  // Distributions are joined, not taken from one another.
  if (query.withMedian === true) return cut(from, to, coarsest, zone).map((piece) => ({ ...piece, sign: 1 }));
  return cover(from, to, coarsest, zone);
}

/** The measures of a cell that are handed over one by one. */
const USUAL = 'answered, abandoned, queue_ms_answered, queue_ms_abandoned, talk_ms, hold_ms, wrap_ms';
/**
 * The others, as text, and only where they say something that those do not: every value handed over costs as much as reading a row, and
 * mostly all contacts of a cell were answered or abandoned, with their times known.
 */
const UNUSUAL = `CASE WHEN left_before_queue | excluded | missed | open | (answered_timed <> answered) | (abandoned_timed <> abandoned)
        | (handled <> answered)
      THEN concat_ws(',', left_before_queue, excluded, missed, open, answered_timed, abandoned_timed, handled) END`;
/** Places in a cell's row. */
const AT = {
  bucket: 0,
  source: 1,
  queue: 2,
  channel: 3,
  answered: 4,
  abandoned: 5,
  queueMsAnswered: 6,
  queueMsAbandoned: 7,
  talkMs: 8,
  holdMs: 9,
  wrapMs: 10,
  unusual: 11,
  waitsAnswered: 12,
  waitsAbandoned: 13,
  handleTimes: 14,
} as const;

/**
 * The statement that reads cells. Its first three parameters are the bytes of a distribution to read when counts are below 128, below
 * 16,384 and above (twice: answered and abandoned), then the span, then source and queue where it is of queues.
 */
function cellsSql(table: string, { withMedian, ofQueues }: { withMedian: boolean; ofQueues: boolean }): string {
  const head = (waits: string, timed: string): string =>
    `hex(substr(${waits}, 1, CASE WHEN ${timed} < 128 THEN ? WHEN ${timed} < 16384 THEN ? ELSE ? END))`;
  return `SELECT bucket_at, source, queue, channel, ${USUAL}, ${UNUSUAL},
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

function addCells(db: ReadonlyDb, query: CountsQuery, piece: SignedPiece, totals: Totals): void {
  const level = piece.level === 'rows' ? 'quarter' : piece.level;
  const ofQueues = query.queues !== undefined;
  const table = contactRollup(query.perQueue || ofQueues ? 'queue' : 'source', level);
  const withMedian = query.withMedian === true;
  const waits = new WaitReader(query);
  const prefixes = [waits.prefix(1), waits.prefix(2), waits.prefix(8)];
  const parameters = [...prefixes, ...prefixes, piece.from, piece.to];
  const bucketOf = bucketing(query);
  const { sign } = piece;
  // Where a cell is a row of the answer, its row need not be looked for.
  const isRow = level === query.by;
  const take = (cells: readonly RawRow[]): void => {
    for (const cell of cells) {
      const bucketAt = bucketOf(cell[AT.bucket] as number);
      const source = cell[AT.source] as string;
      const queue = cell[AT.queue] as string;
      const channel = cell[AT.channel] as string;
      const growing = isRow
        ? totals.add(bucketAt, source, queue, channel)
        : totals.of(bucketAt, source, queue, channel);
      const { row } = growing;
      addCell(row, cell, sign);
      row.answeredWithin += sign * waits.answeredWithin(cell[AT.waitsAnswered] as string);
      const abandoned = cell[AT.waitsAbandoned] as string;
      if (abandoned !== '') {
        waits.readAbandoned(abandoned);
        row.abandonedWithin += sign * waits.abandonedWithin;
        row.shortAbandons += sign * waits.shortAbandons;
      }
      if (withMedian) (growing.handleTimes ??= []).push(cell[AT.handleTimes] as Uint8Array);
    }
  };
  const statement = db.raw(cellsSql(table, { withMedian, ofQueues }));
  if (query.queues === undefined) take(statement.all(parameters));
  else for (const key of query.queues) take(statement.all([...parameters, ...splitKey(key)]));
}

/** Adds a cell's measures. Written out: this runs thousands of times a question. Sums stay in milliseconds until the end. */
function addCell(row: CountsRow, cell: RawRow, sign: 1 | -1): void {
  const answered = sign * (cell[AT.answered] as number);
  const abandoned = sign * (cell[AT.abandoned] as number);
  row.answered += answered;
  row.abandoned += abandoned;
  row.queueSecondsAnswered += sign * (cell[AT.queueMsAnswered] as number);
  row.queueSecondsAbandoned += sign * (cell[AT.queueMsAbandoned] as number);
  row.talkSeconds += sign * (cell[AT.talkMs] as number);
  row.holdSeconds += sign * (cell[AT.holdMs] as number);
  row.wrapSeconds += sign * (cell[AT.wrapMs] as number);
  const unusual = cell[AT.unusual] as string | null;
  if (unusual === null) {
    row.answeredTimed += answered;
    row.abandonedTimed += abandoned;
    row.handled += answered;
    return;
  }
  const counts = unusual.split(',');
  const at = (place: number): number => sign * Number(counts[place]);
  row.leftBeforeQueue += at(0);
  row.excluded += at(1);
  row.missed += at(2);
  row.open += at(3);
  row.answeredTimed += at(4);
  row.abandonedTimed += at(5);
  row.handled += at(6);
}

/** Adds a contact's measures, in the order of MEASURES. */
function addMeasures(row: CountsRow, counts: readonly number[], sign: 1 | -1): void {
  const at = (place: number): number => sign * (counts[place] ?? 0);
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
function addRows(db: ReadonlyDb, query: CountsQuery, piece: SignedPiece, totals: Totals): void {
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
    const growing = totals.of(bucketOf(facts.createdAt), source, facts.queue ?? '', facts.channel);
    const { row } = growing;
    addMeasures(row, delta.counts, piece.sign);
    const within = (place: number, limit: number, comparator: 'le' | 'lt'): number =>
      piece.sign * countWithin(encode(delta.waits[place] ?? []), limit, comparator);
    row.answeredWithin += within(D.waitsAnswered, query.thresholdSeconds, query.comparator);
    row.abandonedWithin += within(D.waitsAbandoned, query.thresholdSeconds, query.comparator);
    row.shortAbandons += within(D.waitsAbandoned, query.shortAbandonSeconds, 'le');
    const handled = delta.waits[D.handleTimes] ?? null;
    if (query.withMedian === true && handled !== null) (growing.handleTimes ??= []).push(encode(handled));
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
