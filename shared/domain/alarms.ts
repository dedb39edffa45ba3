/**
 * Alarms as a pure state machine: samples in, state and transitions out. The caller samples at a steady pace, keeps the state
 * (it is plain data), writes the transitions to the history and hands in the instant.
 *
 * An alarm is entered after two samples in a row at or above a level and left after three in a row below it, each level
 * for itself: so a figure that swings around its limit neither raises nor clears anything.
 */
import { AppError } from '../errors/index.ts';

/** How bad the figure is. */
export type AlarmSeverity = 'normal' | 'warning' | 'breach';

/** What is shown: the severity, or that the source has stalled and nothing can be said. */
export type AlarmLevel = AlarmSeverity | 'stale';

/** One look at a figure. */
export interface AlarmSample {
  /** Null: the source is well and there is no figure (no contact in the interval). */
  readonly severity: AlarmSeverity | null;
  readonly value: number | null;
  /** The limit that the value is held against: that of the severity, or the first one when normal. */
  readonly limit: number | null;
  /** The source has stalled: the figure is an old one. */
  readonly stale: boolean;
}

export interface Hysteresis {
  /** Samples in a row at or above a level before it is entered. */
  readonly enterAfter: number;
  /** Samples in a row below a level before it is left. */
  readonly leaveAfter: number;
  /** Milliseconds without a figure after which an alarm is cleared: a closed queue has none that could clear it. */
  readonly clearAfterNoDataMs: number;
}

export const DEFAULT_HYSTERESIS: Hysteresis = { enterAfter: 2, leaveAfter: 3, clearAfterNoDataMs: 15 * 60_000 };

/** One level's memory of the last samples. */
interface Trigger {
  readonly on: boolean;
  /** Samples in a row at or above the level (positive) or below it (negative). */
  readonly run: number;
  /** When the row that led (or may lead) to the level began; epoch ms. */
  readonly overSince: number | null;
}

/** All that is remembered of one alarm: plain data, which survives JSON. Instants are epoch milliseconds UTC. */
export interface AlarmState {
  readonly level: AlarmLevel;
  /** The severity in force, whether or not the source is stalled. */
  readonly severity: AlarmSeverity;
  /** The first of the samples that raised it; null when there is no alarm. */
  readonly since: number | null;
  readonly value: number | null;
  readonly limit: number | null;
  readonly acknowledged: { readonly at: number; readonly by: string } | null;
  /** Quiet until then, unless it gets worse than it was. */
  readonly snoozed: { readonly until: number; readonly severity: AlarmSeverity } | null;
  readonly noDataSince: number | null;
  readonly warning: Trigger;
  readonly breach: Trigger;
}

const QUIET: Trigger = { on: false, run: 0, overSince: null };

/** The state before the first sample. */
export const NO_ALARM: AlarmState = {
  level: 'normal',
  severity: 'normal',
  since: null,
  value: null,
  limit: null,
  acknowledged: null,
  snoozed: null,
  noDataSince: null,
  warning: QUIET,
  breach: QUIET,
};

export type AlarmEvent =
  'raised' | 'escalated' | 'eased' | 'cleared' | 'stale' | 'resumed' | 'acknowledged' | 'snoozed' | 'unsnoozed';

/** A line of the alarm history. */
export interface AlarmTransition {
  readonly event: AlarmEvent;
  /** Epoch ms. */
  readonly at: number;
  readonly from: AlarmLevel;
  readonly to: AlarmLevel;
  readonly value: number | null;
  readonly limit: number | null;
  /** When the alarm that this concerns began. */
  readonly since: number | null;
}

export interface AlarmStep {
  readonly state: AlarmState;
  /** Null: nothing to write down. */
  readonly transition: AlarmTransition | null;
}

const RANK: Readonly<Record<AlarmLevel, number>> = { normal: 0, stale: 1, warning: 2, breach: 3 };

/**
 * The state after one more sample.
 *
 * - A stalled source neither raises nor clears: the level is `stale`, the severity stays, and samples from before the gap
 *   do not count towards a change after it.
 * - A sample without a figure counts for nothing, until there has been none for `clearAfterNoDataMs`.
 * - Escalation takes an acknowledgement back, and a snooze too if that was of a lower severity. Clearing ends the
 *   acknowledgement; a snooze outlasts it. A snooze that runs out says so while its alarm is in force.
 *
 * @param now epoch milliseconds UTC, not before that of the last step
 */
export function stepAlarm(state: AlarmState, sample: AlarmSample, hysteresis: Hysteresis, now: number): AlarmStep {
  const after = sample.stale ? freeze(state) : take(state, sample, now, hysteresis);
  const expired = after.snoozed !== null && after.snoozed.until <= now;
  const next = expired ? { ...after, snoozed: null } : after;
  const event = changeOf(state, next) ?? (expired && next.severity !== 'normal' ? 'unsnoozed' : null);
  return { state: next, transition: event === null ? null : transitionOf(event, state, next, now) };
}

/** Whether an alarm is in force, quiet or not. */
export function isActive(state: AlarmState): boolean {
  return state.severity !== 'normal';
}

/** Whether an alarm calls for attention: in force, fresh, and neither acknowledged nor snoozed. */
export function isCalling(state: AlarmState, now: number): boolean {
  const snoozed = state.snoozed !== null && state.snoozed.until > now;
  return isActive(state) && state.level !== 'stale' && state.acknowledged === null && !snoozed;
}

/**
 * Someone has seen it. Does nothing where there is no alarm or it has been acknowledged already.
 *
 * @param by the name under which it is recorded
 */
