import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What both dialects put on the wire. */
export interface Reply {
  status: number;
  /** Sent as JSON; undefined with `text`. */
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

/** What a route of either dialect is given. */
export interface Request {
  method: string;
  /** Without a slash at its end, and without an ending that the dialect allows. */
  path: string;
  query: URLSearchParams;
  /** Parsed JSON of the body, null without one. */
  body: unknown;
  /** Matches of the route's pattern. */
  params: readonly string[];
  /** Epoch seconds UTC on the floor's clock. */
  now: number;
}

const BODY_LIMIT = 256 * 1024;

/**
 * A server whose every request is answered by `answer`; where that fails before it has sent anything, `apologise` answers in the dialect's words.
 *
 * @param stopping what comes after it is broken off
 */
export function answering(
  stopping: AbortSignal,
  answer: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  apologise: (response: ServerResponse, words: string) => void,
): Server {
  return createServer((message, response) => {
    answer(message, response).catch((error: unknown) => {
      if (stopping.aborted || response.headersSent) response.destroy();
      else apologise(response, error instanceof Error ? error.message : 'Unknown');
    });
  });
}

export function json(body: unknown, status = 200): Reply {
  return { status, body };
}

/** A whole number of the query; null where it is absent, NaN where it is not one. */
export function wholeNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  return /^-?\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
}

/** Listens on the loopback interface. @returns the port @throws Node's error where the port is taken */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The practice floor has no address.');
  return address.port;
}

/** Ends a server and every connection to it. */
export async function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

/** Text of a request; null where it is too long. */
export async function readText(message: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** JSON of a request; null where it is none. */
export function parsed(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Writes a reply. @param at epoch ms UTC that the vendor's clock shows @param cut breaks the reply off in its middle */
export function sendReply(response: ServerResponse, reply: Reply, at: number, cut = false): void {
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const whole = Buffer.from(text, 'utf8');
  const bytes = cut ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
  response.sendDate = false;
  response.writeHead(reply.status, {
    date: new Date(at).toUTCString(),
    'content-type': reply.text === undefined ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    ...reply.headers,
  });
  response.end(bytes);
}
