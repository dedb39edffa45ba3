import { currentLocale } from '../../../ui/index.ts';

/** A month as it is asked for, `2026-03`. */
export const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month that lies `by` months away. @param month `2026-03` */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** `March 2026` in the language of the window. */
export function monthText(month: string): string {
  return format(`${month}-01`, { month: 'long', year: 'numeric' });
}

/** `Tue 3 Mar` in the language of the window. @param day `2026-03-03` */
function dayText(day: string): string {
  return format(day, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** The weekday in one letter. @param day `2026-03-03` */
function weekdayLetter(day: string): string {
  return format(day, { weekday: 'narrow' });
}

/** Whether a week begins with the day. @param weekStart 1 Monday … 7 Sunday */
function beginsWeek(day: string, weekStart: number): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === weekStart % 7;
}

/** A day of the month as its column shows it. */
export interface DayHead {
  day: string;
  /** `Tue 3 Mar`. */
  text: string;
  letter: string;
  /** A week begins with it. */
  week: boolean;
}

/** What the columns of a month show: made once for all rows, for naming a day costs more than drawing it. */
export function dayHeads(days: readonly string[], weekStart: number): DayHead[] {
  return days.map((day) => ({
    day,
    text: dayText(day),
    letter: weekdayLetter(day),
    week: beginsWeek(day, weekStart),
  }));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A calendar day has no zone of its own: it is formatted as the day it names. */
function format(day: string, options: Intl.DateTimeFormatOptions): string {
  const locale = currentLocale();
  const key = `${locale} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    formats.set(key, known);
  }
  return known.format(Date.parse(`${day}T00:00:00Z`));
}
