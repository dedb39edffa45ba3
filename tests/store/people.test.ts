import { describe, expect, test } from 'vitest';
import { listBackups } from '../../electron/store/backups.ts';
import { openStore } from '../../electron/store/index.ts';
import { beginNotebook, rebuildMirror, restoreNotebook } from '../../electron/store/recovery.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { DAY, HOUR, MORNING, tempFolder, tempStore } from '../helpers/store.ts';

const EXCEPTION = {
  agent: 'zd/a1',
  startAt: MORNING,
  endAt: MORNING + HOUR,
  reason: 'System down',
  approver: 'Grace',
  note: null,
};
const DAY_OF = { from: MORNING - HOUR, to: MORNING + DAY };

describe('exceptions', () => {
  test('are found by span, agent and approver, and kept when they are removed', () => {
    const { notebook } = tempStore();
    const [first = '', second] = notebook.addExceptions(
      [EXCEPTION, { ...EXCEPTION, agent: 'zd/a/2', approver: 'Ada', startAt: MORNING + 1 }],
      'Tom',
    );
    expect(notebook.exceptions(DAY_OF).map(({ id }) => id)).toEqual([second, first]);
    expect(notebook.exceptions({ ...DAY_OF, agents: ['zd/a/2'] })).toMatchObject([{ id: second, actor: 'Tom' }]);
    expect(notebook.exceptions({ ...DAY_OF, approver: 'Grace' })).toMatchObject([{ id: first, at: MORNING }]);
    expect(notebook.exceptions({ from: MORNING + HOUR, to: MORNING + DAY })).toEqual([]);
    expect(notebook.removeException(first, 'Eve', 'by mistake')).toBe(true);
    expect(notebook.removeException(first, 'Eve')).toBe(false);
    expect(notebook.exceptions(DAY_OF).map(({ id }) => id)).toEqual([second]);
    expect(notebook.exceptions({ ...DAY_OF, withRemoved: true })).toHaveLength(2);
    expect(notebook.exception(first)).toMatchObject({ removedBy: 'Eve', removalNote: 'by mistake' });
    expect(notebook.auditTrail(10).map(({ action }) => action)).toEqual([
      'exception-removed',
      'exception-added',
      'exception-added',
    ]);
  });

  test('one that does not end after it begins is refused, and with it all of the call', () => {
    const { notebook } = tempStore();
    const bad = { ...EXCEPTION, endAt: MORNING };
    expect(() => notebook.addExceptions([EXCEPTION, bad], 'Tom')).toThrow('ends after it begins');
    expect(notebook.exceptions(DAY_OF)).toEqual([]);
  });
});

test('notes, by the instant they are about', () => {
  const { notebook } = tempStore();
  const id = notebook.addNote({ agent: 'zd/a1', at: MORNING, text: 'Asked for Mondays' }, 'Tom');
  notebook.addNote({ agent: 'zd/a1', at: MORNING - 2 * DAY, text: 'before' }, 'Tom');
  expect(notebook.notes({ ...DAY_OF, agents: ['zd/a1', 'gc/x'] })).toEqual([
    { id, agent: 'zd/a1', at: MORNING, actor: 'Tom', savedAt: MORNING, text: 'Asked for Mondays' },
  ]);
});

test('who is who, oldest decision first', () => {
  const { notebook } = tempStore();
  notebook.decidePeople([{ a: 'zd/1', b: 'gc/1', verdict: 'same' }], 'Tom');
  notebook.decidePeople([{ a: 'zd/1', b: 'gc/1', verdict: 'different' }], 'Eve');
  expect(notebook.peopleDecisions().map(({ verdict, actor }) => [verdict, actor])).toEqual([
    ['same', 'Tom'],
    ['different', 'Eve'],
  ]);
});

test('all that people wrote outlives a rebuilt mirror and is in the day’s copy', () => {
  const directory = tempFolder();
  const clock = new ManualClock(MORNING);
  let store = tempStore({ directory, clock });
  store.notebook.addExceptions([EXCEPTION], 'Tom');
  store.notebook.addNote({ agent: 'zd/a1', at: MORNING, text: 'note' }, 'Tom');
  store.notebook.decidePeople([{ a: 'zd/1', b: 'gc/1', verdict: 'same' }], 'Tom');
  store.setStateMapping({ source: 'zd', platform: 'talk', rawState: 'online', state: 'meeting' }, 'Tom');
  const written = () => [
    store.notebook.exceptions(DAY_OF),
    store.notebook.notes({ ...DAY_OF, agents: ['zd/a1'] }),
    store.notebook.peopleDecisions(),
    store.notebook.stateMappings(),
  ];
  const before = written();
  expect(before.map((rows) => rows.length)).toEqual([1, 1, 1, 1]);
  expect(store.maintain().backup).not.toBeNull();
  store.close();

  rebuildMirror(directory, clock);
  store = tempStore({ directory, clock });
  expect(written()).toEqual(before);
  store.close();

  beginNotebook(directory, clock);
  restoreNotebook(directory, listBackups(directory)[0]?.path ?? '', clock);
  store = tempStore({ directory, clock });
  expect(written()).toEqual(before);
});

test('a folder that is open for reading shows all of it and takes nothing', () => {
  const directory = tempFolder();
  const store = tempStore({ directory });
  store.notebook.addExceptions([EXCEPTION], 'Tom');
  const reader = openStore({ directory, clock: new ManualClock(MORNING), readonly: true });
  expect(reader.notebook.exceptions(DAY_OF)).toHaveLength(1);
  expect(reader.agentHistory(['zd/a1'])).toEqual([]);
  for (const work of [
    () => reader.notebook.addExceptions([EXCEPTION], 'Tom'),
    () => reader.notebook.removeException('x', 'Tom'),
    () => reader.notebook.addNote({ agent: 'zd/a1', at: 0, text: '' }, 'Tom'),
    () => reader.notebook.decidePeople([], 'Tom'),
    () => reader.setStateMapping({ source: 'zd', platform: 't', rawState: 'x', state: null }, 'Tom'),
    () => reader.stepRemapping(),
  ]) {
    let code = '';
    try {
      work();
    } catch (error) {
      code = isAppError(error) ? error.code : String(error);
    }
    expect(code).toBe('refused');
  }
  reader.close();
});
