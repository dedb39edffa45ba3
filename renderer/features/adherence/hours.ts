import { formatCount, formatDecimal, formatSpan, t } from '../../ui/index.ts';

/** Working time of many people or days: in hours, never in days of twenty-four of them. @param seconds not negative */
export function hoursText(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 10) return formatSpan(seconds);
  return t('adherence-month.hours', { hours: hours < 100 ? formatDecimal(hours, 1) : formatCount(Math.round(hours)) });
}
