import { HttpFault } from '../connectors/connector.ts';
import type { HttpGate, HttpReply, HttpRequest } from '../connectors/connector.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Limiter } from './limiter.ts';
import type { SyncLog } from './log.ts';
import { readRateHeaders, resetSecondsOf } from './rate-headers.ts';
import { faultOfStatus, fullJitterMs, isRetried, REQUEST_BACKOFF, retryAfterMs } from './retry.ts';
import type { SkewEstimate } from './skew.ts';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

/** What a stream cost so far. */
export interface RequestStats {
  requests: number;
  retries: number;
  waitedSeconds: number;
}

/** Told of waits and of replies, so that a stream that waits is seen to wait and one that moves is seen to move. */
export interface GateEvents {
  /** @param why plain words; null when we only keep our own pace */
  waiting(ms: number, why: string | null): void;
  replied(): void;
}

/** What all streams of a source share. */
export interface GateDeps {
  source: string;
  clock: Clock;
  timers: Timers;
  random: () => number;
  limiter: Limiter;
  skew: SkewEstimate;
  transport: Transport;
  log: SyncLog;
  /** Whether the source did not answer at all last time: then one try tells enough. */
  reachability: { down: boolean };
}

const TRIES = 5;
const TIMEOUT_TRIES = 3;
/** Waits for our share of a limit from this length on are written down, so that a slow read explains itself. */
const NOTED_MS = 2_000;
/** Asked to wait this often in a row for one request, we hand the matter to the stream's own, slower back-off. */
const RATE_LIMIT_TRIES = 8;

/**
 * The way out for one stream: limiter, retries, counting.
 *
 * @param stats counted up in place
 */
export function createGate(deps: GateDeps, stats: RequestStats, signal: AbortSignal, events: GateEvents): HttpGate {
  const send = <T>(request: HttpRequest, read: (reply: HttpReply) => T): Promise<T> =>
    sendWithRetries(deps, stats, signal, events, request, read);
  return {
    send: (request) => send(request, (reply) => reply),
    json: (request) => send(request, (reply) => ({ value: parseJson(reply, request.url), reply })),
  };
}

async function sendWithRetries<T>(
  deps: GateDeps,
  stats: RequestStats,
  signal: AbortSignal,
  events: GateEvents,
  request: HttpRequest,
  read: (reply: HttpReply) => T,
): Promise<T> {
  const failures: Record<'rate' | 'timeout' | 'any', number> = { rate: 0, timeout: 0, any: 0 };
  let why: string | null = null;
  for (;;) {
    const waitedMs = await deps.limiter.acquire(request.bucket, signal, (ms) => {
      if (ms >= NOTED_MS && why === null) {
        const where = { source: deps.source, bucket: request.bucket, path: pathOf(request.url) };
        deps.log.info('waits for its share of the rate limit', { ...where, waitMs: Math.round(ms) });
      }
      events.waiting(ms, why);
    });
    stats.waitedSeconds += waitedMs / 1000;
    stats.requests += 1;
    let fault: HttpFault;
    let asked: number | null = null;
    try {
      const outcome = await once(deps, signal, request, read);
      if (outcome.fault === null) {
        deps.reachability.down = false;
        events.replied();
        return outcome.value;
      }
      fault = outcome.fault;
      asked = outcome.askedMs;
    } catch (error) {
      if (!(error instanceof HttpFault)) throw error;
      fault = error;
    }
    const waitMs = nextWait(deps, failures, fault, asked, request);
    if (waitMs === null) {
      if (fault.kind === 'unreachable' || fault.kind === 'timeout') deps.reachability.down = true;
      throw fault;
    }
    stats.retries += 1;
    why = fault.message;
    deps.log.warn('request will be tried again', {
      source: deps.source,
      bucket: request.bucket,
      path: pathOf(request.url),
      kind: fault.kind,
      status: fault.status,
      waitMs: Math.round(waitMs),
    });
    if (fault.kind === 'rate-limited') deps.limiter.block(request.bucket, waitMs);
    else {
      events.waiting(waitMs, why);
      await deps.timers.sleep(waitMs, signal);
      stats.waitedSeconds += waitMs / 1000;
    }
  }
}

