import type { Migration } from '../../migrate.ts';

/**
 * Stays of more than an hour (and up to a day: longer ones have indexes of their own) apart from the many that last minutes, so that a
 * question about an instant looks back over an hour of the floor and not over a day of it.
 */
export const stays: Migration = {
  number: 5,
  name: 'stays',
  up(db) {
    db.exec(`
CREATE INDEX contact_hours ON contact_row (created_at, ended_at, queued_at, answered_at)
  WHERE span = 0 AND ${CONTACT_STAY} > ${HOUR_MS};
CREATE INDEX agent_state_hours ON agent_state_row (start_at, end_at)
  WHERE span = 0 AND ${STATE_STAY} > ${HOUR_MS};
`);
  },
};

/** The longest stay that is found by looking back over all of them, in milliseconds. */
export const HOUR_MS = 3_600_000;

/** From a contact's beginning to its last instant: a source may put the answer after the end. Index and questions must say it alike. */
export const CONTACT_STAY = 'max(ended_at, ifnull(queued_at, ended_at), ifnull(answered_at, ended_at)) - created_at';
export const STATE_STAY = 'end_at - start_at';
