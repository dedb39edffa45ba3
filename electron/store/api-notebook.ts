/** What people write here: settings, alarms, decisions. */
import type { PeopleNotebook } from './api-adherence.ts';
import type { CursorValue } from './api-pages.ts';

/** What people wrote here: notebook.db, durable on every commit. */
export interface Notebook extends PeopleNotebook {
  /** Parsed JSON of a setting, or null. Keys are dotted names such as `queue.zd.12.serviceLevel`. */
  setting(key: string): CursorValue;
  settings(prefix: string): Record<string, CursorValue>;
  saveSetting(key: string, value: CursorValue, actor: string): void;
  appendAlarm(entry: AlarmEntry): void;
  /** Makes all that the work writes here one durable commit: each commit waits for the disk. Nothing of it stands when the work throws. */
  together<T>(work: () => T): T;
  alarmHistory(filter: { from: number; to: number; subject?: string; limit: number }): AlarmEntry[];
  /** Acknowledgements and snoozes in force, by alarm key. */
  alarmMarks(): AlarmMark[];
  saveAlarmMark(mark: AlarmMark): void;
  audit(entry: { at: number; actor: string; action: string; subject: string; detail: CursorValue }): void;
  auditTrail(limit: number): { at: number; actor: string; action: string; subject: string; detail: CursorValue }[];
  /** Decisions waiting to be carried out to a source. */
  outboxCount(): number;
}

export interface AlarmEntry {
  at: number;
  /** `<rule>:<subject>`, for example `longest-wait:zd/12`. */
  key: string;
  rule: string;
  /** `source/id` of the queue or agent, or `floor`. */
  subject: string;
  event: 'raised' | 'escalated' | 'eased' | 'cleared' | 'stale' | 'resumed' | 'acknowledged' | 'snoozed' | 'unsnoozed';
  level: 'normal' | 'warning' | 'breach' | 'stale';
  value: number | null;
  limit: number | null;
  actor: string | null;
  note: string | null;
}

export interface AlarmMark {
  key: string;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  snoozedUntil: number | null;
}
