import { Buffer } from 'node:buffer';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What both dialects put on the wire. */
export interface Reply {
  status: number;
  /** Sent as JSON; undefined with `text`. */
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

const BODY_LIMIT = 256 * 1024;

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