type Outcome<T> = { fault: null; value: T } | { fault: HttpFault; askedMs: number | null };

async function once<T>(
  deps: GateDeps,
  signal: AbortSignal,
  request: HttpRequest,
  read: (reply: HttpReply) => T,
): Promise<Outcome<T>> {
  const sentAt = deps.clock.now();
  const reply = await deps.transport(request, signal);
  deps.skew.observe(reply.headers.get('date'), sentAt, reply.receivedAt);
  const serverNow = deps.skew.serverNow(reply.receivedAt);
  deps.limiter.observe(request.bucket, readRateHeaders(reply.headers, serverNow));
  const kind = faultOfStatus(reply.status, reply.text);
  if (kind === null) return { fault: null, value: read(reply) };
  const resetSeconds = reply.status === 429 ? resetSecondsOf(reply.headers, serverNow) : null;
  const askedMs =
    retryAfterMs(reply.headers.get('retry-after'), serverNow) ?? (resetSeconds === null ? null : resetSeconds * 1000);
  const body = reply.text.slice(0, 2000);
  return { fault: new HttpFault(kind, wordsOf(reply, request.url), reply.status, body, askedMs), askedMs };
}

/** Milliseconds to wait before the next try, or null to give up. */
function nextWait(
  deps: GateDeps,
  failures: Record<'rate' | 'timeout' | 'any', number>,
  fault: HttpFault,
  askedMs: number | null,
  request: HttpRequest,
): number | null {
  if (fault.kind === 'rate-limited') {
    failures.rate += 1;
    if (failures.rate >= RATE_LIMIT_TRIES) return null;
    // A little later than asked, so that everybody told the same second does not come back in it.
    if (askedMs !== null) return askedMs + deps.random() * Math.min(2000, 250 + askedMs * 0.05);
    return 1000 + fullJitterMs(failures.rate, { baseMs: 1000, capMs: 60_000 }, deps.random);
  }
  if (!isRetried(fault.kind)) return null;
  failures.any += 1;
  if (fault.kind === 'timeout') failures.timeout += 1;
  if (deps.reachability.down || failures.any >= TRIES) return null;
  if (failures.timeout >= (request.timeoutTries ?? TIMEOUT_TRIES)) return null;
  return Math.max(askedMs ?? 0, fullJitterMs(failures.any - 1, REQUEST_BACKOFF, deps.random));
}

function parseJson(reply: HttpReply, url: string): unknown {
  const host = new URL(url).host;
  const html = /^\s*</.test(reply.text) || /\btext\/html\b/i.test(reply.headers.get('content-type') ?? '');
  if (html) {
    const words = `${host} answered with a web page instead of data. The network may want a sign-in first.`;
    throw new HttpFault('bad-reply', words, reply.status);
  }
  try {
    return JSON.parse(reply.text) as unknown;
  } catch {
    throw new HttpFault('bad-reply', `${host} sent an answer that breaks off or is not JSON.`, reply.status);
  }
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}

function wordsOf(reply: HttpReply, url: string): string {
  const host = new URL(url).host;
  switch (faultOfStatus(reply.status, reply.text)) {
    case 'auth':
      return `${host} refuses the credentials. Sign in again.`;
    case 'forbidden':
      return `${host} does not let this account read ${pathOf(url)}.`;
    case 'not-found':
      return `${host} does not know ${pathOf(url)}.`;
    case 'rate-limited':
      return `${host} asks us to slow down.`;
    case 'pagination-limit':
      return `${host} does not page this deep in ${pathOf(url)}.`;
    case 'server':
      return `${host} has a fault of its own (${reply.status}).`;
    case 'timeout':
      return `${host} took too long to answer.`;
    default:
      return `${host} refused the request (${reply.status}).`;
  }
}
