import type { Migration } from '../../migrate.ts';

/**
 * People asked for and there, by pool and quarter hour, as they were known on the day, and who belonged to which pool from when. A pool is named by
 * one of its queues. Days before this step have none: there every absence hurts, as it did.
 */
export const staffing: Migration = {
  number: 7,
  name: 'staffing',
  up(db) {
    db.exec(`
CREATE TABLE staffing_row (
  source TEXT NOT NULL,
  queue TEXT NOT NULL,
  at INTEGER NOT NULL,
  required REAL,
  scheduled REAL NOT NULL,
  missing REAL NOT NULL,
  UNIQUE (source, queue, at)
) STRICT;

CREATE TABLE staffing_member_row (
  source TEXT NOT NULL,
  agent TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  pool TEXT,
  PRIMARY KEY (source, agent, from_at)
) STRICT, WITHOUT ROWID;
`);
  },
};
