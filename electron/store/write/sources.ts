/** Sources as configured, and what is known of their state. */
import type { SourceConfig, SourceStatus } from '../api.ts';
import { splitKey } from '../key.ts';
import type { WritableDb } from '../sqlite.ts';

export function saveSource(db: WritableDb, source: SourceConfig): void {
  db.transaction(() => {
    db.command(
      `INSERT INTO source_row (id, kind, name, zone, config) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, zone = excluded.zone,
         config = excluded.config`,
    ).run([source.id, source.kind, source.name, source.zone, JSON.stringify(source.config)]);
  });
}

/** Keeps the state of a source; one that was never configured (a replay, a test) is entered with its kind and name. */
export function saveStatus(db: WritableDb, status: SourceStatus): void {
  db.transaction(() => {
    db.command(
      `INSERT INTO source_row (id, kind, name, zone, config, status) VALUES (?, ?, ?, NULL, '{}', ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status`,
    ).run([status.source, status.kind, status.name, JSON.stringify(status)]);
  });
}

/** Replaces the short-abandon limits. @param queues seconds by `source/id`; the id may hold slashes, the source may not */
export function saveShortAbandonLimits(db: WritableDb, floor: number, queues: Readonly<Record<string, number>>): void {
  db.transaction(() => {
    db.command('DELETE FROM short_abandon_row').run();
    const insert = db.command('INSERT INTO short_abandon_row (source, queue, seconds) VALUES (?, ?, ?)');
    insert.run(['', '', floor]);
    for (const [key, seconds] of Object.entries(queues)) {
      const [source, queue] = splitKey(key);
      if (source !== '') insert.run([source, queue, seconds]);
    }
  });
}
