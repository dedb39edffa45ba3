import type { Migration } from '../../migrate.ts';

/**
 * Whether an interval of agent state began at its start, or was already running when it was first seen (1). A source that says only what
 * is now leaves that open after every gap; intervals from before this step count as begun at their start.
 */
export const stateStarts: Migration = {
  number: 4,
  name: 'state-starts',
  up(db) {
    db.exec('ALTER TABLE agent_state_row ADD COLUMN start_is_bound INTEGER');
  },
};
