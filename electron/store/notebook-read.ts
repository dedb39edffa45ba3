/** Questions to notebook.db, the same for the writing connection (which must see its own commits at once) and for a reading one. */
import type { AlarmEntry, AlarmMark, CursorValue, Notebook } from './api.ts';
import type { ReadonlyDb, WritableDb } from './sqlite.ts';

export type NotebookReads = Pick<
  Notebook,
  'setting' | 'settings' | 'alarmHistory' | 'alarmMarks' | 'auditTrail' | 'outboxCount'
>;

interface SettingRow {
  key: string;
  value: string;
}

interface AlarmRow extends Omit<AlarmEntry, 'limit'> {
  limitValue: number | null;
}

interface AuditRow {
  at: number;
  actor: string;
  action: string;
  subject: string;
  detail: string;
}

/** Longest alarm history or audit trail handed out at once. */
const MAX_ROWS = 10_000;

const ALARM_COLUMNS = 'at, key, rule, subject, event, level, value, limit_value AS limitValue, actor, note';

export function readNotebook(db: ReadonlyDb | WritableDb): NotebookReads {
  return {
    setting(key) {
      const row = db.rows<SettingRow>('SELECT key, value FROM setting_row WHERE key = ?').get([key]);
      return row === undefined ? null : (JSON.parse(row.value) as CursorValue);
    },

    settings(prefix) {
      // A range, not LIKE: the prefix may hold wildcards, and the key's index serves it. U+10FFFF ends every continuation.
      const rows = db
        .rows<SettingRow>('SELECT key, value FROM setting_row WHERE key >= ? AND key < ? ORDER BY key')
        .all([prefix, `${prefix}\u{10FFFF}`]);
      return Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value) as CursorValue]));
    },

    alarmHistory(filter) {
      const limit = Math.min(filter.limit, MAX_ROWS);
      const rows =
        filter.subject === undefined
          ? db
              .rows<AlarmRow>(
                `SELECT ${ALARM_COLUMNS} FROM alarm_row WHERE at >= ? AND at < ? ORDER BY at DESC, rowid DESC LIMIT ?`,
              )
              .all([filter.from, filter.to, limit])
          : db
              .rows<AlarmRow>(
                `SELECT ${ALARM_COLUMNS} FROM alarm_row WHERE subject = ? AND at >= ? AND at < ?
                 ORDER BY at DESC, rowid DESC LIMIT ?`,
              )
              .all([filter.subject, filter.from, filter.to, limit]);
      return rows.map(({ limitValue, ...rest }) => ({ ...rest, limit: limitValue }));
    },

    alarmMarks: () =>
      db
        .rows<AlarmMark>(
          `SELECT key, acknowledged_at AS acknowledgedAt, acknowledged_by AS acknowledgedBy,
             snoozed_until AS snoozedUntil FROM alarm_mark_row ORDER BY key`,
        )
        .all(),

    auditTrail: (limit) =>
      db
        .rows<AuditRow>('SELECT at, actor, action, subject, detail FROM audit_row ORDER BY at DESC, rowid DESC LIMIT ?')
        .all([Math.min(limit, MAX_ROWS)])
        .map((row) => ({ ...row, detail: JSON.parse(row.detail) as CursorValue })),

    outboxCount: () =>
      db.rows<{ n: number }>(`SELECT count(*) AS n FROM outbox_row WHERE state = 'waiting'`).get()?.n ?? 0,
  };
}
