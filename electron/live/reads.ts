import type { Reads } from '../store/api.ts';

/** What the floor needs of the store. */
export type FloorReads = Pick<
  Reads,
  | 'sources'
  | 'agents'
  | 'queues'
  | 'contacts'
  | 'agentStates'
  | 'queueSnapshots'
  | 'contactsAt'
  | 'agentStatesAt'
  | 'queueSnapshotsAt'
  | 'movesBetween'
  | 'counts'
  | 'agentCounts'
  | 'extent'
  | 'queueUse'
>;

/** Key of a queue, agent or contact on the board. */
export const keyOf = (source: string, id: string | null): string => `${source}/${id ?? ''}`;
