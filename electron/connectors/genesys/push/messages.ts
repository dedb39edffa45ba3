import { z } from 'zod';
import { parsedJson } from '../../common/reply.ts';
import { instant, optionalText } from '../../normalise/fields.ts';
import type { Observation } from '../normalise/observations.ts';

const messageSchema = z.looseObject({ topicName: z.string().min(1), eventBody: z.unknown().optional() });

/** What a message of the socket is to us. */
export type Message =
  | { kind: 'routing-status'; agent: string; status: unknown }
  | { kind: 'presence'; agent: string; presence: unknown }
  | { kind: 'queue'; queue: string; observations: Observation[]; at: number | null }
  /** The channel is over: the socket will close, or nothing more comes on it. */
  | { kind: 'over'; reason: string; revoked: boolean }
  | { kind: 'alive' }
  | { kind: 'unreadable'; reason: string };

const USER_TOPIC = /^v2\.users\.([^.]+)\.(routingStatus|presence)$/;
const QUEUE_TOPIC = /^v2\.analytics\.queues\.([^.]+)\.observations$/;

/** Reads a message. A topic that nobody asked for, or a new one of the vendor's, is a sign of life and no more. */
export function readMessage(text: string): Message {
  const message = messageSchema.safeParse(parsedJson(text));
  if (!message.success) return { kind: 'unreadable', reason: 'A message bears no topic.' };
  const { topicName, eventBody } = message.data;
  const user = USER_TOPIC.exec(topicName);
  if (user?.[1] !== undefined) {
    if (user[2] === 'presence') return { kind: 'presence', agent: user[1], presence: eventBody };
    return { kind: 'routing-status', agent: user[1], status: inner(eventBody, 'routingStatus') };
  }
  const queue = QUEUE_TOPIC.exec(topicName)?.[1];
  if (queue !== undefined) return readQueue(queue, eventBody);
  if (topicName === 'v2.system.socket_closing') {
    return { kind: 'over', reason: 'Genesys Cloud is closing the live connection. It is made anew.', revoked: false };
  }
  if (topicName.startsWith('v2.system.no_longer_subscribed')) {
    const reason = 'Genesys Cloud has taken the live channel away. It is made anew.';
    return { kind: 'over', reason, revoked: false };
  }
  if (topicName.startsWith('v2.system.token_revoked')) {
    return { kind: 'over', reason: 'Genesys Cloud has revoked the token of the live connection.', revoked: true };
  }
  return { kind: 'alive' };
}

function inner(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, key) : undefined;
}

const metricSchema = z.looseObject({ metric: optionalText });

const statsSchema = z.looseObject({
  group: z.record(z.string(), z.string()).nullish().catch(null),
  data: z.array(
    z.looseObject({
      interval: optionalText,
      metrics: z.array(metricSchema).nullish().catch(null),
    }),
  ),
});

function readQueue(queue: string, body: unknown): Message {
  const stats = statsSchema.safeParse(body);
  if (!stats.success) return { kind: 'unreadable', reason: 'A message of a queue bears no figures.' };
  const { group, data } = stats.data;
  const observations: Observation[] = [];
  let at: number | null = null;
  for (const { interval, metrics } of data) {
    observations.push({ group: { ...group, queueId: queue }, data: metrics?.map(figure) ?? [] });
    const end = instant.safeParse(interval?.split('/')[1] ?? null);
    if (end.success) at = Math.max(at ?? 0, end.data);
  }
  return { kind: 'queue', queue, observations, at };
}

const figureSchema = z.looseObject({
  qualifier: optionalText,
  stats: z
    .looseObject({ count: z.number().nullish().catch(null), calculatedMetricValue: z.number().nullish().catch(null) })
    .nullish()
    .catch(null),
});

function figure(metric: z.infer<typeof metricSchema>): NonNullable<Observation['data']>[number] {
  const read = figureSchema.safeParse(metric);
  const { qualifier, stats } = read.success ? read.data : { qualifier: null, stats: null };
  const counts = { count: stats?.count ?? null, calculatedMetricValue: stats?.calculatedMetricValue ?? null };
  return { metric: metric.metric, qualifier, stats: counts, observations: null };
}
