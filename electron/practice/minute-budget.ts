import type { Clock } from '../../shared/time/clock.ts';

/** What one more request has come to. */
export interface Counted {
  /** Requests of the minute so far, this one included. */
  count: number;
  limit: number;
  /** Whether this one is still within it. */
  within: boolean;
  /** Seconds until the minute is over. */
  resets: number;
}

/**
 * Requests counted in whole minutes of the machine's own clock, by key. A floor that runs faster has as many times more requests a minute, since
 * its data come as many times faster.
 */
export class MinuteBudget {
  private readonly clock: Clock;
  private readonly speed: () => number;
  private readonly used = new Map<string, { minute: number; count: number }>();

  /** @param speed floor seconds per second, now */
  constructor(clock: Clock, speed: () => number) {
    this.clock = clock;
    this.speed = speed;
  }

  /** Counts one request. @param perMinute what the vendor answers at speed 1 */
  count(key: string, perMinute: number): Counted {
    const now = this.clock.now();
    const minute = Math.floor(now / 60_000);
    const before = this.used.get(key);
    const count = (before?.minute === minute ? before.count : 0) + 1;
    this.used.set(key, { minute, count });
    const limit = Math.round(perMinute * Math.max(1, this.speed()));
    return { count, limit, within: count <= limit, resets: 60 - Math.floor((now % 60_000) / 1000) };
  }
}
