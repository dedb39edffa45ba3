/** Keeps the staffing as it is known, and marks finished days that it makes another one. */
import { spareOf } from '../../../shared/domain/adherence/heard.ts';
import type { AdherenceMarks } from '../adherence-marks.ts';
import type { StaffingPage } from '../api-adherence.ts';
import { splitKey } from '../key.ts';
import { QUARTER_MS } from '../rollups/buckets.ts';
import type { WritableDb } from '../sqlite.ts';

const DAY_MS = 86_400_000;

/** As AdherenceStore.saveStaffing, within the caller's transaction. */
export function saveStaffing(db: WritableDb, marks: AdherenceMarks, { cells, members }: StaffingPage): void {
  saveMembers(db, members);
  const turned = saveCells(db, cells);
  if (turned.size > 0) markFinished(db, marks, turned);
}

function saveMembers(db: WritableDb, members: StaffingPage['members']): void {
  const last = db.raw(
    'SELECT pool FROM staffing_member_row WHERE source = ? AND agent = ? AND from_at <= ? ORDER BY from_at DESC LIMIT 1',
  );
  const save = db.command(`INSERT INTO staffing_member_row (source, agent, from_at, pool) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET pool = excluded.pool`);
  for (const { agent, from, pool } of members) {
    const before = last.get([...splitKey(agent), from]);
    if (before === undefined ? pool !== null : before[0] !== pool) save.run([...splitKey(agent), from, pool]);
  }
}

/** @returns where an absence hurts and did not, or the other way round: instants by pool */
function saveCells(db: WritableDb, cells: StaffingPage['cells']): Map<string, number[]> {
  const read = db.raw(
    'SELECT required, scheduled, missing FROM staffing_row WHERE source = ? AND queue = ? AND at = ?',
  );
  const save = db.command(`INSERT INTO staffing_row (source, queue, at, required, scheduled, missing)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET required = excluded.required, scheduled = excluded.scheduled, missing = excluded.missing`);
  const turned = new Map<string, number[]>();
  for (const { pool, at, required, scheduled, missing } of cells) {
    const place = [...splitKey(pool), at] as const;
    const row = read.get([...place]) as [number | null, number, number] | undefined;
    if (row !== undefined && row[0] === required && row[1] === scheduled && row[2] === missing) continue;
    save.run([...place, required, scheduled, missing]);
    const before = row === undefined ? null : spareOf({ required: row[0], scheduled: row[1], missing: row[2] });
    if (isToSpare(before) === isToSpare(spareOf({ required, scheduled, missing }))) continue;
    turned.set(pool, [...(turned.get(pool) ?? []), at]);
  }
  return turned;
}

function isToSpare(spare: number | null): boolean {
  return spare !== null && spare >= 0;
}

/** Running days are counted again anyway. */
function markFinished(db: WritableDb, marks: AdherenceMarks, turned: ReadonlyMap<string, readonly number[]>): void {
  const all = [...turned.values()].flat();
  const first = all.reduce((least, at) => Math.min(least, at), Infinity);
  const last = all.reduce((most, at) => Math.max(most, at), -Infinity) + QUARTER_MS;
  const poolOf = db.raw(
    'SELECT pool FROM staffing_member_row WHERE source = ? AND agent = ? AND from_at <= ? ORDER BY from_at DESC LIMIT 1',
  );
  const finished = db
    .raw(
      `SELECT source, agent, start_at, end_at FROM adherence_day_row INDEXED BY adherence_day_time
       WHERE day >= ? AND day <= ? AND counted_until >= end_at AND start_at < ? AND end_at > ?`,
    )
    .all([dayName(first - 2 * DAY_MS), dayName(last + DAY_MS), last, first]) as [string, string, number, number][];
  for (const [source, agent, startAt, endAt] of finished) {
    const pool = poolOf.get([source, agent, endAt - 1])?.[0] as string | null | undefined;
    for (const at of turned.get(pool ?? '') ?? []) {
      if (at < endAt && at + QUARTER_MS > startAt) marks.mark(source, agent, at, at + QUARTER_MS);
    }
  }
}

function dayName(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
