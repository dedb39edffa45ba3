import { HttpFault } from '../connectors/connector.ts';
import type { HttpReply, HttpRequest } from '../connectors/connector.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { cancelled } from './timers.ts';
import type { Timers } from './timers.ts';

/** Limits of one exchange, so that no server can hold a stream or fill the memory. */
export interface TransportLimits {
  /** Silence before the first byte and between two bytes. */
  idleMs: number;
  totalMs: number;
  maxBytes: number;
  /** A body that comes slower than this for `slowAfterMs` is taken for a server that only pretends to answer. */
  minBytesPerSecond: number;
  slowAfterMs: number;
}

export const DEFAULT_LIMITS: TransportLimits = {
  idleMs: 30_000,
  totalMs: 120_000,
  maxBytes: 64 * 1024 * 1024,
  minBytesPerSecond: 100,
  slowAfterMs: 10_000,
};

/** One exchange, without retries. Throws {@link HttpFault} `unreachable`, `timeout` or `bad-reply`, or AppError `cancelled`. */
export type Transport = (request: HttpRequest, signal: AbortSignal) => Promise<HttpReply>;

const MAX_REDIRECTS = 3;

/**
 * The transport on the host's `fetch`. Plain HTTP goes to loopback only; a redirect is followed within the same host
 * only, because the credentials go with it and because a jump elsewhere is what a network's sign-in page does.
 */
export function createTransport(clock: Clock, timers: Timers, limits: TransportLimits = DEFAULT_LIMITS): Transport {
  return async (request, signal) => {
    let url = allowedUrl(request.url);
    for (let hop = 0; ; hop += 1) {
      const reply = await exchange({ ...request, url: url.href }, signal, clock, timers, limits);
      const location = redirectOf(reply);
      if (location === null) return reply;
      const next = parseUrl(location, url);
      if (next === null || !staysHome(url, next)) {
        throw new HttpFault(
          'unreachable',
          `${url.host} sent us on to ${next?.host ?? 'an unreadable address'}. The network may want a sign-in first.`,
          reply.status,
        );
      }
      if (hop >= MAX_REDIRECTS) {
        throw new HttpFault('bad-reply', `${url.host} keeps sending us in a circle.`, reply.status);
      }
      url = allowedUrl(next.href);
    }
  };
}

/** Whether the host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function parseUrl(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

function allowedUrl(text: string): URL {
  const url = parseUrl(text);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === null || !safe) {
    throw new HttpFault('bad-request', 'Only HTTPS addresses are read; plain HTTP goes to this machine alone.');
  }
  return url;
}

function staysHome(from: URL, to: URL): boolean {
  return to.host === from.host && (to.protocol === from.protocol || to.protocol === 'https:');
}

function redirectOf(reply: HttpReply): string | null {
  return [301, 302, 303, 307, 308].includes(reply.status) ? reply.headers.get('location') : null;
}

async function exchange(
  request: HttpRequest,
  signal: AbortSignal,
  clock: Clock,
  timers: Timers,
  limits: TransportLimits,
): Promise<HttpReply> {
  if (signal.aborted) throw cancelled();
  const controller = new AbortController();
  const host = new URL(request.url).host;
  let timedOut: string | null = null;
  const expire = (words: string) => () => {
    timedOut = words;
    controller.abort();
  };
  const stop = () => controller.abort();
  signal.addEventListener('abort', stop, { once: true });
  const offTotal = timers.after(limits.totalMs, expire('took too long to answer'));
  let offIdle = timers.after(limits.idleMs, expire('fell silent'));
  const alive = () => {
    offIdle();
    offIdle = timers.after(limits.idleMs, expire('fell silent'));
  };
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      body: request.body ?? null,
      redirect: 'manual',
      signal: controller.signal,
    });
    alive();
    const text = await readBody(response, host, clock, limits, alive, expire('answers too slowly'));
    return { status: response.status, headers: response.headers, text, receivedAt: clock.now() };
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (error instanceof HttpFault) throw error;
    if (timedOut !== null) throw new HttpFault('timeout', `${host} ${timedOut as string}.`);
    throw new HttpFault('unreachable', `${host} cannot be reached${codeOf(error)}.`);
  } finally {
    offTotal();
    offIdle();
    signal.removeEventListener('abort', stop);
    controller.abort();
  }
}

async function readBody(
  response: Response,
  host: string,
  clock: Clock,
  limits: TransportLimits,
  alive: () => void,
  tooSlow: () => void,
): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8');
  const parts: string[] = [];
  const firstByteAt = clock.monotonic();
  let bytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    alive();
    bytes += value.byteLength;
    if (bytes > limits.maxBytes) {
      throw new HttpFault('bad-reply', `${host} sent more than we take in one answer.`, response.status);
    }
    const forMs = clock.monotonic() - firstByteAt;
    if (forMs > limits.slowAfterMs && (bytes * 1000) / forMs < limits.minBytesPerSecond) tooSlow();
    parts.push(decoder.decode(value, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join('');
}

/** The system's short code (ENOTFOUND, ECONNREFUSED…): it tells a wrong name from a closed door. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}
