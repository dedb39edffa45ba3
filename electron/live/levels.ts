import { worstLevel } from '../../shared/domain/alarms.ts';
import {
  DEFAULT_AGENT_ALARMS,
  DEFAULT_QUEUE_ALARMS,
  evaluateAgent,
  evaluateQueue,
} from '../../shared/domain/alarms-rules.ts';
import { isInbox } from '../../shared/domain/floor-rules.ts';
import type { AgentFacts, QueueFacts, RuleSample } from '../../shared/domain/alarms-rules.ts';
import type { Channel } from '../../shared/domain/records.ts';
import type { AlarmLevel, ServiceLevelRule } from '../../shared/contract/rows.ts';

/** Samples of a queue against its own rule. An inbox has no line that could be too long: only its service level is judged. */
export function queueSamples(facts: QueueFacts, rule: ServiceLevelRule, channel: Channel): RuleSample[] {
  const settings = {
    ...DEFAULT_QUEUE_ALARMS,
    serviceLevelTarget: rule.target,
    longestWaitSeconds: rule.thresholdSeconds,
  };
  const judged = isInbox(channel) ? { ...facts, waiting: null, longestWaitSeconds: null, occupancy: null } : facts;
  return evaluateQueue(judged, settings);
}

/**
 * Samples of an agent. Occupancy is judged for queues, not for single people: half an hour of one person is chance, and a floor of
 * thousands would never be calm.
 */
export function agentSamples(facts: Omit<AgentFacts, 'occupancy'>): RuleSample[] {
  return evaluateAgent({ ...facts, occupancy: null }, DEFAULT_AGENT_ALARMS);
}

/** The level that a cell is tinted with: the sample as it is, without hold. */
export function levelOf(samples: readonly RuleSample[], rule: RuleSample['rule']): AlarmLevel {
  const sample = samples.find((item) => item.rule === rule);
  if (sample === undefined) return 'normal';
  return sample.stale ? 'stale' : (sample.severity ?? 'normal');
}

export function worstOf(samples: readonly RuleSample[]): { level: AlarmLevel; reason: string | null } {
  const level = worstLevel(samples.map((sample) => (sample.stale ? 'stale' : (sample.severity ?? 'normal'))));
  const worst = level === 'normal' || level === 'stale' ? undefined : samples.find((item) => item.severity === level);
  return { level, reason: worst?.reasonKey ?? null };
}

/** Next instant after `at` at which time alone changes an agent's level; null when none does. */
export function nextAgentLevelAt(state: string, since: number | null, at: number): number | null {
  if (since === null) return null;
  const limit =
    state === 'wrap'
      ? 2 * DEFAULT_AGENT_ALARMS.plannedWrapSeconds
      : (DEFAULT_AGENT_ALARMS.stateLimitSeconds as Partial<Record<string, number>>)[state];
  if (limit === undefined) return null;
  for (const times of [1, 2]) {
    // Over the limit, not at it: hence the millisecond.
    const turn = since + limit * times * 1000 + 1;
    if (turn > at) return turn;
  }
  return null;
}
