import type { AlarmRow } from '../../../shared/contract/index.ts';

const RANK = { breach: 3, warning: 2, stale: 1, normal: 0 } as const;

/** Whether nobody has answered the alarm yet. @param now epoch ms UTC */
export function isCalling(alarm: Pick<AlarmRow, 'level' | 'acknowledgedAt' | 'snoozedUntil'>, now: number): boolean {
  return alarm.level !== 'stale' && alarm.acknowledgedAt === null && !isSnoozed(alarm, now);
}

export function isSnoozed(alarm: Pick<AlarmRow, 'snoozedUntil'>, now: number): boolean {
  return alarm.snoozedUntil !== null && alarm.snoozedUntil > now;
}

/** Unanswered before answered, worse before better, older before newer. */
export function compareAlarms(a: AlarmRow, b: AlarmRow): number {
  const answered = Number(isAnswered(a)) - Number(isAnswered(b));
  if (answered !== 0) return answered;
  const level = RANK[b.level] - RANK[a.level];
  if (level !== 0) return level;
  return a.since - b.since || (a.key < b.key ? -1 : 1);
}

function isAnswered(alarm: AlarmRow): boolean {
  return alarm.acknowledgedAt !== null || alarm.snoozedUntil !== null;
}

const AGENT_RULES: ReadonlySet<string> = new Set(['wrap', 'stateOverrun', 'adherence']);

/** What the alarm is about: people and sources have rules of their own. */
export function subjectKind(alarm: Pick<AlarmRow, 'rule'>): 'queue' | 'agent' | 'source' {
  if (alarm.rule === 'sourceStale') return 'source';
  return AGENT_RULES.has(alarm.rule) ? 'agent' : 'queue';
}

/** Whether an alarm is about a row of the floor. @param rowKey `source/id`, of a queue or an agent */
export function concerns(alarm: Pick<AlarmRow, 'subject'>, rowKey: string): boolean {
  return alarm.subject === rowKey || alarm.subject.endsWith(`:${rowKey}`);
}
