import type { AlarmRow } from '../../shared/contract/index.ts';
import { DASH, formatCount, formatDuration, formatPercent, t, tKnown } from '../ui/index.ts';

const RATIOS = new Set(['serviceLevel', 'abandonRate', 'occupancy']);
const TIMES = new Set(['longestWait', 'wrap', 'stateOverrun', 'adherence']);

/** A figure of an alarm as its rule counts it: share, time or count. */
export function alarmFigure(rule: string, value: number | null): string {
  if (value === null) return DASH;
  if (RATIOS.has(rule)) return formatPercent(value);
  return TIMES.has(rule) ? formatDuration(value) : formatCount(value);
}

/** What is wrong, with its figures, in one line. */
export function alarmReason(row: Pick<AlarmRow, 'rule' | 'reason' | 'value' | 'limit'>): string {
  const values = { value: alarmFigure(row.rule, row.value), limit: alarmFigure(row.rule, row.limit) };
  return tKnown(row.reason, values) ?? t('alarm.none');
}

/** The one thing to do next. */
export function alarmAction(row: Pick<AlarmRow, 'suggestion'>): string | null {
  return tKnown(row.suggestion);
}
