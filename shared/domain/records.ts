/**
 * The canonical records: what every connector and file import turns vendor payloads into, and what the store keeps.
 * Instants are epoch milliseconds UTC, durations are seconds, ids are strings, and null means "no data" (never zero).
 */

/** How the customer and the floor met. */
export const CHANNELS = ['voice', 'chat', 'email', 'ticket', 'social', 'callback', 'self-service'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * How a contact ended, or that it has not.
 * - `answered`: an agent served it. `abandoned`: the customer left after entering a queue.
 * - `left-before-queue`: the customer left in the menu or VRU and never queued (counted apart from abandons).
 * - `excluded`: kept for the record but in no ratio (test calls, the bank data's phantom rows).
 * - `open`: still waiting or in service.
 * - `missed`: ended without an answer for a reason other than the customer (voicemail, overflow out, closed hours).
 */
export const OUTCOMES = ['answered', 'abandoned', 'left-before-queue', 'excluded', 'open', 'missed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The floor's own agent states; the vendor's word stays beside it as `rawState`. */
export const AGENT_STATES = [
  'available',
  'on-contact',
  'wrap',
  'break',
  'lunch',
  'meeting',
  'training',
  'coaching',
  'back-office',
  'away',
  'help',
  'offline',
] as const;
export type AgentState = (typeof AGENT_STATES)[number];

/** What a schedule may plan; `off` is planned time off. `work` is matched by available, on contact and wrap. */
export const ACTIVITIES = ['work', 'break', 'lunch', 'meeting', 'training', 'coaching', 'back-office', 'off'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** What every record carries. */
export interface RecordBase {
  /** The vendor's id within (source, entity). */
  id: string;
  /** The vendor's version stamp as a sortable number (usually epoch ms); a lower one never overwrites a higher one. */
  version: number;
  /** The payload as received (JSON or the file's line), kept for re-reading; null where the record was simulated. */
  raw: string | null;
}

export interface AgentRecord extends RecordBase {
  entity: 'agent';
  name: string;
  email: string | null;
  active: boolean;
  /** Team names of this source, at this version. */
  teams: string[];
  /** Ids of the queues this agent serves, at this version; empty where the source does not say. */
  queues: string[];
  /** Skills by name, with the vendor's proficiency where it has one; absent where the source does not say. */
  skills?: { name: string; proficiency: number | null }[];
}

export interface QueueRecord extends RecordBase {
  entity: 'queue';
  name: string;
  channel: Channel;
  active: boolean;
}

export interface ContactRecord extends RecordBase {
  entity: 'contact';
  channel: Channel;
  direction: Direction;
  /** The queue's id within the same source. */
  queue: string | null;
  /** The agent's id within the same source. */
  agent: string | null;
  customerKey: string | null;
  createdAt: number;
  queuedAt: number | null;
  answeredAt: number | null;
  /** When the customer's side was over (hang-up, solved); null while open. */
  endedAt: number | null;
  vruSeconds: number | null;
  queueSeconds: number | null;
  ringSeconds: number | null;
  talkSeconds: number | null;
  holdSeconds: number | null;
  wrapSeconds: number | null;
  outcome: Outcome;
  /** Short text for people (subject line, call type). May be hostile; never interpreted. */
  subject: string | null;
}

/** One stay of an agent in one state on one platform. The id is the connector's: stable for the same interval. */
export interface AgentStateRecord extends RecordBase {
  entity: 'agent-state';
  agent: string;
  /** Which of the source's products says so, for example `talk`, `chat`, `support`. */
  platform: string;
  state: AgentState;
  rawState: string;
  startAt: number;
  /** True where the state was already running when it was first seen: it began at `startAt` or earlier. Absent: it began then. */
  startIsBound?: boolean;
  /** Null while it lasts. */
  endAt: number | null;
  /** Contact being handled, where the source says. */
  contact: string | null;
}

/** What a source says of a queue at an instant, where it gives figures and not contacts. `queue` null: the account as a whole. */
export interface QueueSnapshotRecord extends RecordBase {
  entity: 'queue-snapshot';
  queue: string | null;
  at: number;
  waiting: number | null;
  longestWaitSeconds: number | null;
  agentsAvailable: number | null;
}

export interface SurveyRecord extends RecordBase {
  entity: 'survey';
  kind: 'csat' | 'nps' | 'ces';
  contact: string | null;
  agent: string | null;
  queue: string | null;
  /** On the scale's own range; null = asked, not answered. */
  score: number | null;
  scaleMax: number;
  /** Whether the answer counts as satisfied (top box), null when not rated. */
  satisfied: boolean | null;
  comment: string | null;
  offeredAt: number | null;
  answeredAt: number | null;
}

/** A later event of a contact kept for first-response and resolution times. */
export interface ContactEventRecord extends RecordBase {
  entity: 'contact-event';
  contact: string;
  kind: string;
  at: number;
  /** A value of the event in seconds, where it has one. */
  seconds: number | null;
  /** Which clock those seconds were counted on; never mixed in one average. */
  clock: 'calendar' | 'business' | null;
}

/** One leg of a contact: who had it from when to when. */
export interface ContactSegmentRecord extends RecordBase {
  entity: 'contact-segment';
  contact: string;
  kind: 'queued' | 'ringing' | 'talk' | 'hold' | 'wrap' | 'bot' | 'waiting-for-customer';
  agent: string | null;
  queue: string | null;
  startAt: number;
  endAt: number | null;
}

/** One planned activity of a shift. Half open: [startAt, endAt). */
export interface ShiftActivity {
  activity: Activity;
  /** The vendor's word for it. */
  rawActivity: string;
  startAt: number;
  endAt: number;
  /** Null where the source does not say. */
  paid: boolean | null;
}

/**
 * One shift of an agent as planned, or one stretch of planned time off. The record is whole: a later version replaces every activity. It belongs to
 * the day (in the reporting zone) on which it starts. Activities are in order of start and do not overlap.
 */
export interface ShiftRecord extends RecordBase {
  entity: 'shift';
  agent: string;
  startAt: number;
  endAt: number;
  activities: ShiftActivity[];
}

/** One filled-in evaluation of an interaction, as the vendor's quality tool holds it. */
export interface EvaluationRecord extends RecordBase {
  entity: 'evaluation';
  contact: string | null;
  agent: string;
  evaluator: string | null;
  form: string;
  formName: string | null;
  /** The vendor's word: pending, in progress, finished, in review … */
  status: string;
  /** 0..100; null where nothing was scored. */
  totalScore: number | null;
  criticalScore: number | null;
  /** Whether an answer failed the whole; null where the source does not say. */
  autoFailed: boolean | null;
  comment: string | null;
  assignedAt: number | null;
  releasedAt: number | null;
}

export type CanonicalRecord =
  | AgentRecord
  | QueueRecord
  | ContactRecord
  | AgentStateRecord
  | QueueSnapshotRecord
  | SurveyRecord
  | ContactEventRecord
  | ContactSegmentRecord
  | ShiftRecord
  | EvaluationRecord;

export type Entity = CanonicalRecord['entity'];

/** A record that the source says is gone, or was merged into another one (which then stands under `mergedInto`). */
export interface Tombstone {
  entity: Entity;
  id: string;
  version: number;
  mergedInto: string | null;
}

/** A payload that could not be normalised: kept whole, with the reason in plain words, and replayed after an upgrade. */
export interface QuarantineItem {
  /** Stable key within (source, stream): the vendor's id where there is one, else the line number or a hash of the payload. */
  key: string;
  entity: Entity | null;
  payload: string;
  reason: string;
  /** Line in a file source (1-based), null for an API. */
  line: number | null;
}
