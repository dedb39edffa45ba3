/** Local dates and times of a zone: from instants, to instants, and from text. */
import { AppError } from '../errors/index.ts';
import { zoneOffsets } from './offsets.ts';

const DAY_MS = 86_400_000;

/** A wall-clock reading. */
export interface LocalTime {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  /** 1–31 */
  readonly day: number;
  /** 0–23 */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** ISO: 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** Minutes since local midnight by the wall clock, 0–1439. */
  readonly minuteOfDay: number;
}

/** What a wall-clock reading means as an instant. */
export interface LocalInstant {
  /** Epoch milliseconds UTC. */
  readonly at: number;
  /**
   * - `exact`: the reading occurs once.
   * - `repeated`: it occurs twice (clocks set back); `at` is the first, `laterAt` the second.
   * - `skipped`: it does not occur (clocks set forward); `at` is as long after the change as the reading is after the
   *   start of the gap: 02:30 in a gap 02:00–03:00 becomes 03:30, the later valid instant.
   */
  readonly kind: 'exact' | 'repeated' | 'skipped';
  readonly laterAt: number | null;
}

/** The local time at an instant. @param at epoch milliseconds UTC @throws AppError `invalid-input` on an unknown zone */
export function localTime(at: number, zone: string): LocalTime {
  return readWall(at + zoneOffsets(zone).offsetAt(at));
}

/** The fields of a wall reading (local time written as if it were UTC, in milliseconds). */
export function readWall(wall: number): LocalTime {
  const date = new Date(wall);
  const hour = date.getUTCHours();
  const minute = date.getUTCMinutes();
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour,
    minute,
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
    minuteOfDay: hour * 60 + minute,
  };
}

/**
 * The instant of a wall reading.
 *
 * @param wall the local time written as if it were UTC, in milliseconds (`Date.UTC(1999, 3, 2, 2, 30)`)
 * @throws AppError `invalid-input` on an unknown zone
 */
export function instantOfWall(wall: number, zone: string): LocalInstant {
  const offsets = zoneOffsets(zone);
  const before = offsets.offsetAt(wall - DAY_MS);
  const after = offsets.offsetAt(wall + DAY_MS);
  const first = wall - before;
  const second = wall - after;
  const firstHolds = offsets.offsetAt(first) === before;
  if (first === second && firstHolds) return { at: first, kind: 'exact', laterAt: null };
  const secondHolds = offsets.offsetAt(second) === after;
  if (firstHolds && secondHolds) {
    return { at: Math.min(first, second), kind: 'repeated', laterAt: Math.max(first, second) };
  }
  if (firstHolds) return { at: first, kind: 'exact', laterAt: null };
  if (secondHolds) return { at: second, kind: 'exact', laterAt: null };
  return { at: first, kind: 'skipped', laterAt: null };
}

/** The first instant of a local date, also where midnight is skipped or repeated. @param wall midnight, as a wall reading */
export function startOfDate(wall: number, zone: string): number {
  const instant = instantOfWall(wall, zone);
  if (instant.kind !== 'skipped') return instant.at;
  // The gap swallowed midnight: the date begins where the gap ends.
  return zoneOffsets(zone).changeIn(instant.at - DAY_MS, instant.at) ?? instant.at;
}

const DATE =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?$/i;

/**
 * The instant of a date or date-time in ISO form: `1999-04` (the month's first day), `1999-04-03`, `1999-04-03T10`,
 * `1999-04-03 10:15`, with seconds and fractions, with or without an offset (`Z`, `+03:00`).
 *
 * Without an offset it is read in the zone: a date is its first instant (not always midnight); a time that occurs twice is
 * the first one; a time that the spring change skips moves forward by the length of the gap, to the later valid instant.
 * `parseLocal` says which of these it was.
 *
 * @returns epoch milliseconds UTC
 * @throws AppError `invalid-input` on another form, on a date that no calendar has and on an unknown zone
 */
export function parseLocalDate(text: string, zone: string): number {
  return parseLocal(text, zone).at;
}

/** As `parseLocalDate`, with the word on how the instant was found. */
export function parseLocal(text: string, zone: string): LocalInstant {
  const match = DATE.exec(text.trim());
  if (match === null) throw unreadable(text);
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const ms = Math.floor(Number(`0.${fraction ?? '0'}`) * 1000);
  const fields = [year, month, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = wallOf(fields, ms);
  if (wall === null) throw unreadable(text);
  // The zone is checked even where the text brings its own offset: a wrong setting must not hide.
  zoneOffsets(zone);
  if (offset !== undefined) {
    const minutes = offsetMinutes(offset);
    if (minutes === null) throw unreadable(text);
    return { at: wall - minutes * 60_000, kind: 'exact', laterAt: null };
  }
  if (hour === undefined) return { at: startOfDate(wall, zone), kind: 'exact', laterAt: null };
  return instantOfWall(wall, zone);
}

/** Null where a field is out of range: `Date.UTC` would quietly roll 30 February over into March. */
function wallOf(fields: readonly [number, number, number, number, number, number], ms: number): number | null {
  const [year, month, day, hour, minute, second] = fields;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = readWall(wall);
  const same =
    back.year === year &&
    back.month === month &&
    back.day === day &&
    back.hour === hour &&
    back.minute === minute &&
    back.second === second;
  return same ? wall : null;
}

function offsetMinutes(text: string): number | null {
  if (text.toUpperCase() === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const rest = text.slice(3).replace(':', '');
  const minutes = rest === '' ? 0 : Number(rest);
  if (hours > 18 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function unreadable(text: string): AppError {
  const shown = text.slice(0, 60);
  return new AppError({
    code: 'invalid-input',
    message: `“${shown}” is not a date. Write it as 1999-04-03 or 1999-04-03T10:15.`,
    detail: { text: shown },
  });
}
