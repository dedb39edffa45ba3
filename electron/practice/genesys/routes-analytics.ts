import { Buffer } from 'node:buffer';
import type { Contact } from '../arrivals.ts';
import type { CallBook } from './calls.ts';
import {
  badRequest,
  fault,
  fieldOf,
  intervalOf,
  json,
  listed,
  NOT_FOUND,
  route,
  valuesOf,
  wholeNumber,
} from './http.ts';
import type { Organization, Reply, Request, Route } from './http.ts';
import { iso } from './ids.ts';
import { availableUntil } from './jobs.ts';
import type { Details, Job } from './jobs.ts';
import { lastChangeOf, renderConversation } from './render-conversation.ts';
import { renderQueueObservations, renderUserObservations } from './render-observations.ts';
import { hasStays, renderUserDetail } from './render-user-details.ts';

const DAY = 86_400;
/** The query pages through so many rows; beyond lies an error. */
const DEEPEST = 100_000;
const LONGEST_QUERY_DAYS = 31;
const LARGEST_PAGE = 100;
const JOB_PAGE = 1000;
/** Stays on a page of a users' job: rows of people are long, so a page may hold fewer of them than asked for. */
const STAYS_ON_PAGE = 4000;
const MULTI_GET = 100;

export function analyticsRoutes(calls: CallBook): readonly Route[] {
  const routes: Route[] = [
    route('POST', '/analytics/conversations/details/query', (request, organization) =>
      conversationQuery(request, organization, calls),
    ),
    route('GET', '/analytics/conversations/details', (request, organization) => multiGet(request, organization, calls)),
    route('POST', '/analytics/users/details/query', userQuery),
    route('POST', '/analytics/queues/observations/query', queueObservations),
    route('POST', '/analytics/users/observations/query', userObservations),
  ];
  for (const kind of ['conversations', 'users'] as const) {
    const path = `/analytics/${kind}/details/jobs`;
    routes.push(
      route('GET', `${path}/availability`, ({ now }) => json({ dataAvailabilityDate: iso(availableUntil(now)) })),
      route('POST', path, (request, organization) => orderJob(request, organization, kind)),
      route('GET', `${path}/{jobId}`, (request, organization) => jobState(request, organization, kind)),
      route('GET', `${path}/{jobId}/results`, (request, organization) => results(request, organization, kind, calls)),
    );
  }
  return routes;
}

function pagingOf(body: unknown): { size: number; number: number } | null {
  const paging = fieldOf(body, 'paging');
  const size = fieldOf(paging, 'pageSize') ?? 25;
  const number = fieldOf(paging, 'pageNumber') ?? 1;
  const whole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1;
  return whole(size) && size <= LARGEST_PAGE && whole(number) ? { size, number } : null;
}

/** Near to real time: what began on a day that the interval touches, which is more than began in the interval. */
function conversationQuery(request: Request, organization: Organization, calls: CallBook): Reply {
  const interval = intervalOf(request.body);
  const paging = pagingOf(request.body);
  if (interval === null) return badRequest('The interval is not valid');
  if (paging === null) return badRequest(`paging.pageSize is a number from 1 to ${LARGEST_PAGE}`);
  if (interval.to - interval.from > LONGEST_QUERY_DAYS * DAY) {
    return badRequest(`The interval is longer than ${LONGEST_QUERY_DAYS} days`);
  }
  if (paging.size * paging.number > DEEPEST) {
    return fault(400, 'pagination.limit.exceeded', `Paging ends at ${DEEPEST} rows`);
  }
  const queues = new Set([
    ...valuesOf(fieldOf(request.body, 'segmentFilters'), 'queueId'),
    ...valuesOf(fieldOf(request.body, 'conversationFilters'), 'queueId'),
  ]);
  const descending = fieldOf(request.body, 'order') === 'desc';
  const found: Contact[] = [];
  for (
    let day = Math.floor((Math.min(interval.to, request.now + 1) - 1) / DAY);
    day >= Math.floor(interval.from / DAY);
    day -= 1
  ) {
    if ((day + 1) * DAY <= organization.world.openedAt) break;
    for (const call of calls.begunOn(day)) {
      const wanted = queues.size === 0 || queues.has(organization.ids.of('queue', call.queue));
      if (call.createdAt <= request.now && wanted) found.push(call);
    }
  }
  if (!descending) found.reverse();
  const page = found.slice((paging.number - 1) * paging.size, paging.number * paging.size);
  return json({
    ...(page.length === 0
      ? {}
      : { conversations: page.map((call) => renderConversation(organization, call, request.now)) }),
    totalHits: found.length,
  });
}

