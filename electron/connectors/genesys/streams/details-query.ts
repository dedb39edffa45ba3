import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import type { ReadPage, StreamSpec } from '../../connector.ts';
import type { NormalisedPage } from '../../normalise/each.ts';
import { withQuery } from '../client.ts';
import { leadIn, normalised, rowsOf } from './details.ts';
import type { Details } from './details.ts';
import { NO_ROWS, pageOf, progressOf } from '../../common/page.ts';
import { DAY_MS, interval } from './stream.ts';
import type { GenesysStream, StreamContext } from './stream.ts';

const windowSchema = z.object({ from: z.number(), to: z.number(), page: z.number() });

const cursorSchema = z.object({
  /** Up to here everything that began is read, epoch ms UTC; null before the first read. */
  until: z.number().nullable(),
  /** When what is recent was last read to its end. */
  endedAt: z.number().nullable(),
  /** The read of what is recent that is in hand. */
  tail: windowSchema.nullable(),
  /** History that is still to be read, the newest first: the window in hand, and where it all stops. */
  back: windowSchema.extend({ stop: z.number() }).nullable(),
  /** How far back this stream has read, or is reading, epoch ms UTC. */
  oldest: z.number().nullable(),
  /** Rows that will still change, and how many of them this read has asked for again. */
  watch: z.array(z.string()),
  watched: z.number(),
});

type Cursor = z.infer<typeof cursorSchema>;

const FIRST: Cursor = { until: null, endedAt: null, tail: null, back: null, oldest: null, watch: [], watched: 0 };

export const QUERY_PAGE = 100;
const AT_ONCE = 50;
/** More open conversations than this are left to the job pass: the watch list travels with the cursor. */
const WATCHED = 2000;
/** What was read last is read again from so long before: the analytics take their time with what just happened. */
const OVERLAP_MS = 10 * 60_000;
/** A window of history is a day, or shorter where a day is more than the vendor pages through. */
const LEAST_WINDOW_MS = 15 * 60_000;

/**
 * Details near to real time. The query gives what started on a day that the interval touches, so it is read newest first and only back to where
 * the last read ended; what was open then is asked for by its id. History goes back in windows from there, as far as no job brings it.
 */
export function detailsQuery(details: Details, spec: StreamSpec): GenesysStream {
  return {
    spec,
    replay: { entity: details.entity, normalise: details.again, idField: details.idField },
    async read(value, context) {
      const parsed = cursorSchema.safeParse(value);
      const now = context.serverNow();
      const cursor = opened(parsed.success ? parsed.data : FIRST, now, context, spec.everySeconds * 1000);
      if (cursor.watched < cursor.watch.length) return readWatched(details, cursor, now, context);
      if (cursor.tail !== null) return readTail(details, cursor, cursor.tail, context);
      if (cursor.back !== null) return readBack(details, cursor, cursor.back, context);
      return pageOf(NO_ROWS, { cursor, done: true, asOf: cursor.until });
    },
  };
}

/** The cursor with the read of what is recent begun, where that is due. */
function opened(cursor: Cursor, now: number, context: StreamContext, everyMs: number): Cursor {
  if (cursor.tail !== null || cursor.watched < cursor.watch.length) return cursor;
  const due = cursor.endedAt === null || cursor.back === null || now - cursor.endedAt >= everyMs;
  if (!due) return cursor;
  const recent = Math.max(context.startTime, now - DAY_MS);
  const history = historyFrom(context, now);
  const wanted = cursor.until === null ? history : cursor.until - OVERLAP_MS;
  const tail = { from: Math.max(recent, wanted), to: now, page: 1 };
  const place = { ...cursor, tail, watched: 0 };
  // What lies between the last read and the recent day: the machine was off, or nothing was ever read.
  if (wanted < tail.from) {
    const stop = Math.min(cursor.back?.stop ?? wanted, wanted);
    return { ...place, back: windowBefore(tail.from, stop), oldest: Math.min(cursor.oldest ?? wanted, wanted) };
  }
  const oldest = cursor.oldest ?? tail.from;
  // The jobs were to bring the history, and the account turns out to have none.
  if (context.jobsUntil === null && cursor.back === null && history < oldest) {
    return { ...place, back: windowBefore(oldest, history), oldest: history };
  }
  return { ...place, oldest };
}

/** Where a first read begins. With jobs they bring what they have: this reads what is newer, and a day at least. */
function historyFrom({ startTime, jobsUntil }: StreamContext, now: number): number {
  return jobsUntil === null ? startTime : Math.max(startTime, Math.min(now - DAY_MS, jobsUntil - OVERLAP_MS));
}

function windowBefore(to: number, stop: number, length = DAY_MS): Cursor['back'] {
  return to <= stop ? null : { from: Math.max(stop, to - length), to, page: 1, stop };
}

