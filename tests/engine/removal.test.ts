import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReadonly } from '../../electron/store/sqlite.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import type { Store } from '../../electron/store/index.ts';
import { contact, freshen, furnish, stay, temporaryFolder, temporaryStore, until, write } from './helpers.ts';
import { testEngine } from './window.ts';

const T = Date.UTC(2026, 5, 17, 10);
const CONTACTS = 1_200;

/** Contacts, states and quarantine of a source, over two days. */
function fill(store: Store, source: string): void {
  furnish(store, source, 3, 20);
  freshen(store, source, T);
  const at = (index: number): number => T - index * 120_000;
  const contacts = Array.from({ length: CONTACTS }, (_, index) =>
    contact({
      id: `c${index}`,
      queue: `q${index % 3}`,
      agent: `a${index % 20}`,
      createdAt: at(index),
      answeredAt: at(index) + 10_000,
      endedAt: at(index) + 70_000,
      outcome: 'answered',
      queueSeconds: 10,
      talkSeconds: 60,
    }),
  );
  write(store, source, contacts);
  const states = Array.from({ length: CONTACTS }, (_, index) =>
    stay({ id: `s${index}`, agent: `a${index % 20}`, startAt: at(index), endAt: at(index) + 100_000 }),
  );
  write(store, source, states);
  store.writePage({
    source,
    stream: 'calls',
    records: [],
    tombstones: [],
    quarantine: [{ key: 'x', entity: null, payload: '{', reason: 'no', line: null }],
    cursor: 7,
  });
}

/** Every row of the mirror but its counter of changes, by table. */
function everything(directory: string): Record<string, unknown[]> {
  const db = openReadonly(join(directory, 'mirror.db'));
  try {
    const tables = db.raw(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%!_r%' ESCAPE '!'`).all();
    return Object.fromEntries(
      tables.map(([table]) => [
        String(table),
        db
          .raw(`SELECT * FROM ${String(table)}`)
          .all()
          .filter((row) => row[0] !== 'seq')
          .map((row) => JSON.stringify(row))
          .sort(),
      ]),
    );
  } finally {
    db.close();
  }
}

describe('a source that is removed', () => {
  const clock = new ManualClock(T);

  it('goes in bounded steps, and ends the same wherever the program ends between two of them', () => {
    const never = temporaryFolder();
    const other = temporaryStore(clock, 'Europe/Berlin', never);
    fill(other, 'other');
    other.close();
    const wanted = everything(never);
    const directory = temporaryFolder();
    let store = temporaryStore(clock, 'Europe/Berlin', directory);
    fill(store, 'other');
    fill(store, 'going');
    store.beginRemoval('going');
    let deleted = 0;
    let steps = 0;
    for (;;) {
      const step = store.stepRemoval('going');
      if (step.isGone) break;
      steps += 1;
      expect(step.deleted - deleted).toBeLessThanOrEqual(4_000);
      deleted = step.deleted;
      // The id is taken until the last step, so that nobody sets up another under it.
      if (steps % 4 === 1) {
        store.close();
        store = temporaryStore(clock, 'Europe/Berlin', directory);
      }
      expect(store.removals()).toEqual(['going']);
    }
    expect(steps).toBeGreaterThan((2 * CONTACTS) / 500);
    expect(deleted).toBeGreaterThan(2 * CONTACTS);
    expect(store.removals()).toEqual([]);
    expect(store.stepRemoval('going').isGone).toBe(true);
    expect(store.removals()).toEqual([]);
    store.recomputeRollups();
    store.close();
    expect(everything(directory)).toEqual(wanted);
  });

  it('leaves room for calls between its steps, and says how far it is', async () => {
    const directory = temporaryFolder();
    const store = temporaryStore(clock, 'Europe/Berlin', directory);
    fill(store, 'going');
    store.close();
    const engine = await testEngine({ directory });
    const window = engine.open();
    const steps = (): number =>
      window.progress.filter((message) => message.type === 'progress' && message.topic === 'remove').length;
    const removal = window.call('removeSource', { source: 'going' });
    await until(() => steps() > 0, 'the first step');
    await window.call('settings', {});
    const atAnswer = steps();
    await removal;
    expect(atAnswer).toBeLessThan(steps());
    expect(engine.engine.context.store.reads.sources()).toEqual([]);
  });

  it('is taken to its end by the next run', async () => {
    const directory = temporaryFolder();
    const store = temporaryStore(clock, 'Europe/Berlin', directory);
    fill(store, 'other');
    fill(store, 'going');
    store.beginRemoval('going');
    store.stepRemoval('going');
    store.close();
    const { engine } = await testEngine({ directory });
    await until(() => engine.context.store.removals().length === 0, 'the end of the removal');
    expect(engine.context.store.reads.sources().map(({ id }) => id)).toEqual(['other']);
  });
});
