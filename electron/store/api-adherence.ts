/** What the store keeps for adherence, people and state mapping. Agents are written `source/id` unless source and id stand apart. */
import type { Staffing } from '../../shared/domain/adherence/impact.ts';
import type { StaffingCell } from '../../shared/domain/adherence/heard.ts';
import type { AdherenceCounts } from '../../shared/domain/adherence/types.ts';
import type { AgentState, Entity, EvaluationRecord, RecordBase, ShiftRecord } from '../../shared/domain/records.ts';
import type { RecountBatch, RecountPerson, RecountRules } from './recount/job.ts';

/** A live row of a record's table: the record, with its source, without what reads have no use for. */
type RowOf<R extends RecordBase & { entity: Entity }, Without extends keyof R = never> = {
  source: string;
} & Omit<R, 'entity' | 'raw' | Without>;

/** A planned shift as stored. Instants epoch ms UTC. */
export type ShiftRow = RowOf<ShiftRecord>;

export interface ShiftQuery {
  /** Shifts that overlap [from, to), or that begin in it (`startsWithin`). */
  from: number;
  to: number;
  startsWithin?: boolean;
  source?: string;
  /** Only of these agents, `source/id`; absent: all. */
  agents?: readonly string[];
}

/** An evaluation as stored. */
export type EvaluationRow = RowOf<EvaluationRecord, 'version'>;

/** Kept counts of one person and day. Counts and durations in seconds, instants epoch ms UTC. */
export interface AdherenceDayRow {
  /** Key of the person when it was counted, `source/id`. */
  person: string;
  /** Day of the reporting zone on which the shift began, `2026-03-29`. */
  day: string;
  startAt: number;
  endAt: number;
  /** Up to when it is counted: before `endAt` while the day is running. */
  countedUntil: number;
  counts: AdherenceCounts;
  paidSeconds: number;
  /** Planned time not worked, seconds by cause: SHRINKAGE_CAUSES or `exception:<reason>`. */
  shrinkage: Record<string, number>;
}

/** Kept counts of one person and quarter hour of UTC, in seconds. A quarter hour that two days share has a row in each of them. */
export interface AdherenceQuarterRow {
  person: string;
  day: string;
  at: number;
  counts: AdherenceCounts;
}

/** A vendor state that was seen. */
export interface RawStateRow {
  source: string;
  platform: string;
  rawState: string;
  /** What the connector takes it for. */
  standard: AgentState;
  stays: number;
  /** Start of the UTC day in which the last of them began. */
  lastDayAt: number;
}

/** Reads of mirror.db for adherence. All are bounded and use an index, and may be asked of the read pool too. */
export interface AdherenceReads {
  /** Live shifts, by start. */
  shifts(query: ShiftQuery): ShiftRow[];
  /**
   * Stays of many agents that overlap [from, to), by agent and start; for a team and a day, or one agent and a year. A stay that was never
   * closed and was followed on its platform before `from` is left out.
   */
  agentStatesBetween(query: { agents: readonly string[]; from: number; to: number }): AgentStay[];
  /** Evaluations released (or, until then, assigned) in [from, to), newest first. */
  evaluations(query: { from: number; to: number; agents?: readonly string[] }): EvaluationRow[];
  /** Kept counts by person and day, both days included. Nothing is there where nothing was planned and nothing done. */
  adherenceDays(query: { fromDay: string; toDay: string; people?: readonly string[] }): AdherenceDayRow[];
  /** Kept counts by person and quarter hour that begin in [from, to). */
  adherenceQuarters(query: { from: number; to: number; people?: readonly string[] }): AdherenceQuarterRow[];
  /** How many agent-days up to an instant (a whole history counts as one) wait to be counted. */
  adherenceMarks(now: number): number;
  /** People to spare in [from, to) where these agents of one person worked, as was known on the day; null where nothing was. */
  staffing(query: { agents: readonly string[]; from: number; to: number }): Staffing | null;
  /** Every vendor state that stays are stored of, by source, platform and word. */
  rawStates(): RawStateRow[];
}

/** What was found out of the staffing since the last time it was kept. */
export interface StaffingPage {
  /** Quarter hours of pools; a pool is named by one of its queues, `source/queue`. `at`: start, epoch ms UTC. */
  readonly cells: readonly (StaffingCell & { readonly pool: string; readonly at: number })[];
  /** Agents (`source/id`) whose pool is another one from an instant on; null: none. */
  readonly members: readonly { readonly agent: string; readonly from: number; readonly pool: string | null }[];
}

/** A stay, without what rules do not need. */
export interface AgentStay {
  /** `source/id` */
  agent: string;
  source: string;
  platform: string;
  state: AgentState;
  rawState: string;
  startAt: number;
  endAt: number | null;
}