function multiGet(request: Request, organization: Organization, calls: CallBook): Reply {
  const ids = listed(request.query, 'id');
  if (ids.length === 0 || ids.length > MULTI_GET) return badRequest(`id is given 1 to ${MULTI_GET} times`);
  const found = ids.flatMap((id) => {
    const number = organization.ids.numberOf('conversation', id);
    const call = number === null ? null : calls.call(number);
    return call === null || call.createdAt > request.now ? [] : [call];
  });
  return json({ conversations: found.map((call) => renderConversation(organization, call, request.now)) });
}

function userQuery(request: Request, organization: Organization): Reply {
  const interval = intervalOf(request.body);
  const paging = pagingOf(request.body);
  if (interval === null || interval.to - interval.from > LONGEST_QUERY_DAYS * DAY)
    return badRequest('The interval is not valid');
  if (paging === null) return badRequest(`paging.pageSize is a number from 1 to ${LARGEST_PAGE}`);
  const ids = new Set(valuesOf(fieldOf(request.body, 'userFilters'), 'userId'));
  const { from, to } = interval;
  const people = organization.world.floor.agents.filter(
    (agent) =>
      (ids.size === 0 || ids.has(organization.ids.of('user', agent.index))) &&
      hasStays(organization, agent, from, to, request.now),
  );
  const page = people.slice((paging.number - 1) * paging.size, paging.number * paging.size);
  return json({
    ...(page.length === 0
      ? {}
      : {
          userDetails: page.map((agent) => renderUserDetail(organization, agent, { from, to, now: request.now }).row),
        }),
    totalHits: people.length,
  });
}

function queueObservations(request: Request, organization: Organization): Reply {
  const filter = fieldOf(request.body, 'filter');
  const metrics = fieldOf(request.body, 'metrics');
  const ids = valuesOf(filter, 'queueId');
  if (ids.length === 0) return badRequest('The filter names no queueId');
  if (!Array.isArray(metrics) || metrics.length === 0) return badRequest('metrics may not be empty');
  const wanted = new Set(metrics.map(String));
  const details = fieldOf(request.body, 'detailMetrics');
  const detailed = new Set(Array.isArray(details) ? details.map(String) : []);
  const queues = ids.flatMap((id) => organization.queue(id) ?? []);
  return json({ results: renderQueueObservations(organization, queues, wanted, detailed, request.now) });
}

function userObservations(request: Request, organization: Organization): Reply {
  const ids = valuesOf(fieldOf(request.body, 'filter'), 'userId');
  if (ids.length === 0) return badRequest('The filter names no userId');
  const people = ids.flatMap((id) => organization.agent(id) ?? []);
  return json({ results: renderUserObservations(organization, people, request.now) });
}

function orderJob(request: Request, organization: Organization, kind: Details): Reply {
  const interval = intervalOf(request.body);
  if (interval === null) return badRequest('The interval is not valid');
  const available = availableUntil(request.now);
  if (interval.to > available) {
    return badRequest(`The interval ends after the data availability date ${iso(available)}`);
  }
  return json({ jobId: organization.jobs.order({ kind, ...interval, available }) }, 202);
}

