import { z } from 'zod';
import type { AgentStateRecord, QueueSnapshotRecord } from '../../../../shared/domain/records.ts';
import { id, optionalNumber, optionalSeconds, optionalText } from '../../normalise/fields.ts';
import { talkState } from './outcomes.ts';

export const agentActivitySchema = z.looseObject({
  agent_id: id,
  agent_state: optionalText,
  call_status: optionalText,
});

/** What the last look saw of each agent; the cursor of the stream, so that intervals survive a restart. */
export interface SeenStates {
  /** Epoch ms UTC of the last look. */
  at: number;
  agents: Readonly<Record<string, readonly [raw: string, startAt: number, bound?: 1]>>;
}

const PLATFORM = 'talk';

/** Longer without a look than this, and nobody knows what happened in between. */
const UNSEEN_MS = 5 * 60_000;

/**
 * Turns what one look at the agents saw into state intervals: the source says only what is, the former interval ends
 * where the next begins. A state that was already there at the first look, or after a gap, began then or earlier. Nothing is emitted for an agent whose state stands. After a gap (sleep, outage) the former
 * interval ends at the last look and the next begins at this one: the time between is nobody's.
 *
 * @param at epoch ms UTC on the source's clock
 */
export function stateIntervals(
  before: SeenStates | null,
  at: number,
  seen: ReadonlyMap<string, { state: string | null; callStatus: string | null; raw: string }>,
): { records: AgentStateRecord[]; now: SeenStates } {
  const records: AgentStateRecord[] = [];
  const agents: Record<string, readonly [string, number, 1?]> = {};
  const gap = before !== null && at - before.at > UNSEEN_MS;
  const closeAt = before === null ? at : gap ? before.at : at;
  for (const [agent, former] of Object.entries(before?.agents ?? {})) {
    const current = seen.get(agent);
    const rawState = current === undefined ? null : rawOf(current.state, current.callStatus);
    if (rawState === former[0] && !gap) {
      agents[agent] = former;
      continue;
    }
    const [formerState, formerStart, formerBound] = former;
    records.push(
      interval(agent, formerState, { startAt: formerStart, bound: formerBound === 1, endAt: closeAt }, null),
    );
  }
  for (const [agent, current] of seen) {
    if (agents[agent] !== undefined) continue;
    const rawState = rawOf(current.state, current.callStatus);
    const bound = before === null || gap;
    agents[agent] = bound ? [rawState, at, 1] : [rawState, at];
    records.push(interval(agent, rawState, { startAt: at, bound, endAt: null }, current.raw));
  }
  return { records, now: { at, agents } };
}

function rawOf(state: string | null, callStatus: string | null): string {
  return callStatus === null ? (state ?? 'unknown') : `${state ?? 'unknown'}/${callStatus}`;
}

function interval(
  agent: string,
  rawState: string,
  { startAt, bound, endAt }: { startAt: number; bound: boolean; endAt: number | null },
  raw: string | null,
): AgentStateRecord {
  const [state, callStatus] = rawState.split('/');
  return {
    entity: 'agent-state',
    id: `${PLATFORM}:${agent}:${startAt}`,
    // A state may begin and end in one look: the end is still the later version.
    version: endAt === null ? startAt : Math.max(endAt, startAt + 1),
    raw,
    agent,
    platform: PLATFORM,
    state: talkState(state ?? null, callStatus ?? null),
    rawState,
    startAt,
    ...(bound ? { startIsBound: true } : {}),
    endAt,
    contact: null,
  };
}

const queueActivitySchema = z.looseObject({
  calls_waiting: optionalSeconds,
  callbacks_waiting: optionalSeconds,
  longest_wait_time: optionalSeconds,
  agents_online: optionalSeconds,
  current_timestamp: optionalNumber,
});

/**
 * The queue's figures of one instant. Callbacks wait too, but not on the line: they are not in `waiting`.
 *
 * @param queue the line, or null for the account as a whole
 * @param readAt epoch ms UTC on the source's clock, used where the reply bears no time of its own
 */
export function queueSnapshot(payload: unknown, queue: string | null, readAt: number): QueueSnapshotRecord {
  const activity = queueActivitySchema.parse(payload);
  const at = activity.current_timestamp === null ? readAt : activity.current_timestamp * 1000;
  return {
    entity: 'queue-snapshot',
    id: `${queue ?? 'account'}:${at}`,
    version: at,
    raw: JSON.stringify(payload),
    queue,
    at,
    waiting: activity.calls_waiting,
    longestWaitSeconds: activity.longest_wait_time,
    agentsAvailable: activity.agents_online,
  };
}
