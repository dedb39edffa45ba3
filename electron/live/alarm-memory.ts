import { DEFAULT_HYSTERESIS, NO_ALARM } from '../../shared/domain/alarms.ts';
import type { AlarmLevel, AlarmSeverity, AlarmState } from '../../shared/domain/alarms.ts';
import type { AlarmEntry, AlarmMark } from '../store/api.ts';

/** An alarm as the history leaves it. */
export interface Remembered {
  key: string;
  rule: string;
  subject: string;
  state: AlarmState;
}

/**
 * The alarms in force after a stretch of history (oldest first), with people's answers as the entries tell them: how a restart finds its
 * alarms again, and what a replay shows.
 */
export function foldHistory(entries: readonly AlarmEntry[]): Map<string, Remembered> {
  const alarms = new Map<string, Remembered>();
  for (const entry of entries) {
    const { key, rule, subject } = entry;
    const before = alarms.get(key)?.state ?? NO_ALARM;
    const state = follow(before, entry);
    if (state.severity === 'normal') alarms.delete(key);
    else alarms.set(key, { key, rule, subject, state });
  }
  return alarms;
}

/** Puts the stored acknowledgements and snoozes on top: they are what a person last decided. */
export function withMarks(alarms: Map<string, Remembered>, marks: readonly AlarmMark[], now: number): void {
  for (const mark of marks) {
    const alarm = alarms.get(mark.key);
    if (alarm === undefined) continue;
    const { severity } = alarm.state;
    const until = mark.snoozedUntil;
    alarm.state = {
      ...alarm.state,
      acknowledged: mark.acknowledgedAt === null ? null : { at: mark.acknowledgedAt, by: mark.acknowledgedBy ?? '' },
      snoozed: until === null || until <= now ? null : { until, severity },
    };
  }
}

function follow(before: AlarmState, entry: AlarmEntry): AlarmState {
  const { at, value, limit, actor } = entry;
  switch (entry.event) {
    case 'cleared':
      return NO_ALARM;
    case 'acknowledged':
      return { ...before, acknowledged: { at, by: actor ?? '' } };
    case 'snoozed':
      // The note of a snooze is its end.
      return { ...before, snoozed: { until: Number(entry.note ?? 0), severity: before.severity } };
    case 'unsnoozed':
      return { ...before, snoozed: null };
    default:
      return inForce(before, entry.level, { at: sinceOf(entry), value, limit });
  }
}

/** The note of an event that nobody made is the instant at which the alarm's samples began. */
function sinceOf(entry: AlarmEntry): number {
  const since = Number(entry.note);
  return entry.note !== null && entry.actor === null && Number.isFinite(since) ? since : entry.at;
}

function inForce(
  before: AlarmState,
  level: AlarmLevel,
  { at, value, limit }: { at: number; value: number | null; limit: number | null },
): AlarmState {
  const severity: AlarmSeverity = level === 'stale' ? before.severity : level;
  const since = before.since ?? at;
  const run = DEFAULT_HYSTERESIS.enterAfter;
  const on = { on: true, run, overSince: since };
  const off = { on: false, run: 0, overSince: null };
  const worse = severity === 'breach' && before.severity === 'warning';
  return {
    ...before,
    level,
    severity,
    since,
    value,
    limit,
    acknowledged: worse ? null : before.acknowledged,
    warning: severity === 'normal' ? off : on,
    breach: severity === 'breach' ? on : off,
  };
}
