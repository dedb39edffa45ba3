/** How each kind of record lies in its table: the columns, and a record's values in that order. */
import type {
  AgentRecord,
  AgentStateRecord,
  CanonicalRecord,
  ContactEventRecord,
  ContactRecord,
  ContactSegmentRecord,
  Entity,
  QueueRecord,
  QueueSnapshotRecord,
  SurveyRecord,
} from '../../../shared/domain/records.ts';
import type { SqlValue } from '../sqlite.ts';
import { evaluation, shift } from './planning-tables.ts';
import { badInstant, badSeconds, flag, INSTANT, ms, SECONDS, spanOf } from './values.ts';

export { SPAN_ENDLESS, SPAN_LIMITS_MS, SPAN_OPEN, spanOf } from './values.ts';

/** The record type of an entity. */
export type RecordOf<E extends Entity> = Extract<CanonicalRecord, { entity: E }>;

export interface TableSpec<R extends CanonicalRecord> {
  readonly table: string;
  /** Columns beside source, id, version and deleted_at; `raw` is the last. */
  readonly columns: readonly string[];
  /** Values of those columns, then source, id and version. Instants are rounded to the millisecond. */
  readonly values: (record: R, source: string) => SqlValue[];
  /** Why the record cannot be stored, in plain words; null when it can. */
  readonly problem: (record: R) => string | null;
}

function contactProblem(r: ContactRecord): string | null {
  if (badInstant(r.createdAt) || badInstant(r.queuedAt) || badInstant(r.answeredAt) || badInstant(r.endedAt)) {
    return INSTANT;
  }
  return badSeconds(r.vruSeconds) ||
    badSeconds(r.queueSeconds) ||
    badSeconds(r.ringSeconds) ||
    badSeconds(r.talkSeconds) ||
    badSeconds(r.holdSeconds) ||
    badSeconds(r.wrapSeconds)
    ? SECONDS
    : null;
}

const contact: TableSpec<ContactRecord> = {
  table: 'contact_row',
  columns: [
    'channel',
    'direction',
    'queue',
    'agent',
    'customer_key',
    'created_at',
    'queued_at',
    'answered_at',
    'ended_at',
    'vru_seconds',
    'queue_seconds',
    'ring_seconds',
    'talk_seconds',
    'hold_seconds',
    'wrap_seconds',
    'outcome',
    'subject',
    'span',
    'raw',
  ],
  values: (r, source) => [
    r.channel,
    r.direction,
    r.queue,
    r.agent,
    r.customerKey,
    Math.round(r.createdAt),
    ms(r.queuedAt),
    ms(r.answeredAt),
    ms(r.endedAt),
    r.vruSeconds,
    r.queueSeconds,
    r.ringSeconds,
    r.talkSeconds,
    r.holdSeconds,
    r.wrapSeconds,
    r.outcome,
    r.subject,
    spanOf(r.createdAt, r.endedAt),
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: contactProblem,
};

const agentState: TableSpec<AgentStateRecord> = {
  table: 'agent_state_row',
  columns: [
    'agent',
    'platform',
    'state',
    'raw_state',
    'start_at',
    'end_at',
    'contact',
    'span',
    'start_is_bound',
    'standard_state',
    'raw',
  ],
  values: (r, source) => [
    r.agent,
    r.platform,
    r.state,
    r.rawState,
    Math.round(r.startAt),
    ms(r.endAt),
    r.contact,
    spanOf(r.startAt, r.endAt),
    flag(r.startIsBound === true ? true : null),
    null,
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: (r) => (badInstant(r.startAt) || badInstant(r.endAt) ? INSTANT : null),
};

const agent: TableSpec<AgentRecord> = {
  table: 'agent_row',
  columns: ['name', 'email', 'active', 'teams', 'queues', 'skills', 'raw'],
  values: (r, source) => [
    r.name,
    r.email,
    flag(r.active),
    JSON.stringify(r.teams),
    JSON.stringify(r.queues),
    r.skills === undefined ? null : JSON.stringify(r.skills),
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: () => null,
};

const queue: TableSpec<QueueRecord> = {
  table: 'queue_row',
  columns: ['name', 'channel', 'active', 'raw'],
  values: (r, source) => [r.name, r.channel, flag(r.active), r.raw, source, r.id, r.version],
  problem: () => null,
};

const queueSnapshot: TableSpec<QueueSnapshotRecord> = {
  table: 'queue_snapshot_row',
  columns: ['queue', 'at', 'waiting', 'longest_wait_seconds', 'agents_available', 'raw'],
  values: (r, source) => [
    r.queue,
    Math.round(r.at),
    ms(r.waiting),
    r.longestWaitSeconds,
    ms(r.agentsAvailable),
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: (r) => (badInstant(r.at) ? INSTANT : badSeconds(r.longestWaitSeconds) ? SECONDS : null),
};

const survey: TableSpec<SurveyRecord> = {
  table: 'survey_row',
  columns: [
    'kind',
    'contact',
    'agent',
    'queue',
    'score',
    'scale_max',
    'satisfied',
    'comment',
    'offered_at',
    'answered_at',
    'raw',
  ],
  values: (r, source) => [
    r.kind,
    r.contact,
    r.agent,
    r.queue,
    r.score,
    r.scaleMax,
    flag(r.satisfied),
    r.comment,
    ms(r.offeredAt),
    ms(r.answeredAt),
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: (r) => (badInstant(r.offeredAt) || badInstant(r.answeredAt) ? INSTANT : null),
};

const contactEvent: TableSpec<ContactEventRecord> = {
  table: 'contact_event_row',
  columns: ['contact', 'kind', 'at', 'seconds', 'clock', 'raw'],
  values: (r, source) => [r.contact, r.kind, Math.round(r.at), r.seconds, r.clock, r.raw, source, r.id, r.version],
  problem: (r) => (badInstant(r.at) ? INSTANT : badSeconds(r.seconds) ? SECONDS : null),
};

const contactSegment: TableSpec<ContactSegmentRecord> = {
  table: 'contact_segment_row',
  columns: ['contact', 'kind', 'agent', 'queue', 'start_at', 'end_at', 'raw'],
  values: (r, source) => [
    r.contact,
    r.kind,
    r.agent,
    r.queue,
    Math.round(r.startAt),
    ms(r.endAt),
    r.raw,
    source,
    r.id,
    r.version,
  ],
  problem: (r) => (badInstant(r.startAt) || badInstant(r.endAt) ? INSTANT : null),
};

export const TABLES: { readonly [E in Entity]: TableSpec<RecordOf<E>> } = {
  agent,
  queue,
  contact,
  'agent-state': agentState,
  'queue-snapshot': queueSnapshot,
  survey,
  'contact-event': contactEvent,
  'contact-segment': contactSegment,
  shift,
  evaluation,
};
