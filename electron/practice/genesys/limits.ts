import type { Clock } from '../../../shared/time/clock.ts';
import { MinuteBudget } from '../minute-budget.ts';

/** Requests a minute that the vendor answers to one token. */
export const PER_MINUTE = 300;

export interface Spent {
  allowed: boolean;
  /** Seconds until the minute is over. */
  resets: number;
  headers: Record<string, string>;
}

/** The vendor's request budget: of each token its own. */
export class RequestLimits {
  private readonly budget: MinuteBudget;

  constructor(clock: Clock, speed: () => number) {
    this.budget = new MinuteBudget(clock, speed);
  }

  /** Counts one request of a token, and says whether it may be answered. */
  spend(token: string): Spent {
    const { count, limit, within, resets } = this.budget.count(token, PER_MINUTE);
    return {
      allowed: within,
      resets,
      headers: {
        'inin-ratelimit-count': String(count),
        'inin-ratelimit-allowed': String(limit),
        'inin-ratelimit-reset': String(resets),
      },
    };
  }
}