export function acknowledgeAlarm(state: AlarmState, by: string, now: number): AlarmStep {
  if (!isActive(state) || state.acknowledged !== null) return { state, transition: null };
  const next: AlarmState = { ...state, acknowledged: { at: now, by } };
  return { state: next, transition: transitionOf('acknowledged', state, next, now) };
}

/**
 * Quiet until an instant, unless it gets worse. Does nothing where there is no alarm.
 *
 * @param until epoch milliseconds UTC
 * @throws AppError `invalid-input` when that is not in the future
 */
export function snoozeAlarm(state: AlarmState, until: number, now: number): AlarmStep {
  if (!(until > now)) {
    throw new AppError({ code: 'invalid-input', message: 'An alarm can only be snoozed until a later time.' });
  }
  if (!isActive(state)) return { state, transition: null };
  const next: AlarmState = { ...state, snoozed: { until, severity: state.severity } };
  return { state: next, transition: transitionOf('snoozed', state, next, now) };
}

/** Ends a snooze before its time. */
export function unsnoozeAlarm(state: AlarmState, now: number): AlarmStep {
  if (state.snoozed === null) return { state, transition: null };
  const next: AlarmState = { ...state, snoozed: null };
  return { state: next, transition: isActive(state) ? transitionOf('unsnoozed', state, next, now) : null };
}

/** Order of the tray: breach, warning, stale, normal; within a level the oldest first. */
export function compareAlarms(a: Pick<AlarmState, 'level' | 'since'>, b: Pick<AlarmState, 'level' | 'since'>): number {
  const byLevel = RANK[b.level] - RANK[a.level];
  if (byLevel !== 0) return byLevel;
  return (a.since ?? Number.MAX_SAFE_INTEGER) - (b.since ?? Number.MAX_SAFE_INTEGER);
}

/** The worse of two levels, for a row that shows several alarms. Stale outranks normal, and yields to a known alarm. */
export function worstLevel(levels: Iterable<AlarmLevel>): AlarmLevel {
  let worst: AlarmLevel = 'normal';
  for (const level of levels) if (RANK[level] > RANK[worst]) worst = level;
  return worst;
}

function freeze(state: AlarmState): AlarmState {
  const hold = (trigger: Trigger): Trigger => ({ ...trigger, run: 0 });
  return { ...state, level: 'stale', noDataSince: null, warning: hold(state.warning), breach: hold(state.breach) };
}

function take(state: AlarmState, sample: AlarmSample, now: number, hysteresis: Hysteresis): AlarmState {
  if (sample.severity === null) return takeNothing(state, sample, now, hysteresis);
  const rank = RANK[sample.severity];
  const warning = stepTrigger(state.warning, rank >= RANK.warning, now, hysteresis);
  const breach = stepTrigger(state.breach, rank >= RANK.breach, now, hysteresis);
  const severity = breach.on ? 'breach' : warning.on ? 'warning' : 'normal';
  const { value, limit } = sample;
  return settle(state, { ...state, severity, value, limit, warning, breach, noDataSince: null });
}

function takeNothing(state: AlarmState, sample: AlarmSample, now: number, hysteresis: Hysteresis): AlarmState {
  const noDataSince = state.noDataSince ?? now;
  const { value, limit } = sample;
  if (now - noDataSince < hysteresis.clearAfterNoDataMs) {
    return settle(state, { ...state, value, limit, noDataSince });
  }
  return settle(state, { ...state, severity: 'normal', value, limit, noDataSince, warning: QUIET, breach: QUIET });
}

/** What follows from the severity: the level shown, since when, and which answers of people still hold. */
function settle(before: AlarmState, after: AlarmState): AlarmState {
  const { severity } = after;
  const worse = RANK[severity] > RANK[before.severity];
  const cleared = severity === 'normal';
  const outgrown = worse && after.snoozed !== null && RANK[severity] > RANK[after.snoozed.severity];
  return {
    ...after,
    level: severity,
    since: cleared ? null : after.warning.overSince,
    acknowledged: worse || cleared ? null : after.acknowledged,
    snoozed: outgrown ? null : after.snoozed,
  };
}

function stepTrigger(trigger: Trigger, over: boolean, now: number, hysteresis: Hysteresis): Trigger {
  // Capped, so that a long alarm keeps one state and is not written anew at every sample.
  const cap = Math.max(hysteresis.enterAfter, hysteresis.leaveAfter);
  const run = over ? Math.min(Math.max(trigger.run, 0) + 1, cap) : Math.max(Math.min(trigger.run, 0) - 1, -cap);
  const overSince = trigger.on || (over && run > 1) ? trigger.overSince : over ? now : null;
  if (trigger.on)
    return run <= -hysteresis.leaveAfter ? { on: false, run, overSince: null } : { on: true, run, overSince };
  return { on: run >= hysteresis.enterAfter, run, overSince };
}

function changeOf(before: AlarmState, after: AlarmState): AlarmEvent | null {
  const step = RANK[after.severity] - RANK[before.severity];
  if (step > 0) return before.severity === 'normal' ? 'raised' : 'escalated';
  if (step < 0) return after.severity === 'normal' ? 'cleared' : 'eased';
  // A stalled source is the source's own news; the history notes it only where an alarm hangs on it.
  if (after.severity === 'normal' || before.level === after.level) return null;
  return after.level === 'stale' ? 'stale' : 'resumed';
}

function transitionOf(event: AlarmEvent, before: AlarmState, after: AlarmState, now: number): AlarmTransition {
  return {
    event,
    at: now,
    from: before.level,
    to: after.level,
    value: after.value,
    limit: after.limit,
    since: after.since ?? before.since,
  };
}
