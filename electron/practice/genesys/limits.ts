import type { Clock } from '../../../shared/time/clock.ts';

/** Requests a minute that the vendor answers to one token. */
export const PER_MINUTE = 300;

export interface Spent {
  allowed: boolean;
  /** Seconds until the minute is over. */
  resets: number;
  headers: Record<string, string>;
}

/** The vendor's request budget, in whole minutes of the machine's own clock. A floor that runs faster has as many times more. */
export class RequestLimits {
  private readonly clock: Clock;
  private readonly speed: () => number;
  private readonly used = new Map<string, { minute: number; count: number }>();

  constructor(clock: Clock, speed: () => number) {
    this.clock = clock;
    this.speed = speed;
  }

  /** Counts one request of a token, and says whether it may be answered. */
  spend(token: string): Spent {
    const now = this.clock.now();
    const minute = Math.floor(now / 60_000);
    const before = this.used.get(token);
    const count = (before?.minute === minute ? before.count : 0) + 1;
    this.used.set(token, { minute, count });
    const limit = Math.round(PER_MINUTE * Math.max(1, this.speed()));
    const resets = 60 - Math.floor((now % 60_000) / 1000);
    return {
      allowed: count <= limit,
      resets,
      headers: {
        'inin-ratelimit-count': String(count),
        'inin-ratelimit-allowed': String(limit),
        'inin-ratelimit-reset': String(resets),
      },
    };
  }
}
