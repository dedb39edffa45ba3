import type { AdherenceRow } from '../../../shared/contract/index.ts';
import type { Impact } from '../../../shared/domain/adherence/types.ts';

export const BUCKETS = ['under1', 'from1', 'over5'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** How much a minute of a deviation weighs: what hurts comes first, what helps last, but not even a long one of those is hidden. */
const WEIGHT: Readonly<Record<Impact, number>> = { negative: 1, neutral: 0.3, positive: 0.1 };

/** How long the row has been out of adherence, in seconds; null while it is in adherence, excused or without a plan. */
export function outSeconds(row: AdherenceRow, now: number): number | null {
  if (row.deviation === null || row.deviation.excused !== null) return null;
  const until = row.stale && row.asOf !== null ? Math.min(row.asOf, now) : now;
  return Math.max(0, (until - row.deviation.since) / 1000);
}

export function isExcused(row: AdherenceRow): boolean {
  return row.deviation !== null && row.deviation.excused !== null;
}

/** Below one minute, up to five, longer. */
export function bucketOf(seconds: number): Bucket {
  return seconds < 60 ? 'under1' : seconds <= 300 ? 'from1' : 'over5';
}

/** The level that tints a deviation: what helps the floor is no alarm, however long it lasts. */
export function levelOf({ deviation, stale, level }: AdherenceRow): AdherenceRow['level'] {
  if (stale) return 'stale';
  return deviation === null || deviation.excused !== null || deviation.impact === 'positive' ? 'normal' : level;
}

/** Whether a plan holds now and no source says what the person does. */
export function isUnknown({ hasSchedule, scheduled, state, deviation }: AdherenceRow): boolean {
  return hasSchedule && scheduled !== null && scheduled !== 'off' && state === null && deviation === null;
}

/** Impact × minutes of what lasts now; 0 for those in adherence. */
export function pressure(row: AdherenceRow, now: number): number {
  const seconds = outSeconds(row, now);
  return seconds === null || row.deviation === null ? 0 : WEIGHT[row.deviation.impact] * seconds;
}

const byName = (a: AdherenceRow, b: AdherenceRow) => a.name.localeCompare(b.name);

/** Impact × minutes, then the excused, then everybody by name. @param now epoch ms UTC, fixed for one sorting */
export function worstFirst(now: number) {
  return (a: AdherenceRow, b: AdherenceRow): number =>
    pressure(b, now) - pressure(a, now) || Number(isExcused(b)) - Number(isExcused(a)) || byName(a, b);
}

export const SORTS = ['out', 'impact', 'team', 'name'] as const;
export type Sort = (typeof SORTS)[number];

/**
 * Orders of the timeline: `out` those out of adherence by impact × minutes and then everybody by name, `impact` by impact × minutes of the whole
 * day up to now, `team`, `name`.
 */
export function comparatorOf(sort: Sort, now: number): (a: AdherenceRow, b: AdherenceRow) => number {
  switch (sort) {
    case 'out':
      return (a, b) => pressure(b, now) - pressure(a, now) || planned(b) - planned(a) || byName(a, b);
    case 'impact':
      return (a, b) => dayPressure(b) - dayPressure(a) || planned(b) - planned(a) || byName(a, b);
    case 'team':
      return (a, b) => (a.team ?? '\uffff').localeCompare(b.team ?? '\uffff') || byName(a, b);
    case 'name':
      return byName;
  }
}

/** Seconds out of adherence today, weighed by what they did to the floor. */
function dayPressure({ counts }: AdherenceRow): number {
  const neutral = Math.max(0, counts.unmatched - counts.negative - counts.positive);
  return counts.negative * WEIGHT.negative + neutral * WEIGHT.neutral + counts.positive * WEIGHT.positive;
}

const planned = (row: AdherenceRow): number => Number(row.hasSchedule);
