import type { Migration } from '../../migrate.ts';

/**
 * A day that is running has a row of counts before anything was planned or done on it: where to go on from. That is nobody's figure, so the
 * public view leaves it out. Its columns stay as they are.
 */
export const runningDays: Migration = {
  number: 8,
  name: 'running-days',
  up(db) {
    const before = db.raw(`SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = 'adherence_days'`).get();
    db.exec(`DROP VIEW adherence_days;
${String(before?.[0])} WHERE scheduled_ms > 0 OR worked_ms > 0 OR paid_ms > 0;`);
  },
};
