import { z } from 'zod';
import type { QueueSnapshotRecord } from '../../../../shared/domain/records.ts';
import { optionalInstant, optionalNumber, optionalText } from '../../normalise/fields.ts';

const metric = z.looseObject({
  metric: optionalText,
  qualifier: optionalText,
  stats: z.looseObject({ count: optionalNumber, calculatedMetricValue: optionalNumber }).nullish().catch(null),
  observations: z
    .array(z.looseObject({ observationDate: optionalInstant }))
    .nullish()
    .catch(null),
});

/** What is the case in one queue for one kind of media (or, without one, for all). */
const observationSchema = z.looseObject({
  group: z.record(z.string(), z.string()).nullish().catch(null),
  data: z.array(metric).nullish().catch(null),
});

export const observationsSchema = z.looseObject({
  results: z
    .array(observationSchema)
    .nullish()
    .transform((value) => value ?? []),
});

export type Observation = z.infer<typeof observationSchema>;

/** The observations of a reply by queue. */
export function boardOf(results: readonly Observation[]): Map<string, Observation[]> {
  const board = new Map<string, Observation[]>();
  for (const result of results) {
    const queue = result.group?.['queueId'];
    if (queue === undefined) continue;
    const list = board.get(queue);
    if (list === undefined) board.set(queue, [result]);
    else list.push(result);
  }
  return board;
}

export function mediaOf(observation: Observation): string {
  return observation.group?.['mediaType'] ?? '';
}

/**
 * The figures of one queue: waiting over all media, the longest wait of those who wait now, and the agents on queue who are idle.
 *
 * @param observations of this queue, one for each kind of media; what the source left out is none
 * @param at epoch ms UTC on the source's clock
 */
export function snapshotOf(queue: string, observations: readonly Observation[], at: number): QueueSnapshotRecord {
  let waiting = 0;
  let since: number | null = null;
  let idle: number | null = null;
  for (const { data } of observations) {
    for (const { metric: name, qualifier, stats, observations: waits } of data ?? []) {
      if (name === 'oWaiting') {
        waiting += stats?.count ?? 0;
        for (const { observationDate } of waits ?? []) since = earlier(since, observationDate);
      } else if (name === 'oLongestWaiting') {
        since = earlier(since, startOf(stats?.calculatedMetricValue ?? null, at));
      } else if (name === 'oOnQueueUsers') {
        idle = (idle ?? 0) + (qualifier === 'IDLE' ? (stats?.count ?? 0) : 0);
      }
    }
  }
  return {
    entity: 'queue-snapshot',
    id: `${queue}:${at}`,
    version: at,
    raw: observations.length === 0 ? null : JSON.stringify(observations),
    queue,
    at,
    waiting,
    longestWaitSeconds: waiting === 0 || since === null ? null : Math.max(0, at - since) / 1000,
    agentsAvailable: idle,
  };
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** An instant in epoch ms, or a duration in ms up to `at`: a value of ten digits and more is an instant. */
function startOf(value: number | null, at: number): number | null {
  if (value === null) return null;
  return value >= 1e10 ? value : at - value;
}
