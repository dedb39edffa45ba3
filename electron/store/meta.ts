/** What the mirror remembers of itself, by name: one row of meta_row each. */
import type { ReadonlyDb, SqlValue, WritableDb } from './sqlite.ts';

/** Null where nothing is kept under that name. */
export function metaValue(db: ReadonlyDb | WritableDb, key: string): SqlValue {
  return db.raw('SELECT value FROM meta_row WHERE key = ?').get([key])?.[0] ?? null;
}

export function saveMeta(db: WritableDb, key: string, value: string | number): void {
  db.command('INSERT INTO meta_row (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run([
    key,
    value,
  ]);
}

export function dropMeta(db: WritableDb, key: string): void {
  db.command('DELETE FROM meta_row WHERE key = ?').run([key]);
}
