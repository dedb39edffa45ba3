import type { AgentState, Outcome } from '../../../../shared/domain/records.ts';

/**
 * How a Talk call ended, from its `completion_status`.
 *
 * | completion_status | outcome | why |
 * | --- | --- | --- |
 * | completed | answered | an agent (or, outbound, the customer) took it and it came to its end |
 * | abandoned_in_queue | abandoned | the customer hung up while queued |
 * | abandoned_in_ivr | left-before-queue | the customer never reached the queue |
 * | abandoned_on_hold | answered when somebody talked, else abandoned | hung up on hold, after the answer |
 * | abandoned_in_voicemail, voicemail, completed_voicemail | missed | the floor sent the call to voicemail |
 * | not_answered, no_answer, busy, agent_missed, agent_declined | missed | nobody took it |
 * | internal_overflow, external_overflow, overflowed, failed | missed | the call went elsewhere or broke |
 * | in_progress, queued, ringing, on_call, wrap_up, or none at all | open | not over yet |
 * | anything else | by the figures: answered when somebody talked, else missed | new words must not break the sums |
 */
const COMPLETION: Readonly<Record<string, Outcome>> = {
  completed: 'answered',
  abandoned: 'abandoned',
  abandoned_in_queue: 'abandoned',
  abandoned_in_ivr: 'left-before-queue',
  abandoned_in_voicemail: 'missed',
  voicemail: 'missed',
  completed_voicemail: 'missed',
  not_answered: 'missed',
  no_answer: 'missed',
  busy: 'missed',
  agent_missed: 'missed',
  agent_declined: 'missed',
  internal_overflow: 'missed',
  external_overflow: 'missed',
  overflowed: 'missed',
  failed: 'missed',
  in_progress: 'open',
  queued: 'open',
  ringing: 'open',
  on_call: 'open',
  wrap_up: 'open',
};

export interface CallEnding {
  completionStatus: string | null;
  talkSeconds: number | null;
  durationSeconds: number | null;
  voicemail: boolean | null;
}

/** See the table above. A call without a status that has a duration is over, whatever it was called. */
export function outcomeOfCall(call: CallEnding): Outcome {
  const talked = (call.talkSeconds ?? 0) > 0;
  if (call.completionStatus === null) {
    if (call.durationSeconds === null) return 'open';
  } else {
    if (call.completionStatus === 'abandoned_on_hold') return talked ? 'answered' : 'abandoned';
    const known = COMPLETION[call.completionStatus];
    if (known === 'answered' && call.voicemail === true && !talked) return 'missed';
    if (known !== undefined) return known;
  }
  return talked ? 'answered' : 'missed';
}

/** Talk's agent states. `transfers_only` agents work but take no new call from a queue, so they are not available. */
const TALK_STATES: Readonly<Record<string, AgentState>> = {
  online: 'available',
  available: 'available',
  away: 'away',
  invisible: 'away',
  transfers_only: 'back-office',
  offline: 'offline',
};

/**
 * The floor's state of a Talk agent.
 *
 * @param state `agent_state` @param callStatus `call_status`: what the agent is doing on the phone, which goes first
 */
export function talkState(state: string | null, callStatus: string | null): AgentState {
  if (callStatus === 'on_call') return 'on-contact';
  if (callStatus === 'wrap_up') return 'wrap';
  return (state === null ? undefined : TALK_STATES[state]) ?? 'away';
}
