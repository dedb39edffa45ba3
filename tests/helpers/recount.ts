/** Recounts of adherence in the test's own thread, and what they leave behind. */
import { join } from 'node:path';
import type { RecountPerson, RecountRules, Store } from '../../electron/store/index.ts';
import { AdherenceCounter } from '../../electron/store/recount/counter.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';

export const PLAIN_RULES: RecountRules = { tolerance: {}, platformOrder: [], silence: 'offline' };

/** Counts all that is marked. @returns days counted */
export function recount(
  store: Store,
  people: readonly RecountPerson[],
  nowAt: number,
  rules: RecountRules = PLAIN_RULES,
  maxBatches = Number.POSITIVE_INFINITY,
): number {
  store.beginRecount(people, rules);
  const mirror = openReadonly(join(store.directory, 'mirror.db'));
  const notebook = openReadonly(join(store.directory, 'notebook.db'));
  try {
    const counter = new AdherenceCounter(mirror, notebook, { people, rules, zone: store.zone, nowAt });
    let days = 0;
    for (let n = 0; n < maxBatches; n += 1) {
      const batch = counter.next();
      if (batch === null) break;
      store.commitRecount(batch);
      days += batch.days;
    }
    return days;
  } finally {
    mirror.close();
    notebook.close();
  }
}

/** Rows of tables as text, without what says when and in which order they were written, to be compared with another dump. */
export function dumpTables(directory: string, tables: Readonly<Record<string, string>>): Record<string, string[]> {
  const db = openReadonly(join(directory, 'mirror.db'));
  try {
    return Object.fromEntries(
      Object.entries(tables).map(([table, columns]) => [
        table,
        db
          .raw(`SELECT ${columns} FROM ${table}`)
          .all()
          .map((row) => JSON.stringify(row))
          .sort(),
      ]),
    );
  } finally {
    db.close();
  }
}

/** What reads show: a running day may have a row before anything was planned or done, that says from where to go on. */
export const COUNTED = {
  'adherence_day_row WHERE (scheduled_ms > 0 OR worked_ms > 0 OR paid_ms > 0)': '*',
} as const;
