/**
 * Offsets of time zones, cached. A zone library costs microseconds per question; a month of hours for two hundred
 * queues asks hundreds of thousands of times. So each UTC day of a zone is asked once, at both ends, and a day in which
 * the offset changes is bisected to the millisecond. One change a UTC day is all it can hold; zones change months apart.
 */
import { Info } from 'luxon';
import type { Zone } from 'luxon';
import { AppError } from '../errors/index.ts';

const DAY_MS = 86_400_000;
/** Days kept per zone (about 55 years) before the cache starts afresh. */
const MAX_DAYS = 20_000;

/** A UTC day whose offset changes within it. */
interface ChangingDay {
  readonly changesAt: number;
  readonly before: number;
  readonly after: number;
}

/** The offsets of one time zone. */
export class ZoneOffsets {
  readonly name: string;
  readonly #zone: Zone;
  readonly #days = new Map<number, number | ChangingDay>();
  #lastIndex = Number.NaN;
  #lastDay: number | ChangingDay = 0;

  constructor(zone: Zone) {
    this.#zone = zone;
    this.name = zone.name;
  }

  /**
   * Milliseconds to add to UTC for the local time at an instant (positive east of Greenwich).
   *
   * @param at epoch milliseconds UTC
   * @throws RangeError when the instant is not a finite number
   */
  offsetAt(at: number): number {
    const day = this.#day(at);
    if (typeof day === 'number') return day;
    return at < day.changesAt ? day.before : day.after;
  }

  /**
   * The first change of the offset in `(from, to]`, as the first instant of the new offset; null when there is none.
   *
   * @param from epoch milliseconds UTC
   * @param to epoch milliseconds UTC, at most a few days after `from` (the search walks day by day)
   */
  changeIn(from: number, to: number): number | null {
    const last = Math.floor(to / DAY_MS);
    for (let index = Math.floor(from / DAY_MS); index <= last; index += 1) {
      const day = this.#day(index * DAY_MS);
      if (typeof day !== 'number' && day.changesAt > from && day.changesAt <= to) return day.changesAt;
    }
    return null;
  }

  #day(at: number): number | ChangingDay {
    const index = Math.floor(at / DAY_MS);
    if (index === this.#lastIndex) return this.#lastDay;
    let day = this.#days.get(index);
    if (day === undefined) {
      if (!Number.isFinite(at)) throw new RangeError('An instant is a finite number of milliseconds.');
      day = this.#ask(index * DAY_MS);
      if (this.#days.size >= MAX_DAYS) this.#days.clear();
      this.#days.set(index, day);
    }
    this.#lastIndex = index;
    this.#lastDay = day;
    return day;
  }

  /** A change at the very start of a day belongs to that day, hence the look at the millisecond before it. */
  #ask(startAt: number): number | ChangingDay {
    const before = this.#raw(startAt - 1);
    const after = this.#raw(startAt + DAY_MS - 1);
    if (before === after) return after;
    let low = startAt - 1;
    let high = startAt + DAY_MS - 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#raw(middle) === before) low = middle;
      else high = middle;
    }
    return { changesAt: high, before, after };
  }

  #raw(at: number): number {
    return Math.round(this.#zone.offset(at) * 60_000);
  }
}

const known = new Map<string, ZoneOffsets>();

/**
 * The offsets of a zone by its IANA name (`Europe/Berlin`), `UTC`, or a fixed offset (`UTC+5:45`).
 *
 * @throws AppError `invalid-input` when there is no such zone. The machine's own zone is not a name: figures must not
 *   depend on the machine that computes them.
 */
export function zoneOffsets(zone: string): ZoneOffsets {
  let offsets = known.get(zone);
  if (offsets === undefined) {
    offsets = new ZoneOffsets(findZone(zone));
    known.set(zone, offsets);
  }
  return offsets;
}

/** Whether `zoneOffsets` knows the zone. */
export function isZone(zone: string): boolean {
  try {
    zoneOffsets(zone);
    return true;
  } catch {
    return false;
  }
}

const MACHINE_NAMES: ReadonlySet<string> = new Set(['', 'default', 'local', 'system']);

function findZone(name: string): Zone {
  const zone = MACHINE_NAMES.has(name.trim().toLowerCase()) ? null : Info.normalizeZone(name);
  if (zone === null || !zone.isValid) {
    throw new AppError({
      code: 'invalid-input',
      message: `There is no time zone “${name.slice(0, 60)}”. Use a name such as Europe/Berlin, or UTC.`,
      detail: { zone: name.slice(0, 60) },
    });
  }
  return zone;
}
