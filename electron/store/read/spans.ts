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
