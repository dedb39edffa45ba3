/**
 * Numbers, durations and times as text, for screen and command line alike. Digits, separators and units come from the
 * locale; null ("no data") comes back as null, and the caller shows its dash with the reason.
 */

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs far more than using it, and a board uses the same few thousands of times a second. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, options);
    numberFormats.set(key, format);
  }
  return format;
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, options);
    dateFormats.set(key, format);
  }
  return format;
}

/** A whole number with the locale's grouping: `27,060`. */
export function formatCount(count: number | null, locale: string): string | null {
  return count === null ? null : numberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** A number with a fixed number of decimals: `7.84`. */
export function formatNumber(value: number | null, locale: string, digits = 1): string | null {
  return value === null ? null : numberFormat(locale, fixed(digits)).format(value);
}

/** A share as percent. @param share 0–1, so 0.819 is `81.9%` @param digits decimals of the percent */
export function formatPercent(share: number | null, locale: string, digits = 1): string | null {
  return share === null ? null : numberFormat(locale, { style: 'percent', ...fixed(digits) }).format(share);
}

/** A difference of shares in points, always signed: 0.042 is `+4.2`. The word "points" is the caller's. */
export function formatPoints(difference: number | null, locale: string, digits = 1): string | null {
  if (difference === null) return null;
  return numberFormat(locale, { signDisplay: 'exceptZero', ...fixed(digits) }).format(difference * 100);
}

export interface DurationOptions {
  /** `nearest` for means and sums; `down` for running timers, which never show a second that is not over. */
  readonly rounding?: 'nearest' | 'down';
}

/**
 * A duration in the two units that matter at its size: `0:05`, `2:41`, `1 h 52`, `1 d 2 h`.
 *
 * @param seconds fractions and negative durations (with a minus sign) allowed
 */
export function formatDuration(seconds: number | null, locale: string, options: DurationOptions = {}): string | null {
  if (seconds === null) return null;
  const round = options.rounding === 'down' ? Math.floor : Math.round;
  const length = Math.abs(seconds);
  const whole = round(length);
  const text = durationText(length, whole, round, locale);
  return seconds < 0 && whole > 0 ? `${minusSign(locale)}${text}` : text;
}

function durationText(length: number, whole: number, round: (value: number) => number, locale: string): string {
  if (whole < 3600) return `${plain(Math.floor(whole / 60), locale)}:${two(whole % 60, locale)}`;
  const minutes = round(length / 60);
  if (minutes < 1440) return `${withUnit(Math.floor(minutes / 60), 'hour', locale)} ${two(minutes % 60, locale)}`;
  const hours = round(length / 3600);
  return `${withUnit(Math.floor(hours / 24), 'day', locale)} ${withUnit(hours % 24, 'hour', locale)}`;
}

/** A mean in seconds with its decimals and unit, for the panel that explains a number: `35.0 s`. */
export function formatSeconds(seconds: number | null, locale: string, digits = 1): string | null {
  return seconds === null ? null : spaced(seconds, 'second', locale, digits);
}

/**
 * How old something is, in one unit and rounded down: `8 s`, `3 min`, `2 h`, `5 d`. An age below zero (a clock ahead of ours)
 * is shown as zero.
 */
export function formatAge(seconds: number | null, locale: string): string | null {
  if (seconds === null) return null;
  const age = Math.max(0, seconds);
  if (age < 60) return spaced(Math.floor(age), 'second', locale, 0);
  if (age < 3600) return spaced(Math.floor(age / 60), 'minute', locale, 0);
  if (age < 86_400) return spaced(Math.floor(age / 3600), 'hour', locale, 0);
  return spaced(Math.floor(age / 86_400), 'day', locale, 0);
}

export interface TimeOptions {
  readonly locale: string;
  /** The reporting zone: a name, never the machine's. */
  readonly zone: string;
}

/** The time of day of an instant, `14:05` or as the locale writes it. @param at epoch milliseconds UTC */
export function formatTime(at: number | null, options: TimeOptions & { readonly seconds?: boolean }): string | null {
  const { locale, zone, seconds = false } = options;
  return instant(at, locale, { timeZone: zone, timeStyle: seconds ? 'medium' : 'short' });
}

/** The date of an instant: `3 Feb 1999` as the locale writes it. @param at epoch milliseconds UTC */
export function formatDate(at: number | null, options: TimeOptions & { readonly weekday?: boolean }): string | null {
  const { locale, zone, weekday = false } = options;
  if (!weekday) return instant(at, locale, { timeZone: zone, dateStyle: 'medium' });
  return instant(at, locale, { timeZone: zone, weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' });
}

/** Date and time of an instant. @param at epoch milliseconds UTC */
export function formatDateTime(at: number | null, options: TimeOptions): string | null {
  return instant(at, options.locale, { timeZone: options.zone, dateStyle: 'medium', timeStyle: 'short' });
}

/** An instant for programs and files: UTC in ISO 8601, `1999-02-03T08:00:00.000Z`. @param at epoch milliseconds UTC */
export function isoInstant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function instant(at: number | null, locale: string, options: Intl.DateTimeFormatOptions): string | null {
  return at === null ? null : dateFormat(locale, options).format(at);
}

function fixed(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

function plain(value: number, locale: string): string {
  return numberFormat(locale, { useGrouping: false, maximumFractionDigits: 0 }).format(value);
}

function two(value: number, locale: string): string {
  return numberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false }).format(value);
}

type TimeUnit = 'second' | 'minute' | 'hour' | 'day';

/** The narrowest name of the unit after its number, always with a space: English writes `1h`, which runs into the digits. */
function withUnit(value: number, unit: TimeUnit, locale: string): string {
  return `${plain(value, locale)} ${unitName(value, unit, locale, 'narrow')}`;
}

function spaced(value: number, unit: TimeUnit, locale: string, digits: number): string {
  const number = numberFormat(locale, fixed(digits)).format(value);
  // Narrow "minute" is "m" in English, which reads as metres; the short names of the others are no words either.
  return `${number} ${unitName(value, unit, locale, unit === 'minute' ? 'short' : 'narrow')}`;
}

function unitName(value: number, unit: TimeUnit, locale: string, unitDisplay: 'narrow' | 'short'): string {
  const parts = numberFormat(locale, { style: 'unit', unit, unitDisplay }).formatToParts(value);
  return parts.find(({ type }) => type === 'unit')?.value.trim() ?? '';
}

function minusSign(locale: string): string {
  return (
    numberFormat(locale, {})
      .formatToParts(-1)
      .find(({ type }) => type === 'minusSign')?.value ?? '-'
  );
}
