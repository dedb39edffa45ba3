import type { Migration } from '../../migrate.ts';

/** The canonical records, what came with them, and what is known of their sources. */
export const facts: Migration = {
  number: 1,
  name: 'facts',
  up(db) {
    db.exec(SOURCES);
    db.exec(PEOPLE);
    db.exec(CONTACTS);
    db.exec(FLOOR);
    db.exec(AROUND_CONTACTS);
  },
};

const SOURCES = `
CREATE TABLE meta_row (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE source_row (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  zone TEXT,
  config TEXT NOT NULL,
  status TEXT
) STRICT;

CREATE TABLE stream_row (
  source TEXT NOT NULL,
  stream TEXT NOT NULL,
  cursor TEXT,
  as_of INTEGER,
  PRIMARY KEY (source, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine_row (
  source TEXT NOT NULL,
  stream TEXT NOT NULL,
  key TEXT NOT NULL,
  entity TEXT,
  payload TEXT NOT NULL,
  reason TEXT NOT NULL,
  line INTEGER,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  UNIQUE (source, stream, key)
) STRICT;

CREATE TABLE alias_row (
  source TEXT NOT NULL,
  entity TEXT NOT NULL,
  id TEXT NOT NULL,
  merged_into TEXT NOT NULL,
  version REAL NOT NULL,
  PRIMARY KEY (source, entity, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE short_abandon_row (
  source TEXT NOT NULL,
  queue TEXT NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY (source, queue)
) STRICT;
INSERT INTO short_abandon_row (source, queue, seconds) VALUES ('', '', 5);
`;

const PEOPLE = `
CREATE TABLE agent_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  name TEXT,
  email TEXT,
  active INTEGER,
  teams TEXT,
  queues TEXT,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;

CREATE TABLE queue_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  name TEXT,
  channel TEXT,
  active INTEGER,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
`;

// contact_agent leads with the quarter of the UTC day: an index by agent alone would touch one page per agent for every page of contacts that comes in,
// which made half of the write-ahead log; within six hours the agents' entries lie side by side.
// span: how long a contact or interval lasted, in classes (0 up to a day … 5 open). A question about an instant looks back a day for
// class 0 and as far as each other class needs, so that one contact left open for a year does not make every look-up scan a year.
const CONTACTS = `
CREATE TABLE contact_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  channel TEXT,
  direction TEXT,
  queue TEXT,
  agent TEXT,
  customer_key TEXT,
  created_at INTEGER,
  queued_at INTEGER,
  answered_at INTEGER,
  ended_at INTEGER,
  vru_seconds REAL,
  queue_seconds REAL,
  ring_seconds REAL,
  talk_seconds REAL,
  hold_seconds REAL,
  wrap_seconds REAL,
  outcome TEXT,
  subject TEXT,
  span INTEGER,
  raw TEXT,
  UNIQUE (source, id),
  CHECK (deleted_at IS NOT NULL OR created_at IS NOT NULL)
) STRICT;
CREATE INDEX contact_time ON contact_row (created_at, ended_at, queued_at, answered_at);
CREATE INDEX contact_queue ON contact_row (source, queue, created_at, outcome);
CREATE INDEX contact_agent ON contact_row (created_at / 21600000, source, agent, created_at) WHERE agent IS NOT NULL;
CREATE INDEX contact_outcome ON contact_row (outcome, created_at) WHERE outcome <> 'answered';
CREATE INDEX contact_long ON contact_row (span, created_at, ended_at) WHERE span > 0;
CREATE INDEX contact_long_queued ON contact_row (queued_at) WHERE span > 0 AND queued_at IS NOT NULL;
CREATE INDEX contact_long_answered ON contact_row (answered_at) WHERE span > 0 AND answered_at IS NOT NULL;
CREATE INDEX contact_long_ended ON contact_row (ended_at) WHERE span > 0 AND ended_at IS NOT NULL;
`;

const FLOOR = `
CREATE TABLE agent_state_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  agent TEXT,
  platform TEXT,
  state TEXT,
  raw_state TEXT,
  start_at INTEGER,
  end_at INTEGER,
  contact TEXT,
  span INTEGER,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
CREATE INDEX agent_state_time ON agent_state_row (start_at, end_at);
CREATE INDEX agent_state_agent ON agent_state_row (source, agent, start_at);
CREATE INDEX agent_state_long ON agent_state_row (span, start_at, end_at) WHERE span > 0;
CREATE INDEX agent_state_long_agent ON agent_state_row (source, agent, start_at) WHERE span > 0;
CREATE INDEX agent_state_long_ended ON agent_state_row (end_at) WHERE span > 0 AND end_at IS NOT NULL;

CREATE TABLE queue_snapshot_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  queue TEXT,
  at INTEGER,
  waiting INTEGER,
  longest_wait_seconds REAL,
  agents_available INTEGER,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
CREATE INDEX queue_snapshot_time ON queue_snapshot_row (at, source, queue);
`;

const AROUND_CONTACTS = `
CREATE TABLE survey_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  kind TEXT,
  contact TEXT,
  agent TEXT,
  queue TEXT,
  score REAL,
  scale_max REAL,
  satisfied INTEGER,
  comment TEXT,
  offered_at INTEGER,
  answered_at INTEGER,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
CREATE INDEX survey_answered ON survey_row (answered_at);

CREATE TABLE contact_event_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  contact TEXT,
  kind TEXT,
  at INTEGER,
  seconds REAL,
  clock TEXT,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
CREATE INDEX contact_event_contact ON contact_event_row (source, contact, at);

CREATE TABLE contact_segment_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  contact TEXT,
  kind TEXT,
  agent TEXT,
  queue TEXT,
  start_at INTEGER,
  end_at INTEGER,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
CREATE INDEX contact_segment_contact ON contact_segment_row (source, contact, start_at);
`;
