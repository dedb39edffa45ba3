/** Questions to mirror.db and their answers. Instants epoch ms UTC. */
import type { AgentState, Channel, Direction, Entity, Outcome } from '../../shared/domain/records.ts';
import type { AdherenceReads } from './api-adherence.ts';
import type { SourceConfig, SourceStatus } from './api-pages.ts';

export interface ContactRow {
  source: string;
  id: string;
  channel: Channel;
  direction: Direction;
  queue: string | null;
  agent: string | null;
  customerKey: string | null;
  createdAt: number;
  queuedAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  queueSeconds: number | null;
  talkSeconds: number | null;
  holdSeconds: number | null;
  wrapSeconds: number | null;
  outcome: Outcome;
  subject: string | null;
}

export interface AgentStateRow {
  source: string;
  id: string;
  agent: string;
  platform: string;
  state: AgentState;
  rawState: string;
  startAt: number;
  /** 1 where the state was already running when it was first seen: `startAt` is then the latest it can have begun. */
  startIsBound?: number | null;
  endAt: number | null;
  contact: string | null;
}

export interface QueueSnapshotRow {
  source: string;
  queue: string | null;
  at: number;
  waiting: number | null;
  longestWaitSeconds: number | null;
  agentsAvailable: number | null;
}

/**
 * One cell of counts and sums: inbound contacts of one queue (or all) attributed to the interval in which they were created.
 * offered = answered + abandoned; outbound and internal contacts are in none of these figures (agents' sums have them).
 */
export interface CountsRow {
  /** Start of the bucket, epoch ms UTC. */
  bucketAt: number;
  source: string | null;
  queue: string | null;
  channel: Channel | null;
  offered: number;
  answered: number;
  abandoned: number;
  leftBeforeQueue: number;
  excluded: number;
  missed: number;
  open: number;
  /** Answered and abandoned contacts whose wait is known: what ASA and the mean wait divide by. */
  answeredTimed: number;
  abandonedTimed: number;
  /** Contacts with handle time, and the sums of their parts in seconds. */
  handled: number;
  queueSecondsAnswered: number;
  queueSecondsAbandoned: number;
  talkSeconds: number;
  holdSeconds: number;
  wrapSeconds: number;
  /** At and Bt: answered and abandoned within the threshold asked for. */
  answeredWithin: number;
  abandonedWithin: number;
  /** Bs: abandoned within the short-abandon limit asked for. */
  shortAbandons: number;
  medianHandleSeconds: number | null;
}

export interface CountsQuery {
  from: number;
  to: number;
  by: 'quarter' | 'hour' | 'day' | 'week' | 'month' | 'total';
  /** One row per (bucket, queue) where true, else one per bucket. */
  perQueue: boolean;
  zone: string;
  thresholdSeconds: number;
  comparator: 'le' | 'lt';
  shortAbandonSeconds: number;
  /** Only these queues, as `source/id`; absent: all. */
  queues?: string[];
  /** Median of handle time costs more: only on request. */
  withMedian?: boolean;
  /** First day of the week for `by: 'week'`: 1 Monday (the default) … 7 Sunday. */
  weekStart?: 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

export interface QueueUse {
  source: string;
  queue: string;
  channel: Channel;
}

/** The names of what there is to look at. */
export interface Directory {
  queues: { source: string; id: string; name: string; channel: Channel }[];
  agents: { source: string; id: string; name: string; team: string | null }[];
}

/** Reads on a read-only connection, cheap enough for the engine's own thread (all are bounded and use an index). */
export interface Reads extends AdherenceReads {
  sources(): (SourceConfig & { status: SourceStatus | null })[];
  agents(): {
    source: string;
    id: string;
    name: string;
    email: string | null;
    active: boolean;
    teams: string[];
    queues: string[];
    /** Null where the source does not say. */
    skills: { name: string; proficiency: number | null }[] | null;
  }[];
  queues(): { source: string; id: string; name: string; channel: Channel; active: boolean }[];
  /** Queues that have contacts or a telephone, agents who work here with their first team: names alone, for choosing. */
  directory(): Directory;
  contacts(ids: { source: string; ids: string[] }): ContactRow[];
  agentStates(ids: { source: string; ids: string[] }): AgentStateRow[];
  queueSnapshots(ids: { source: string; ids: string[] }): QueueSnapshotRow[];
  /** Contacts that were waiting or in service at the instant (created at or before it, not yet ended at it). */
  contactsAt(at: number): ContactRow[];
  /** State intervals that contain the instant. */
  agentStatesAt(at: number): AgentStateRow[];
  /** The last snapshot of each queue at or before the instant, not older than `maxAgeSeconds`. */
  queueSnapshotsAt(at: number, maxAgeSeconds: number): QueueSnapshotRow[];
  /** Everything with an instant in (from, to]: what a replay step must apply. */
  movesBetween(
    from: number,
    to: number,
  ): { contacts: ContactRow[]; states: AgentStateRow[]; snapshots: QueueSnapshotRow[] };
  counts(query: CountsQuery): CountsRow[];
  /**
   * Seconds per agent, platform and state in [from, to), from the rollups (every 15-minute bucket that overlaps, whole). Only closed
   * intervals count: the caller adds the open one. `offline` is not kept. Platforms overlap in time: sum over one platform at a time.
   */
  agentSeconds(
    from: number,
    to: number,
  ): { source: string; agent: string; platform: string; state: AgentState; seconds: number }[];
  /** Contacts and handle time per agent in [from, to), all directions, from the rollups (every 15-minute bucket that overlaps, whole). */
  agentCounts(from: number, to: number): AgentCountsRow[];
  /** State intervals of one agent that overlap [from, to), by start. */
  agentStatesOf(query: { source: string; agent: string; from: number; to: number }): AgentStateRow[];
  /** Ids of the live segments of contacts. */
  segmentsOf(source: string, contacts: readonly string[]): { id: string; contact: string }[];
  /** Where a record that was merged away is now found: the id itself when it was never merged. Follows chains. */
  resolve(source: string, entity: Entity, id: string): string;
  /** Contacts of a queue, newest first, for drill-down: one page by keyset. `after` is the last row's (createdAt, id). */
  contactPage(query: ContactPageQuery): {
    rows: ContactRow[];
    next: { createdAt: number; source: string; id: string } | null;
  };
  /** First and last contact instants kept, null when there is none. */
  extent(): { from: number; to: number } | null;
  /** Queues with contacts in the stored days that begin in [from, to), each with the channel of most of them. */
  queueUse(from: number, to: number): QueueUse[];
}

/** What one agent handled: contacts attributed to the interval in which they were created. */
export interface AgentCountsRow {
  source: string;
  agent: string;
  /** Contacts of every direction and outcome but `excluded`. */
  contacts: number;
  /** Answered contacts with handle time, and the sums of their parts in seconds. */
  handled: number;
  talkSeconds: number;
  holdSeconds: number;
  wrapSeconds: number;
}

export interface ContactPageQuery {
  from: number;
  to: number;
  queues?: string[];
  outcomes?: Outcome[];
  /** Only this agent, as `source/id`. */
  agent?: string;
  after?: { createdAt: number; source: string; id: string };
  limit: number;
}
