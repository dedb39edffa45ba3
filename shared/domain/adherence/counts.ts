/** Judged time as counts that add up, and the ratios made of them when read. */
import { ratioOf } from '../ratio.ts';
import type { Ratio } from '../ratio.ts';
import { QUARTER_MS } from './days.ts';
import { isProductiveActivity, isProductiveState } from './states.ts';
import type { AdherenceCounts, Segment } from './types.ts';

/** The counts of nothing, a fresh one for each caller. */
export function noCounts(): AdherenceCounts {
  return {
    scheduled: 0,
    matched: 0,
    unmatched: 0,
    excused: 0,
    unknown: 0,
    productiveScheduled: 0,
    productiveMatched: 0,
    productiveExcused: 0,
    productiveUnknown: 0,
    worked: 0,
    negative: 0,
    positive: 0,
  };
}

const FIELDS = Object.keys(noCounts()) as (keyof AdherenceCounts)[];

/** Both together. */
export function addAdherence(a: AdherenceCounts, b: AdherenceCounts): AdherenceCounts {
  const sum = noCounts();
  for (const field of FIELDS) sum[field] = a[field] + b[field];
  return sum;
}

/** All of them together; the counts of nothing where there are none. */
export function sumAdherence(all: Iterable<AdherenceCounts>): AdherenceCounts {
  const sum = noCounts();
  for (const one of all) for (const field of FIELDS) sum[field] += one[field];
  return sum;
}

/** Whether there is nothing in them: nothing planned, nothing done. */
export function isNothing(counts: AdherenceCounts): boolean {
  return counts.scheduled === 0 && counts.worked === 0;
}

/** Counts of judged time, in seconds. */
export function countsOf(segments: readonly Segment[]): AdherenceCounts {
  const counts = noCounts();
  for (const segment of segments) count(counts, segment, (segment.endAt - segment.startAt) / 1000);
  return counts;
}

/** Counts of one quarter hour. */
export interface QuarterCounts {
  /** A whole quarter hour of UTC. */
  readonly startAt: number;
  readonly counts: AdherenceCounts;
}

/**
 * Counts by quarter hours of UTC, in order; those with nothing planned and nothing done are left out. Together they are the counts of all the segments. A
 * quarter hour at the edge of a day holds that day's part alone.
 *
 * @param fromAt leave out quarter hours that begin before this instant
 */
export function quartersOf(segments: readonly Segment[], fromAt = -Infinity): QuarterCounts[] {
  const quarters: QuarterCounts[] = [];
  let current: QuarterCounts | null = null;
  for (const segment of segments) {
    if (segment.endAt <= fromAt) continue;
    if (segment.scheduled === null && !isProductiveState(segment.actual)) continue;
    let at = segment.startAt;
    while (at < segment.endAt) {
      const startAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
      const endAt = Math.min(segment.endAt, startAt + QUARTER_MS);
      if (startAt >= fromAt) {
        if (current === null || current.startAt !== startAt) {
          if (current !== null && isNothing(current.counts)) quarters.pop();
          current = { startAt, counts: noCounts() };
          quarters.push(current);
        }
        count(current.counts, segment, (endAt - at) / 1000);
      }
      at = endAt;
    }
  }
  if (current !== null && isNothing(current.counts)) quarters.pop();
  return quarters;
}

function count(counts: AdherenceCounts, segment: Segment, seconds: number): void {
  if (isProductiveState(segment.actual)) counts.worked += seconds;
  const { match } = segment;
  if (match === 'outside') {
    if (segment.impact === 'positive' && segment.because === null) counts.positive += seconds;
    return;
  }
  const productive = isProductiveActivity(segment.scheduled);
  counts.scheduled += seconds;
  counts[match] += seconds;
  if (productive) {
    counts.productiveScheduled += seconds;
    if (match === 'matched') counts.productiveMatched += seconds;
    else if (match === 'excused') counts.productiveExcused += seconds;
    else if (match === 'unknown') counts.productiveUnknown += seconds;
  }
  if (match !== 'unmatched') return;
  if (segment.impact === 'negative') counts.negative += seconds;
  else if (segment.impact === 'positive') counts.positive += seconds;
}

/**
 * Adherence (0–1): (matched + excused) / scheduled, over all activities or the productive ones (work, back office) alone. Time of which nothing is known is
 * taken out of the denominator. Null where nothing was planned, or nothing is known.
 */
export function adherence(counts: AdherenceCounts, of: 'all' | 'productive' = 'all'): Ratio {
  return of === 'all'
    ? ratioOf(counts.matched + counts.excused, counts.scheduled - counts.unknown)
    : ratioOf(
        counts.productiveMatched + counts.productiveExcused,
        counts.productiveScheduled - counts.productiveUnknown,
      );
}

/**
 * Conformance: time worked, whenever it was, / productive time planned. It may pass 1. Planned time of which nothing is known is taken out of the
 * denominator. Null where nothing productive was planned.
 */
export function conformance(counts: AdherenceCounts): Ratio {
  return ratioOf(counts.worked, counts.productiveScheduled - counts.productiveUnknown);
}
