import type { Clock } from '../../shared/time/clock.ts';
import type { BucketLimit } from '../connectors/connector.ts';
import type { RateReading } from './rate-headers.ts';
import type { Timers } from './timers.ts';

/** Part of a bucket that we use at most; the rest stays for the account's other integrations. */
export const OWN_SHARE = 0.5;

/** A window longer than this is not believed: one odd header must not stop a stream for a day. */
const LONGEST_WINDOW_MS = 3_600_000;

const DEFAULT_WINDOW_MS = 60_000;

interface Bucket {
  limit: number | null;
  remaining: number | null;
  /** Monotonic ms; our requests are counted from one reset to the next. */
  windowEndsAt: number;
  windowMs: number;
  own: number;
  blockedUntil: number;
}

/**
 * The rate limits of one source: one bucket per name, fed by what the replies say. A bucket lets us have half of its
 * requests in a window, waits for the next window when nothing remains, and stands still while a 429 asks for it.
 * Buckets that state the same limit are taken for one (an account's limit is printed on every endpoint's replies).
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #share: number;
  readonly #documented: Readonly<Record<string, BucketLimit>>;
  readonly #buckets = new Map<string, Bucket>();

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
    const bucket = this.#bucket(name);
    bucket.own += 1;
    if (bucket.remaining !== null) bucket.remaining -= 1;
    return this.#clock.monotonic() - startedAt;
  }

  /** Milliseconds until the bucket lets the next request pass; 0 when it does now. */
  delayMs(name: string): number {
    const now = this.#clock.monotonic();
    const bucket = this.#bucket(name);
    if (now < bucket.blockedUntil) return bucket.blockedUntil - now;
    if (bucket.limit === null) return 0;
    const allowed = Math.max(1, Math.floor(bucket.limit * this.#share));
    const spent = bucket.remaining !== null && bucket.remaining <= 0;
    return spent || this.#ownOf(bucket.limit, now) >= allowed ? bucket.windowEndsAt - now : 0;
  }

  /** Takes over what a reply says about its bucket. */
  observe(name: string, reading: RateReading): void {
    const bucket = this.#bucket(name);
    if (reading.limit !== null && reading.limit > 0) bucket.limit = reading.limit;
    if (reading.remaining !== null) bucket.remaining = reading.remaining;
    if (reading.resetSeconds !== null) {
      const ms = Math.min(LONGEST_WINDOW_MS, Math.max(0, reading.resetSeconds * 1000));
      bucket.windowEndsAt = this.#clock.monotonic() + ms;
    }
  }

  /** Lets nothing pass for the milliseconds. */
  block(name: string, ms: number): void {
    const bucket = this.#bucket(name);
    bucket.blockedUntil = Math.max(bucket.blockedUntil, this.#clock.monotonic() + ms);
  }

  #ownOf(limit: number, now: number): number {
    let own = 0;
    for (const bucket of this.#buckets.values()) {
      if (bucket.limit === limit && now < bucket.windowEndsAt) own += bucket.own;
    }
    return own;
  }

  #bucket(name: string): Bucket {
    const now = this.#clock.monotonic();
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      const known = this.#documented[name];
      const windowMs = known === undefined ? DEFAULT_WINDOW_MS : known.perSeconds * 1000;
      const limit = known?.requests ?? null;
      bucket = { limit, remaining: null, windowEndsAt: now + windowMs, windowMs, own: 0, blockedUntil: 0 };
      this.#buckets.set(name, bucket);
    } else if (now >= bucket.windowEndsAt) {
      bucket.own = 0;
      bucket.remaining = null;
      bucket.windowEndsAt = now + bucket.windowMs;
    }
    return bucket;
  }
}
