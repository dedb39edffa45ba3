import type { Clock } from '../../../shared/time/clock.ts';
import type { Bucket } from './http.ts';

/** Requests a minute of an Enterprise plan; exports have budgets of their own. */
const PER_MINUTE: Record<Bucket, number> = { account: 700, incremental: 10, 'talk-export': 10, chat: 200 };

/** Export requests a minute of the vendor's ordinary plans. */
export const EXPORTS_PER_MINUTE = PER_MINUTE.incremental;

const NAMES: Record<Bucket, string> = {
  account: 'API',
  incremental: 'incremental export API',
  'talk-export': 'Talk incremental export API',
  chat: 'Chat API',
};

export interface Spent {
  allowed: boolean;
  headers: Record<string, string>;
  /** Body of the refusal. */
  text: string;
}

/**
 * The vendor's request budgets, in whole minutes of the machine's own clock. A floor that runs faster has as many times more requests a
 * minute, since its data come as many times faster. Every request also costs one of the account's own.
 */
export class RequestLimits {
  private readonly clock: Clock;
  private readonly speed: () => number;
  private readonly perMinute: Record<Bucket, number>;
  private readonly used = new Map<Bucket, { minute: number; count: number }>();

  /** @param exportsPerMinute budget of each of the two export buckets at speed 1 */
  constructor(clock: Clock, speed: () => number, exportsPerMinute: number) {
    this.clock = clock;
    this.speed = speed;
    this.perMinute = { ...PER_MINUTE, incremental: exportsPerMinute, 'talk-export': exportsPerMinute };
  }

  /** Counts one request, and says whether it may be answered. */
  spend(bucket: Bucket): Spent {
    const account = this.count('account');
    const own = bucket === 'account' ? account : this.count(bucket);
    const resets = 60 - Math.floor((this.clock.now() % 60_000) / 1000);
    const headers: Record<string, string> = {
      'x-rate-limit': String(account.limit),
      'x-rate-limit-remaining': String(account.left),
      'ratelimit-limit': String(account.limit),
      'ratelimit-remaining': String(account.left),
      'ratelimit-reset': String(resets),
    };
    if (bucket !== 'account') {
      headers[`zendesk-ratelimit-${bucket === 'incremental' ? 'incremental-exports' : bucket}`] =
        `total=${own.limit}; remaining=${own.left}; resets=${resets}`;
    }
    const allowed = account.within && own.within;
    if (!allowed) headers['retry-after'] = String(resets);
    const over = account.within ? bucket : 'account';
    return { allowed, headers, text: `Number of allowed ${NAMES[over]} requests per minute exceeded` };
  }

  private count(bucket: Bucket): { limit: number; left: number; within: boolean } {
    const minute = Math.floor(this.clock.now() / 60_000);
    const before = this.used.get(bucket);
    const count = (before?.minute === minute ? before.count : 0) + 1;
    this.used.set(bucket, { minute, count });
    const limit = Math.round(this.perMinute[bucket] * Math.max(1, this.speed()));
    return { limit, left: Math.max(0, limit - count), within: count <= limit };
  }
}
