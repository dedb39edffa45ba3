/** The reading side on one read-only connection: the engine's own thread has one, each reader thread another. */
import type { Reads } from './api.ts';
import { metaValue } from './meta.ts';
import { readAdherenceDays, readAdherenceQuarters, readMarks, readRawStates } from './read/adherence.ts';
import { readAgentCounts, readAgentSeconds, readAgentStatesOf } from './read/agents.ts';
import { contactPage } from './read/contact-page.ts';
import { readCounts } from './read/counts.ts';
import { readDirectory } from './read/directory.ts';
import { readExtent } from './read/extent.ts';
import { readEvaluations, readShifts, readStays } from './read/planning.ts';
import { readQueueUse } from './read/queue-use.ts';
import { segmentsOf } from './read/segments.ts';
import { agentStatesAt, contactsAt, movesBetween, queueSnapshotsAt } from './read/floor.ts';
import {
  readAgents,
  readAgentStates,
  readContacts,
  readQueues,
  readQueueSnapshots,
  readSources,
  resolveAlias,
} from './read/rows.ts';
import { StaffingHistory } from './read/staffing.ts';
import type { ReadonlyDb } from './sqlite.ts';

/** Zone of the stored days and months. */
export function storedZone(db: ReadonlyDb): string {
  return (metaValue(db, 'zone') as string | null) ?? 'UTC';
}

export function readsOf(db: ReadonlyDb): Reads {
  return {
    sources: () => readSources(db),
    agents: () => readAgents(db),
    queues: () => readQueues(db),
    directory: () => readDirectory(db),
    contacts: (ids) => readContacts(db, ids),
    agentStates: (ids) => readAgentStates(db, ids),
    queueSnapshots: (ids) => readQueueSnapshots(db, ids),
    contactsAt: (at) => contactsAt(db, at),
    agentStatesAt: (at) => agentStatesAt(db, at),
    segmentsOf: (source, contacts) => segmentsOf(db, source, contacts),
    queueSnapshotsAt: (at, maxAgeSeconds) => queueSnapshotsAt(db, at, maxAgeSeconds),
    movesBetween: (from, to) => movesBetween(db, from, to),
    counts: (query) => readCounts(db, query, storedZone(db)),
    agentSeconds: (from, to) => readAgentSeconds(db, from, to, storedZone(db)),
    agentCounts: (from, to) => readAgentCounts(db, from, to, storedZone(db)),
    agentStatesOf: (query) => readAgentStatesOf(db, query),
    resolve: (source, entity, id) => resolveAlias(db, source, entity, id),
    contactPage: (query) => contactPage(db, query),
    extent: () => readExtent(db),
    queueUse: (from, to) => readQueueUse(db, from, to),
    shifts: (query) => readShifts(db, query),
    agentStatesBetween: (query) => readStays(db, query),
    evaluations: (query) => readEvaluations(db, query),
    adherenceDays: (query) => readAdherenceDays(db, query),
    adherenceQuarters: (query) => readAdherenceQuarters(db, query),
    adherenceMarks: (now) => readMarks(db, now),
    staffing: ({ agents, from, to }) => new StaffingHistory(db).of(agents, from, to),
    rawStates: () => readRawStates(db),
  };
}
