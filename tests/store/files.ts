/** Files of a data folder, opened past the store. */
import { configure, MIRROR } from '../../electron/store/files.ts';
import { openWritable } from '../../electron/store/sqlite.ts';
import type { WritableDb } from '../../electron/store/sqlite.ts';

export function withFile<T>(path: string, work: (db: WritableDb) => T): T {
  const db = openWritable(path);
  try {
    configure(db, MIRROR);
    return work(db);
  } finally {
    db.close();
  }
}
