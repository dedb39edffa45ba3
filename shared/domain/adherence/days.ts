/**
 * Days of a person. A shift belongs to the day of the zone on which it starts, with all of its hours after midnight. Time outside every shift belongs to
 * its local day, but up to two hours before and after a shift go with the shift (overtime after midnight, an early start before it); where two shifts of
 * different days are less than four hours apart the cut lies in the middle. Days are cut by the plan alone, never by what was done, at
 * quarter hours wherever a quarter hour lies between the shifts; they leave no gap and do not overlap.
 */
import { bucketLabel, bucketStart, nextBucket } from '../../time/zone.ts';
import type { PlannedShift } from './types.ts';

/** How far overtime reaches. */
export const OVERTIME_MS = 2 * 3_600_000;
export const QUARTER_MS = 900_000;

/** A person's day: `[startAt, endAt)`, which is not always from midnight to midnight. */
export interface DayFrame {
  /** `2026-03-29`, of the zone. */
  readonly day: string;
  readonly startAt: number;
  readonly endAt: number;
  /** Shifts that begin on this day, stretches of time off among them, in order. */
  readonly shifts: readonly PlannedShift[];
}

/**
 * The days that overlap `[fromAt, toAt)`, whole.
 *
 * @param shifts of one person, in order of start, not overlapping; those of two days before and after the span too, where there are any
 * @param zone IANA name
 * @throws AppError `invalid-input` on an unknown zone
 */
export function dayFrames(shifts: readonly PlannedShift[], fromAt: number, toAt: number, zone: string): DayFrame[] {
  const working = shifts.filter(({ activities }) => activities.some(({ activity }) => activity !== 'off'));
  const frames: DayFrame[] = [];
  // A day may begin a little before its midnight and end long after the next one.
  let midnight = bucketStart(Math.min(fromAt, earliestCovering(working, fromAt)), 'day', zone);
  let startAt = cut(working, midnight);
  let first = 0;
  while (startAt < toAt) {
    const next = nextBucket(midnight, 'day', zone);
    const endAt = cut(working, next);
    while (first < shifts.length && (shifts[first] as PlannedShift).startAt < midnight) first += 1;
    let after = first;
    while (after < shifts.length && (shifts[after] as PlannedShift).startAt < next) after += 1;
    if (endAt > fromAt && endAt > startAt) {
      frames.push({ day: bucketLabel(midnight, 'day', zone), startAt, endAt, shifts: shifts.slice(first, after) });
    }
    first = after;
    midnight = next;
    startAt = endAt;
  }
  return frames;
}

/** The day that an instant belongs to. See {@link dayFrames}. */
export function dayFrameAt(shifts: readonly PlannedShift[], at: number, zone: string): DayFrame {
  const [frame] = dayFrames(shifts, at, at + 1, zone);
  if (frame === undefined) throw new RangeError('An instant is a finite number of milliseconds.');
  return frame;
}

/** The day that bears a name: from its first to its last instant for this person. Null where a long shift swallowed it. */
export function dayFrameOf(shifts: readonly PlannedShift[], midnight: number, zone: string): DayFrame | null {
  const day = bucketLabel(midnight, 'day', zone);
  const from = bucketStart(midnight, 'day', zone);
  return (
    dayFrames(shifts, from - OVERTIME_MS, nextBucket(midnight, 'day', zone), zone).find((frame) => frame.day === day) ??
    null
  );
}

/** Start of a shift that covers the instant or ended shortly before it, else the instant's own neighbourhood. */
function earliestCovering(shifts: readonly PlannedShift[], at: number): number {
  let earliest = at - OVERTIME_MS;
  for (const { startAt, endAt } of shifts) {
    if (startAt > at) break;
    if (endAt + OVERTIME_MS + QUARTER_MS >= at && startAt < earliest) earliest = startAt;
  }
  return earliest;
}

/** Where the day that ends at this midnight gives way to the next. */
function cut(shifts: readonly PlannedShift[], midnight: number): number {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle] as PlannedShift).startAt < midnight) low = middle + 1;
    else high = middle;
  }
  const before = low > 0 ? (shifts[low - 1] as PlannedShift).endAt : -Infinity;
  const after = low < shifts.length ? (shifts[low] as PlannedShift).startAt : Infinity;
  const least = Math.ceil((before + OVERTIME_MS) / QUARTER_MS) * QUARTER_MS;
  const most = Math.floor((after - OVERTIME_MS) / QUARTER_MS) * QUARTER_MS;
  if (least <= most) return Math.min(Math.max(midnight, least), most);
  const middle = (before + after) / 2;
  const quarter = Math.floor(middle / QUARTER_MS) * QUARTER_MS;
  return quarter >= before ? quarter : Math.floor(middle);
}
