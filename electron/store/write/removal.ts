/** Takes a source and everything read from it out of the mirror, in bounded steps. What people wrote about it stays in the notebook. */
import { CONTACT_ROLLUPS } from '../rollups/buckets.ts';
import { dropMeta, metaValue, saveMeta } from '../meta.ts';
import type { WritableDb } from '../sqlite.ts';

/** Rows deleted in one step: some ten milliseconds with their indexes. */
const STEP_ROWS = 500;
/** Rows looked at in one step of a table that lies by time. */
const STEP_SPAN = 2_000;

/** Tables with an index that leads with the source. The source's own row goes last: until then its id is taken. */
const BY_SOURCE: readonly (readonly [table: string, column: string])[] = [
  ['contact_row', 'source'],
  ['agent_state_row', 'source'],
  ['queue_snapshot_row', 'source'],
  ['survey_row', 'source'],
  ['contact_event_row', 'source'],
  ['contact_segment_row', 'source'],
  ['shift_row', 'source'],
  ['evaluation_row', 'source'],
  ['adherence_day_row', 'source'],
  ['staffing_row', 'source'],
  ...CONTACT_ROLLUPS.map((table) => [table, 'source'] as const),
  ['quarantine_row', 'source'],
  ['agent_row', 'source'],
  ['queue_row', 'source'],
  ['short_abandon_row', 'source'],
  ['source_row', 'id'],
];

/** Tables by grain and time, where a source's rows are found by walking along. */
const BY_TIME: readonly (readonly [table: string, grain: number])[] = [
  ['agent_rollup', 0],
  ['agent_rollup', 1],
  ['agent_state_rollup', 0],
  ['agent_state_rollup', 1],
  ['raw_state_rollup', 1],
];

/** Few rows, and no rowid to count them by. */
const SMALL = ['stream_row', 'alias_row', 'adherence_mark_row', 'adherence_agent_row', 'staffing_member_row'];

/** How far a removal is: kept in the mirror, in the step's own transaction. */
interface Place {
  /** Index within BY_TIME, then within BY_SOURCE. */
  byTime: number;
  from: number;
  bySource: number;
  /** Rows deleted so far. */
  deleted: number;
}

const PREFIX = 'removing:';

/** Marks the source as going. From now on {@link stepRemoval} is to be called until it is gone, also after a crash. */
export function beginRemoval(db: WritableDb, source: string): void {
  const place: Place = { byTime: 0, from: Number.MIN_SAFE_INTEGER, bySource: 0, deleted: 0 };
  db.transaction(() => {
    db.command('INSERT INTO meta_row (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING').run([
      PREFIX + source,
      JSON.stringify(place),
    ]);
  });
}

/** Sources that are going. */
export function removals(db: WritableDb): string[] {
  return db
    .raw('SELECT substr(key, ?) FROM meta_row WHERE key >= ? AND key < ? ORDER BY key')
    .all([PREFIX.length + 1, PREFIX, `${PREFIX}\u{10FFFF}`])
    .map((row) => row[0] as string);
}

/**
 * One bounded step, in a transaction of its own.
 *
 * @returns rows deleted so far, and whether the source is gone (also where it was not going at all)
 */
export function stepRemoval(db: WritableDb, source: string): { deleted: number; isGone: boolean } {
  return db.transaction(() => {
    const stored = metaValue(db, PREFIX + source);
    if (stored === null) return { deleted: 0, isGone: true };
    const place = JSON.parse(stored as string) as Place;
    const isGone = advance(db, source, place);
    if (isGone) dropMeta(db, PREFIX + source);
    else saveMeta(db, PREFIX + source, JSON.stringify(place));
    return { deleted: place.deleted, isGone };
  });
}

/** @returns whether nothing is left */
function advance(db: WritableDb, source: string, place: Place): boolean {
  const byTime = BY_TIME[place.byTime];
  if (byTime !== undefined) {
    walk(db, source, byTime, place);
    return false;
  }
  const bySource = BY_SOURCE[place.bySource];
  if (bySource !== undefined) {
    const [table, column] = bySource;
    const deleted = db
      .command(
        `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${column} = ? LIMIT ${STEP_ROWS})`,
      )
      .run([source]);
    place.deleted += deleted;
    if (deleted < STEP_ROWS) place.bySource += 1;
    return false;
  }
  for (const table of SMALL) db.command(`DELETE FROM ${table} WHERE source = ?`).run([source]);
  return true;
}

/** Deletes the source's rows of the next stretch of time: whole buckets, so that a stretch never stands still. */
function walk(db: WritableDb, source: string, [table, grain]: readonly [string, number], place: Place): void {
  const span = db
    .raw(
      `SELECT max(bucket_at), count(*) FROM (SELECT bucket_at FROM ${table} WHERE grain = ? AND bucket_at >= ?
       ORDER BY bucket_at LIMIT ${STEP_SPAN})`,
    )
    .get([grain, place.from]);
  const last = span?.[0] as number | null;
  if (last !== null) {
    place.deleted += db
      .command(`DELETE FROM ${table} WHERE grain = ? AND bucket_at >= ? AND bucket_at <= ? AND source = ?`)
      .run([grain, place.from, last, source]);
    place.from = last + 1;
  }
  if ((span?.[1] as number) === STEP_SPAN) return;
  place.byTime += 1;
  place.from = Number.MIN_SAFE_INTEGER;
}
