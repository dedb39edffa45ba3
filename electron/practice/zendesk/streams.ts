import type { Contact } from '../arrivals.ts';
import {
  callChanges,
  ChangeStream,
  chatChanges,
  chatStateChanges,
  legChanges,
  metricChanges,
  ratingChanges,
  ticketChanges,
} from '../changes.ts';
import type { LegRow, StateRow } from '../changes.ts';
import type { MetricEvent } from '../ticket-metrics.ts';
import type { Ticket } from '../tickets.ts';
import type { World } from '../world.ts';
import type { Change } from '../changes.ts';
import { fault, json, wholeNumber } from './http.ts';
import type { Account, Reply, Request } from './http.ts';
import { link } from './paging.ts';

/** Everything the account exports incrementally. */
export interface ChangeStreams {
  calls: ChangeStream<Contact>;
  legs: ChangeStream<LegRow>;
  chats: ChangeStream<Contact>;
  chatStates: ChangeStream<StateRow>;
  tickets: ChangeStream<Ticket>;
  metrics: ChangeStream<MetricEvent>;
  ratings: ChangeStream<Ticket>;
}

export function openStreams(world: World): ChangeStreams {
  return {
    calls: new ChangeStream(world, callChanges),
    legs: new ChangeStream(world, legChanges),
    chats: new ChangeStream(world, chatChanges),
    chatStates: new ChangeStream(world, chatStateChanges),
    tickets: new ChangeStream(world, ticketChanges),
    metrics: new ChangeStream(world, metricChanges),
    ratings: new ChangeStream(world, ratingChanges),
  };
}

/** The vendor withholds the last minute of every export. */
export const WITHHELD_SECONDS = 60;
const EXPORT_LIMIT = 1000;

/** What is wrong with a `start_time`, null when nothing is. @param now epoch seconds UTC */
export function startTimeFault(startTime: number | null, now: number): Reply | null {
  if (startTime === null) return fault(400, 'MissingParam', 'Parameter start_time is required');
  if (!Number.isFinite(startTime) || startTime < 0) return fault(400, 'InvalidValue', 'Invalid start_time');
  if (startTime > now - WITHHELD_SECONDS) {
    return fault(422, 'InvalidValue', 'Too recent start_time. Use a start_time older than 1 minute');
  }
  return null;
}

/**
 * A time-based export: rows from `start_time` on, inclusive, with `end_time` and a `next_page` that begins at `end_time`, so that the rows
 * of the last second come again. Seconds are never torn: a page grows beyond its limit rather than end within one. `next_page` is always
 * there; `count` below the limit means that there is no more now.
 */
export function timedExport<Row>(
  request: Request,
  account: Account,
  name: string,
  stream: ChangeStream<Row>,
  render: (change: Change<Row>) => unknown,
): Reply {
  const startTime = wholeNumber(request.query, 'start_time');
  const wrong = startTimeFault(startTime, request.now);
  if (wrong !== null || startTime === null) return wrong ?? fault(400, 'InvalidValue', 'Invalid start_time');
  const asked = wholeNumber(request.query, 'limit') ?? EXPORT_LIMIT;
  const limit = asked >= 1 ? Math.min(EXPORT_LIMIT, asked) : EXPORT_LIMIT;
  const { rows, end } = stream.read(startTime, -1, limit, request.now - WITHHELD_SECONDS, true);
  const endTime = rows.at(-1)?.at ?? startTime;
  const next = new URLSearchParams(request.query);
  next.set('start_time', String(endTime));
  return json({
    [name]: rows.map(render),
    count: rows.length,
    end_time: endTime,
    end_of_stream: end,
    next_page: link(account, request, next),
  });
}
