import { DateTime } from 'luxon';

/**
 * The days of a practice floor. A floor day starts at 04:00 on the floor's own clock, the quietest hour, so that each day can be simulated on
 * its own. The floor's clock is the local time of its zone plus `shiftMinutes`: a floor that was aligned to be busy when it was first opened
 * lives at another hour than the wall.
 */

const EPOCH = { year: 2020, month: 1, day: 1 };
const DAY_START_MINUTE = 240;
const DAY_MS = 86_400_000;

/** Day 0 is 1 January 2020; days count up by one. */
export interface FloorDay {
  day: number;
  /** Epoch seconds UTC; the next day's start is the end. 23 or 25 hours apart twice a year. */
  startAt: number;
  endAt: number;
  /** 0 Monday … 6 Sunday, as the floor lives it. */
  weekday: number;
}

export interface CalendarOptions {
  /** IANA zone. */
  zone: string;
  /** Minutes that the floor's clock is ahead of the local time of its zone. */
  shiftMinutes: number;
  /** Days added to the weekday, so that a floor opened on a Sunday may live a Tuesday. */
  weekdayOffset: number;
}

export class FloorCalendar {
  readonly options: CalendarOptions;
  private readonly starts = new Map<number, number>();
  private readonly days = new Map<number, FloorDay>();
  private readonly base: number;

  /** @throws RangeError for a zone that is not known */
  constructor(options: CalendarOptions) {
    if (!DateTime.utc().setZone(options.zone).isValid) throw new RangeError(`Unknown time zone "${options.zone}".`);
    this.options = options;
    this.base = Date.UTC(EPOCH.year, EPOCH.month - 1, EPOCH.day);
  }

  /** The day with this number. */
  day(day: number): FloorDay {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    const monday = DateTime.fromObject(EPOCH, { zone: 'utc' }).plus({ days: day }).weekday - 1;
    const made: FloorDay = {
      day,
      startAt: this.startOf(day),
      endAt: this.startOf(day + 1),
      weekday: (((monday + this.options.weekdayOffset) % 7) + 7) % 7,
    };
    this.days.set(day, made);
    return made;
  }

  /** When the ticket groups work: 08:00 to 19:00 on the floor's clock, 10:00 to 16:00 at week-ends. Epoch seconds UTC. */
  workingHours(day: number): { opens: number; closes: number } {
    const { startAt, weekday } = this.day(day);
    const [from, to] = weekday >= 5 ? [600, 960] : [480, 1140];
    return { opens: startAt + (from - DAY_START_MINUTE) * 60, closes: startAt + (to - DAY_START_MINUTE) * 60 };
  }

  /** Number of the day that contains the instant. @param at epoch seconds UTC */
  dayNumberAt(at: number): number {
    let day = Math.floor((at * 1000 - this.base) / DAY_MS);
    while (this.startOf(day) > at) day -= 1;
    while (this.startOf(day + 1) <= at) day += 1;
    return day;
  }

  /** Last midnight on the wall of the floor's zone, from which a vendor counts "today". Epoch seconds UTC. */
  localMidnight(at: number): number {
    return Math.floor(DateTime.fromSeconds(at, { zone: this.options.zone }).startOf('day').toSeconds());
  }

  private startOf(day: number): number {
    const known = this.starts.get(day);
    if (known !== undefined) return known;
    const date = DateTime.fromMillis(this.base + day * DAY_MS, { zone: 'utc' });
    const local = { year: date.year, month: date.month, day: date.day, hour: DAY_START_MINUTE / 60 };
    const wall = DateTime.fromObject(local, { zone: this.options.zone });
    const start = Math.floor(wall.toSeconds()) - this.options.shiftMinutes * 60;
    this.starts.set(day, start);
    return start;
  }
}

/** What to add to local time so that the floor lives 10:40 of an ordinary Tuesday at this instant. @param at epoch ms UTC */
export function busyAlignment(at: number, zone: string): { shiftMinutes: number; weekdayOffset: number } {
  const local = DateTime.fromMillis(at, { zone });
  const wanted = 10 * 60 + 40;
  const shift = wanted - (local.hour * 60 + local.minute);
  // Never over twelve hours, so that the floor's day stays the nearest one.
  const shiftMinutes = shift > 720 ? shift - 1440 : shift <= -720 ? shift + 1440 : shift;
  const lived = local.plus({ minutes: shiftMinutes });
  const weekend = lived.weekday >= 6;
  return { shiftMinutes, weekdayOffset: weekend ? (2 - lived.weekday + 7) % 7 : 0 };
}
