/** The segments of contacts, for connectors that hold what they read against what is stored. */
import type { ReadonlyDb } from '../sqlite.ts';

export const SEGMENTS_SQL = `SELECT id, contact FROM contact_segment_row INDEXED BY contact_segment_contact
  WHERE source = ? AND contact IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`;

/** As Reads.segmentsOf. */
export function segmentsOf(
  db: ReadonlyDb,
  source: string,
  contacts: readonly string[],
): { id: string; contact: string }[] {
  const rows = db.raw(SEGMENTS_SQL).all([source, JSON.stringify(contacts)]);
  return rows.map(([id, contact]) => ({ id: id as string, contact: contact as string }));
}
