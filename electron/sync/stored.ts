import type { StoredView } from '../connectors/connector.ts';
import type { Store } from '../store/api.ts';

/** Later than any stay: a look at the states of then shows those that have not ended. */
const FAR_AWAY = Date.UTC(2199, 0);

/** What the store holds of one source, for connectors that hold a snapshot against it. */
export function storedView(store: Store, source: string): StoredView {
  const own = <T extends { source: string }>(rows: readonly T[]): T[] => rows.filter((row) => row.source === source);
  return {
    agents: () => own(store.reads.agents()).map(({ id, active, queues }) => ({ id, active, queues })),
    queues: () => own(store.reads.queues()).map(({ id, active }) => ({ id, active })),
    openStates: () =>
      own(store.reads.agentStatesAt(FAR_AWAY))
        .filter(({ endAt }) => endAt === null)
        .map(({ id, agent, platform, rawState, startAt }) => ({ id, agent, platform, rawState, startAt })),
    shifts: (from, to) =>
      store.reads
        .shifts({ source, from, to, startsWithin: true })
        .map(({ id, agent, startAt, endAt, activities }) => ({ id, agent, startAt, endAt, activities })),
    segments: (contacts) => store.reads.segmentsOf(source, contacts),
  };
}

/** Of a source of which nothing is stored yet. */
export const nothingStored: StoredView = {
  agents: () => [],
  queues: () => [],
  openStates: () => [],
  shifts: () => [],
  segments: () => [],
};
