import { describe, expect, test } from 'vitest';
import { agent, agentState, DAY, evaluation, HOUR, MINUTE, MORNING, page, shift, tempStore } from '../helpers/store.ts';

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

describe('shifts', () => {
  test('come back as they went in, of one agent, of all, and of one source by their beginning', () => {
    const { writePage, reads } = bound();
    const night = shift({ id: 'night', agent: 'a2', startAt: MORNING - 14 * HOUR, endAt: MORNING - 6 * HOUR });
    writePage(page({ records: [shift(), night] }));
    writePage({ ...page({ records: [shift({ id: 'other' })] }), source: 'gc' });
    const { entity: _, raw: __, ...row } = shift();
    expect(reads.shifts({ from: MORNING, to: MORNING + 1, agents: ['zd/a1'] })).toEqual([{ ...row, source: 'zd' }]);
    expect(ids(reads.shifts({ from: MORNING - 7 * HOUR, to: MORNING }))).toEqual(['night', 'other', 'p1']);
    expect(ids(reads.shifts({ from: MORNING - 6 * HOUR, to: MORNING, source: 'zd' }))).toEqual(['p1']);
    expect(ids(reads.shifts({ from: MORNING - 14 * HOUR, to: MORNING - 2 * HOUR, startsWithin: true }))).toEqual([
      'night',
    ]);
  });

  test('time off of weeks is found on each of its days', () => {
    const { writePage, reads } = bound();
    const leave = shift({ id: 'leave', startAt: MORNING - 20 * DAY, endAt: MORNING + 20 * DAY, activities: [] });
    writePage(page({ records: [leave] }));
    for (const agents of [undefined, ['zd/a1']]) {
      const query = { from: MORNING, to: MORNING + 1, ...(agents === undefined ? {} : { agents }) };
      expect(ids(reads.shifts(query))).toEqual(['leave']);
    }
  });

  test('a lower version changes nothing, a deleted one is gone, a higher one brings it back', () => {
    const { writePage, reads } = bound();
    writePage(page({ records: [shift({ version: 3 })] }));
    expect(writePage(page({ records: [shift({ version: 2, endAt: MORNING + 7 * HOUR })] })).repeated).toBe(1);
    writePage(page({ tombstones: [{ entity: 'shift', id: 'p1', version: 4, mergedInto: null }] }));
    expect(reads.shifts({ from: 0, to: MORNING * 2 })).toEqual([]);
    writePage(page({ records: [shift({ version: 5 })] }));
    expect(reads.shifts({ from: 0, to: MORNING * 2 })).toMatchObject([{ version: 5 }]);
  });

  test('one that ends before it begins is quarantined', () => {
    const { writePage } = bound();
    expect(writePage(page({ records: [shift({ endAt: MORNING - DAY })] })).quarantined).toBe(1);
  });
});

test('evaluations of an agent, newest first, an unreleased one by when it was assigned', () => {
  const { writePage, reads } = bound();
  const open = evaluation({ id: 'q2', releasedAt: null, assignedAt: MORNING + HOUR, autoFailed: null });
  writePage(page({ records: [evaluation(), open, evaluation({ id: 'q3', agent: 'a2' })] }));
  expect(ids(reads.evaluations({ from: MORNING, to: MORNING + DAY, agents: ['zd/a1'] }))).toEqual(['q2', 'q1']);
  expect(ids(reads.evaluations({ from: MORNING, to: MORNING + HOUR })).sort()).toEqual(['q1', 'q3']);
  const { entity: _, raw: __, version: ___, ...row } = evaluation();
  expect(reads.evaluations({ from: MORNING, to: MORNING + 1, agents: ['zd/a1'] })).toEqual([{ ...row, source: 'zd' }]);
});

test('stays of several agents that touch a span: short, of hours, of days and open', () => {
  const { writePage, reads } = bound();
  const stay = (id: string, part: Parameters<typeof agentState>[0]) => agentState({ id, rawState: id, ...part });
  writePage(
    page({
      records: [
        stay('gone', { startAt: MORNING - 2 * HOUR, endAt: MORNING }),
        stay('hours', { startAt: MORNING - 5 * HOUR, endAt: MORNING + MINUTE }),
        stay('days', { startAt: MORNING - 3 * DAY, endAt: MORNING + MINUTE, agent: 'a2' }),
        stay('open', { startAt: MORNING - 30 * DAY, endAt: null, agent: 'a2', platform: 'chat' }),
        stay('later', { startAt: MORNING + HOUR, endAt: null }),
        stay('within', { startAt: MORNING + MINUTE, endAt: MORNING + 2 * MINUTE }),
        stay('other', { agent: 'a3' }),
      ],
    }),
  );
  const rows = reads.agentStatesBetween({ agents: ['zd/a1', 'zd/a2'], from: MORNING, to: MORNING + HOUR });
  expect(rows.map((row) => row.rawState)).toEqual(['hours', 'within', 'open', 'days']);
  expect(rows[2]).toEqual({
    agent: 'zd/a2',
    source: 'zd',
    platform: 'chat',
    state: 'available',
    rawState: 'open',
    startAt: MORNING - 30 * DAY,
    endAt: null,
  });
});

test('skills of an agent, and none where the source does not say', () => {
  const { writePage, reads } = bound();
  const skills = [{ name: 'French', proficiency: 3 }];
  writePage(page({ records: [agent({ skills }), agent({ id: 'a2' })] }));
  expect(reads.agents().map((row) => row.skills)).toEqual([skills, null]);
});

function bound() {
  const store = tempStore();
  return { writePage: store.writePage.bind(store), reads: store.reads };
}
