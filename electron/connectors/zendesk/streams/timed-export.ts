import { z } from 'zod';
import type { Entity } from '../../../../shared/domain/records.ts';
import { HttpFault } from '../../connector.ts';
import type { StreamSpec } from '../../connector.ts';
import { withQuery } from '../client.ts';
import type { Bucket } from '../client.ts';
import { normaliseEach } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import { normaliseCall, normaliseLeg } from '../normalise/calls.ts';
import { normaliseMetricEvent } from '../normalise/tickets.ts';
import { readList } from '../reply.ts';
import type { Envelope } from '../reply.ts';
import { newestFirst } from './newest-first.ts';
import { pageOf, progressOf } from '../../common/page.ts';
import { latestStart, seconds, WITHHELD_SECONDS } from './stream.ts';
import type { StreamContext, ZendeskStream } from './stream.ts';

const cursorSchema = z.object({
  /** `start_time` of the next page, epoch seconds. */
  start: z.number(),
  /** The vendor's own link to the next page within one read, where `start_time` alone does not get on. */
  next: z.string().nullable(),
  /** Rows of the largest page of this read: what a full page is. */
  largest: z.number(),
  /** The last read came to the end: the next one overlaps it. */
  ended: z.boolean(),
});

type Cursor = z.infer<typeof cursorSchema>;

/** Rows of the last minute may appear late: each read begins this much before the end of the one before. */
const OVERLAP_SECONDS = 60;

interface TimedExport {
  spec: StreamSpec;
  bucket: Bucket;
  path: string;
  /** Key of the rows in the reply. */
  key: string;
  entity: Entity;
  normalise: Normaliser;
}

/**
 * An export by time: the next page starts at the `end_time` that the vendor gave. Rows on the edge come twice, and so do
 * those of the overlap between reads; writing them again changes nothing. The place is the vendor's `end_time`, never our
 * clock at the end of the read.
 */
function timedExport(source: TimedExport): ZendeskStream {
  return newestFirst({
    spec: source.spec,
    replay: { entity: source.entity, normalise: source.normalise },
    async read(value, context) {
      const parsed = cursorSchema.safeParse(value);
      const cursor = opening(parsed.success ? parsed.data : null, context);
      const startedAt = context.serverNow();
      const { value: reply } = await fetchPage(source, cursor, context);
      const { rows, envelope } = readList(reply, source.key);
      const page = normaliseEach(rows, source.entity, source.normalise);
      const next = follow(cursor, rows.length, envelope, context);
      const asOf = next.ended ? startedAt - WITHHELD_SECONDS * 1000 : next.start * 1000;
      return pageOf(page, {
        cursor: next,
        done: next.ended,
        asOf,
        progress: progressOf(asOf, context.startTime, startedAt),
      });
    },
  });
}

/** Where this page starts: a new read overlaps the last one and stays out of the minute that is withheld. */
function opening(cursor: Cursor | null, context: StreamContext): Cursor {
  const earliest = seconds(context.startTime);
  if (cursor !== null && !cursor.ended) return cursor;
  const wanted = cursor === null ? earliest : Math.max(earliest, cursor.start - OVERLAP_SECONDS);
  return { start: Math.max(0, Math.min(wanted, latestStart(context))), next: null, ended: false, largest: 0 };
}

async function fetchPage(source: TimedExport, cursor: Cursor, context: StreamContext): Promise<{ value: unknown }> {
  const byTime = withQuery(source.path, [['start_time', cursor.start]]);
  if (cursor.next === null) return context.client.get(context.http, source.bucket, byTime);
  try {
    return await context.client.get(context.http, source.bucket, cursor.next);
  } catch (error) {
    // A link that the vendor no longer takes (too deep, expired): the window in time is opened anew.
    const refused = error instanceof HttpFault && ['bad-request', 'pagination-limit', 'not-found'].includes(error.kind);
    if (!refused) throw error;
    return context.client.get(context.http, source.bucket, byTime);
  }
}

/**
 * The place after a page. The stream is at its end when the vendor says so, when there was nothing, or when `end_time`
 * stands still and the page was not full. A full page of one second is complete (the vendor lets it grow for that), so
 * the next one starts a second later; without that the same page would come for ever.
 */
function follow(cursor: Cursor, rows: number, envelope: Envelope, context: StreamContext): Cursor {
  const link = context.client.targetOf(envelope.next_page);
  const end = Math.max(cursor.start, envelope.end_time ?? startOfLink(link) ?? cursor.start);
  const largest = Math.max(cursor.largest, rows);
  const place = { start: end, next: null, ended: false, largest };
  if (envelope.end_of_stream === true || rows === 0) return { ...place, ended: true };
  if (end > cursor.start) return place;
  // A link that only repeats the same second leads nowhere new; one that carries more (a page, a cursor) does.
  if (link !== null && link !== cursor.next && !onlyStartTime(link)) return { ...place, next: link };
  const full = envelope.end_of_stream === false || rows >= largest;
  return full ? { ...place, start: end + 1 } : { ...place, ended: true };
}

function parametersOf(link: string): URLSearchParams {
  return new URLSearchParams(link.split('?')[1] ?? '');
}

function startOfLink(link: string | null): number | null {
  const text = link === null ? null : parametersOf(link).get('start_time');
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

function onlyStartTime(link: string): boolean {
  return [...parametersOf(link).keys()].every((name) => name === 'start_time');
}

export const metricEvents = timedExport({
  spec: {
    name: 'metric-events',
    mode: 'incremental',
    everySeconds: 120,
    bucket: 'incremental',
    planGated: true,
  },
  bucket: 'incremental',
  path: '/api/v2/incremental/ticket_metric_events',
  key: 'ticket_metric_events',
  entity: 'contact-event',
  normalise: normaliseMetricEvent,
});

export const calls = timedExport({
  spec: { name: 'calls', mode: 'incremental', everySeconds: 30, bucket: 'talk-export', planGated: true, history: true },
  bucket: 'talk-export',
  path: '/api/v2/channels/voice/stats/incremental/calls',
  key: 'calls',
  entity: 'contact',
  normalise: normaliseCall,
});

export const legs = timedExport({
  spec: {
    name: 'legs',
    mode: 'incremental',
    everySeconds: 60,
    bucket: 'talk-export',
    planGated: true,
  },
  bucket: 'talk-export',
  path: '/api/v2/channels/voice/stats/incremental/legs',
  key: 'legs',
  entity: 'contact-segment',
  normalise: normaliseLeg,
});