async function readTail(details: Details, cursor: Cursor, tail: Window, context: StreamContext): Promise<ReadPage> {
  const page = await readWindow(details, tail, context);
  const watch = remembered(details, cursor.watch, page.read);
  // They need no second look in this round: they were just read.
  const seen = { ...cursor, watch, watched: watch.length };
  if (!page.last) return settled(page.rows, { ...seen, tail: { ...tail, page: tail.page + 1 } }, null, context);
  const kept = watch.slice(-WATCHED);
  const place = { ...seen, tail: null, until: tail.to, watch: kept, watched: kept.length };
  return settled(page.rows, place, tail.to, context);
}

type Window = z.infer<typeof windowSchema>;

async function readBack(
  details: Details,
  cursor: Cursor,
  back: NonNullable<Cursor['back']>,
  context: StreamContext,
): Promise<ReadPage> {
  let window = back;
  for (;;) {
    try {
      const page = await readWindow(details, window, context);
      const watch = remembered(details, cursor.watch, page.read);
      const next = page.last ? windowBefore(window.from, window.stop) : { ...window, page: window.page + 1 };
      const place = { ...cursor, back: next, watch, watched: watch.length };
      return settled(page.rows, place, cursor.until, context);
    } catch (error) {
      const tooDeep = error instanceof HttpFault && ['bad-request', 'pagination-limit'].includes(error.kind);
      const length = (window.to - window.from) / 2;
      if (!tooDeep || window.page === 1 || length < LEAST_WINDOW_MS) throw error;
      window = { ...window, from: window.to - length, page: 1 };
    }
  }
}

async function readWatched(details: Details, cursor: Cursor, now: number, context: StreamContext): Promise<ReadPage> {
  const ids = cursor.watch.slice(cursor.watched, cursor.watched + AT_ONCE);
  const target = withQuery(
    details.path,
    ids.map((id) => ['id', id] as const),
  );
  const read = rowsOf(details, await found(context.client.get(context, 'analytics', target))) ?? [];
  const normalise = await details.normaliser(context, Number.NaN, null);
  const rows = normalised(details, read, normalise, context);
  const open = new Set(read.map((row) => details.openId(row)));
  // What is finished, or gone, is watched no longer.
  const watch = cursor.watch.filter(
    (id, place) => place < cursor.watched || place >= cursor.watched + AT_ONCE || open.has(id),
  );
  const dropped = cursor.watch.length - watch.length;
  const place = { ...cursor, watch, watched: cursor.watched + ids.length - dropped };
  return settled(rows, place, cursor.until ?? now, context);
}

/** None of them is there any more: the vendor keeps conversations for so long only. */
async function found(reply: Promise<unknown>): Promise<unknown> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof HttpFault && error.kind === 'not-found') return {};
    throw error;
  }
}

/** A page, and whether it is the last: nothing is left of what is watched, of what is recent and of history. */
function settled(rows: NormalisedPage, cursor: Cursor, asOf: number | null, context: StreamContext): ReadPage {
  const reading = cursor.tail !== null || cursor.watched < cursor.watch.length;
  const { back } = cursor;
  return pageOf(rows, {
    cursor: reading ? cursor : { ...cursor, endedAt: cursor.until },
    done: !reading && back === null,
    asOf: reading ? null : asOf,
    progress: back === null ? null : 1 - progressOf(back.to, back.stop, context.serverNow()),
  });
}

async function readWindow(
  details: Details,
  window: Window,
  context: StreamContext,
): Promise<{ rows: NormalisedPage; read: unknown[]; last: boolean }> {
  const from = leadIn(details, window.from, context.startTime);
  const body = {
    interval: interval(from, window.to),
    ...(details.orderBy === null ? { order: 'asc' } : { order: 'desc', orderBy: details.orderBy }),
    paging: { pageSize: QUERY_PAGE, pageNumber: window.page },
  };
  const reply = await context.client.send(context, 'analytics', 'POST', `${details.path}/query`, body);
  const read = rowsOf(details, reply);
  if (read === null) throw new HttpFault('bad-reply', `The answer holds no list of ${details.key}.`);
  const normalise = await details.normaliser(context, from, null);
  const rows = normalised(details, read, normalise, context);
  return { rows, read, last: isLast(details, window, read, totalOf(reply)) };
}

const totalSchema = z.looseObject({ totalHits: z.number() });

function totalOf(reply: unknown): number | null {
  const parsed = totalSchema.safeParse(reply);
  return parsed.success ? parsed.data.totalHits : null;
}

/**
 * An empty page is the last. A first page that holds all hits is too, and so is one, newest first, whose oldest row began before the window: the
 * vendor goes on with the rest of that day.
 */
function isLast(details: Details, window: Window, read: readonly unknown[], total: number | null): boolean {
  if (read.length === 0) return true;
  if (window.page === 1 && total !== null && total <= read.length) return true;
  if (details.orderBy === null) return false;
  const oldest = details.startOf(read.at(-1));
  return oldest !== null && oldest < window.from;
}

/** The watch list with the open rows of a page, without those that the page shows finished. */
function remembered(details: Details, watch: readonly string[], read: readonly unknown[]): string[] {
  const list = new Set(watch);
  for (const row of read) {
    const open = details.openId(row);
    if (open !== null) list.add(open);
  }
  return [...list];
}
