import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import type { ReadPage, StreamSpec } from '../../connector.ts';
import { instant, optionalText } from '../../normalise/fields.ts';
import { withQuery } from '../client.ts';
import { readShape } from '../../common/reply.ts';
import { leadIn, normalised, rowsOf } from './details.ts';
import type { Details } from './details.ts';
import { NO_ROWS, pageOf, progressOf } from '../../common/page.ts';
import { DAY_MS, HOUR_MS, interval } from './stream.ts';
import type { GenesysStream, StreamContext } from './stream.ts';

const cursorSchema = z.object({
  /** When the last pass began, epoch ms UTC; null before the first. */
  passAt: z.number().nullable(),
  /** Up to here the passes have read, epoch ms UTC: the availability date that the last one went by. */
  upTo: z.number().nullable(),
  /** What the pass in hand has still to read, the newest first; null: none is in hand. */
  back: z.object({ until: z.number(), stop: z.number(), lengthMs: z.number() }).nullable(),
  /** The job that the vendor is working on. */
  job: z.object({ id: z.string(), from: z.number(), next: z.string().nullable(), ready: z.boolean() }).nullable(),
  /** Jobs of this window that came to nothing. */
  failed: z.number(),
});

type Cursor = z.infer<typeof cursorSchema>;

const FIRST: Cursor = { passAt: null, upTo: null, back: null, job: null, failed: 0 };

/** A pass a day: the vendor corrects what is two days old and more by night, and changes may come in on the third day. */
const PASS_EVERY_MS = DAY_MS;
export const REREAD_MS = 72 * HOUR_MS;
const WINDOW_MS = 7 * DAY_MS;
const LEAST_WINDOW_MS = HOUR_MS;
export const JOB_PAGE = 500;
const POLL_MS = 3_000;
const TRIES = 3;

const availability = z.looseObject({ dataAvailabilityDate: instant });
const created = z.looseObject({ jobId: z.string().min(1) });
const status = z.looseObject({ state: z.string(), errorMessage: optionalText });
const results = z.looseObject({ cursor: z.string().nullish() });

/** The vendor's instant up to which its jobs have data, epoch ms UTC. */
export async function availableUntil(details: Details, context: StreamContext): Promise<number> {
  const reply = await context.client.get(context, 'analytics', `${details.path}/jobs/availability`);
  return readShape(availability, reply, 'date of availability').dataAvailabilityDate;
}

/**
 * Details by jobs: all that had activity in an interval, long conversations too. Nothing is asked for beyond the vendor's availability date. The
 * first pass reads history back to the oldest instant wanted; from then on a pass a day reads the last 72 hours again, because the vendor corrects
 * its data by night. What a job tells goes before what was read near to real time.
 */
export function detailsJobs(details: Details, spec: StreamSpec): GenesysStream {
  return {
    spec,
    replay: { entity: details.entity, normalise: details.again, idField: details.idField },
    async read(value, context) {
      const parsed = cursorSchema.safeParse(value);
      const cursor = parsed.success ? parsed.data : FIRST;
      if (cursor.job !== null) return goOn(details, cursor, cursor.job, context);
      if (cursor.back === null) return begin(details, cursor, context);
      return order(details, cursor, cursor.back, context);
    },
  };
}

async function begin(details: Details, cursor: Cursor, context: StreamContext): Promise<ReadPage> {
  const now = context.serverNow();
  const rest = { cursor, done: true, asOf: cursor.upTo };
  if (cursor.passAt !== null && now - cursor.passAt < PASS_EVERY_MS) return pageOf(NO_ROWS, rest);
  const available = Math.min(now, await availableUntil(details, context));
  const stop = cursor.upTo === null ? context.startTime : Math.max(context.startTime, cursor.upTo - REREAD_MS);
  if (available <= stop || available === cursor.upTo) return pageOf(NO_ROWS, { ...rest, asOf: available });
  const back = { until: available, stop, lengthMs: WINDOW_MS };
  return order(details, { ...cursor, passAt: now, upTo: available, back, failed: 0 }, back, context);
}

/** Orders the job of the next window. Where jobs of every size came to nothing it is waited for before its place is kept: see {@link again}. */
async function order(
  details: Details,
  cursor: Cursor,
  back: NonNullable<Cursor['back']>,
  context: StreamContext,
): Promise<ReadPage> {
  const from = Math.max(back.stop, back.until - back.lengthMs);
  const body = { interval: interval(leadIn(details, from, context.startTime), back.until) };
  const reply = await context.client.send(context, 'analytics', 'POST', `${details.path}/jobs`, body);
  const { jobId } = readShape(created, reply, 'id of a job');
  const job = { id: jobId, from, next: null, ready: false };
  if (cursor.failed >= TRIES) await fulfilled(details, jobId, context);
  return pageOf(NO_ROWS, { cursor: { ...cursor, back, job }, done: false, progress: progressIn(back, context) });
}

