/** What people wrote here: notebook.db. Each method is one durable commit, or part of the one that it is called in. */
import type { Clock } from '../../shared/time/clock.ts';
import type { AlarmEntry, AlarmMark, CursorValue, Notebook } from './api.ts';
import { PeopleNotebookFile } from './notebook-people.ts';
import { readNotebook } from './notebook-read.ts';
import type { NotebookReads } from './notebook-read.ts';
import type { WritableDb } from './sqlite.ts';

export class NotebookFile extends PeopleNotebookFile implements Notebook {
  readonly #reads: NotebookReads;

  constructor(db: WritableDb, clock: Clock) {
    super(db, clock);
    this.#reads = readNotebook(db);
  }

  setting(key: string): CursorValue {
    return this.#reads.setting(key);
  }

  settings(prefix: string): Record<string, CursorValue> {
    return this.#reads.settings(prefix);
  }

  saveSetting(key: string, value: CursorValue, actor: string): void {
    const at = this.now();
    this.db.transaction(() => {
      const before = this.setting(key);
      if (value === null) this.db.command('DELETE FROM setting_row WHERE key = ?').run([key]);
      else {
        this.db
          .command(
            `INSERT INTO setting_row (key, value, actor, saved_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, actor = excluded.actor, saved_at = excluded.saved_at`,
          )
          .run([key, JSON.stringify(value), actor, at]);
      }
      this.appendAudit({ at, actor, action: 'setting-saved', subject: key, detail: { before, after: value } });
    });
  }

  together<T>(work: () => T): T {
    return this.db.transaction(work);
  }

  appendAlarm(entry: AlarmEntry): void {
    this.db.transaction(() => {
      this.db
        .command(
          `INSERT INTO alarm_row (at, key, rule, subject, event, level, value, limit_value, actor, note)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run([
          Math.round(entry.at),
          entry.key,
          entry.rule,
          entry.subject,
          entry.event,
          entry.level,
          entry.value,
          entry.limit,
          entry.actor,
          entry.note,
        ]);
    });
  }

  alarmHistory(filter: { from: number; to: number; subject?: string; limit: number }): AlarmEntry[] {
    return this.#reads.alarmHistory(filter);
  }

  alarmMarks(): AlarmMark[] {
    return this.#reads.alarmMarks();
  }

  saveAlarmMark(mark: AlarmMark): void {
    this.db.transaction(() => {
      if (mark.acknowledgedAt === null && mark.snoozedUntil === null) {
        this.db.command('DELETE FROM alarm_mark_row WHERE key = ?').run([mark.key]);
        return;
      }
      this.db
        .command(
          `INSERT INTO alarm_mark_row (key, acknowledged_at, acknowledged_by, snoozed_until) VALUES (?, ?, ?, ?)
           ON CONFLICT (key) DO UPDATE SET acknowledged_at = excluded.acknowledged_at,
             acknowledged_by = excluded.acknowledged_by, snoozed_until = excluded.snoozed_until`,
        )
        .run([mark.key, rounded(mark.acknowledgedAt), mark.acknowledgedBy, rounded(mark.snoozedUntil)]);
    });
  }

  audit(entry: { at: number; actor: string; action: string; subject: string; detail: CursorValue }): void {
    this.db.transaction(() => this.appendAudit(entry));
  }

  auditTrail(limit: number): { at: number; actor: string; action: string; subject: string; detail: CursorValue }[] {
    return this.#reads.auditTrail(limit);
  }

  outboxCount(): number {
    return this.#reads.outboxCount();
  }
}

function rounded(at: number | null): number | null {
  return at === null ? null : Math.round(at);
}
