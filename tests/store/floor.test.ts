import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentStateRecord, ContactRecord } from '../../shared/domain/records.ts';
import { seeded } from '../helpers/bench.ts';
import {
  abandoned,
  agentState,
  contact,
  DAY,
  HOUR,
  MINUTE,
  MORNING,
  page,
  snapshot,
  tempStore,
} from '../helpers/store.ts';

const ids = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id).sort();

describe('the floor at an instant', () => {
  test('holds those who have come and not gone, the start counted and the end not', () => {
    const store = tempStore();
    store.writePage(
      page({
        records: [
          contact({ id: 'here', createdAt: MORNING - MINUTE, endedAt: MORNING + MINUTE }),
          contact({ id: 'just came', createdAt: MORNING, endedAt: MORNING + MINUTE }),
          contact({ id: 'just gone', createdAt: MORNING - MINUTE, endedAt: MORNING }),
          contact({ id: 'later', createdAt: MORNING + 1, endedAt: MORNING + MINUTE }),
          contact({ id: 'open', createdAt: MORNING - 90 * DAY, endedAt: null, outcome: 'open' }),
          contact({ id: 'never closed', createdAt: MORNING - 90 * DAY, endedAt: null, outcome: 'answered' }),
        ],
      }),
    );
    expect(ids(store.reads.contactsAt(MORNING))).toEqual(['here', 'just came', 'open']);
  });

  test('finds stays of every length: minutes, hours, days, weeks, a year, years', () => {
    const store = tempStore();
    const lengths = [MINUTE, HOUR, HOUR + 1, DAY, DAY + 1, 7 * DAY, 30 * DAY, 366 * DAY, 1_000 * DAY];
    store.writePage(
      page({
        records: lengths.flatMap((length) => [
          contact({ id: `first ${length}`, createdAt: MORNING, endedAt: MORNING + length }),
          contact({ id: `last ${length}`, createdAt: MORNING - length + 1, endedAt: MORNING + 1 }),
          contact({ id: `over ${length}`, createdAt: MORNING - length, endedAt: MORNING }),
        ]),
      }),
    );
    const expected = lengths.flatMap((length) => [`first ${length}`, `last ${length}`]);
    expect(ids(store.reads.contactsAt(MORNING))).toEqual(expected.sort());
  });

  test('forgets deleted ones', () => {
    const store = tempStore();
    store.writePage(page({ records: [contact(), agentState(), snapshot()] }));
    store.writePage(
      page({
        tombstones: (['contact', 'agent-state', 'queue-snapshot'] as const).map((entity) => ({
          entity,
          id: { contact: 'c1', 'agent-state': 's1', 'queue-snapshot': 'n1' }[entity],
          version: 2,
          mergedInto: null,
        })),
      }),
    );
    expect(store.reads.contactsAt(MORNING)).toEqual([]);
    expect(store.reads.agentStatesAt(MORNING)).toEqual([]);
    expect(store.reads.queueSnapshotsAt(MORNING, 60)).toEqual([]);
    expect(store.reads.movesBetween(MORNING - 1, MORNING)).toEqual({ contacts: [], states: [], snapshots: [] });
  });

  test('has the last snapshot of each queue and of the account, if it is young enough', () => {
    const store = tempStore();
    store.writePage(
      page({
        records: [
          snapshot({ id: '1', at: MORNING - 50_000, waiting: 1 }),
          snapshot({ id: '2', at: MORNING - 10_000, waiting: 2 }),
          snapshot({ id: '3', at: MORNING + 1, waiting: 3 }),
          snapshot({ id: '4', at: MORNING - 20_000, waiting: 4, queue: null }),
          snapshot({ id: '5', at: MORNING - 60_000, waiting: 5, queue: 'q2' }),
        ],
      }),
    );
    const waiting = store.reads.queueSnapshotsAt(MORNING, 60).map((row) => [row.queue, row.waiting]);
    expect(new Map(waiting as [string | null, number][])).toEqual(
      new Map<string | null, number>([
        ['q1', 2],
        [null, 4],
      ]),
    );
  });
});

