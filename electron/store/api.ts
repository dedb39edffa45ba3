import type {
  AgentState,
  CanonicalRecord,
  Channel,
  Direction,
  Entity,
  Outcome,
  QuarantineItem,
  Tombstone,
} from '../../shared/domain/records.ts';
import type { AdherenceReads, AdherenceStore, PeopleNotebook } from './api-adherence.ts';

export type * from './api-adherence.ts';

/** JSON that a cursor may hold. */
export type CursorValue = null | boolean | number | string | CursorValue[] | { [key: string]: CursorValue };

/**
 * One page of one stream of one source: its rows, its deletes, what could not be read, and the cursor that continues after it.
 * The store commits all of it in one transaction, or nothing.
 */
export interface WritePage {
  source: string;
  stream: string;
  records: CanonicalRecord[];
  tombstones: Tombstone[];
  quarantine: QuarantineItem[];
  /** Where to go on after this page; undefined leaves the stored cursor as it is. */
  cursor?: CursorValue;
  /** The source is known to be true up to this instant (epoch ms UTC) once this page is in; undefined: says nothing. */
  asOf?: number;
  /** Keys of earlier quarantine items of this stream that this page has read at last. */
  released?: string[];
}

/** What a page changed. `repeated` rows were there in this version or a later one already. */
export interface PageResult {
  seq: number;
  new: number;
  updated: number;
  repeated: number;
  deleted: number;
  quarantined: number;
}

/** Told to listeners after the commit, never before. Keys are record ids within the source. */
export interface Change {
  seq: number;
  source: string;
  touched: { entity: Entity; ids: string[] }[];
}

/** State of a source as people see it. */
export type SourceState = 'new' | 'connecting' | 'ok' | 'degraded' | 'stale' | 'failed' | 'paused' | 'read-only';

/** State of one stream; `unavailable` = the plan or the permissions do not include it (which does not fail the source). */
export type StreamState =
  'pending' | 'backfill' | 'ok' | 'unavailable' | 'retrying' | 'stalled' | 'failed' | 'refused-mass-delete';

export interface SourceStatus {
  source: string;
  kind: string;
  name: string;
  state: SourceState;
  /** Instant up to which the live figures are true, null before the first read. */
  asOf: number | null;
  /** Its live connection was lost and nothing has confirmed its live figures since: they are stale, however young. */
  isUnconfirmed?: boolean;
  /** Seconds of age that are ordinary for a source without live figures (its exports come in their own time); null or absent: it is live. */
  freshForSeconds?: number | null;
  /** Milliseconds that the source's clock is ahead of ours (negative: behind), null when not known. */
  skewMs: number | null;
  /** Last fault in plain words, null when there is none. */
  fault: string | null;
  streams: StreamStatus[];
}

export interface StreamStatus {
  stream: string;
  state: StreamState;
  asOf: number | null;
  rows: number;
  quarantined: number;
  /** 0..1 of a back-fill, null when the end is not known or there is none. */
  progress: number | null;
  fault: string | null;
  /**
   * Instant from which on the stream's contacts are all read, 0 where everything asked for is, null where that is not known yet (epoch ms
   * UTC). Absent: the stream brings no contacts.
   */
  readFrom?: number | null;
}

/** A source as configured. The secret is never here: it lives in the keyring or in the named environment variable. */
export interface SourceConfig {
  id: string;
  kind: string;
  name: string;
  /** IANA zone of the source, for local times it prints; null where it speaks UTC. */
  zone: string | null;
  /** Kind-specific, without secrets (base URL, start time, names of environment variables…). */
  config: Record<string, CursorValue>;
}

/**
 * The writing side. One per data folder (a lock file refuses a second one with AppError `store-busy`). Every method is synchronous and is one
 * transaction; listeners run after the commit.
 */
