/** Tables of a data folder as text, to be compared with another folder's. */
import { join } from 'node:path';
import { openReadonly } from '../../electron/store/sqlite.ts';

const ROLLUPS = [
  'queue_quarter_rollup',
  'queue_day_rollup',
  'queue_month_rollup',
  'source_quarter_rollup',
  'source_day_rollup',
  'source_month_rollup',
  'agent_rollup',
  'agent_state_rollup',
  'raw_state_rollup',
] as const;

/** Counts of adherence that reads show: a running day may have a row before anything was planned or done, that says from where to go on. */
export const COUNTED = {
  'adherence_day_row WHERE (scheduled_ms > 0 OR worked_ms > 0 OR paid_ms > 0)': '*',
} as const;

/**
 * Rows of tables of mirror.db in a fixed order.
 *
 * @param tables columns to read, by table (with its condition, if any); leave out those that say when and in which order rows were written
 */
export function dumpTables(directory: string, tables: Readonly<Record<string, string>>): Record<string, string[]> {
  const db = openReadonly(join(directory, 'mirror.db'));
  try {
    return Object.fromEntries(
      Object.entries(tables).map(([table, columns]) => [
        table,
        db
          .raw(`SELECT ${columns} FROM ${table}`)
          .all()
          .map((row) =>
            JSON.stringify(
              row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)),
            ),
          )
          .sort(),
      ]),
    );
  } finally {
    db.close();
  }
}

/** Every rollup row of a data folder. */
export function dumpRollups(directory: string): Record<string, string[]> {
  return dumpTables(directory, Object.fromEntries(ROLLUPS.map((table) => [table, '*'])));
}