/** A little history with stays of all lengths. */
function history(seed: number): { contacts: ContactRecord[]; states: AgentStateRecord[] } {
  const random = seeded(seed);
  const lengths = [MINUTE, HOUR, HOUR + 1, 9 * HOUR, DAY, 3 * DAY, 20 * DAY, 200 * DAY, 500 * DAY];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const contacts = Array.from({ length: 60 }, (_, i) => {
    const createdAt = MORNING - Math.floor(random() * 600) * DAY + Math.floor(random() * DAY);
    const length = pick(lengths);
    const isOpen = random() < 0.1;
    return contact({
      id: `c${i}`,
      createdAt,
      queuedAt: random() < 0.3 ? null : createdAt + Math.floor(length / 10),
      answeredAt: random() < 0.3 ? null : createdAt + Math.floor(length / 2),
      endedAt: isOpen ? null : createdAt + length,
      outcome: isOpen ? 'open' : 'answered',
    });
  });
  const states = Array.from({ length: 60 }, (_, i) => {
    const startAt = MORNING - Math.floor(random() * 600) * DAY + Math.floor(random() * DAY);
    const length = pick(lengths);
    // Nobody is available for weeks, and spreading that over quarter hours would be all that this test does.
    const state = length > DAY ? 'offline' : 'available';
    const endAt = random() < 0.1 ? null : startAt + length;
    return agentState({ id: `s${i}`, agent: pick(['a1', 'a2']), state, startAt, endAt });
  });
  return { contacts, states };
}

test('a move that the source puts after the end is found from where the contact began', () => {
  const store = tempStore();
  const late = { createdAt: MORNING, endedAt: MORNING + MINUTE };
  store.writePage(
    page({
      records: [
        contact({ ...late, id: 'late answer', answeredAt: MORNING + 5 * HOUR }),
        contact({ ...late, id: 'late queue', queuedAt: MORNING + 5 * HOUR, answeredAt: null }),
        contact({ ...late, id: 'neither', queuedAt: null, answeredAt: null }),
      ],
    }),
  );
  const { contacts } = store.reads.movesBetween(MORNING + 4 * HOUR, MORNING + 6 * HOUR);
  expect(ids(contacts)).toEqual(['late answer', 'late queue']);
});