function jobState(request: Request, organization: Organization, kind: Details): Reply {
  const job = organization.jobs.find(request.params[0] ?? '', kind);
  if (job === null) return NOT_FOUND;
  const state = organization.jobs.stateOf(job);
  const submissionDate = new Date(job.orderedAt).toISOString();
  const done =
    state === 'FULFILLED'
      ? { completionDate: submissionDate, expirationDate: new Date(job.orderedAt + 86_400_000).toISOString() }
      : {};
  return json({ state, submissionDate, ...done }, state === 'FULFILLED' ? 200 : 202);
}

function results(request: Request, organization: Organization, kind: Details, calls: CallBook): Reply {
  const job = organization.jobs.find(request.params[0] ?? '', kind);
  if (job === null) return NOT_FOUND;
  if (organization.jobs.stateOf(job) !== 'FULFILLED') return fault(400, 'bad.request', 'The job has no results yet');
  const size = wholeNumber(request.query, 'pageSize') ?? JOB_PAGE;
  const place = placeOf(request.query.get('cursor'), job);
  if (!(size >= 1 && size <= JOB_PAGE) || place === null) return badRequest('cursor or pageSize is not valid');
  const { rows, next } =
    kind === 'conversations'
      ? conversationRows(organization, job, place, size, calls)
      : userRows(organization, job, place, size);
  return json({
    [kind === 'conversations' ? 'conversations' : 'userDetails']: rows,
    ...(next === null ? {} : { cursor: Buffer.from(next.join(':'), 'utf8').toString('base64url') }),
    dataAvailabilityDate: iso(job.available),
  });
}

/** A day of UTC, and how many rows of it are done. */
type Place = readonly [day: number, done: number];

/** Conversations may have begun the day before the interval and gone on in it; their surveys come up to a day later still. */
const EARLIER_DAYS = 2;

function placeOf(cursor: string | null, job: Job): Place | null {
  if (cursor === null || cursor === '') return [Math.floor((job.to - 1) / DAY), 0];
  const match = /^(\d{1,6}):(\d{1,9})$/u.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

/** Whatever had activity in the interval, the newest day first, as the data lake had it. */
function conversationRows(
  organization: Organization,
  job: Job,
  [startDay, done]: Place,
  size: number,
  calls: CallBook,
): { rows: unknown[]; next: Place | null } {
  const first = Math.max(Math.floor(job.from / DAY) - EARLIER_DAYS, Math.floor(organization.world.openedAt / DAY));
  const rows: unknown[] = [];
  let skip = done;
  for (let day = startDay; day >= first; day -= 1) {
    const found = calls.begunOn(day);
    for (let i = skip; i < found.length; i += 1) {
      const call = found[i];
      if (call === undefined || call.createdAt >= job.to || lastChangeOf(organization, call) < job.from) continue;
      if (rows.length === size) return { rows, next: [day, i] };
      rows.push(renderConversation(organization, call, job.available));
    }
    skip = 0;
  }
  return { rows, next: null };
}

/** A row for each person and day, the newest day first. */
function userRows(
  organization: Organization,
  job: Job,
  [startDay, done]: Place,
  size: number,
): { rows: unknown[]; next: Place | null } {
  const first = Math.max(Math.floor(job.from / DAY), Math.floor(organization.world.openedAt / DAY));
  const { agents } = organization.world.floor;
  const rows: unknown[] = [];
  let stays = 0;
  let skip = done;
  for (let day = startDay; day >= first; day -= 1) {
    const from = Math.max(job.from, day * DAY);
    const to = Math.min(job.to, (day + 1) * DAY);
    for (let i = skip; i < agents.length; i += 1) {
      const agent = agents[i];
      if (agent === undefined) continue;
      if (rows.length >= size || stays >= STAYS_ON_PAGE) return { rows, next: [day, i] };
      const detail = renderUserDetail(organization, agent, { from, to, now: job.available });
      if (detail.stays === 0) continue;
      stays += detail.stays;
      rows.push(detail.row);
    }
    skip = 0;
  }
  return { rows, next: null };
}
