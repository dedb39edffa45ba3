import type { Migration } from '../../migrate.ts';

/**
 * Plans, evaluations and skills; what a connector took a state for beside what people say it means; and the counts of adherence with the
 * marks of what has to be counted (again). Stays that are there already are marked: their days are counted like any other.
 */
export const adherence: Migration = {
  number: 6,
  name: 'adherence',
  up(db) {
    db.exec(PLANS);
    db.exec(STATES);
    db.exec(COUNTS);
    db.exec(VIEWS);
  },
};

// activities: JSON, one array per planned activity: [activity, the source's word, start, end (epoch ms), paid].
// span: as in contact_row. Time off can last for weeks, shifts do not.
const PLANS = `
CREATE TABLE shift_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  agent TEXT,
  start_at INTEGER,
  end_at INTEGER,
  activities TEXT,
  span INTEGER,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
CREATE INDEX shift_agent ON shift_row (source, agent, start_at);
CREATE INDEX shift_time ON shift_row (start_at, end_at);
CREATE INDEX shift_long ON shift_row (span, start_at, end_at) WHERE span > 0;

CREATE TABLE evaluation_row (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  version REAL NOT NULL,
  deleted_at INTEGER,
  contact TEXT,
  agent TEXT,
  evaluator TEXT,
  form TEXT,
  form_name TEXT,
  status TEXT,
  total_score REAL,
  critical_score REAL,
  auto_failed INTEGER,
  comment TEXT,
  assigned_at INTEGER,
  released_at INTEGER,
  raw TEXT,
  UNIQUE (source, id)
) STRICT;
CREATE INDEX evaluation_agent ON evaluation_row (source, agent, coalesce(released_at, assigned_at));
CREATE INDEX evaluation_time ON evaluation_row (coalesce(released_at, assigned_at));

ALTER TABLE agent_row ADD COLUMN skills TEXT;
`;

// standard_state: what the connector took the state for, where people say that it means something else; null where they do not.
const STATES = `
ALTER TABLE agent_state_row ADD COLUMN standard_state TEXT;

CREATE TABLE raw_state_rollup (
  grain INTEGER NOT NULL,
  bucket_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  platform TEXT NOT NULL,
  raw_state TEXT NOT NULL,
  standard_state TEXT NOT NULL,
  stays INTEGER NOT NULL,
  PRIMARY KEY (grain, bucket_at, source, platform, raw_state, standard_state)
) STRICT, WITHOUT ROWID;
INSERT INTO raw_state_rollup (grain, bucket_at, source, platform, raw_state, standard_state, stays)
SELECT 1, start_at - start_at % 86400000, source, platform, raw_state, state, count(*) FROM agent_state_row
WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6;
`;

// Counts are whole milliseconds, so that sums are exact. quarters: JSON, one array per quarter hour: [number of quarter hours after the one
// that holds start_at, then the counts in seconds in the order of the columns].
// day of a mark: number of the UTC day; -1: every day there is. seq: the change that made it, so that a count that began before a later
// change does not wipe the later mark away.
const COUNTS = `
CREATE TABLE adherence_day_row (
  source TEXT NOT NULL,
  agent TEXT NOT NULL,
  day TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  counted_until INTEGER NOT NULL,
  scheduled_ms INTEGER NOT NULL,
  matched_ms INTEGER NOT NULL,
  unmatched_ms INTEGER NOT NULL,
  excused_ms INTEGER NOT NULL,
  unknown_ms INTEGER NOT NULL,
  productive_scheduled_ms INTEGER NOT NULL,
  productive_matched_ms INTEGER NOT NULL,
  productive_excused_ms INTEGER NOT NULL,
  productive_unknown_ms INTEGER NOT NULL,
  worked_ms INTEGER NOT NULL,
  negative_ms INTEGER NOT NULL,
  positive_ms INTEGER NOT NULL,
  paid_ms INTEGER NOT NULL,
  shrinkage TEXT NOT NULL,
  quarters TEXT NOT NULL,
  UNIQUE (source, agent, day)
) STRICT;
CREATE INDEX adherence_day_time ON adherence_day_row (day);
CREATE INDEX adherence_day_unfinished ON adherence_day_row (source, agent, day) WHERE counted_until < end_at;

CREATE TABLE adherence_agent_row (
  source TEXT NOT NULL,
  agent TEXT NOT NULL,
  person TEXT NOT NULL,
  members TEXT NOT NULL,
  PRIMARY KEY (source, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE adherence_mark_row (
  source TEXT NOT NULL,
  agent TEXT NOT NULL,
  day INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (source, agent, day)
) STRICT, WITHOUT ROWID;
INSERT INTO adherence_mark_row (source, agent, day, seq)
SELECT DISTINCT source, agent, -1, 0 FROM agent_state_row WHERE deleted_at IS NULL;
`;

/** UTC as ISO 8601, as in the views of step 3. */
function iso(column: string, name = column): string {
  return `CASE WHEN ${column} % 1000 = 0
      THEN strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000, 'unixepoch')
      ELSE strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch') END AS ${name}`;
}

const COUNT_NAMES = [
  'scheduled',
  'matched',
  'unmatched',
  'excused',
  'unknown',
  'productive_scheduled',
  'productive_matched',
  'productive_excused',
  'productive_unknown',
  'worked',
  'negative',
  'positive',
];

const VIEWS = `
DROP VIEW agents;
CREATE VIEW agents AS
SELECT source, id, name, email, active, teams, queues, skills FROM agent_row WHERE deleted_at IS NULL;

CREATE VIEW schedules AS
SELECT s.source, s.id, s.agent, json_extract(a.value, '$[0]') AS activity, json_extract(a.value, '$[1]') AS raw_activity,
  ${iso(`json_extract(a.value, '$[2]')`, 'start_at')}, ${iso(`json_extract(a.value, '$[3]')`, 'end_at')},
  (json_extract(a.value, '$[3]') - json_extract(a.value, '$[2]')) / 1000.0 AS seconds,
  json_extract(a.value, '$[4]') AS paid,
  ${iso('s.start_at', 'shift_start_at')}, ${iso('s.end_at', 'shift_end_at')}, s.start_at AS shift_start_at_ms
FROM shift_row s, json_each(s.activities) a WHERE s.deleted_at IS NULL;

CREATE VIEW evaluations AS
SELECT source, id, contact, agent, evaluator, form, form_name, status, total_score, critical_score, auto_failed, comment,
  ${iso('assigned_at')}, ${iso('released_at')}
FROM evaluation_row WHERE deleted_at IS NULL;

CREATE VIEW adherence_days AS
SELECT source, agent, day, ${iso('start_at')}, ${iso('end_at')},
  ${COUNT_NAMES.map((name) => `${name}_ms / 1000.0 AS ${name}_seconds`).join(', ')},
  paid_ms / 1000.0 AS paid_seconds, shrinkage
FROM adherence_day_row;

CREATE VIEW adherence AS
SELECT d.source, d.agent, d.day,
  ${iso(`(d.start_at - d.start_at % 900000 + json_extract(q.value, '$[0]') * 900000)`, 'interval_start')},
  ${COUNT_NAMES.map((name, i) => `coalesce(json_extract(q.value, '$[${i + 1}]'), 0.0) AS ${name}_seconds`).join(', ')}
FROM adherence_day_row d, json_each(d.quarters) q;
`;
