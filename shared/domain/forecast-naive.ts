/**
 * The naive line that every forecast is shown beside: the mean of the same weekday and local time of day over the last weeks
 * that have data. Local time, because customers call by the clock on the wall: after a change of the clocks nine o'clock is
 * still nine o'clock.
 */
import { instantOfWall } from '../time/local.ts';
import { zoneOffsets } from '../time/offsets.ts';

const WEEK_MS = 7 * 86_400_000;

export interface NaiveForecastOptions {
  /** Start of the interval asked for, epoch milliseconds UTC. */
  readonly targetAt: number;
  /** The reporting zone. */
  readonly zone: string;
  /**
   * Volume of the interval that starts at an instant (epoch ms): zero where it is known that nothing came, null where there
   * is no data (not open, not recorded, not over yet).
   */
  readonly volumeAt: (startAt: number) => number | null;
  /** The most weeks that go into the mean. */
  readonly maxWeeks?: number;
  /** With fewer weeks there is no forecast. */
  readonly minWeeks?: number;
  /** How far back to look, in weeks: holidays and gaps are stepped over. */
  readonly searchWeeks?: number;
}

export interface NaiveForecast {
  /** Expected volume of the interval. */
  readonly value: number;
  /** Weeks that went into it. */
  readonly n: number;
}

/**
 * The expected volume of an interval, or null with too little history.
 *
 * A week in which the spring change skipped that time of day has no such interval and is stepped over; a time that
 * occurred twice counts with its first occurrence.
 *
 * @throws AppError `invalid-input` on an unknown zone
 */
export function naiveForecast(options: NaiveForecastOptions): NaiveForecast | null {
  const { targetAt, zone, volumeAt, maxWeeks = 8, minWeeks = 2, searchWeeks = 16 } = options;
  const wall = targetAt + zoneOffsets(zone).offsetAt(targetAt);
  let sum = 0;
  let n = 0;
  for (let week = 1; week <= searchWeeks && n < maxWeeks; week += 1) {
    const start = instantOfWall(wall - week * WEEK_MS, zone);
    const volume = start.kind === 'skipped' ? null : volumeAt(start.at);
    if (volume === null) continue;
    sum += volume;
    n += 1;
  }
  return n < Math.max(minWeeks, 1) ? null : { value: sum / n, n };
}
