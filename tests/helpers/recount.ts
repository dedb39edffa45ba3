/** Recounts of adherence in the test's own thread. */
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
