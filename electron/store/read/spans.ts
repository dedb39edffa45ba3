/** Cuts a span of time into the largest stored intervals that fit, so that a year costs twelve cells and not 35,000. */
import { bucketStart, nextBucket } from '../../../shared/time/zone.ts';
import { QUARTER_MS, quarterOf } from '../rollups/buckets.ts';

export type Level = 'rows' | 'quarter' | 'day' | 'month';

export interface Piece {
  readonly level: Level;
  /** Epoch ms UTC; [from, to). */
  readonly from: number;
  readonly to: number;
}

/**
 * The pieces of [from, to), in order: contacts themselves at ragged ends within a quarter hour, then quarter hours, days and months.
 *
 * @param coarsest the largest interval that may be used
 * @param zone that of the stored days and months
 */
export function cut(from: number, to: number, coarsest: 'quarter' | 'day' | 'month', zone: string): Piece[] {
  if (!(from < to)) return [];
  if (coarsest === 'quarter') return cutQuarters(from, to);
  const inner = coarsest === 'day' ? 'quarter' : 'day';
  const finer = (a: number, b: number): Piece[] => cut(a, b, inner, zone);
  const first = bucketStart(from, coarsest, zone) === from ? from : nextBucket(from, coarsest, zone);
  const last = bucketStart(to, coarsest, zone);
  // A day that does not begin on a quarter hour (none does today) is not stored as the zone has it.
  if (first >= last || first % QUARTER_MS !== 0 || last % QUARTER_MS !== 0) return finer(from, to);
  return [...finer(from, first), { level: coarsest, from: first, to: last }, ...finer(last, to)];
}

function cutQuarters(from: number, to: number): Piece[] {
  const first = quarterOf(from) === from ? from : quarterOf(from) + QUARTER_MS;
  const last = quarterOf(to);
  if (first > last) return [{ level: 'rows', from, to }];
  const pieces: Piece[] = [
    { level: 'rows', from, to: first },
    { level: 'quarter', from: first, to: last },
    { level: 'rows', from: last, to },
  ];
  return pieces.filter((piece) => piece.from < piece.to);
}

/** A piece whose figures are added, or taken away again. */
export interface SignedPiece extends Piece {
  readonly sign: 1 | -1;
}

/**
 * As `cut`, but a part of a day (a month) that lacks little of the whole is the whole less what it lacks: today up to now is one cell per
 * queue and not fifty. Good for what can be added up; the day (month) of a part is always within the bucket that the part is in.
 */
export function cover(from: number, to: number, coarsest: 'quarter' | 'day' | 'month', zone: string): SignedPiece[] {
  if (!(from < to)) return [];
  if (coarsest === 'quarter') return cutQuarters(from, to).map((piece) => ({ ...piece, sign: 1 }));
  const first = bucketStart(from, coarsest, zone) === from ? from : nextBucket(from, coarsest, zone);
  const last = bucketStart(to, coarsest, zone);
  if (first > last) return coverPart(from, to, coarsest, zone);
  if (first % QUARTER_MS !== 0 || last % QUARTER_MS !== 0) return cover(from, to, innerOf(coarsest), zone);
  const whole: SignedPiece[] = first < last ? [{ level: coarsest, from: first, to: last, sign: 1 }] : [];
  return [...coverPart(from, first, coarsest, zone), ...whole, ...coverPart(last, to, coarsest, zone)];
}

function innerOf(length: 'day' | 'month'): 'quarter' | 'day' {
  return length === 'day' ? 'quarter' : 'day';
}

/** A span within one day (month). */
function coverPart(from: number, to: number, length: 'day' | 'month', zone: string): SignedPiece[] {
  if (from === to) return [];
  const inner = innerOf(length);
  const inside = cover(from, to, inner, zone);
  const start = bucketStart(from, length, zone);
  const end = nextBucket(from, length, zone);
  if (start % QUARTER_MS !== 0 || end % QUARTER_MS !== 0) return inside;
  const outside = [...cover(start, from, inner, zone), ...cover(to, end, inner, zone)];
  if (1 + costOf(outside) >= costOf(inside)) return inside;
  const less = outside.map((piece): SignedPiece => ({ ...piece, sign: piece.sign === 1 ? -1 : 1 }));
  return [{ level: length, from: start, to: end, sign: 1 }, ...less];
}

/** Length of one interval of a level in milliseconds, nearly; contacts themselves cost some intervals' worth a quarter hour. */
const TYPICAL_MS: Readonly<Record<Level, number>> = {
  rows: QUARTER_MS / 4,
  quarter: QUARTER_MS,
  day: 24 * 4 * QUARTER_MS,
  month: 30 * 24 * 4 * QUARTER_MS,
};

/** About how many intervals of each queue would be read. */
function costOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { level, from, to }) => sum + (to - from) / TYPICAL_MS[level], 0);
}
