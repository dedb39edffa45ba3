import type { QueueSnapshotRecord } from '../../../../shared/domain/records.ts';
import { mediaOf, snapshotOf } from '../normalise/observations.ts';
import type { Observation } from '../normalise/observations.ts';

type Figure = NonNullable<Observation['data']>[number];

/**
 * What is known of each queue. A message tells of one kind of media, and perhaps of some figures of it alone: the rest stands as it was told last,
 * first by a snapshot.
 */
export class QueueBoard {
  readonly #queues = new Map<string, Map<string, Map<string, Figure>>>();

  /** Takes the whole of a queue's figures from a snapshot. */
  set(queue: string, observations: readonly Observation[]): void {
    this.#queues.delete(queue);
    this.#merge(queue, observations);
  }

  /** Takes what a message told, and gives the queue's figures. @param at epoch ms UTC */
  tell(queue: string, observations: readonly Observation[], at: number): QueueSnapshotRecord {
    this.#merge(queue, observations);
    const all = [...(this.#queues.get(queue) ?? [])].map(([mediaType, figures]) => ({
      group: { queueId: queue, ...(mediaType === '' ? {} : { mediaType }) },
      data: [...figures.values()],
    }));
    return snapshotOf(queue, all, at);
  }

  #merge(queue: string, observations: readonly Observation[]): void {
    let media = this.#queues.get(queue);
    if (media === undefined) this.#queues.set(queue, (media = new Map()));
    for (const observation of observations) {
      const name = mediaOf(observation);
      let figures = media.get(name);
      if (figures === undefined) media.set(name, (figures = new Map()));
      for (const figure of observation.data ?? [])
        figures.set(`${figure.metric ?? ''} ${figure.qualifier ?? ''}`, figure);
    }
  }
}
