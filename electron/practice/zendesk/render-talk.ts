import type { Contact } from '../arrivals.ts';
import type { Change, LegRow } from '../changes.ts';
import type { FloorAgent, FloorQueue } from '../floor.ts';
import type { StateEntry } from '../switchboard.ts';
import type { World } from '../world.ts';
import { firstAfter } from '../world.ts';
import { customerId, groupId, iso, lineId, userId } from './ids.ts';

/** Talk's rows and live figures. Durations are whole seconds. */

export function renderLine(world: World, queue: FloorQueue): unknown {
  const digits = `+1555010${String(queue.index).padStart(4, '0')}`;
  return {
    id: lineId(queue.index),
    name: queue.name,
    nickname: queue.name,
    number: digits,
    display_number: digits,
    line_type: 'phone',
    country_code: 'US',
    created_at: iso(world.openedAt - 31_536_000),
    default_group_id: groupId(queue.index),
    group_ids: [groupId(queue.index)],
    priority: queue.priority,
    outbound_enabled: false,
    voice_enabled: true,
    sms_enabled: false,
    toll_free: true,
    external: false,
    recorded: true,
    transcription: false,
    capabilities: { sms: false, mms: false, voice: true, emergency_address: false },
    ivr_id: null,
    greeting_ids: [],
    default_greeting_ids: [],
    schedule_id: null,
  };
}

/** A call as it stood at its change: until the wrap-up is over its seconds are not known. */
export function renderCall(world: World, change: Change<Contact>): unknown {
  const call = change.row;
  const queue = world.floor.queues[call.queue];
  const answered = call.outcome === 'answered';
  const hold = holdOf(call);
  const wrapped = answered && change.at >= call.freeAt;
  const menu = call.queuedAt - call.createdAt;
  return {
    id: call.id,
    created_at: iso(call.createdAt),
    updated_at: iso(change.at),
    agent_id: answered ? userId(call.agent) : null,
    customer_id: customerId(call.customer),
    call_group_id: groupId(call.queue),
    phone_number_id: lineId(call.queue),
    phone_number: `+1555010${String(call.queue).padStart(4, '0')}`,
    line: queue?.name ?? null,
    line_id: lineId(call.queue),
    line_type: 'phone',
    call_channel: 'pstn',
    direction: 'inbound',
    completion_status: STATUS[call.outcome],
    duration: call.endedAt - call.createdAt,
    ivr_time_spent: menu,
    ivr_hops: 1,
    ivr_action: 'menu',
    ivr_destination_group_name: queue?.name ?? null,
    wait_time: call.outcome === 'left-in-menu' ? 0 : (answered ? call.answeredAt : call.endedAt) - call.queuedAt,
    time_to_answer: answered ? call.answeredAt - call.createdAt : null,
    talk_time: answered ? call.endedAt - call.answeredAt - hold : 0,
    hold_time: hold,
    wrap_up_time: wrapped ? call.freeAt - call.endedAt : null,
    consultation_time: 0,
    exceeded_queue_time: false,
    exceeded_queue_wait_time: false,
    outside_business_hours: false,
    overflowed: false,
    voicemail: false,
    customer_requested_voicemail: false,
    callback: false,
    default_group: true,
    minutes_billed: Math.ceil((call.endedAt - call.createdAt) / 60),
    recording_time: answered ? call.endedAt - call.answeredAt : 0,
    not_recording_time: 0,
    quality_issues: ['none'],
    ticket_id: null,
  };
}

const STATUS: Record<Contact['outcome'], string> = {
  answered: 'completed',
  abandoned: 'abandoned_in_queue',
  'left-in-menu': 'abandoned_in_ivr',
  waiting: 'abandoned_in_queue',
};

function holdOf(call: Contact): number {
  if (call.outcome !== 'answered') return 0;
  return Math.min(Math.round(call.holdSeconds), call.endedAt - call.answeredAt - 1);
}

export function renderLeg(change: Change<LegRow>): unknown {
  const { call, kind, miss } = change.row;
  const answered = call.outcome === 'answered';
  const base = { id: change.id, call_id: call.id, updated_at: iso(change.at), quality_issues: ['none'] };
  if (kind === 'missed' && miss !== null) {
    return {
      ...base,
      type: 'agent',
      agent_id: userId(miss.agent),
      user_id: userId(miss.agent),
      created_at: iso(miss.at),
      completion_status: 'agent_missed',
      available_via: 'browser',
      duration: miss.seconds,
      talk_time: 0,
      hold_time: 0,
      wrap_up_time: 0,
    };
  }
  const talk = answered ? call.endedAt - call.answeredAt - holdOf(call) : 0;
  if (kind === 'agent') {
    return {
      ...base,
      type: 'agent',
      agent_id: userId(call.agent),
      user_id: userId(call.agent),
      created_at: iso(call.answeredAt),
      completion_status: 'completed',
      available_via: 'browser',
      duration: call.endedAt - call.answeredAt,
      talk_time: talk,
      hold_time: holdOf(call),
      wrap_up_time: call.freeAt - call.endedAt,
    };
  }
  return {
    ...base,
    type: 'customer',
    agent_id: null,
    user_id: customerId(call.customer),
    created_at: iso(call.createdAt),
    completion_status: STATUS[call.outcome],
    duration: call.endedAt - call.createdAt,
    talk_time: talk,
    hold_time: holdOf(call),
    wrap_up_time: 0,
  };
}

/** What Talk calls the agent's state. Those of chat and mail take transferred calls only. */
export function talkStateOf(
  agent: FloorAgent,
  entry: StateEntry | null,
): { agent_state: string; call_status: string | null } {
  const state = entry?.state ?? 'offline';
  if (state === 'offline' || state === 'away') return { agent_state: state, call_status: null };
  if (agent.medium !== 'phone') return { agent_state: 'transfers_only', call_status: null };
  return { agent_state: 'online', call_status: state === 'talking' ? 'on_call' : state === 'wrap' ? 'wrap_up' : null };
}

