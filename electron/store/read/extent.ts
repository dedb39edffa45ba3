import type { ReadonlyDb } from '../sqlite.ts';

/** First and last instants of live contacts; each side is one step down an index. */
export const EXTENT_SQL = {
  first: `SELECT created_at FROM contact_row INDEXED BY contact_time
    WHERE created_at IS NOT NULL AND deleted_at IS NULL ORDER BY created_at LIMIT 1`,
  last: `SELECT created_at FROM contact_row INDEXED BY contact_time
    WHERE created_at IS NOT NULL AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 1`,
} as const;

/** As Reads.extent. */
export function readExtent(db: ReadonlyDb): { from: number; to: number } | null {
  const first = db.raw(EXTENT_SQL.first).get();
  const last = db.raw(EXTENT_SQL.last).get();
  return first === undefined || last === undefined ? null : { from: first[0] as number, to: last[0] as number };
}
