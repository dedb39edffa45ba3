import type { z } from 'zod';
import { HttpFault } from '../connector.ts';

/** The reply in the shape that the route promises. @throws HttpFault bad-reply where it is of another */
export function readShape<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HttpFault('bad-reply', `The answer holds no ${what}.`);
}

/** Whether a fault says that the account may not read something, or has no such thing. */
export function isClosed(error: unknown): boolean {
  return error instanceof HttpFault && (error.kind === 'forbidden' || error.kind === 'not-found');
}

/** A reply, or null for what is closed to the account: see {@link isClosed}. Other faults are thrown on. */
export async function ifOpen<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (isClosed(error)) return null;
    throw error;
  }
}

/**
 * The target of a link that a vendor sent. Only its path and query are used: a link never takes us, or the credentials, to another host.
 *
 * @returns null where the link is absent or unreadable
 */
export function targetOf(base: URL, link: string | null | undefined): string | null {
  if (typeof link !== 'string' || link === '' || !URL.canParse(link, base)) return null;
  const url = new URL(link, base);
  return url.pathname + url.search;
}

/** Text as JSON; null where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
