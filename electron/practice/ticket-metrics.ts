import type { FloorCalendar } from './calendar.ts';
import type { Ticket, TicketEvent } from './tickets.ts';

/** The clocks that the vendor runs on a ticket: started, paused, stopped, with the minutes counted so far. */

export type Metric = 'reply_time' | 'requester_wait_time' | 'agent_work_time' | 'resolution_time';

export interface MetricEvent {
  /** Unique: the ticket's id × 100 + the order. */
  id: number;
  ticket: number;
  metric: Metric;
  instance: number;
  type: 'activate' | 'pause' | 'fulfill' | 'update_status';
  /** Epoch seconds UTC. */
  at: number;
  /** Minutes run, on the calendar's and on the working hours' clock; with `update_status` only. */
  status: { calendar: number; business: number } | null;
}

const CLOCKS: readonly Metric[] = ['reply_time', 'requester_wait_time', 'agent_work_time', 'resolution_time'];

/** The metric events of a ticket's whole life, in order of time. */
export function metricEventsOf(calendar: FloorCalendar, ticket: Ticket): MetricEvent[] {
  const events: MetricEvent[] = [];
  const running = new Map<Metric, { since: number | null; calendar: number; business: number; instance: number }>();
  const add = (
    metric: Metric,
    type: MetricEvent['type'],
    at: number,
    instance: number,
    status: MetricEvent['status'] = null,
  ): void => {
    events.push({ id: ticket.id * 100 + events.length, ticket: ticket.id, metric, instance, type, at, status });
  };
  const start = (metric: Metric, at: number): void => {
    const clock = running.get(metric) ?? { since: null, calendar: 0, business: 0, instance: 1 };
    if (clock.since !== null) return;
    clock.since = at;
    running.set(metric, clock);
    add(metric, 'activate', at, clock.instance);
  };
  const stop = (metric: Metric, at: number, type: 'pause' | 'fulfill'): void => {
    const clock = running.get(metric);
    if (clock === undefined || (clock.since === null && type === 'pause')) return;
    if (clock.since !== null) {
      clock.calendar += (at - clock.since) / 60;
      clock.business += businessSeconds(calendar, clock.since, at) / 60;
      clock.since = null;
    }
    add(metric, type, at, clock.instance);
    add(metric, 'update_status', at, clock.instance, {
      calendar: Math.floor(clock.calendar),
      business: Math.floor(clock.business),
    });
    if (type === 'fulfill' && metric === 'reply_time') running.delete(metric);
  };
  let replied = false;
  for (const event of ticket.events) {
    if (event.kind === 'created') for (const metric of CLOCKS) start(metric, event.at);
    else if (event.kind === 'customer-replied') {
      start('requester_wait_time', event.at);
      start('agent_work_time', event.at);
      start('resolution_time', event.at);
    } else if (event.kind === 'replied' || event.kind === 'solved') {
      if (!replied && event.kind === 'replied') {
        stop('reply_time', event.at, 'fulfill');
        replied = true;
      }
      stopWork(event, stop);
    }
  }
  return events;
}

function stopWork(event: TicketEvent, stop: (metric: Metric, at: number, type: 'pause' | 'fulfill') => void): void {
  if (event.status === 'pending') {
    stop('requester_wait_time', event.at, 'pause');
    stop('agent_work_time', event.at, 'pause');
  } else if (event.status === 'solved') {
    stop('requester_wait_time', event.at, 'fulfill');
    stop('agent_work_time', event.at, 'fulfill');
    stop('resolution_time', event.at, 'fulfill');
  }
}

/** Seconds of working hours between two instants. */
function businessSeconds(calendar: FloorCalendar, from: number, to: number): number {
  let sum = 0;
  for (let day = calendar.dayNumberAt(from); day <= calendar.dayNumberAt(to); day += 1) {
    const { opens, closes } = calendar.workingHours(day);
    sum += Math.max(0, Math.min(to, closes) - Math.max(from, opens));
  }
  return sum;
}
