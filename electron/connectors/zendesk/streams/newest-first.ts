import { z } from 'zod';
import type { ReadPage } from '../../connector.ts';
import type { CursorValue } from '../../../store/api.ts';
import type { StreamContext, ZendeskStream } from './stream.ts';

/** What is read before anything older: a supervisor's first question is about today. */
const RECENT_MS = 86_400_000;

/** History is then read in windows of this length, the latest first. */
const WINDOW_MS = 7 * 86_400_000;

const cursorSchema = z.object({
  newestFirst: z.literal(true),
  /** Place in what is recent and still growing. */
  tail: z.json(),
  tailFrom: z.number(),
  /** When the tail last came to its end, epoch ms on the source's clock; null: not yet. */
  tailEndedAt: z.number().nullable(),
  /** The window of history that is being read, epoch ms, and the place in it. */
  back: z.object({ from: z.number(), until: z.number(), cursor: z.json() }),
});

type Cursor = z.infer<typeof cursorSchema>;

/**
 * An export goes from old to new. Here it is read from a day back to its end first, then window by window into the past,
 * while its growing end is read on at its cadence. When the oldest window is in, the cursor becomes the export's own.
 * Windows touch: each ends where the next later one began, both ends inclusive, and rows that come twice change nothing.
 */
export function newestFirst(inner: ZendeskStream): ZendeskStream {
  return {
    ...inner,
    async read(value, context) {
      const parsed = cursorSchema.safeParse(value);
      const cursor = parsed.success ? parsed.data : value === null ? opening(context) : null;
      if (cursor === null) return inner.read(value, context);
      const { tailEndedAt } = cursor;
      const due = tailEndedAt === null || context.serverNow() - tailEndedAt >= inner.spec.everySeconds * 1000;
      return due ? readTail(inner, cursor, context) : readBack(inner, cursor, context);
    },
  };
}

/** The plan of a first read, or null where the whole history wanted is recent or the reader wants it in the vendor's order. */
function opening(context: StreamContext): Cursor | null {
  const tailFrom = context.serverNow() - RECENT_MS;
  if (context.newestFirst !== true || context.startTime >= tailFrom) return null;
  const back = { from: windowStart(tailFrom, context), until: tailFrom, cursor: null };
  return { newestFirst: true, tail: null, tailFrom, tailEndedAt: null, back };
}

function windowStart(until: number, context: StreamContext): number {
  return Math.max(context.startTime, until - WINDOW_MS);
}

async function readTail(inner: ZendeskStream, cursor: Cursor, context: StreamContext): Promise<ReadPage> {
  const startedAt = context.serverNow();
  const page = await inner.read(cursor.tail, { ...context, startTime: cursor.tailFrom });
  const next = { ...cursor, tail: page.cursor, tailEndedAt: page.done ? startedAt : null };
  const progress = progressOf(cursor, cursor.back.from, context);
  return { ...page, cursor: next, done: false, progress, readFrom: readFromOf(next, next.back.until) };
}

async function readBack(inner: ZendeskStream, cursor: Cursor, context: StreamContext): Promise<ReadPage> {
  const { back } = cursor;
  const page = await inner.read(back.cursor, { ...context, startTime: back.from });
  const reached = page.asOf ?? back.from;
  // How far the past is known says nothing of how fresh the present is.
  const rest = { ...page, asOf: null, done: false, readFrom: readFromOf(cursor, back.until) };
  if (!page.done && reached < back.until) {
    const next = { ...cursor, back: { ...back, cursor: page.cursor } };
    return { ...rest, cursor: next, progress: progressOf(cursor, reached, context) };
  }
  if (back.from <= context.startTime) return { ...rest, cursor: cursor.tail as CursorValue, progress: 1 };
  const earlier = { from: windowStart(back.from, context), until: back.from, cursor: null };
  const progress = progressOf(cursor, back.until, context);
  return { ...rest, cursor: { ...cursor, back: earlier }, progress, readFrom: readFromOf(cursor, back.from) };
}

/** Before the tail has come to its end there is a hole between it and the windows. */
function readFromOf({ tailEndedAt }: Cursor, windowsFrom: number): number | null {
  return tailEndedAt === null ? null : windowsFrom;
}

/** Share of the history wanted that is in. @param reached epoch ms up to which the open window is read */
function progressOf(cursor: Cursor, reached: number, context: StreamContext): number {
  const { back, tailFrom } = cursor;
  const whole = tailFrom - context.startTime;
  const missing = back.from - context.startTime + Math.max(0, back.until - Math.max(reached, back.from));
  return Math.min(1, Math.max(0, 1 - missing / whole));
}
