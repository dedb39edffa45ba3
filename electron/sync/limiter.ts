import type { Clock } from '../../shared/time/clock.ts';
import type { BucketLimit } from '../connectors/connector.ts';
import type { RateReading } from './rate-headers.ts';
import type { Timers } from './timers.ts';

/** Part of a limit that we use at most; the rest stays for the account's other integrations. */
export const OWN_SHARE = 0.5;

/** A window longer than this is not believed: one odd header must not stop a stream for a day. */
const LONGEST_WINDOW_MS = 3_600_000;

const DEFAULT_WINDOW_MS = 60_000;

/** One limit at the vendor, whichever endpoints it stands over. */
interface Pool {
  limit: number;
  remaining: number | null;
  /** Monotonic ms; our requests are counted from one reset to the next. */
  windowEndsAt: number;
  windowMs: number;
  own: number;
}

/** Names of the pools that a bucket's requests count against, and until when (monotonic ms) a 429 stopped it. */
interface Bucket {
  documented: string | null;
  account: string | null;
  endpoint: string | null;
  blockedUntil: number;
}

/**
 * The rate limits of one source, fed by what the replies say. A bucket's requests count against the limits that its
 * replies state: the account's (printed on every endpoint, so shared by all buckets that print the same) and the
 * endpoint's own; before the first reply, and where the replies say nothing of the endpoint, against the documented one.
 * We take our share of each in a window, wait for the next window when nothing remains, and stand still while a 429 asks.
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #share: number;
  readonly #documented: Readonly<Record<string, BucketLimit>>;
  readonly #buckets = new Map<string, Bucket>();
  readonly #pools = new Map<string, Pool>();

  constructor(
    clock: Clock,
    timers: Timers,
    documented: Readonly<Record<string, BucketLimit>> = {},
    share: number = OWN_SHARE,
  ) {
    this.#clock = clock;
    this.#timers = timers;
    this.#documented = documented;
    this.#share = share;
  }

  /**
   * Waits for the bucket's leave and takes one request from it.
   *
   * @param onWait told before each wait, with its milliseconds
   * @returns milliseconds waited. @throws AppError cancelled when the signal aborts
   */
  async acquire(name: string, signal: AbortSignal, onWait?: (ms: number) => void): Promise<number> {
    const startedAt = this.#clock.monotonic();
    for (;;) {
      const wait = this.delayMs(name);
      if (wait <= 0) break;
      onWait?.(wait);
      await this.#timers.sleep(wait, signal);
    }
    for (const pool of this.#poolsOf(this.#bucket(name))) {
      pool.own += 1;
      if (pool.remaining !== null) pool.remaining -= 1;
    }
    return this.#clock.monotonic() - startedAt;
  }

  /** Milliseconds until the bucket lets the next request pass; 0 when it does now. */
  delayMs(name: string): number {
    const now = this.#clock.monotonic();
    const bucket = this.#bucket(name);
    let until = bucket.blockedUntil;
    for (const pool of this.#poolsOf(bucket)) {
      const allowed = Math.max(1, Math.floor(pool.limit * this.#share));
      const spent = pool.remaining !== null && pool.remaining <= 0;
      if (spent || pool.own >= allowed) until = Math.max(until, pool.windowEndsAt);
    }
    return Math.max(0, until - now);
  }

  /** Takes over what a reply says about the limits over its bucket. */
  observe(name: string, readings: readonly RateReading[]): void {
    const bucket = this.#bucket(name);
    for (const reading of readings) {
      const key = reading.scope === 'account' ? `account of ${reading.limit}` : `endpoint ${reading.name}`;
      const before = bucket[reading.scope];
      bucket[reading.scope] = key;
      const pool = this.#pool(key, reading.limit, DEFAULT_WINDOW_MS);
      // The request that was just answered counted against what was known before; the new limit has seen it too.
      if (before !== key) pool.own += 1;
      pool.limit = reading.limit;
      if (reading.remaining !== null) pool.remaining = reading.remaining;
      if (reading.resetSeconds !== null) {
        const ms = Math.min(LONGEST_WINDOW_MS, Math.max(0, reading.resetSeconds * 1000));
        pool.windowEndsAt = this.#clock.monotonic() + ms;
      }
      const documented = this.#documented[name];
      const stricter = documented !== undefined && reading.limit <= documented.requests;
      if (reading.scope === 'endpoint' || stricter) bucket.documented = null;
    }
  }

  /** Lets nothing pass for the milliseconds. */
  block(name: string, ms: number): void {
    const bucket = this.#bucket(name);
    bucket.blockedUntil = Math.max(bucket.blockedUntil, this.#clock.monotonic() + ms);
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      const documented = this.#documented[name];
      const key = documented === undefined ? null : `documented ${name}`;
      if (documented !== undefined && key !== null) {
        this.#pool(key, documented.requests, documented.perSeconds * 1000);
      }
      bucket = { documented: key, account: null, endpoint: null, blockedUntil: 0 };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  #poolsOf(bucket: Bucket): Pool[] {
    const now = this.#clock.monotonic();
    const pools: Pool[] = [];
    for (const key of [bucket.documented, bucket.account, bucket.endpoint]) {
      const pool = key === null ? undefined : this.#pools.get(key);
      if (pool === undefined) continue;
      if (now >= pool.windowEndsAt) {
        pool.own = 0;
        pool.remaining = null;
        pool.windowEndsAt = now + pool.windowMs;
      }
      pools.push(pool);
    }
    return pools;
  }

  #pool(key: string, limit: number, windowMs: number): Pool {
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = { limit, remaining: null, windowEndsAt: this.#clock.monotonic() + windowMs, windowMs, own: 0 };
      this.#pools.set(key, pool);
    }
    return pool;
  }
}