test('instants and moves agree with a look at every record', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 60 }), (seed, lengthDays) => {
      const store = tempStore();
      const { contacts, states } = history(seed);
      store.writePage(page({ records: [...contacts, ...states] }));
      const random = seeded(seed + 1);
      for (let i = 0; i < 5; i += 1) {
        const at = MORNING - Math.floor(random() * 600 * DAY);
        expect(ids(store.reads.contactsAt(at))).toEqual(
          ids(contacts.filter((row) => row.createdAt <= at && (row.endedAt === null || row.endedAt > at))),
        );
        expect(ids(store.reads.agentStatesAt(at))).toEqual(
          ids(states.filter((row) => row.startAt <= at && (row.endAt === null || row.endAt > at))),
        );
        const to = at + lengthDays * DAY;
        const moved = (...instants: (number | null)[]): boolean =>
          instants.some((instant) => instant !== null && instant > at && instant <= to);
        const moves = store.reads.movesBetween(at, to);
        expect(ids(moves.contacts)).toEqual(
          ids(contacts.filter((row) => moved(row.createdAt, row.queuedAt, row.answeredAt, row.endedAt))),
        );
        expect(ids(moves.states)).toEqual(ids(states.filter((row) => moved(row.startAt, row.endAt))));
        expect(ids(store.reads.agentStatesOf({ source: 'zd', agent: 'a1', from: at, to }))).toEqual(
          ids(
            states.filter(
              (row) =>
                row.agent === 'a1' && row.startAt < to && (row.startAt >= at || row.endAt === null || row.endAt > at),
            ),
          ),
        );
      }
      store.close();
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe('one page of contacts', () => {
  const many = Array.from({ length: 60 }, (_, i) =>
    (i % 3 === 0 ? abandoned : contactOf)(i, {
      id: `c${String(i).padStart(2, '0')}`,
      createdAt: MORNING + Math.floor(i / 4) * MINUTE,
      queue: `q${i % 5}`,
      agent: i % 3 === 0 ? null : `a${i % 2}`,
    }),
  );

  function contactOf(_seconds: number, part: Partial<ContactRecord>): ContactRecord {
    return contact(part);
  }

  const range = { from: MORNING, to: MORNING + HOUR };

  function walk(query: Parameters<ReturnType<typeof tempStore>['reads']['contactPage']>[0]): string[] {
    const store = tempStore();
    store.writePage(page({ records: many }));
    const seen: string[] = [];
    let after = query.after;
    for (let pages = 0; pages < 100; pages += 1) {
      const { rows, next } = store.reads.contactPage({ ...query, ...(after === undefined ? {} : { after }) });
      seen.push(...rows.map((row) => row.id));
      expect(rows.length).toBeLessThanOrEqual(query.limit);
      if (next === null) return seen;
      after = next;
    }
    throw new Error('The pages never end.');
  }

  const newestFirst = (keep: (row: ContactRecord) => boolean): string[] =>
    many
      .filter(keep)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
      .map((row) => row.id);

  test('walks everything once, newest first, whatever the size of the page', () => {
    for (const limit of [1, 7, 60, 100]) expect(walk({ ...range, limit })).toEqual(newestFirst(() => true));
  });

  test('keeps to the range, the end excluded', () => {
    const inside = { from: MORNING + MINUTE, to: MORNING + 3 * MINUTE };
    expect(walk({ ...inside, limit: 3 })).toEqual(
      newestFirst((row) => row.createdAt >= inside.from && row.createdAt < inside.to),
    );
  });

  test('of some queues, of some outcomes, of an agent', () => {
    expect(walk({ ...range, limit: 7, queues: ['zd/q1', 'zd/q3', 'zd/none'] })).toEqual(
      newestFirst((row) => row.queue === 'q1' || row.queue === 'q3'),
    );
    expect(walk({ ...range, limit: 7, outcomes: ['abandoned'] })).toEqual(
      newestFirst((row) => row.outcome === 'abandoned'),
    );
    expect(walk({ ...range, limit: 7, outcomes: ['abandoned', 'answered'] })).toEqual(newestFirst(() => true));
    expect(walk({ ...range, limit: 7, outcomes: ['abandoned', 'missed'], queues: ['zd/q3'] })).toEqual(
      newestFirst((row) => row.outcome === 'abandoned' && row.queue === 'q3'),
    );
    expect(walk({ ...range, limit: 7, agent: 'zd/a1' })).toEqual(newestFirst((row) => row.agent === 'a1'));
    expect(walk({ ...range, limit: 7, agent: 'zd/a1', queues: ['zd/q1'], outcomes: ['answered'] })).toEqual(
      newestFirst((row) => row.agent === 'a1' && row.queue === 'q1'),
    );
    expect(walk({ ...range, limit: 7, queues: [] })).toEqual([]);
  });
});

test('an agent’s contacts are walked from day to day, over gaps, midnights and 1970', () => {
  const store = tempStore();
  const instants = [0, 1, -1, DAY - 1, DAY, -DAY, -DAY - 1, 400 * DAY, 400 * DAY + 5, 900 * DAY + 7];
  const records = instants.flatMap((createdAt, i) => [
    contact({ id: `x${i}`, createdAt, endedAt: createdAt + 5 }),
    contact({ id: `y${i}`, createdAt, endedAt: createdAt + 5, agent: 'a2' }),
  ]);
  store.writePage(page({ records }));
  const expected = [...instants].sort((a, b) => b - a);
  for (const limit of [1, 3, 100]) {
    const seen: number[] = [];
    let after: { createdAt: number; source: string; id: string } | null = null;
    do {
      const range = { from: -1e12, to: 4e12, limit, agent: 'zd/a1' };
      const { rows, next } = store.reads.contactPage({ ...range, ...(after === null ? {} : { after }) });
      seen.push(...rows.map((row) => row.createdAt));
      after = next;
    } while (after !== null);
    expect(seen).toEqual(expected);
  }
  expect(
    store.reads.contactPage({ from: 1, to: DAY, agent: 'zd/a1', limit: 5 }).rows.map((row) => row.createdAt),
  ).toEqual([DAY - 1, 1]);
});

test('the extent is that of live contacts', () => {
  const store = tempStore();
  expect(store.reads.extent()).toBeNull();
  store.writePage(
    page({
      records: [contact(), contact({ id: 'c2', createdAt: MORNING + DAY }), contact({ id: 'c3', createdAt: 0 })],
    }),
  );
  store.writePage(page({ tombstones: [{ entity: 'contact', id: 'c3', version: 2, mergedInto: null }] }));
  expect(store.reads.extent()).toEqual({ from: MORNING, to: MORNING + DAY });
});
