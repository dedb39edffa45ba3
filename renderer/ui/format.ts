import * as shared from '../../shared/domain/format.ts';
import { currentLocale, t } from './i18n/index.ts';

/** Shown where there is nothing to show; its reason stands in a tooltip or beside it. */
export const DASH = '–';

/** A whole number, grouped as the locale does it. */
export function formatCount(value: number): string {
  return shared.formatCount(value, currentLocale()) ?? DASH;
}

/** A number with a fixed count of decimals. */
export function formatDecimal(value: number, digits: number): string {
  return shared.formatNumber(value, currentLocale(), digits) ?? DASH;
}

/** A share as per cent with its sign. @param value 0..1 */
export function formatPercent(value: number, digits = 0): string {
  return shared.formatPercent(value, currentLocale(), digits) ?? DASH;
}

/** A share as the bare number of per cent, for places that set the sign apart. @param value 0..1 */
export function formatPercentNumber(value: number, digits = 1): string {
  return formatDecimal(value * 100, digits);
}

/** A difference in per cent, always with its sign in front. @param value 0.09 = 9 % more */
export function formatDelta(value: number, digits = 0): string {
  return shared.formatPoints(value, currentLocale(), digits) ?? DASH;
}

/** A running time: `0:48`, `12:05`, `3 h 10`, `1 d 2 h`. @param seconds a negative one shows as zero */
export function formatDuration(seconds: number): string {
  return shared.formatDuration(Math.max(0, seconds), currentLocale(), { rounding: 'down' }) ?? DASH;
}

/** A mean or a total of time: `58 s`, `4:10`, `1 h 52`. @param seconds not negative */
export function formatSpan(seconds: number): string {
  const locale = currentLocale();
  const text = seconds < 59.5 ? shared.formatSeconds(seconds, locale, 0) : shared.formatDuration(seconds, locale);
  return text ?? DASH;
}

/** An age at a glance: `now`, `14 s`, `4 min`, `3 h`, `2 d`. @param seconds may be slightly negative (clocks differ) */
export function formatAge(seconds: number): string {
  return seconds < 1 ? t('ui.time.now') : (shared.formatAge(seconds, currentLocale()) ?? DASH);
}

/** Local time of an instant in a named zone. @param at epoch ms UTC */
export function formatTime(at: number, zone: string, withSeconds = false): string {
  return inZone(zone, (known) => shared.formatTime(at, { locale: currentLocale(), zone: known, seconds: withSeconds }));
}

/** Local date of an instant in a named zone. @param at epoch ms UTC */
export function formatDate(at: number, zone: string): string {
  return inZone(zone, (known) => shared.formatDate(at, { locale: currentLocale(), zone: known }));
}

/** Local date and time of an instant in a named zone. @param at epoch ms UTC */
export function formatDateTime(at: number, zone: string): string {
  return inZone(zone, (known) => shared.formatDateTime(at, { locale: currentLocale(), zone: known }));
}

function inZone(zone: string, format: (zone: string) => string | null): string {
  try {
    return format(zone) ?? DASH;
  } catch {
    // A zone that this runtime does not know: UTC, and it says so.
    return `${format('UTC') ?? DASH} UTC`;
  }
}
