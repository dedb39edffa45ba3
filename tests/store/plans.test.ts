import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContactPageQuery, CountsQuery, Reads } from '../../electron/store/api.ts';
import { contactPageSql } from '../../electron/store/read/contact-page.ts';
import { readsOf } from '../../electron/store/reads.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';
import type { ReadonlyDb } from '../../electron/store/sqlite.ts';
import { agentState, contact, DAY, MORNING, page, tempFolder, tempStore } from '../helpers/store.ts';

let db: ReadonlyDb;

beforeEach(() => {
  const directory = tempFolder();
  tempStore({ directory }).writePage(page({ records: [contact(), agentState()] }));
  db = openReadonly(join(directory, 'mirror.db'));
});

afterEach(() => db.close());

const range = { from: MORNING - 40 * DAY + 1, to: MORNING + 40 * DAY + 1 };
const rule = { zone: 'UTC', thresholdSeconds: 20, comparator: 'le', shortAbandonSeconds: 5 } as const;

/** Every question of the interface, in every shape that has a statement of its own. */
function askEverything(reads: Reads): void {
  const ids = { source: 'zd', ids: ['c1', 's1'] };
  reads.contacts(ids);
  reads.agentStates(ids);
  reads.queueSnapshots(ids);
  reads.contactsAt(MORNING);
  reads.agentStatesAt(MORNING);
  reads.queueSnapshotsAt(MORNING, 60);
  reads.movesBetween(MORNING, MORNING + 1);
  reads.agentStatesOf({ source: 'zd', agent: 'a1', ...range });
  reads.resolve('zd', 'contact', 'c1');
  const counts: Partial<CountsQuery>[] = [
    {},
    { queues: ['zd/q1'] },
    { withMedian: true },
    { perQueue: true, queues: ['zd/q1'], withMedian: true },
  ];
  for (const by of ['quarter', 'day', 'month', 'total'] as const) {
    for (const part of counts) reads.counts({ ...rule, ...range, by, perQueue: false, ...part });
    reads.counts({ ...rule, ...range, by, perQueue: true });
  }
  reads.agentSeconds(range.from, range.to);
  reads.agentCounts(range.from, range.to);
  for (const query of pages) reads.contactPage(query);
}

const pages: ContactPageQuery[] = [
  { ...range, limit: 10 },
  { ...range, limit: 10, queues: ['zd/1', 'zd/2'] },
  { ...range, limit: 10, outcomes: ['abandoned', 'missed'] },
  { ...range, limit: 10, outcomes: ['answered'] },
  { ...range, limit: 10, agent: 'zd/a' },
  { ...range, limit: 10, agent: 'zd/a', queues: ['zd/1'] },
  { ...range, limit: 10, after: { createdAt: MORNING, source: 'zd', id: '1' } },
];

/** Steps that read a stored table from end to end. */
function fullScans(plan: readonly string[]): string[] {
  return plan.filter((step) => /^SCAN (?!json_each|CONSTANT)/.test(step));
}

test('no question about contacts, states or figures reads a whole table', () => {
  askEverything(readsOf(db));
  const statements = db.prepared;
  expect(statements.length).toBeGreaterThan(30);
  expect(statements.filter((sql) => fullScans(db.plan(sql)).length > 0)).toEqual([]);
});

test('the extent is the ends of an index, each a walk that stops at its first live row', () => {
  readsOf(db).extent();
  for (const sql of db.prepared) {
    expect(db.plan(sql)).toEqual([expect.stringMatching(/^(SEARCH|SCAN) contact_row USING INDEX contact_time/)]);
  }
});

test('pages come in order from the index: nothing but ties is sorted', () => {
  const sorts = pages.flatMap((query) => contactPageSql(query)).flatMap((sql) => db.plan(sql));
  const sorted = sorts.filter((step) => step.includes('TEMP B-TREE'));
  expect(sorted.length).toBeGreaterThan(0);
  expect(sorted.filter((step) => !/FOR LAST (2 TERMS|TERM) OF ORDER BY$/.test(step))).toEqual([]);
});

test('a replay finds what it stored by its key', () => {
  const plan = db.plan('SELECT version FROM contact_row WHERE source = ? AND id = ?');
  expect(plan).toEqual([expect.stringMatching(/^SEARCH contact_row USING .*INDEX .* \(source=\? AND id=\?\)$/)]);
});
