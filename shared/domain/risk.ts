/** Service level to be expected in the next quarter hour with the staff of now. */
import { erlangC, loadOf } from './erlang.ts';
import type { ServiceLevelRule } from './service-level.ts';

const NEXT_SECONDS = 900;

export interface RiskInput {
  /** False for work that waits in an inbox: Erlang C says nothing about it. */
  queueing: boolean;
  /** Contacts expected in the next 15 minutes; null with too little history. */
  expected: number | null;
  /** Contacts that wait now: they are served in that quarter hour too. */
  waiting: number;
  /** Mean handle time in seconds; null while nothing was handled. */
  handleSeconds: number | null;
  /** Agents present for the queue (available, on contact, in wrap), shared ones by their part; null where memberships are not known. */
  staff: number | null;
  rule: ServiceLevelRule;
}

export interface Risk {
  /** 0..1; null where it cannot be said, with the reason as an i18n key. */
  expected: number | null;
  level: 'normal' | 'warning' | 'breach';
  reason: string | null;
}

/**
 * Erlang C for (expected + waiting) arrivals in 15 minutes. Between two whole numbers of agents the figure is interpolated: shared agents
 * count in parts. Warning below the target, breach ten points below it.
 */
export function riskOf(input: RiskInput): Risk {
  const cannot = (reason: string): Risk => ({ expected: null, level: 'normal', reason });
  if (!input.queueing) return cannot('risk.notQueueing');
  if (input.staff === null) return cannot('risk.noStaff');
  if (input.expected === null) return cannot('risk.noHistory');
  const calls = input.expected + input.waiting;
  if (calls > 0 && (input.handleSeconds === null || input.handleSeconds <= 0)) return cannot('risk.noHandleTime');
  const load = loadOf(calls, NEXT_SECONDS, input.handleSeconds ?? 1);
  const whole = Math.floor(input.staff + 1e-9);
  const part = Math.max(0, input.staff - whole);
  const at = (servers: number): number => erlangC(load, servers, input.rule.thresholdSeconds).serviceLevel;
  const expected = part === 0 ? at(whole) : at(whole) * (1 - part) + at(whole + 1) * part;
  const points = (input.rule.target - expected) * 100;
  const level = points > 10 ? 'breach' : points > 1e-9 ? 'warning' : 'normal';
  return { expected, level, reason: null };
}
