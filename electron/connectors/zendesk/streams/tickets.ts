import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import { withQuery } from '../client.ts';
import { normaliseEach } from '../../normalise/each.ts';
import type { Normalised } from '../../normalise/each.ts';
import { mergeOf, mergeTargetInAudits, ticketNormaliser } from '../normalise/tickets.ts';
import { readList } from '../reply.ts';
import { newestFirst } from './newest-first.ts';
import { pageOf, progressOf } from '../../common/page.ts';
import { ifOpen } from '../../common/reply.ts';
import { latestStart, seconds, WITHHELD_SECONDS } from './stream.ts';
import type { StreamContext, ZendeskStream } from './stream.ts';

const cursorSchema = z.object({
  /** The vendor's cursor after the last page, null before the first. */
  after: z.string().nullable(),
  /** Highest `generated_timestamp` seen, epoch seconds: where to open the window anew when the vendor drops the cursor. */
  high: z.number().nullable(),
  /** Page size after time-outs; null: the vendor's own (1,000). */
  perPage: z.number().nullable(),
});

type Cursor = z.infer<typeof cursorSchema>;

const FIRST: Cursor = { after: null, high: null, perPage: null };

/** Smaller pages to fall back to when the vendor does not get one ready in time. */
const SMALLER = [500, 250, 100, 25];

/** Merges looked up one by one per page at most: the lookup costs a request each. */
const LOOKUPS_PER_PAGE = 25;

const NO_MERGES: ReadonlyMap<string, string | null> = new Map();

const PATH = '/api/v2/incremental/tickets/cursor';

/**
 * Tickets by the cursor-based incremental export. `start_time` opens the first window only; from then on the vendor's
 * `after_cursor` goes back as it came, and is kept also at the end of the stream: never the time at which a read ended,
 * which would lose what changed during it. Archived tickets are in the export, and absence from it deletes nothing.
 */
const oldestFirst: ZendeskStream = {
  spec: { name: 'tickets', mode: 'incremental', everySeconds: 60, bucket: 'incremental', history: true },
  replay: { entity: 'contact', normalise: normaliseAgain },
  async read(value, context) {
    const parsed = cursorSchema.safeParse(value);
    const before = parsed.success ? parsed.data : FIRST;
    const startedAt = context.serverNow();
    const { reply, cursor } = await fetchPage(before, context);
    const { rows, envelope } = readList(reply, 'tickets');
    const after = envelope.after_cursor ?? cursor.after;
    const high = rows.reduce<number | null>((max, row) => highest(max, row), cursor.high);
    // A server that says nothing of the end has come to it when it has nothing, or nothing further, to say.
    const done = envelope.end_of_stream ?? (rows.length === 0 || after === null);
    if (!done && after === cursor.after && after !== null) {
      throw new HttpFault('bad-cursor', 'The ticket export does not move on: it sent the same cursor twice.');
    }
    const merges = await mergesOf(rows, context);
    const page = normaliseEach(rows, 'contact', ticketNormaliser(merges));
    const asOf = done ? startedAt - WITHHELD_SECONDS * 1000 : high === null ? null : high * 1000;
    return pageOf(page, {
      cursor: { after, high, perPage: done ? null : cursor.perPage },
      done,
      asOf,
      progress: asOf === null ? null : progressOf(asOf, context.startTime, startedAt),
    });
  },
};

export const tickets = newestFirst(oldestFirst);

/** A kept payload, without asking the source where a merged ticket went. */
function normaliseAgain(payload: unknown, raw: string): Normalised {
  const merge = mergeOf(payload);
  return ticketNormaliser(merge === null ? NO_MERGES : new Map([[merge.id, merge.into]]))(payload, raw);
}

/** One page; on a time-out smaller ones are tried, and a cursor that the vendor no longer knows is left for a window in time. */
async function fetchPage(before: Cursor, context: StreamContext): Promise<{ reply: unknown; cursor: Cursor }> {
  let cursor = before;
  for (;;) {
    try {
      const { value } = await context.client.get(context.http, 'incremental', targetOf(cursor, context), {
        timeoutTries: 1,
      });
      return { reply: value, cursor };
    } catch (error) {
      const next = error instanceof HttpFault ? remedy(error, cursor) : null;
      if (next === null) throw error;
      cursor = next;
    }
  }
}

function remedy(fault: HttpFault, cursor: Cursor): Cursor | null {
  if (fault.kind === 'timeout') {
    const perPage = SMALLER.find((size) => cursor.perPage === null || size < cursor.perPage);
    return perPage === undefined ? null : { ...cursor, perPage };
  }
  const refused = fault.kind === 'bad-request' || fault.kind === 'bad-cursor' || fault.kind === 'pagination-limit';
  return refused && cursor.after !== null ? { ...cursor, after: null } : null;
}

function targetOf(cursor: Cursor, context: StreamContext): string {
  const size = cursor.perPage === null ? [] : ([['per_page', cursor.perPage]] as const);
  if (cursor.after !== null) return withQuery(PATH, [['cursor', cursor.after], ...size]);
  const wanted = cursor.high === null ? seconds(context.startTime) : cursor.high - WITHHELD_SECONDS;
  const start = Math.max(0, Math.min(wanted, latestStart(context)));
  return withQuery(PATH, [['start_time', start], ...size]);
}

function highest(max: number | null, row: unknown): number | null {
  const stamp =
    typeof row === 'object' && row !== null && 'generated_timestamp' in row ? row.generated_timestamp : null;
  return typeof stamp === 'number' && (max === null || stamp > max) ? stamp : max;
}

/** Losers of merges on this page, with their winners where the ticket or its audits tell. */
async function mergesOf(rows: readonly unknown[], context: StreamContext): Promise<Map<string, string | null>> {
  const merges = new Map<string, string | null>();
  let lookups = 0;
  for (const row of rows) {
    const merge = mergeOf(row);
    if (merge === null) continue;
    const ask = merge.into === null && lookups < LOOKUPS_PER_PAGE;
    if (ask) lookups += 1;
    merges.set(merge.id, ask ? await winnerOf(merge.id, context) : merge.into);
  }
  return merges;
}

/** A merged ticket may be deleted by now, or closed to us: then its winner stays unknown and the stream goes on. */
async function winnerOf(ticket: string, context: StreamContext): Promise<string | null> {
  const target = `/api/v2/tickets/${encodeURIComponent(ticket)}/audits`;
  const reply = await ifOpen(context.client.get(context.http, 'support', target));
  return reply === null ? null : mergeTargetInAudits(reply.value, ticket);
}
