/**
 * Buckets of local time: quarter hours, hours, days, weeks and months of a named zone.
 *
 * A bucket is known by its UTC start, which is unique; its label is the local start, which is not: on the night the
 * clocks go back two hour buckets carry the same label. Rules for the nights of change:
 * - a day, week or month begins at the first instant of its local date; days have 23, 24 or 25 hours (or 23½, 24½);
 * - a quarter hour or an hour ends where the offset changes, and a new one begins there. Where a zone shifts by half an
 *   hour (Lord Howe) this leaves a bucket of 30 minutes on either night;
 * - buckets of one grain never overlap and leave no gap.
 */
import { AppError } from '../errors/index.ts';
import { readWall, startOfDate } from './local.ts';
import type { LocalTime } from './local.ts';
import { zoneOffsets } from './offsets.ts';

export const GRAINS = ['quarter', 'hour', 'day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

/** First day of the week: 1 Monday (ISO, the default) … 7 Sunday. */
export type WeekStart = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface BucketOptions {
  /** Matters to the grain `week` alone. */
  readonly weekStart?: WeekStart;
}

const DAY_MS = 86_400_000;
const CLOCK_MS = { quarter: 900_000, hour: 3_600_000 } as const;
/** More buckets than any board can show; a slip in a date must not fill the memory. */
const MAX_BUCKETS = 1_000_000;

/**
 * The start of the bucket that holds an instant.
 *
 * @param at epoch milliseconds UTC
 * @returns epoch milliseconds UTC, at or before `at`
 * @throws AppError `invalid-input` on an unknown zone
 */
export function bucketStart(at: number, grain: Grain, zone: string, options: BucketOptions = {}): number {
  if (grain === 'quarter' || grain === 'hour') return clockStart(at, CLOCK_MS[grain], zone);
  return calendarBucket(at, grain, zone, options.weekStart ?? 1).startAt;
}

/**
 * The start of the bucket after the one that holds an instant, which is also that one's end (exclusive).
 *
 * @param at epoch milliseconds UTC
 * @returns epoch milliseconds UTC, after `at`
 * @throws AppError `invalid-input` on an unknown zone
 */
export function nextBucket(at: number, grain: Grain, zone: string, options: BucketOptions = {}): number {
  if (grain === 'quarter' || grain === 'hour') return clockEnd(at, CLOCK_MS[grain], zone);
  return calendarBucket(at, grain, zone, options.weekStart ?? 1).endAt;
}

/**
 * The label of the bucket that holds an instant: its local start as `1999-04`, `1999-W06` (ISO week), `1999-04-03`,
 * `1999-04-03T10` or `1999-04-03T10:15`. Labels sort as text within a grain. The repeated autumn hour repeats its label:
 * tell such buckets apart by their start. Weeks that do not begin on Monday have no ISO number and carry the date of
 * their first day.
 *
 * @param at epoch milliseconds UTC
 * @throws AppError `invalid-input` on an unknown zone
 */
export function bucketLabel(at: number, grain: Grain, zone: string, options: BucketOptions = {}): string {
  const startAt = bucketStart(at, grain, zone, options);
  const local = readWall(startAt + zoneOffsets(zone).offsetAt(startAt));
  switch (grain) {
    case 'month':
      return dateText(local).slice(0, -3);
    case 'week':
      return (options.weekStart ?? 1) === 1 ? isoWeek(local) : dateText(local);
    case 'day':
      return dateText(local);
    case 'hour':
      return `${dateText(local)}T${two(local.hour)}`;
    case 'quarter':
      return `${dateText(local)}T${two(local.hour)}:${two(local.minute - (local.minute % 15))}`;
  }
}

/**
 * The starts of all buckets that overlap `[from, to)`, in order. The first one may begin before `from`.
 *
 * @param from epoch milliseconds UTC
 * @param to epoch milliseconds UTC, exclusive
 * @throws AppError `invalid-input` on an unknown zone, `row-cap` when there would be more than a million
 */
export function range(from: number, to: number, grain: Grain, zone: string, options: BucketOptions = {}): number[] {
  const starts: number[] = [];
  if (!(from < to)) return starts;
  for (let at = bucketStart(from, grain, zone, options); at < to; at = nextBucket(at, grain, zone, options)) {
    if (starts.length === MAX_BUCKETS) {
      throw new AppError({
        code: 'row-cap',
        message: 'The span holds more than a million intervals. Choose a shorter span or a coarser interval.',
        detail: { cap: MAX_BUCKETS },
      });
    }
    starts.push(at);
  }
  return starts;
}

function clockStart(at: number, span: number, zone: string): number {
  const offsets = zoneOffsets(zone);
  const offset = offsets.offsetAt(at);
  const aligned = at - modulo(at + offset, span);
  if (offsets.offsetAt(aligned) === offset) return aligned;
  return offsets.changeIn(aligned, at) ?? aligned;
}

function clockEnd(at: number, span: number, zone: string): number {
  const offsets = zoneOffsets(zone);
  const offset = offsets.offsetAt(at);
  const aligned = at - modulo(at + offset, span) + span;
  if (offsets.offsetAt(aligned - 1) === offset) return aligned;
  return offsets.changeIn(at, aligned - 1) ?? aligned;
}

interface Bucket {
  readonly startAt: number;
  readonly endAt: number;
}

/** The last bucket of each kind asked for: rows come in order of time, so most of them fall into it. */
const lastBuckets = new Map<string, Bucket>();

function calendarBucket(at: number, grain: 'day' | 'week' | 'month', zone: string, weekStart: WeekStart): Bucket {
  const key = `${grain}${weekStart}${zone}`;
  const last = lastBuckets.get(key);
  if (last !== undefined && at >= last.startAt && at < last.endAt) return last;
  const bucket = findCalendarBucket(at, grain, zone, weekStart);
  lastBuckets.set(key, bucket);
  return bucket;
}

function findCalendarBucket(at: number, grain: 'day' | 'week' | 'month', zone: string, weekStart: WeekStart): Bucket {
  let wall = firstMidnight(at + zoneOffsets(zone).offsetAt(at), grain, weekStart);
  let startAt = startOfDate(wall, zone);
  // Where clocks go back over midnight an instant may read the old date again although the new one has begun, and a
  // zone that moves over the date line skips a date altogether: step to the bucket that truly holds the instant.
  for (;;) {
    const nextWall = followingMidnight(wall, grain);
    const endAt = startOfDate(nextWall, zone);
    if (at < endAt) return { startAt, endAt };
    wall = nextWall;
    startAt = endAt;
  }
}

function firstMidnight(wall: number, grain: 'day' | 'week' | 'month', weekStart: WeekStart): number {
  const midnight = wall - modulo(wall, DAY_MS);
  const local = readWall(midnight);
  if (grain === 'day') return midnight;
  if (grain === 'month') return midnight - (local.day - 1) * DAY_MS;
  return midnight - modulo(local.weekday - weekStart, 7) * DAY_MS;
}

function followingMidnight(wall: number, grain: 'day' | 'week' | 'month'): number {
  if (grain === 'day') return wall + DAY_MS;
  if (grain === 'week') return wall + 7 * DAY_MS;
  const date = new Date(wall);
  return date.setUTCMonth(date.getUTCMonth() + 1);
}

/** ISO 8601 week of a date: the week belongs to the year that has its Thursday. */
function isoWeek(local: LocalTime): string {
  const thursday = Date.UTC(local.year, local.month - 1, local.day + 4 - local.weekday);
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${two(week)}`;
}

function dateText(local: LocalTime): string {
  return `${String(local.year).padStart(4, '0')}-${two(local.month)}-${two(local.day)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
