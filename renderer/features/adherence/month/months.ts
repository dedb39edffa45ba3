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
export function dayText(day: string): string {
  return format(day, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** The weekday in one letter. @param day `2026-03-03` */
export function weekdayLetter(day: string): string {
  return format(day, { weekday: 'narrow' });
}

/** Whether a week begins with the day. @param weekStart 1 Monday … 7 Sunday */
export function beginsWeek(day: string, weekStart: number): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === weekStart % 7;
}

/** A calendar day has no zone of its own: it is formatted as the day it names. */
function format(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(currentLocale(), { ...options, timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}
