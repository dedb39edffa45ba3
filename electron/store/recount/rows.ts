/** Judged days as rows of adherence_day_row. */
import { quartersOf, shrinkageOf } from '../../../shared/domain/adherence/index.ts';
import type { AdherenceCounts, Exception, JudgedDay } from '../../../shared/domain/adherence/index.ts';
import { COUNT_COLUMNS, COUNT_FIELDS } from '../read/adherence.ts';
import { QUARTER_MS, quarterOf } from '../rollups/buckets.ts';
import type { SqlValue } from '../sqlite.ts';

export const ROW_COLUMNS: readonly string[] = [
  'source',
  'agent',
  'day',
  'start_at',
  'end_at',
  'counted_until',
  ...COUNT_COLUMNS,
  'paid_ms',
  'shrinkage',
  'quarters',
];

/**
 * The row of a day; null where nothing was planned and nothing done. A day that is not over always has one: it says from where to go on.
 *
 * @param of source and id of the agent that the person stands under
 */
export function rowOf(
  of: readonly [source: string, agent: string],
  day: JudgedDay,
  nowAt: number,
  exceptions: readonly Exception[],
): SqlValue[] | null {
  const countedUntil = Math.min(day.endAt, nowAt);
  const { paid, causes } = shrinkageOf(day.segments, day.plan, exceptions);
  const isEmpty = day.counts.scheduled === 0 && day.counts.worked === 0 && paid === 0;
  if (isEmpty && countedUntil === day.endAt) return null;
  return [
    ...of,
    day.day,
    day.startAt,
    day.endAt,
    countedUntil,
    ...COUNT_FIELDS.map((field) => Math.round(day.counts[field] * 1000)),
    Math.round(paid * 1000),
    JSON.stringify(causes),
    quartersText(day),
  ];
}

function quartersText(day: JudgedDay): string {
  const base = quarterOf(day.startAt);
  return JSON.stringify(
    quartersOf(day.segments).map(({ startAt, counts }) => [(startAt - base) / QUARTER_MS, ...withoutTail(counts)]),
  );
}

/** Zeros at the end are left out: most quarter hours have nothing but matched time. */
function withoutTail(counts: AdherenceCounts): number[] {
  const values = COUNT_FIELDS.map((field) => counts[field]);
  let length = values.length;
  while (length > 0 && values[length - 1] === 0) length -= 1;
  values.length = length;
  return values;
}
