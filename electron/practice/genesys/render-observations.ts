import type { Contact } from '../arrivals.ts';
import type { FloorAgent, FloorQueue } from '../floor.ts';
import type { Organization } from './http.ts';
import { iso } from './ids.ts';

/** What is the case in the queues now. */

/** Figures of one queue at an instant. */
export interface QueueNow {
  queue: FloorQueue;
  waiting: Contact[];
  ringing: number;
  interacting: number;
  /** Members by routing status, those who are off queue left out. */
  onQueue: Record<string, number>;
  offQueue: number;
}

/** @param at epoch seconds UTC */
export function queuesNow({ world, states }: Organization, queues: readonly FloorQueue[], at: number): QueueNow[] {
  const waiting = new Map<number, Contact[]>();
  for (const call of world.waitingAt(at)) {
    const list = waiting.get(call.queue);
    if (list === undefined) waiting.set(call.queue, [call]);
    else list.push(call);
  }
  const routing = new Map<number, string>();
  const routingOf = (index: number): string => {
    let known = routing.get(index);
    const agent = world.floor.agents[index];
    if (known === undefined && agent !== undefined) routing.set(index, (known = states.routing(agent, at).value));
    return known ?? 'OFF_QUEUE';
  };
  const talking = new Map<number, number>();
  for (const agent of world.floor.agents) {
    const entry = agent.medium === 'phone' ? world.stateAt(agent.index, at) : null;
    if (entry?.state !== 'talking') continue;
    const queue = queueOfContact(world, entry.contact, at);
    if (queue !== null) talking.set(queue, (talking.get(queue) ?? 0) + 1);
  }
  return queues.map((queue) => {
    const onQueue: Record<string, number> = {};
    let offQueue = 0;
    for (const index of queue.agents) {
      const status = routingOf(index);
      if (status === 'OFF_QUEUE') offQueue += 1;
      else onQueue[status] = (onQueue[status] ?? 0) + 1;
    }
    const line = waiting.get(queue.index) ?? [];
    const ringing = line.filter(
      (call) => call.outcome === 'answered' && at >= call.answeredAt - call.ringSeconds,
    ).length;
    return { queue, waiting: line, ringing, interacting: talking.get(queue.index) ?? 0, onQueue, offQueue };
  });
}

function queueOfContact(world: Organization['world'], id: number, at: number): number | null {
  for (const log of world.logsAt(at)) {
    if (Math.floor(id / 1_000_000) !== log.day.day) continue;
    return world.contact(log, id)?.queue ?? null;
  }
  return null;
}

interface Metric {
  metric: string;
  qualifier?: string;
  stats: { count?: number; calculatedMetricValue?: number };
  truncated?: boolean;
  observations?: unknown[];
}

/** The results of an observations query: figures of the calls by media, those of the people for the queue as a whole. */
export function renderQueueObservations(
  organization: Organization,
  queues: readonly FloorQueue[],
  metrics: ReadonlySet<string>,
  detailed: ReadonlySet<string>,
  at: number,
): unknown[] {
  const results: unknown[] = [];
  for (const now of queuesNow(organization, queues, at)) {
    const queueId = organization.ids.of('queue', now.queue.index);
    const calls = callMetrics(organization, now, detailed).filter(({ metric }) => metrics.has(metric));
    const people = peopleMetrics(now).filter(({ metric }) => metrics.has(metric));
    if (calls.length > 0) results.push({ group: { mediaType: 'voice', queueId }, data: calls });
    if (people.length > 0) results.push({ group: { queueId }, data: people });
  }
  return results;
}

export function callMetrics(organization: Organization, now: QueueNow, detailed: ReadonlySet<string>): Metric[] {
  const { ids } = organization;
  const observations = now.waiting.map((call) => ({
    observationDate: iso(call.queuedAt),
    conversationId: ids.of('conversation', call.id),
    routingPriority: now.queue.priority,
    direction: 'inbound',
  }));
  const longest = Math.min(...now.waiting.map((call) => call.queuedAt));
  return [
    {
      metric: 'oWaiting',
      stats: { count: now.waiting.length },
      ...(detailed.has('oWaiting') ? { truncated: false, observations } : {}),
    },
    { metric: 'oAlerting', stats: { count: now.ringing } },
    { metric: 'oInteracting', stats: { count: now.interacting } },
    ...(now.waiting.length === 0
      ? []
      : [{ metric: 'oLongestWaiting', stats: { calculatedMetricValue: longest * 1000 } }]),
  ];
}

export function peopleMetrics(now: QueueNow): Metric[] {
  const total = now.queue.agents.length;
  return [
    ...STATUSES.map((qualifier) => ({
      metric: 'oOnQueueUsers',
      qualifier,
      stats: { count: now.onQueue[qualifier] ?? 0 },
    })),
    { metric: 'oOffQueueUsers', qualifier: 'OFF_QUEUE', stats: { count: now.offQueue } },
    { metric: 'oMemberUsers', stats: { count: total } },
    { metric: 'oActiveUsers', stats: { count: total } },
    ...STATUSES.map((qualifier) => ({
      metric: 'oUserRoutingStatuses',
      qualifier,
      stats: { count: now.onQueue[qualifier] ?? 0 },
    })),
    { metric: 'oUserRoutingStatuses', qualifier: 'OFF_QUEUE', stats: { count: now.offQueue } },
  ];
}

const STATUSES = ['IDLE', 'INTERACTING', 'NOT_RESPONDING', 'COMMUNICATING'] as const;

export function renderUserObservations(
  organization: Organization,
  people: readonly FloorAgent[],
  at: number,
): unknown[] {
  return people.map((agent) => {
    const queues = agent.medium === 'phone' ? agent.queues.length : 0;
    const on = organization.states.routing(agent, at).value !== 'OFF_QUEUE';
    return {
      group: { userId: organization.ids.of('user', agent.index) },
      data: [
        { metric: 'oMemberQueues', stats: { count: queues } },
        { metric: 'oActiveQueues', stats: { count: on ? queues : 0 } },
      ],
    };
  });
}
