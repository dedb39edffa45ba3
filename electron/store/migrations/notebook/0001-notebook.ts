import type { Migration } from '../../migrate.ts';

/** What people write: settings, alarms and their marks, decisions on their way out, and who did what. */
export const notebook: Migration = {
  number: 1,
  name: 'notebook',
  up(db) {
    db.exec(`
CREATE TABLE setting_row (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  actor TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm_row (
  at INTEGER NOT NULL,
  key TEXT NOT NULL,
  rule TEXT NOT NULL,
  subject TEXT NOT NULL,
  event TEXT NOT NULL,
  level TEXT NOT NULL,
  value REAL,
  limit_value REAL,
  actor TEXT,
  note TEXT
) STRICT;
CREATE INDEX alarm_time ON alarm_row (at);
CREATE INDEX alarm_subject ON alarm_row (subject, at);

CREATE TABLE alarm_mark_row (
  key TEXT PRIMARY KEY,
  acknowledged_at INTEGER,
  acknowledged_by TEXT,
  snoozed_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_row (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  last_fault TEXT
) STRICT;
CREATE INDEX outbox_state ON outbox_row (state, created_at);

CREATE TABLE audit_row (
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_time ON audit_row (at);
`);
  },
};
