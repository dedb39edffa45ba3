import type { Migration } from '../../migrate.ts';

/**
 * Counts and sums by interval. Contacts have a table for each length of interval, of one queue and channel and of a whole source: months
 * of many queues then lie side by side instead of between the quarter hours that came in with them. Grains of the agents' tables: 0
 * quarter hour, 1 day. Sums are whole milliseconds: sums of fractions would drift as contributions are taken out and put in again.
 *
 * A file that already holds facts is marked, and its rollups are computed when it is opened.
 */
export const rollups: Migration = {
  number: 2,
  name: 'rollups',
  up(db) {
    for (const scope of ['queue', 'source']) {
      for (const length of ['quarter', 'day', 'month']) db.exec(contactTable(`${scope}_${length}_rollup`));
    }
    db.exec(`
CREATE TABLE agent_rollup (
  grain INTEGER NOT NULL,
  bucket_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  agent TEXT NOT NULL,
  contacts INTEGER NOT NULL,
  handled INTEGER NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  wrap_ms INTEGER NOT NULL,
  PRIMARY KEY (grain, bucket_at, source, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_state_rollup (
  grain INTEGER NOT NULL,
  bucket_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  agent TEXT NOT NULL,
  platform TEXT NOT NULL,
  state TEXT NOT NULL,
  ms INTEGER NOT NULL,
  PRIMARY KEY (grain, bucket_at, source, agent, platform, state)
) STRICT, WITHOUT ROWID;

INSERT INTO meta_row (key, value)
SELECT 'rollups-stale', 1 WHERE EXISTS (SELECT 1 FROM contact_row) OR EXISTS (SELECT 1 FROM agent_state_row);
`);
  },
};

function contactTable(table: string): string {
  return `
CREATE TABLE ${table} (
  bucket_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  queue TEXT NOT NULL,
  channel TEXT NOT NULL,
  answered INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  left_before_queue INTEGER NOT NULL,
  excluded INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  open INTEGER NOT NULL,
  answered_timed INTEGER NOT NULL,
  abandoned_timed INTEGER NOT NULL,
  handled INTEGER NOT NULL,
  queue_ms_answered INTEGER NOT NULL,
  queue_ms_abandoned INTEGER NOT NULL,
  talk_ms INTEGER NOT NULL,
  hold_ms INTEGER NOT NULL,
  wrap_ms INTEGER NOT NULL,
  waits_answered BLOB NOT NULL,
  waits_abandoned BLOB NOT NULL,
  handle_times BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX ${table}_cell ON ${table} (bucket_at, source, queue, channel);
CREATE INDEX ${table}_queue ON ${table} (source, queue, bucket_at);
`;
}
