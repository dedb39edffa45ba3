import type { Clock } from '../../../shared/time/clock.ts';
import { MinuteBudget } from '../minute-budget.ts';
import type { Counted } from '../minute-budget.ts';
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

/** The vendor's request budgets. Every request also costs one of the account's own. */
export class RequestLimits {
  private readonly budget: MinuteBudget;
  private readonly perMinute: Record<Bucket, number>;

  /** @param exportsPerMinute budget of each of the two export buckets at speed 1 */
  constructor(clock: Clock, speed: () => number, exportsPerMinute: number) {
    this.budget = new MinuteBudget(clock, speed);
    this.perMinute = { ...PER_MINUTE, incremental: exportsPerMinute, 'talk-export': exportsPerMinute };
  }

  /** Counts one request, and says whether it may be answered. */
  spend(bucket: Bucket): Spent {
    const account = this.budget.count('account', this.perMinute.account);
    const own = bucket === 'account' ? account : this.budget.count(bucket, this.perMinute[bucket]);
    const { resets } = account;
    const left = ({ limit, count }: Counted): number => Math.max(0, limit - count);
    const headers: Record<string, string> = {
      'x-rate-limit': String(account.limit),
      'x-rate-limit-remaining': String(left(account)),
      'ratelimit-limit': String(account.limit),
      'ratelimit-remaining': String(left(account)),
      'ratelimit-reset': String(resets),
    };
    if (bucket !== 'account') {
      headers[`zendesk-ratelimit-${bucket === 'incremental' ? 'incremental-exports' : bucket}`] =
        `total=${own.limit}; remaining=${left(own)}; resets=${resets}`;
    }
    const allowed = account.within && own.within;
    if (!allowed) headers['retry-after'] = String(resets);
    const over = account.within ? bucket : 'account';
    return { allowed, headers, text: `Number of allowed ${NAMES[over]} requests per minute exceeded` };
  }
}
