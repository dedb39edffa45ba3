import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rebuildMirror } from '../../electron/store/recovery.ts';
import { openWritable } from '../../electron/store/sqlite.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { agent, DAY, HOUR, MORNING, page, shift, tempFolder, tempStore } from '../helpers/store.ts';

const AROUND = { from: MORNING - DAY, to: MORNING + DAY, agents: ['zd/a1'] };

describe('plans that were replaced', () => {
  test('are kept with what was known from when to when', () => {
    const clock = new ManualClock(MORNING);
    const store = tempStore({ clock });
    store.writePage(page({ records: [shift({ version: 1 })] }));
    clock.advance(HOUR);
    store.writePage(page({ records: [shift({ version: 2, endAt: MORNING + 7 * HOUR })] }));
    clock.advance(HOUR);
    store.writePage(page({ tombstones: [{ entity: 'shift', id: 'p1', version: 3, mergedInto: null }] }));
    expect(store.notebook.earlierPlans(AROUND)).toMatchObject([
      { version: 1, knownFrom: null, knownUntil: MORNING + HOUR, activities: shift().activities },
      { version: 2, knownFrom: MORNING + HOUR, knownUntil: MORNING + 2 * HOUR, endAt: MORNING + 7 * HOUR },
    ]);
  });

  test('a version that repeats the plan, or comes late, replaces nothing', () => {
    const store = tempStore();
    store.writePage(page({ records: [shift({ version: 2 })] }));
    store.writePage(page({ records: [shift({ version: 3 })] }));
    store.writePage(page({ records: [shift({ version: 1, endAt: MORNING + 7 * HOUR })] }));
    expect(store.notebook.earlierPlans(AROUND)).toEqual([]);
  });

  test('a page whose commit failed after the notebook’s is entered once when it comes again', () => {
    const directory = tempFolder();
    let store = tempStore({ directory });
    store.writePage(page({ records: [shift()] }));
    // The mirror refuses what comes last in a page's transaction, when the notebook has it already: as a crash between the two would leave it.
    const other = openWritable(join(directory, 'mirror.db'));
    const before = store.notebook.earlierPlans(AROUND);
    expect(before).toEqual([]);
    store.close();
    const copy = other.raw(`SELECT version, activities FROM shift_row`).get();
    store = tempStore({ directory });
    store.writePage(page({ records: [shift({ version: 2, endAt: MORNING + 7 * HOUR })] }));
    expect(store.notebook.earlierPlans(AROUND)).toHaveLength(1);
    store.close();
    // Back to what the mirror was before that page.
    other.command(`UPDATE shift_row SET version = ?, activities = ?, end_at = ?`).run([...(copy ?? []), shift().endAt]);
    other.close();
    store = tempStore({ directory, clock: new ManualClock(MORNING + DAY) });
    store.writePage(page({ records: [shift({ version: 2, endAt: MORNING + 7 * HOUR })] }));
    expect(store.notebook.earlierPlans(AROUND)).toMatchObject([{ version: 1, knownUntil: MORNING }]);
  });

  test('outlive the mirror', () => {
    const directory = tempFolder();
    let store = tempStore({ directory });
    store.writePage(page({ records: [shift()] }));
    store.writePage(page({ records: [shift({ version: 2, endAt: MORNING + 7 * HOUR })] }));
    store.close();
    rebuildMirror(directory, new ManualClock(MORNING));
    store = tempStore({ directory });
    store.writePage(page({ records: [shift({ version: 2, endAt: MORNING + 7 * HOUR })] }));
    expect(store.notebook.earlierPlans(AROUND)).toMatchObject([{ version: 1, endAt: shift().endAt }]);
  });
});

describe('names, teams and status of agents', () => {
  test('hold from when the source changed them, where it says when', () => {
    const clock = new ManualClock(MORNING);
    const store = tempStore({ clock });
    store.writePage(page({ records: [agent({ version: MORNING - 9 * DAY, teams: ['Blue'] })] }));
    store.writePage(page({ records: [agent({ version: MORNING - 5 * DAY, teams: ['Red'] })] }));
    store.writePage(page({ records: [agent({ version: MORNING - 4 * DAY, teams: ['Red'], queues: ['q1'] })] }));
    store.writePage(page({ records: [agent({ version: MORNING - DAY, teams: ['Red'], active: false })] }));
    const common = { source: 'zd', agent: 'a1', name: 'Ada' };
    expect(store.agentHistory(['zd/a1', 'zd/nobody'])).toEqual([
      { ...common, teams: ['Blue'], active: true, from: null, until: MORNING - 5 * DAY },
      { ...common, teams: ['Red'], active: true, from: MORNING - 5 * DAY, until: MORNING - DAY },
      { ...common, teams: ['Red'], active: false, from: MORNING - DAY, until: null },
    ]);
  });

  test('hold until now where the version is no instant, and end with the agent', () => {
    const store = tempStore();
    store.writePage(page({ records: [agent({ version: 7 })] }));
    store.writePage(page({ records: [agent({ version: 8, name: 'Ada B' })] }));
    store.sweep('zd', 'agent', [], 9);
    expect(store.agentHistory(['zd/a1']).map(({ name, from, until }) => [name, from, until])).toEqual([
      ['Ada', null, MORNING],
      ['Ada B', MORNING, MORNING],
    ]);
  });
});