/** Time of an agent that somebody excused. Written under the agent it was given for, and found through the person's agents. */
export interface ExceptionEntry {
  id: string;
  /** `source/id` */
  agent: string;
  startAt: number;
  endAt: number;
  reason: string;
  approver: string;
  note: string | null;
  /** Who wrote it and when. */
  actor: string;
  at: number;
  removedAt: number | null;
  removedBy: string | null;
  removalNote: string | null;
}

export interface ExceptionQuery {
  /** Exceptions that overlap [from, to). */
  from: number;
  to: number;
  agents?: readonly string[];
  approver?: string;
  /** False by default. */
  withRemoved?: boolean;
  /** 10,000 by default and at most; the newest by start are kept. */
  limit?: number;
}

export interface NoteEntry {
  id: string;
  agent: string;
  /** The instant it is about. */
  at: number;
  actor: string;
  savedAt: number;
  text: string;
}

/** Whether two agents are one human: the last decision on a pair holds. */
export interface PeopleDecision {
  a: string;
  b: string;
  verdict: 'same' | 'different';
  actor: string;
  at: number;
}

export interface StateMappingEntry {
  source: string;
  platform: string;
  rawState: string;
  state: AgentState;
  actor: string;
  at: number;
}

/** A plan that was replaced or withdrawn. */
export interface EarlierPlan extends ShiftRow {
  /** When the version before it was replaced; null where none is known. */
  knownFrom: number | null;
  knownUntil: number;
}

/** What an agent was called, where they belonged and whether they worked here, from when to when (null: as far as is known). */
export interface AgentPeriod {
  source: string;
  agent: string;
  from: number | null;
  until: number | null;
  name: string;
  teams: string[];
  active: boolean;
}

/** The notebook's part: durable on every commit, each change in the audit trail. */
export interface PeopleNotebook {
  /** One commit for all of them. @returns their ids in the same order @throws AppError `invalid-input` when one does not end after it begins */
  addExceptions(
    exceptions: readonly Pick<ExceptionEntry, 'agent' | 'startAt' | 'endAt' | 'reason' | 'approver' | 'note'>[],
    actor: string,
  ): string[];
  /** Keeps it, marked as removed. @returns false where there is none in force under that id */
  removeException(id: string, actor: string, note?: string | null): boolean;
  /** By start, newest first. */
  exceptions(query: ExceptionQuery): ExceptionEntry[];
  exception(id: string): ExceptionEntry | null;
  /** @returns its id */
  addNote(note: Pick<NoteEntry, 'agent' | 'at' | 'text'>, actor: string): string;
  /** Notes about instants in [from, to), oldest first. */
  notes(query: { from: number; to: number; agents: readonly string[] }): NoteEntry[];
  /** One commit for all of them. */
  decidePeople(decisions: readonly Pick<PeopleDecision, 'a' | 'b' | 'verdict'>[], actor: string): void;
  /** Oldest first, as `matchPeople` wants them. */
  peopleDecisions(): PeopleDecision[];
  stateMappings(): StateMappingEntry[];
  /** Replaced plans of these agents that overlapped [from, to), oldest first. */
  earlierPlans(query: { from: number; to: number; agents: readonly string[] }): EarlierPlan[];
}

/** How far something that runs in slices is. */
export interface SliceProgress {
  done: number;
  total: number;
  isDone: boolean;
}

/** The store's part beyond pages. */
export interface AdherenceStore {
  /**
   * Says what a vendor's state means from now on (null: what the connector takes it for). Pages that come in are read so at once; what is
   * stored follows as {@link AdherenceStore.stepRemapping} is called.
   */
  setStateMapping(
    mapping: { source: string; platform: string; rawState: string; state: AgentState | null },
    actor: string,
  ): void;
  /** How far stored stays follow the mapping; null when all do. Survives a crash: look after opening. `done` and `total` are rows. */
  remapping(): SliceProgress | null;
  /** One bounded slice of it, a transaction of its own, with rollups kept right and the days marked for counting. */
  stepRemapping(): SliceProgress;
  /** Has days of these agents counted again by the next recount: where requirements or gaps in what was heard changed. */
  markAdherence(agents: readonly string[], from: number, to: number): void;
  /** Keeps the staffing as it is known now, in one commit; finished days that it makes another one are marked for counting. */
  saveStaffing(page: StaffingPage): void;
  /** For the recounter: marks what does not hold by these people and rules. */
  beginRecount(people: readonly RecountPerson[], rules: RecountRules): void;
  /** For the recounter: commits one batch of counts. */
  commitRecount(batch: RecountBatch): void;
  /** Names, teams and status of these agents (`source/id`) over time, oldest first, the present one last. */
  agentHistory(agents: readonly string[]): AgentPeriod[];
}
