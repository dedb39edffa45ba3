/** Queue snapshots come every few seconds; old ones are thinned. Everything else is kept until its source is removed. */
import { metaValue, saveMeta } from './meta.ts';
import type { WritableDb } from './sqlite.ts';

export interface SnapshotRetention {
  /** Younger snapshots are all kept. */
  readonly thinAfterDays: number;
  /** Of older ones, the last of each queue in so many seconds is kept. */
  readonly keepEverySeconds: number;
  /** Older ones go altogether. */
  readonly dropAfterDays: number;
}

export const SNAPSHOT_RETENTION: SnapshotRetention = { thinAfterDays: 7, keepEverySeconds: 300, dropAfterDays: 400 };

const DAY_MS = 86_400_000;
/** Snapshots looked at in one round: a few tens of milliseconds. */
const ROUND = 10_000;

/**
 * One bounded round. What was thinned up to is remembered, so that a round costs the same however much history there is.
 *
 * @param now epoch ms UTC
 * @returns how many snapshots it deleted, and whether there is more to do
 */
export function thinSnapshots(
  db: WritableDb,
  now: number,
  retention: SnapshotRetention = SNAPSHOT_RETENTION,
): { deleted: number; more: boolean } {
  return db.transaction(() => {
    const dropped = db
      .command(
        `DELETE FROM queue_snapshot_row WHERE rowid IN (
           SELECT rowid FROM queue_snapshot_row INDEXED BY queue_snapshot_time WHERE at < ? ORDER BY at LIMIT ${ROUND})`,
      )
      .run([now - retention.dropAfterDays * DAY_MS]);
    if (dropped === ROUND) return { deleted: dropped, more: true };
    const thinned = thinRound(db, now, retention);
    return { deleted: dropped + thinned.deleted, more: thinned.more };
  });
}

function thinRound(db: WritableDb, now: number, retention: SnapshotRetention): { deleted: number; more: boolean } {
  const step = retention.keepEverySeconds * 1000;
  // Whole steps only: a step is thinned once, when all of it is old enough.
  const until = Math.floor((now - retention.thinAfterDays * DAY_MS) / step) * step;
  const since = Number(metaValue(db, 'thinned-until') ?? 0);
  if (since >= until) return { deleted: 0, more: false };
  const span = db
    .raw(
      `SELECT max(at), count(*) FROM (SELECT at FROM queue_snapshot_row INDEXED BY queue_snapshot_time
       WHERE at >= ? AND at < ? ORDER BY at LIMIT ${ROUND})`,
    )
    .get([since, until]);
  const isWhole = (span?.[1] as number) < ROUND;
  const last = span?.[0] as number | null;
  // At least one step, or a step with more rows than a round would never end.
  const end = isWhole || last === null ? until : Math.max(since + step, Math.floor(last / step) * step);
  const deleted = db
    .command(
      `DELETE FROM queue_snapshot_row WHERE rowid IN (
         SELECT rowid FROM (
           SELECT rowid, row_number() OVER (PARTITION BY source, queue, CAST(at / ? AS INTEGER) ORDER BY at DESC) AS place
           FROM queue_snapshot_row INDEXED BY queue_snapshot_time WHERE at >= ? AND at < ?)
         WHERE place > 1)`,
    )
    .run([step, since, end]);
  saveMeta(db, 'thinned-until', end);
  return { deleted, more: end < until };
}
