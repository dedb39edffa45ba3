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
import type { AdherenceFacts } from './adherence-facts.ts';
import type { AgentRow, AlarmLevel, ServiceLevelRule } from '../../shared/contract/rows.ts';

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
export function agentSamples(facts: Omit<AgentFacts, 'occupancy'>, limits?: AdherenceFacts['limits']): RuleSample[] {
  const settings =
    limits === undefined
      ? DEFAULT_AGENT_ALARMS
      : {
          ...DEFAULT_AGENT_ALARMS,
          adherenceWarningSeconds: limits.warningSeconds,
          adherenceBreachSeconds: limits.breachSeconds,
        };
  return evaluateAgent({ ...facts, occupancy: null }, settings);
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

/** Next instant after `at` at which time alone changes a person's level; null when none does. */
export function nextAgentLevelAt(
  { state, since, deviation }: Pick<AgentRow, 'state' | 'since' | 'deviation'>,
  at: number,
  limits?: AdherenceFacts['limits'],
): number | null {
  const turns: number[] = [];
  const limit =
    state === 'wrap'
      ? 2 * DEFAULT_AGENT_ALARMS.plannedWrapSeconds
      : (DEFAULT_AGENT_ALARMS.stateLimitSeconds as Partial<Record<string, number>>)[state];
  // Over the limit, not at it: hence the millisecond.
  if (since !== null && limit !== undefined) turns.push(since + limit * 1000 + 1, since + limit * 2000 + 1);
  if (limits !== undefined && deviation?.impact === 'negative') {
    for (const seconds of [limits.warningSeconds, limits.breachSeconds]) turns.push(deviation.since + seconds * 1000);
  }
  const coming = turns.filter((turn) => turn > at);
  return coming.length === 0 ? null : Math.min(...coming);
}