export interface Store extends AdherenceStore {
  readonly directory: string;
  /** Reporting zone of day and month rollups (IANA). */
  readonly zone: string;
  readonly reads: Reads;
  writePage(page: WritePage): PageResult;
  /** Cursor committed with the last page of a stream, null before the first. */
  cursor(source: string, stream: string): CursorValue;
  saveSource(source: SourceConfig): void;
  /** Takes a source and all that was read from it out, in one go: for small ones. A large one would hold the caller for seconds. */
  removeSource(source: string): void;
  /** Marks a source as going; {@link stepRemoval} takes it out bit by bit. A crash in between loses nothing of that. */
  beginRemoval(source: string): void;
  /** Sources that are going: to be stepped on until they are gone. */
  removals(): string[];
  /** One bounded step of a removal, a transaction of its own; `deleted` counts the rows so far. */
  stepRemoval(source: string): { deleted: number; isGone: boolean };
  saveStatus(status: SourceStatus): void;
  /** Tombstones every record of the entity that is not in `presentIds`; refuses (returns `refused`) when that would delete over half of more than 20. */
  sweep(source: string, entity: Entity, presentIds: string[], version: number): { deleted: number; refused: boolean };
  /** Quarantined payloads of a stream, oldest first, to be read again after an upgrade. */
  quarantined(source: string, stream: string, limit: number): QuarantineItem[];
  /** Changes the reporting zone and recomputes the day and month rollups from the quarter-hour ones. */
  setZone(zone: string): void;
  onChange(listener: (change: Change) => void): () => void;
  /** Short-abandon limits in seconds for the `contacts` view: the floor's, and those of single queues by `source/id`. */
  setShortAbandonSeconds(floor: number, queues?: Record<string, number>): void;
  /** Rebuilds every rollup from the facts: the repair for a rollup that is in doubt. */
  recomputeRollups(): void;
  /** One bounded round of housekeeping: thins old queue snapshots and makes the day's backup of the notebook if it is due. */
  maintain(): MaintenanceResult;
  readonly notebook: Notebook;
  /** Checkpoints and closes both files; safe to call twice. */
  close(): void;
}

export interface MaintenanceResult {
  /** Snapshots deleted in this round; call again soon while this is not zero. */
  thinnedSnapshots: number;
  /** Path of the backup made in this round, null when none was due. */
  backup: string | null;
}

/** What people wrote here: notebook.db, durable on every commit. */
export interface Notebook extends PeopleNotebook {
  /** Parsed JSON of a setting, or null. Keys are dotted names such as `queue.zd.12.serviceLevel`. */
  setting(key: string): CursorValue;
  settings(prefix: string): Record<string, CursorValue>;
  saveSetting(key: string, value: CursorValue, actor: string): void;
  appendAlarm(entry: AlarmEntry): void;
  /** Makes all that the work writes here one durable commit: each commit waits for the disk. Nothing of it stands when the work throws. */
  together<T>(work: () => T): T;
  alarmHistory(filter: { from: number; to: number; subject?: string; limit: number }): AlarmEntry[];
  /** Acknowledgements and snoozes in force, by alarm key. */
  alarmMarks(): AlarmMark[];
  saveAlarmMark(mark: AlarmMark): void;
  audit(entry: { at: number; actor: string; action: string; subject: string; detail: CursorValue }): void;
  auditTrail(limit: number): { at: number; actor: string; action: string; subject: string; detail: CursorValue }[];
  /** Decisions waiting to be carried out to a source. */
  outboxCount(): number;
}

export interface AlarmEntry {
  at: number;
  /** `<rule>:<subject>`, for example `longest-wait:zd/12`. */
  key: string;
  rule: string;
  /** `source/id` of the queue or agent, or `floor`. */
  subject: string;
  event: 'raised' | 'escalated' | 'eased' | 'cleared' | 'stale' | 'resumed' | 'acknowledged' | 'snoozed' | 'unsnoozed';
  level: 'normal' | 'warning' | 'breach' | 'stale';
  value: number | null;
  limit: number | null;
  actor: string | null;
  note: string | null;
}

export interface AlarmMark {
  key: string;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  snoozedUntil: number | null;
}

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
