/**
 * Which figures raise an alarm and where their limits lie: a sample for each rule, from the facts of a queue or an agent.
 * Words are i18n keys; limits are the defaults of the product unless the floor has set others.
 */
import type { AlarmSample, AlarmSeverity } from './alarms.ts';
import type { AgentState } from './records.ts';

export const QUEUE_ALARM_RULES = ['serviceLevel', 'longestWait', 'waiting', 'abandonRate', 'occupancy'] as const;
export const AGENT_ALARM_RULES = ['occupancy', 'wrap', 'stateOverrun', 'adherence'] as const;
export type QueueAlarmRule = (typeof QUEUE_ALARM_RULES)[number];
export type AgentAlarmRule = (typeof AGENT_ALARM_RULES)[number];
export type AlarmRule = QueueAlarmRule | AgentAlarmRule;

/** A sample with what the tray says of it. */
export interface RuleSample<Rule extends AlarmRule = AlarmRule> extends AlarmSample {
  readonly rule: Rule;
  /** i18n key `alarm.<rule>.reason`: what is wrong; takes `value` and `limit`. */
  readonly reasonKey: string;
  /** i18n key `alarm.<rule>.action`: the one thing to do next. */
  readonly actionKey: string;
}

/** A queue at an instant. Null: not known. */
export interface QueueFacts {
  /** 0–1, in the queue's own variant, over the interval that the board shows. */
  readonly serviceLevel: number | null;
  readonly waiting: number | null;
  readonly longestWaitSeconds: number | null;
  /** Agents of the queue who are ready for a contact. */
  readonly available: number | null;
  /** 0–1, over the interval. */
  readonly abandonRate: number | null;
  /** 0–1, of the queue's agents over `occupancyWindowSeconds`. */
  readonly occupancy: number | null;
  readonly stale: boolean;
}

export interface QueueAlarmSettings {
  /** 0–1; below it is a warning. */
  readonly serviceLevelTarget: number;
  /** 0–1: this far below the target is a breach. */
  readonly serviceLevelBreachGap: number;
  /** Beyond it is a warning, beyond twice of it a breach. Usually the threshold of the service level. */
  readonly longestWaitSeconds: number;
  readonly abandonWarning: number;
  readonly abandonBreach: number;
  readonly occupancyWarning: number;
  readonly occupancyBreach: number;
  /** Over how many seconds the caller measures occupancy. */
  readonly occupancyWindowSeconds: number;
}

export const DEFAULT_QUEUE_ALARMS: QueueAlarmSettings = {
  serviceLevelTarget: 0.8,
  serviceLevelBreachGap: 0.1,
  longestWaitSeconds: 20,
  abandonWarning: 0.05,
  abandonBreach: 0.08,
  occupancyWarning: 0.85,
  occupancyBreach: 0.9,
  occupancyWindowSeconds: 1800,
};

/** An agent at an instant. Null: not known. */
export interface AgentFacts {
  readonly state: AgentState | null;
  readonly stateSeconds: number | null;
  /** 0–1, over `occupancyWindowSeconds`. */
  readonly occupancy: number | null;
  /**
   * Seconds for which the person has been out of adherence in a way that hurts: excused and neutral deviations are 0, and so is keeping to the plan.
   * Null: nothing is known. Absent: nobody planned the time.
   */
  readonly outSeconds?: number | null;
  readonly stale: boolean;
}

export interface AgentAlarmSettings {
  /** Planned wrap in seconds; beyond twice of it is a warning. */
  readonly plannedWrapSeconds: number;
  /** How long a state may last: beyond it is a warning, beyond twice of it a breach. A state without a limit has no alarm. */
  readonly stateLimitSeconds: Readonly<Partial<Record<AgentState, number>>>;
  readonly occupancyWarning: number;
  readonly occupancyBreach: number;
  readonly occupancyWindowSeconds: number;
  /** Seconds out of adherence at which a warning and a breach begin. */
  readonly adherenceWarningSeconds: number;
  readonly adherenceBreachSeconds: number;
}

export const DEFAULT_AGENT_ALARMS: AgentAlarmSettings = {
  plannedWrapSeconds: 60,
  stateLimitSeconds: { break: 900, lunch: 3600, away: 600, help: 120 },
  occupancyWarning: 0.85,
  occupancyBreach: 0.9,
  occupancyWindowSeconds: 1800,
  adherenceWarningSeconds: 60,
  adherenceBreachSeconds: 300,
};

/** Shares come from divisions: a limit that is met to the last digit must not be missed by a rounding. */
const ROUNDING = 1e-9;

