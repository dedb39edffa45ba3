/** Shifts and evaluations in their tables. */
import type { EvaluationRecord, ShiftActivity, ShiftRecord } from '../../../shared/domain/records.ts';
import type { TableSpec } from './tables.ts';
import { badInstant, flag, INSTANT, ms, spanOf } from './values.ts';

export const evaluation: TableSpec<EvaluationRecord> = {
  table: 'evaluation_row',
  columns: [
    'contact',
    'agent',
    'evaluator',
    'form',
    'form_name',
    'status',
    'total_score',
    'critical_score',
    'auto_failed',
    'comment',
    'assigned_at',
    'released_at',
    'raw',
  ],
  values: (r, source) => [
    r.contact,
    r.agent,
    r.evaluator,
    r.form,
    r.formName,
    r.status,
    r.totalScore,
    r.criticalScore,
    flag(r.autoFailed),
    r.comment,
    ms(r.assignedAt),
    ms(r.releasedAt),
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: (r) => (badInstant(r.assignedAt) || badInstant(r.releasedAt) ? INSTANT : null),
};

function shiftProblem(r: ShiftRecord): string | null {
  const spans = [r, ...r.activities];
  if (spans.some(({ startAt, endAt }) => badInstant(startAt) || badInstant(endAt))) return INSTANT;
  return spans.some(({ startAt, endAt }) => endAt < startAt)
    ? 'it has a planned time that ends before it begins'
    : null;
}

export const shift: TableSpec<ShiftRecord> = {
  table: 'shift_row',
  columns: ['agent', 'start_at', 'end_at', 'activities', 'span', 'raw'],
  values: (r, source) => [
    r.agent,
    Math.round(r.startAt),
    Math.round(r.endAt),
    activitiesText(r.activities),
    spanOf(r.startAt, r.endAt),
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: shiftProblem,
};

/** Planned activities as they lie in a column: see migration 0006. */
export function activitiesText(activities: readonly ShiftActivity[]): string {
  return JSON.stringify(
    activities.map(({ activity, rawActivity, startAt, endAt, paid }) => [
      activity,
      rawActivity,
      Math.round(startAt),
      Math.round(endAt),
      flag(paid),
    ]),
  );
}

/** The way back from {@link activitiesText}. */
export function activitiesOf(text: string): ShiftActivity[] {
  const rows = JSON.parse(text) as [ShiftActivity['activity'], string, number, number, number | null][];
  return rows.map(([activity, rawActivity, startAt, endAt, paid]) => ({
    activity,
    rawActivity,
    startAt,
    endAt,
    paid: paid === null ? null : paid === 1,
  }));
}
