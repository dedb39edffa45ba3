import { z } from 'zod';
import type { CanonicalRecord, ContactSegmentRecord } from '../../../../shared/domain/records.ts';
import { callId, lineId } from '../ids.ts';
import { nothing, one } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import {
  id,
  instant,
  optionalFlag,
  optionalId,
  optionalInstant,
  optionalSeconds,
  optionalText,
} from '../../normalise/fields.ts';
import { outcomeOfCall } from './outcomes.ts';

// Compiled, and without the fields that nobody reads (the payload is kept whole beside it): this runs for every row of a back-fill.
const callSchema = z.compile(
  z.object({
    id,
    created_at: instant,
    updated_at: optionalInstant,
    agent_id: optionalId,
    customer_id: optionalId,
    phone_number_id: optionalId,
    line_id: optionalId,
    call_group_id: optionalId,
    direction: optionalText,
    callback: optionalFlag,
    voicemail: optionalFlag,
    completion_status: optionalText,
    duration: optionalSeconds,
    wait_time: optionalSeconds,
    time_to_answer: optionalSeconds,
    ivr_time_spent: optionalSeconds,
    talk_time: optionalSeconds,
    hold_time: optionalSeconds,
    wrap_up_time: optionalSeconds,
    line: optionalText,
  }),
);

/**
 * A call as a voice contact.
 *
 * Talk gives one instant and durations: the call came at `created_at`, spent `ivr_time_spent` in the menu, then waited
 * `wait_time` (time_to_answer less the menu, where that is missing), and was over `duration` after it came.
 */
export const normaliseCall: Normaliser = (payload, raw) => {
  const call = callSchema.parse(payload);
  const outcome = outcomeOfCall({
    completionStatus: call.completion_status,
    talkSeconds: call.talk_time,
    durationSeconds: call.duration,
    voicemail: call.voicemail,
  });
  const inbound = call.direction !== 'outbound';
  const version = call.updated_at ?? call.created_at;
  const line = call.phone_number_id ?? call.line_id;
  const queue = line === null ? call.call_group_id : lineId(line);
  const neverQueued = outcome === 'left-before-queue';
  const queuedAt = neverQueued || !inbound ? null : call.created_at + (call.ivr_time_spent ?? 0) * 1000;
  const waited = call.wait_time ?? less(call.time_to_answer, call.ivr_time_spent);
  const taken = outcome === 'answered' || (outcome === 'open' && call.agent_id !== null);
  const answeredAt = taken && waited !== null ? (queuedAt ?? call.created_at) + waited * 1000 : null;
  const endedAt = outcome === 'open' ? null : call.created_at + (call.duration ?? 0) * 1000;
  return one({
    entity: 'contact',
    id: callId(call.id),
    version,
    raw,
    channel: call.callback === true ? 'callback' : 'voice',
    direction: inbound ? 'inbound' : 'outbound',
    queue,
    agent: call.agent_id,
    customerKey: call.customer_id,
    createdAt: call.created_at,
    queuedAt,
    answeredAt,
    endedAt,
    vruSeconds: call.ivr_time_spent,
    queueSeconds: queuedAt === null || (outcome === 'open' && answeredAt === null) ? null : waited,
    ringSeconds: null,
    talkSeconds: call.talk_time,
    holdSeconds: call.hold_time,
    wrapSeconds: call.wrap_up_time,
    outcome,
    subject: call.line,
  });
};

function less(total: number | null, part: number | null): number | null {
  return total === null ? null : Math.max(0, total - (part ?? 0));
}

const legSchema = z.compile(
  z.object({
    id,
    call_id: id,
    created_at: instant,
    updated_at: optionalInstant,
    type: optionalText,
    agent_id: optionalId,
    user_id: optionalId,
    completion_status: optionalText,
    duration: optionalSeconds,
    talk_time: optionalSeconds,
    wrap_up_time: optionalSeconds,
  }),
);

const NOT_TAKEN: ReadonlySet<string> = new Set([
  'agent_missed',
  'agent_declined',
  'agent_transfer_declined',
  'missed',
  'not_answered',
  'no_answer',
  'busy',
  'failed',
  'ringing',
]);

const RUNNING: ReadonlySet<string> = new Set(['in_progress', 'on_call', 'ringing', 'queued']);

/**
 * An agent's leg as segments: the talk (or, where the agent did not take it, the ringing), then the wrap-up. The
 * customer's leg is the call itself and brings none.
 */
export const normaliseLeg: Normaliser = (payload, raw) => {
  const leg = legSchema.parse(payload);
  const agent = leg.agent_id ?? leg.user_id;
  if (leg.type === 'customer' || agent === null) return nothing;
  const version = leg.updated_at ?? leg.created_at;
  const status = leg.completion_status;
  const running = status === null ? leg.duration === null : RUNNING.has(status);
  const talkEndsAt = running ? null : leg.created_at + (leg.duration ?? leg.talk_time ?? 0) * 1000;
  const base = { version, contact: callId(leg.call_id), agent, queue: null };
  const kind = status !== null && NOT_TAKEN.has(status) ? 'ringing' : 'talk';
  const records: CanonicalRecord[] = [
    segment({ ...base, id: leg.id, kind, startAt: leg.created_at, endAt: talkEndsAt, raw }),
  ];
  const wrap = leg.wrap_up_time ?? 0;
  if (talkEndsAt !== null && wrap > 0) {
    const endAt = talkEndsAt + wrap * 1000;
    records.push(segment({ ...base, id: `${leg.id}:wrap`, kind: 'wrap', startAt: talkEndsAt, endAt }));
  }
  return { records, tombstones: [] };
};

/** The payload is kept once, with the first record that it brings. */
function segment(fields: Omit<ContactSegmentRecord, 'entity' | 'raw'> & { raw?: string }): ContactSegmentRecord {
  return { raw: null, ...fields, entity: 'contact-segment' };
}