/** A sample for each queue rule, in the order of `QUEUE_ALARM_RULES`. */
export function evaluateQueue(facts: QueueFacts, settings: QueueAlarmSettings): RuleSample<QueueAlarmRule>[] {
  const { stale, waiting } = facts;
  const longest = facts.longestWaitSeconds ?? (waiting === 0 ? 0 : null);
  return [
    below('serviceLevel', facts.serviceLevel, settings.serviceLevelTarget, settings.serviceLevelBreachGap, stale),
    beyond('longestWait', longest, settings.longestWaitSeconds, 2 * settings.longestWaitSeconds, stale),
    waitingSample(waiting, facts.available, stale),
    reaching('abandonRate', facts.abandonRate, settings.abandonWarning, settings.abandonBreach, stale),
    reaching('occupancy', facts.occupancy, settings.occupancyWarning, settings.occupancyBreach, stale),
  ];
}

/** A sample for each agent rule, in the order of `AGENT_ALARM_RULES`. */
export function evaluateAgent(facts: AgentFacts, settings: AgentAlarmSettings): RuleSample<AgentAlarmRule>[] {
  const { state, stale, stateSeconds } = facts;
  const stateLimit = state === null ? undefined : settings.stateLimitSeconds[state];
  const wrapLimit = 2 * settings.plannedWrapSeconds;
  return [
    reaching('occupancy', facts.occupancy, settings.occupancyWarning, settings.occupancyBreach, stale),
    state === null || state === 'wrap'
      ? beyond('wrap', state === null ? null : stateSeconds, wrapLimit, Number.POSITIVE_INFINITY, stale)
      : sampleOf('wrap', 'normal', null, wrapLimit, stale),
    state === null || stateLimit !== undefined
      ? beyond('stateOverrun', state === null ? null : stateSeconds, stateLimit ?? null, 2 * (stateLimit ?? 0), stale)
      : sampleOf('stateOverrun', 'normal', stateSeconds, null, stale),
    reaching(
      'adherence',
      facts.outSeconds === undefined ? 0 : facts.outSeconds,
      settings.adherenceWarningSeconds,
      settings.adherenceBreachSeconds,
      stale,
    ),
  ];
}

/**
 * Warning above the agents available, breach above twice as many. Twice nobody is nobody, and with nobody free the first
 * contact in line would be a breach on every busy floor: so nobody counts as one there.
 */
function waitingSample(waiting: number | null, available: number | null, stale: boolean): RuleSample<'waiting'> {
  if (waiting === null || available === null) return sampleOf('waiting', null, waiting, available, stale);
  return beyond('waiting', waiting, available, 2 * Math.max(available, 1), stale);
}

function below<R extends AlarmRule>(rule: R, value: number | null, target: number, gap: number, stale: boolean) {
  if (value === null) return sampleOf(rule, null, null, target, stale);
  // The limit is shown: without the dust of binary fractions (0.8 − 0.1).
  const limit = Math.round((target - gap) * 1e9) / 1e9;
  if (value <= limit + ROUNDING) return sampleOf(rule, 'breach', value, limit, stale);
  return sampleOf(rule, value < target - ROUNDING ? 'warning' : 'normal', value, target, stale);
}

/** At the limit is still well: a wait of exactly the threshold was within it. */
function beyond<R extends AlarmRule>(
  rule: R,
  value: number | null,
  warning: number | null,
  breach: number,
  stale: boolean,
) {
  if (value === null || warning === null) return sampleOf(rule, null, value, warning, stale);
  if (value > breach) return sampleOf(rule, 'breach', value, breach, stale);
  return sampleOf(rule, value > warning ? 'warning' : 'normal', value, warning, stale);
}

/** At the limit is already over it. */
function reaching<R extends AlarmRule>(rule: R, value: number | null, warning: number, breach: number, stale: boolean) {
  if (value === null) return sampleOf(rule, null, null, warning, stale);
  if (value >= breach - ROUNDING) return sampleOf(rule, 'breach', value, breach, stale);
  return sampleOf(rule, value >= warning - ROUNDING ? 'warning' : 'normal', value, warning, stale);
}

function sampleOf<R extends AlarmRule>(
  rule: R,
  severity: AlarmSeverity | null,
  value: number | null,
  limit: number | null,
  stale: boolean,
): RuleSample<R> {
  return { rule, severity, value, limit, stale, reasonKey: `alarm.${rule}.reason`, actionKey: `alarm.${rule}.action` };
}
