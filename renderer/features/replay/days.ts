import { instantOfWall, localTime } from '../../../shared/time/local.ts';

const DAY_MS = 86_400_000;

export interface Span {
  from: number;
  to: number;
}

/** The same wall-clock time so many days later (or earlier). @param at epoch ms UTC */
export function shiftDays(at: number, days: number, zone: string): number {
  return instantOfWall(wallOf(at, zone) + days * DAY_MS, zone).at;
}

/** The wall-clock time of `at` on another date. @param date `1999-02-03` @returns null when that is no date */
export function onDate(at: number, date: string, zone: string): number | null {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight)) return null;
  return instantOfWall(midnight + (wallOf(at, zone) % DAY_MS), zone).at;
}

/** The nearest instant within the span. */
export function clamp(at: number, span: Span): number {
  return Math.min(span.to, Math.max(span.from, at));
}

function wallOf(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = localTime(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