/** The agent's day from local midnight to the instant. @param now epoch seconds UTC */
export function renderAgentActivity(world: World, agent: FloorAgent, now: number): unknown {
  const midnight = world.calendar.localMidnight(now);
  const seconds = { offline: 0, available: 0, ringing: 0, talking: 0, wrap: 0, away: 0, gone: 0 };
  let accepted = 0;
  let missed = 0;
  let holds = 0;
  let held = 0;
  let talked = 0;
  for (const log of logsOfToday(world, midnight, now)) {
    const entries = log.states[agent.index] ?? [];
    entries.forEach((entry, i) => {
      const until = Math.min(now, entries[i + 1]?.at ?? now);
      seconds[entry.state] += Math.max(0, until - Math.max(midnight, entry.at));
    });
    for (const call of world.contactsOf(log, agent.index)) {
      if (agent.medium !== 'phone' || call.answeredAt < midnight || call.answeredAt > now) continue;
      accepted += 1;
      const hold = call.endedAt <= now ? holdOf(call) : 0;
      holds += hold > 0 ? 1 : 0;
      held += hold;
      talked += Math.min(now, call.endedAt) - call.answeredAt - hold;
    }
    missed += entries.filter((entry) => entry.reason === 'missed' && entry.at >= midnight && entry.at <= now).length;
  }
  const phone = agent.medium === 'phone';
  const working = seconds.available + seconds.ringing + seconds.talking + seconds.wrap + seconds.gone;
  return {
    agent_id: userId(agent.index),
    name: agent.name,
    ...talkStateOf(agent, world.stateAt(agent.index, now)),
    via: 'client',
    avatar_url: null,
    forwarding_number: null,
    calls_accepted: accepted,
    calls_denied: 0,
    calls_missed: missed,
    calls_put_on_hold: holds,
    online_time: phone ? working : 0,
    available_time: phone ? seconds.available + seconds.ringing + seconds.gone : 0,
    away_time: seconds.away,
    transfers_only_time: phone ? 0 : working,
    total_call_duration: talked + held,
    total_talk_time: talked,
    total_hold_time: held,
    total_wrap_up_time: phone ? seconds.wrap : 0,
    average_talk_time: mean(talked, accepted),
    average_hold_time: mean(held, holds),
    average_wrap_up_time: phone ? mean(seconds.wrap, accepted) : 0,
    accepted_transfers: 0,
    started_transfers: 0,
    accepted_third_party_conferences: 0,
    started_third_party_conferences: 0,
  };
}

/** Calls of some lines from local midnight to the instant. */
export function renderAccountOverview(world: World, lines: ReadonlySet<number>, now: number): unknown {
  const midnight = world.calendar.localMidnight(now);
  const sum = {
    calls: 0,
    answered: 0,
    abandoned: 0,
    toAnswer: 0,
    waited: 0,
    talked: 0,
    held: 0,
    wrapped: 0,
    longest: 0,
  };
  for (const log of logsOfToday(world, midnight, now)) {
    for (let i = firstAfter(log.contacts, midnight - 1); i < log.contacts.length; i += 1) {
      const call = log.contacts[i];
      if (call === undefined || call.queuedAt > now) break;
      if (!lines.has(call.queue) || call.endedAt > now) continue;
      sum.calls += 1;
      if (call.outcome === 'abandoned') sum.abandoned += 1;
      if (call.outcome === 'left-in-menu') continue;
      const waited = (call.outcome === 'answered' ? call.answeredAt : call.endedAt) - call.queuedAt;
      sum.longest = Math.max(sum.longest, waited);
      sum.waited += waited;
      if (call.outcome !== 'answered') continue;
      sum.answered += 1;
      sum.toAnswer += call.answeredAt - call.createdAt;
      sum.held += holdOf(call);
      sum.talked += call.endedAt - call.answeredAt;
      sum.wrapped += call.freeAt <= now ? call.freeAt - call.endedAt : 0;
    }
  }
  return {
    current_timestamp: now,
    total_calls: sum.calls,
    total_inbound_calls: sum.calls,
    total_outbound_calls: 0,
    total_calls_abandoned_in_queue: sum.abandoned,
    total_calls_outside_business_hours: 0,
    total_calls_with_exceeded_queue_wait_time: 0,
    total_calls_with_requested_voicemail: 0,
    total_voicemails: 0,
    total_callback_calls: 0,
    total_embeddable_callback_calls: 0,
    total_textback_requests: 0,
    total_call_duration: sum.talked,
    total_hold_time: sum.held,
    total_wrap_up_time: sum.wrapped,
    average_call_duration: mean(sum.talked, sum.answered),
    average_time_to_answer: mean(sum.toAnswer, sum.answered),
    average_queue_wait_time: mean(sum.waited, sum.answered + sum.abandoned),
    average_hold_time: mean(sum.held, sum.answered),
    average_wrap_up_time: mean(sum.wrapped, sum.answered),
    average_callback_wait_time: 0,
    max_queue_wait_time: sum.longest,
  };
}

function logsOfToday(world: World, midnight: number, now: number): ReturnType<World['log']>[] {
  const logs: ReturnType<World['log']>[] = [];
  for (let day = world.calendar.dayNumberAt(midnight) - 1; day <= world.calendar.dayNumberAt(now); day += 1) {
    logs.push(world.log(day));
  }
  return logs;
}

function mean(sum: number, count: number): number {
  return count === 0 ? 0 : Math.round(sum / count);
}
