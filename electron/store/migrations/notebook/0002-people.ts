import type { Migration } from '../../migrate.ts';

/**
 * What people decide about people's time: exceptions, notes, who is who, what a vendor's state means. And what no source can be asked for
 * again: plans that were replaced, and what agents were called and belonged to before. Agents are written as `source/id`.
 */
export const people: Migration = {
  number: 2,
  name: 'people',
  up(db) {
    db.exec(`
CREATE TABLE exception_row (
  id TEXT PRIMARY KEY,
  agent TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  approver TEXT NOT NULL,
  note TEXT,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  removed_at INTEGER,
  removed_by TEXT,
  removal_note TEXT,
  change INTEGER NOT NULL UNIQUE,
  CHECK (end_at > start_at)
) STRICT;
CREATE INDEX exception_time ON exception_row (start_at, end_at);
CREATE INDEX exception_agent ON exception_row (agent, start_at);

CREATE TABLE note_row (
  id TEXT PRIMARY KEY,
  agent TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX note_agent ON note_row (agent, at);

CREATE TABLE person_decision_row (
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
  actor TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE state_mapping_row (
  source TEXT NOT NULL,
  platform TEXT NOT NULL,
  raw_state TEXT NOT NULL,
  state TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (source, platform, raw_state)
) STRICT, WITHOUT ROWID;

CREATE TABLE earlier_plan_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  agent TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  activities TEXT NOT NULL,
  known_until INTEGER NOT NULL,
  UNIQUE (source, id, version, agent, start_at, end_at, activities)
) STRICT;
CREATE INDEX earlier_plan_agent ON earlier_plan_row (source, agent, start_at);

CREATE TABLE agent_version_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  name TEXT NOT NULL,
  teams TEXT NOT NULL,
  active INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  UNIQUE (source, id, version, name, teams, active)
) STRICT;
`);
  },
};
