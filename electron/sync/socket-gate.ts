import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { HttpFault } from '../connectors/connector.ts';
import type { SocketGate, TextSocket } from '../connectors/connector.ts';
import { systemClock } from '../../shared/time/clock.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { silentLog } from './log.ts';
import type { SyncLog } from './log.ts';
import { faultOfStatus, retryAfterMs } from './retry.ts';
import { cancelled } from './timers.ts';
import { isLoopback } from './transport.ts';

/** Limits of one socket, so that no server can hold an attempt or fill the memory. */
export interface SocketLimits {
  /** From the first packet to the answer of the handshake. */
  handshakeMs: number;
  /** Bytes of one message; a larger one ends the socket (code 1009). */
  maxMessageBytes: number;
  /** A socket that was asked to close and does not is cut off after this. */
  closeMs: number;
}

export const DEFAULT_SOCKET_LIMITS: SocketLimits = {
  handshakeMs: 20_000,
  maxMessageBytes: 4 * 1024 * 1024,
  closeMs: 2_000,
};

export interface SocketGateOptions {
  limits?: SocketLimits;
  /** For `Retry-After` dates. */
  clock?: Clock;
  log?: SyncLog;
}

/** No code was sent: the connection broke. */
const ABNORMAL = 1006;

/**
 * Opens sockets: `wss:` anywhere, plain `ws:` to loopback only. Redirects are not followed (credentials travel in the address), messages are taken
 * uncompressed, so that a small packet cannot unfold into a large one.
 *
 * @param signal ends every socket of the gate
 */
export function createSocketGate(signal: AbortSignal, options: SocketGateOptions = {}): SocketGate {
  const { limits = DEFAULT_SOCKET_LIMITS, clock = systemClock, log = silentLog } = options;
  return {
    connect: (url, { headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) throw cancelled();
        const address = allowedAddress(url);
        const socket = new WebSocket(address, {
          headers,
          followRedirects: false,
          handshakeTimeout: limits.handshakeMs,
          maxPayload: limits.maxMessageBytes,
          perMessageDeflate: false,
        });
        const stop = () => socket.terminate();
        signal.addEventListener('abort', stop, { once: true });
        socket.once('close', () => signal.removeEventListener('abort', stop));
        const failed = (error: Error) => reject(signal.aborted ? cancelled() : faultOf(address, error));
        socket.once('error', failed);
        socket.once('unexpected-response', (_request, response) => {
          reject(refusal(address, response, clock.now()));
          response.destroy();
          socket.terminate();
        });
        socket.once('open', () => {
          socket.off('error', failed);
          resolve(new OpenSocket(socket, address.host, limits, log));
        });
      }),
  };
}

/** A socket that is open. What comes before somebody listens is kept for them. */
class OpenSocket implements TextSocket {
  readonly #socket: WebSocket;
  readonly #limits: SocketLimits;
  readonly #host: string;
  readonly #log: SyncLog;
  #early: string[] = [];
  #hear: ((text: string) => void) | null = null;
  #closed: { code: number; reason: string } | null = null;
  #onClose: ((code: number, reason: string) => void) | null = null;

  constructor(socket: WebSocket, host: string, limits: SocketLimits, log: SyncLog) {
    this.#socket = socket;
    this.#host = host;
    this.#limits = limits;
    this.#log = log;
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#socket.close(1003, 'text only');
      else this.#take(String(data));
    });
    // The particulars come with `close`; without a listener an error would end the process.
    socket.on('error', (error) => this.#log.warn('socket fault', { host, reason: codeOf(error) ?? error.message }));
    socket.once('close', (code, reason) => this.#over(code, reason.toString('utf8').slice(0, 200)));
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  onText(listener: (text: string) => void): void {
    this.#hear = listener;
    const early = this.#early;
    this.#early = [];
    for (const text of early) this.#take(text);
  }

  onClose(listener: (code: number, reason: string) => void): void {
    this.#onClose = listener;
    const closed = this.#closed;
    if (closed !== null) queueMicrotask(() => listener(closed.code, closed.reason));
  }

  close(): void {
    this.#socket.close(1000);
    const late = setTimeout(() => this.#socket.terminate(), this.#limits.closeMs);
    late.unref();
    this.#socket.once('close', () => clearTimeout(late));
  }

  #take(text: string): void {
    if (this.#hear === null) {
      this.#early.push(text);
      return;
    }
    try {
      this.#hear(text);
    } catch (error) {
      // A message that its reader cannot bear must not take the engine down; a snapshot will tell what it said.
      this.#log.error('a message of a socket could not be taken', { host: this.#host, error });
      this.#socket.close(1011, 'not understood');
    }
  }

  #over(code: number, reason: string): void {
    this.#closed = { code: code === 1005 ? ABNORMAL : code, reason };
    this.#onClose?.(this.#closed.code, reason);
  }
}

function allowedAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url?.protocol === 'wss:' || (url?.protocol === 'ws:' && isLoopback(url.hostname));
  if (url === null || !safe) {
    throw new HttpFault('bad-request', 'Only encrypted sockets (wss) are opened; plain ones go to this machine alone.');
  }
  return url;
}

/** The server answered the handshake with something else than a socket. */
function refusal(address: URL, response: IncomingMessage, now: number): HttpFault {
  const { host } = address;
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    const words = `${host} sent our live connection elsewhere. The network may want a sign-in first.`;
    return new HttpFault('unreachable', words, status);
  }
  const kind = faultOfStatus(status, '') ?? 'bad-reply';
  const asked = retryAfterMs(response.headers['retry-after'] ?? null, now);
  return new HttpFault(kind, wordsOf(kind, host, status), status, null, asked);
}

function wordsOf(kind: HttpFault['kind'], host: string, status: number): string {
  switch (kind) {
    case 'auth':
      return `${host} refuses the credentials of the live connection.`;
    case 'forbidden':
      return `${host} does not let this account open a live connection.`;
    case 'rate-limited':
      return `${host} asks us to wait with the live connection.`;
    case 'server':
      return `${host} has a fault of its own (${status}) and gives no live connection.`;
    default:
      return `${host} gives no live connection (${status}).`;
  }
}

function faultOf(address: URL, error: Error): HttpFault {
  const { host } = address;
  if (/handshake has timed out/i.test(error.message)) {
    return new HttpFault('timeout', `${host} took too long to open the live connection.`);
  }
  const code = codeOf(error);
  // Without a system's code it is the protocol that was broken: something that is no socket server answered.
  if (code === null) return new HttpFault('bad-reply', `${host} does not speak as a live connection does.`);
  return new HttpFault('unreachable', `${host} cannot be reached (${code}).`);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
