import { bucketStart } from '../../../shared/time/zone.ts';

/** A quarter hour. Every zone in use today is a multiple of it from UTC, so quarter hours are cut in UTC for all of them. */
export const QUARTER_MS = 900_000;

export const LENGTHS = ['quarter', 'day', 'month'] as const;
export type Length = (typeof LENGTHS)[number];

/** `queue`: by queue and channel. `source`: all of a source together, with an empty queue and channel. */
export const SCOPES = ['queue', 'source'] as const;
export type Scope = (typeof SCOPES)[number];

/** The table that keeps the contacts' cells of a length. */
export function contactRollup(scope: Scope, length: Length): string {
  return `${scope}_${length}_rollup`;
}

export const CONTACT_ROLLUPS: readonly string[] = SCOPES.flatMap((scope) =>
  LENGTHS.map((length) => contactRollup(scope, length)),
);

/** Start of the quarter hour (UTC) that holds an instant, epoch ms. */
export function quarterOf(at: number): number {
  return Math.floor(at / QUARTER_MS) * QUARTER_MS;
}

/** Starts of the reporting zone's day and month. */
export interface Calendar {
  readonly zone: string;
  dayOf(quarterAt: number): number;
  monthOf(quarterAt: number): number;
}

/** Quarter hours remembered: two weeks. */
const MAX_REMEMBERED = 1344;

/**
 * The calendar of a zone. A quarter hour belongs to the local day and month in which it begins. (Some zones were not a multiple of 15
 * minutes from UTC before 1972: there the quarter hour that holds midnight counts to the day before.)
 */
export function calendarOf(zone: string): Calendar {
  const days = new Map<number, number>();
  return {
    zone,
    dayOf(quarterAt) {
      let day = days.get(quarterAt);
      if (day === undefined) {
        if (days.size >= MAX_REMEMBERED) days.clear();
        day = bucketStart(quarterAt, 'day', zone);
        days.set(quarterAt, day);
      }
      return day;
    },
    monthOf: (quarterAt) => bucketStart(quarterAt, 'month', zone),
  };
}
