import type { FaultKind } from '../connectors/connector.ts';

export interface BackoffPolicy {
  baseMs: number;
  capMs: number;
}

/** Between tries of one request. */
export const REQUEST_BACKOFF: BackoffPolicy = { baseMs: 500, capMs: 30_000 };

/** Between reads of a stream whose last read failed after all its tries. */
export const STREAM_BACKOFF: BackoffPolicy = { baseMs: 5_000, capMs: 300_000 };

/** Between attempts at a live channel. */
export const PUSH_BACKOFF: BackoffPolicy = { baseMs: 2_000, capMs: 300_000 };

/**
 * Full-jitter exponential back-off: a uniform draw from [0, min(cap, base · 2^attempt)), so that many readers woken by
 * one outage do not come back in step (M. Brooker, "Exponential Backoff and Jitter", AWS 2015).
 *
 * @param attempt 0 before the first repetition
 * @param random a draw from [0, 1)
 * @returns milliseconds
 */
export function fullJitterMs(attempt: number, policy: BackoffPolicy, random: () => number): number {
  return random() * Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(attempt, 30));
}

/**
 * Wait that a reply asks for in `Retry-After`: seconds, or an HTTP date read against the server's own clock.
 *
 * @param serverNow epoch ms UTC of the server's clock
 * @returns milliseconds, or null where the header is absent or unreadable
 */
export function retryAfterMs(header: string | null, serverNow: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - serverNow);
}

/** Faults that another try may cure. The rest are told to the caller at once. */
const RETRIED: ReadonlySet<FaultKind> = new Set<FaultKind>(['unreachable', 'timeout', 'server', 'bad-reply']);

export function isRetried(kind: FaultKind): boolean {
  return RETRIED.has(kind);
}

/** A 429 that speaks of how deep the paging went is not about speed: waiting never helps, another way of paging does. */
export function isPaginationLimit(body: string): boolean {
  return /pagination limit/i.test(body);
}

/**
 * What a reply's status means, or null where it is fine.
 *
 * @param body the reply's text; only looked at for a 429
 */
export function faultOfStatus(status: number, body: string): FaultKind | null {
  if ((status >= 200 && status < 300) || status === 304) return null;
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 408) return 'timeout';
  if (status === 429) return isPaginationLimit(body) ? 'pagination-limit' : 'rate-limited';
  if (status >= 500) return 'server';
  return 'bad-request';
}
