import type { PeopleDecision } from '../../shared/domain/people.ts';
import type { ServiceLevelRule } from '../../shared/contract/rows.ts';
import type { AgentStateRow, ContactRow, QueueSnapshotRow } from '../store/api.ts';

/** The settings that a floor is reckoned by. A change of any of them is a new load. */
export interface FloorSettings {
  /** Reporting zone, IANA. */
  zone: string;
  serviceLevel: ServiceLevelRule;
  queueServiceLevels: Readonly<Record<string, ServiceLevelRule>>;
  /** `source/platform`, most trusted first. Absent: no order. */
  platformOrder?: readonly string[];
  /** What people said of who is who, the oldest first. Absent: nothing. */
  people?: readonly PeopleDecision[];
}

/** What happened since: from the change feed (live) or from the stored day (replay). */
export interface Moves {
  contacts: readonly ContactRow[];
  states: readonly AgentStateRow[];
  snapshots: readonly QueueSnapshotRow[];
  /** Ids that the source took back. */
  removed: readonly { entity: 'contact' | 'agent-state'; source: string; id: string }[];
}

/** Keys of rows that changed, appeared or went. */
export interface RowChanges {
  queues: Set<string>;
  agents: Set<string>;
}
