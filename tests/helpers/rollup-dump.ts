import { join } from 'node:path';
import { openReadonly } from '../../electron/store/sqlite.ts';

const TABLES = [
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

/** Every rollup row of a data folder as text, in a fixed order, to be compared with another dump. */
export function dumpRollups(directory: string): Record<string, string[]> {
  const db = openReadonly(join(directory, 'mirror.db'));
  try {
    return Object.fromEntries(
      TABLES.map((table) => [
        table,
        db
          .raw(`SELECT * FROM ${table}`)
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
