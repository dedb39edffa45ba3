import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import { withQuery } from '../client.ts';
import { normaliseEach } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import { normaliseSurveyResponse } from '../normalise/survey-responses.ts';
import { normaliseRating } from '../normalise/tickets.ts';
import { readList } from '../reply.ts';
import { pageOf, progressOf } from '../../common/page.ts';
import { seconds } from './stream.ts';
import type { StreamContext, ZendeskStream } from './stream.ts';

const cursorSchema = z.object({
  /** Start of the window that is being read, epoch seconds. */
  since: z.number(),
  /** Link to the next page of the window; null: the window is to be opened. */
  next: z.string().nullable(),
  /** Source's clock when this window was opened, epoch ms: the next one starts from here, less the overlap. */
  openedAt: z.number(),
  /** Newest `created_at` seen in the window, epoch seconds: where to open it anew when paging goes too deep. */
  high: z.number().nullable(),
  /** When the long look back was last begun, epoch ms. */
  longLookAt: z.number(),
  ended: z.boolean(),
});

type Cursor = z.infer<typeof cursorSchema>;

/** Lists are by the time of creation, yet answers come and change later: each read looks back an hour … */
const OVERLAP_SECONDS = 3600;
/** … and once a day as long as an answer stays open to change. */
const LONG_LOOK_SECONDS = 28 * 86_400;
const LONG_LOOK_EVERY_MS = 86_400_000;

interface SurveyList {
  key: string;
  normalise: Normaliser;
  target(since: number): string;
}

/** Ratings or responses by windows of creation time; the place is the start of the read, never its end. */
function surveyStream(name: string, list: SurveyList): ZendeskStream {
  return {
    spec: { name, mode: 'incremental', everySeconds: 120, bucket: 'support', planGated: true },
    replay: { entity: 'survey', normalise: list.normalise },
    async read(value, context) {
      const parsed = cursorSchema.safeParse(value);
      const cursor = opening(parsed.success ? parsed.data : null, context);
      const { reply, window } = await fetchPage(list, cursor, context);
      const { rows, envelope } = readList(reply, list.key);
      const page = normaliseEach(rows, 'survey', list.normalise);
      const link = context.client.targetOf(envelope.links?.next ?? envelope.next_page);
      const next = (envelope.meta?.has_more ?? link !== null) ? link : null;
      if (next !== null && next === window.next) {
        throw new HttpFault('bad-cursor', `The list of ${name} does not move on.`);
      }
      const high = newest(page.records, window.high);
      return pageOf(page, {
        cursor: { ...window, next, high, ended: next === null },
        done: next === null,
        asOf: next === null ? window.openedAt : null,
        progress: high === null ? null : progressOf(high * 1000, context.startTime, window.openedAt),
      });
    },
  };
}

function opening(cursor: Cursor | null, context: StreamContext): Cursor {
  if (cursor !== null && !cursor.ended) return cursor;
  const openedAt = context.serverNow();
  const earliest = seconds(context.startTime);
  const fresh = { next: null, openedAt, high: null, ended: false };
  if (cursor === null) return { ...fresh, since: earliest, longLookAt: openedAt };
  const long = openedAt - cursor.longLookAt >= LONG_LOOK_EVERY_MS;
  const back = long ? LONG_LOOK_SECONDS : OVERLAP_SECONDS;
  const since = Math.max(earliest, seconds(cursor.openedAt) - back);
  return { ...fresh, since, longLookAt: long ? openedAt : cursor.longLookAt };
}

/** One page. Where the vendor will not page deeper, or forgot the link, the window is opened anew at the newest row seen. */
async function fetchPage(
  list: SurveyList,
  cursor: Cursor,
  context: StreamContext,
): Promise<{ reply: unknown; window: Cursor }> {
  const get = async (target: string) => (await context.client.get(context.http, 'support', target)).value;
  if (cursor.next === null) return { reply: await get(list.target(cursor.since)), window: cursor };
  try {
    return { reply: await get(cursor.next), window: cursor };
  } catch (error) {
    const refused = error instanceof HttpFault && ['pagination-limit', 'bad-request', 'not-found'].includes(error.kind);
    if (!refused || cursor.high === null || cursor.high <= cursor.since) throw error;
    const window = { ...cursor, since: cursor.high, next: null };
    return { reply: await get(list.target(window.since)), window };
  }
}

function newest(records: readonly { entity: string }[], before: number | null): number | null {
  let high = before;
  for (const record of records) {
    const offeredAt = 'offeredAt' in record ? record.offeredAt : null;
    if (typeof offeredAt === 'number' && (high === null || seconds(offeredAt) > high)) high = seconds(offeredAt);
  }
  return high;
}

/** Legacy CSAT. */
export const ratings = surveyStream('ratings', {
  key: 'satisfaction_ratings',
  normalise: normaliseRating,
  target: (since) =>
    withQuery('/api/v2/satisfaction_ratings', [
      ['start_time', since],
      ['page[size]', 100],
    ]),
});

/** The newer CSAT feature; an account has one of the two. */
export const surveyResponses = surveyStream('survey-responses', {
  key: 'survey_responses',
  normalise: normaliseSurveyResponse,
  target: (since) =>
    withQuery('/api/v2/guide/survey_responses', [
      ['filter[created_at_start]', since * 1000],
      ['page[size]', 100],
    ]),
});