/** Waits until a job is done. @throws HttpFault server where it comes to nothing: the place kept is then one without a job, and the next read orders one */
async function fulfilled(details: Details, jobId: string, context: StreamContext): Promise<void> {
  for (;;) {
    const reply = await context.client.get(context, 'analytics', `${details.path}/jobs/${encodeURIComponent(jobId)}`);
    const { state, errorMessage } = readShape(status, reply, 'state of a job');
    if (state === 'FULFILLED') return;
    if (ENDED_BADLY.has(state)) throw new HttpFault('server', endOf(state, errorMessage));
    await context.wait(POLL_MS);
  }
}

/** States in which a job has come to nothing. */
const ENDED_BADLY: ReadonlySet<string> = new Set(['FAILED', 'CANCELLED', 'EXPIRED']);

function endOf(state: string, errorMessage: string | null): string {
  return `The vendor’s job ended as ${state}${errorMessage === null ? '' : `: ${errorMessage}`}.`;
}

type Job = NonNullable<Cursor['job']>;

async function goOn(details: Details, cursor: Cursor, job: Job, context: StreamContext): Promise<ReadPage> {
  const path = `${details.path}/jobs/${encodeURIComponent(job.id)}`;
  try {
    if (job.ready) return await readResults(details, cursor, job, path, context);
    const reply = await context.client.get(context, 'analytics', path);
    const { state } = readShape(status, reply, 'state of a job');
    if (state === 'FULFILLED') {
      return await readResults(details, cursor, { ...job, ready: true }, path, context);
    }
    if (ENDED_BADLY.has(state)) return again(cursor);
    await context.wait(POLL_MS);
    return pageOf(NO_ROWS, { cursor, done: false });
  } catch (error) {
    // Jobs are kept for a while only: the machine may have been off since.
    const gone = error instanceof HttpFault && ['not-found', 'bad-request', 'bad-cursor'].includes(error.kind);
    if (!gone) throw error;
    return again(cursor);
  }
}

/**
 * Forgets the job; after some that came to nothing the window is halved. Where even the smallest comes to nothing it is no matter of size: the next
 * job is of a whole window again, and waited for.
 */
function again(cursor: Cursor): ReadPage {
  const failed = cursor.failed + 1;
  const { back } = cursor;
  const place = { ...cursor, job: null };
  if (back === null || failed < TRIES) return pageOf(NO_ROWS, { cursor: { ...place, failed }, done: false });
  const half = back.lengthMs / 2;
  const next =
    half < LEAST_WINDOW_MS
      ? { back: { ...back, lengthMs: WINDOW_MS }, failed: TRIES }
      : { back: { ...back, lengthMs: half }, failed: 0 };
  return pageOf(NO_ROWS, { cursor: { ...place, ...next }, done: false });
}

async function readResults(
  details: Details,
  cursor: Cursor,
  job: Job,
  path: string,
  context: StreamContext,
): Promise<ReadPage> {
  const query = [['pageSize', JOB_PAGE] as const, ...(job.next === null ? [] : [['cursor', job.next] as const])];
  const reply = await context.client.get(context, 'analytics', withQuery(`${path}/results`, query));
  const read = rowsOf(details, reply);
  if (read === null) throw new HttpFault('bad-reply', `The answer holds no list of ${details.key}.`);
  const normalise = await details.normaliser(context, leadIn(details, job.from, context.startTime), cursor.upTo);
  const rows = normalised(details, read, normalise, context);
  const next = readShape(results, reply, 'results of a job').cursor ?? null;
  const { back } = cursor;
  if (next !== null && next !== '' && next !== job.next) {
    const progress = back === null ? null : progressIn(back, context);
    return pageOf(rows, { cursor: { ...cursor, job: { ...job, next, ready: true } }, done: false, progress });
  }
  const rest = back !== null && job.from > back.stop ? { ...back, until: job.from } : null;
  const place = { ...cursor, job: null, back: rest, failed: 0 };
  return pageOf(rows, {
    cursor: place,
    done: rest === null,
    asOf: rest === null ? cursor.upTo : null,
    progress: rest === null ? null : progressIn(rest, context),
  });
}

function progressIn(back: NonNullable<Cursor['back']>, context: StreamContext): number {
  return 1 - progressOf(back.until, back.stop, context.serverNow());
}
