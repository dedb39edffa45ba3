import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STATES_OF_SQL } from '../../electron/store/read/agents.ts';
import { contactPageSql } from '../../electron/store/read/contact-page.ts';
import { cellsSql } from '../../electron/store/read/counts.ts';
import { AT_SQL, MOVES_SQL } from '../../electron/store/read/floor.ts';
import { EXTENT_SQL } from '../../electron/store/reads.ts';
import { CONTACT_ROLLUPS } from '../../electron/store/rollups/buckets.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';
import type { ReadonlyDb } from '../../electron/store/sqlite.ts';
import { tempFolder, tempStore } from '../helpers/store.ts';

/** A step that reads a stored table from end to end (walking an index in order for a LIMIT is not one). */
function fullScans(plan: readonly string[]): string[] {
  return plan.filter((step) => /^SCAN (?!json_each|VALUES|CONSTANT)/.test(step));
}

const range = { from: 0, to: 1, limit: 10 };

const statements: [string, readonly string[]][] = [
  ['contacts at an instant', [AT_SQL.contactShort, AT_SQL.contactLong, AT_SQL.contactOpen]],
  ['agent states at an instant', [AT_SQL.stateShort, AT_SQL.stateLong, AT_SQL.stateOpen]],
  ['snapshots at an instant', [AT_SQL.snapshots]],
  ['moves of contacts', [MOVES_SQL.contactShort, ...MOVES_SQL.contactLong]],
  ['moves of agent states', [MOVES_SQL.stateShort, ...MOVES_SQL.stateLong]],
  ['states of an agent', Object.values(STATES_OF_SQL)],
  [
    'cells of rollups',
    CONTACT_ROLLUPS.flatMap((table) =>
      [true, false].flatMap((withMedian) => [true, false].map((ofQueues) => cellsSql(table, { withMedian, ofQueues }))),
    ),
  ],
  [
    'pages of contacts',
    [
      { ...range },
      { ...range, queues: ['zd/1', 'zd/2'] },
      { ...range, outcomes: ['abandoned', 'missed'] as ('abandoned' | 'missed')[] },
      { ...range, agent: 'zd/a' },
      { ...range, agent: 'zd/a', queues: ['zd/1'] },
      { ...range, after: { createdAt: 1, source: 'zd', id: '1' } },
    ].flatMap((query) => contactPageSql(query)),
  ],
  ['the extent', Object.values(EXTENT_SQL)],
];

describe('no read looks at a whole table', () => {
  let db: ReadonlyDb;

  beforeEach(() => {
    const directory = tempFolder();
    tempStore({ directory });
    db = openReadonly(join(directory, 'mirror.db'));
  });

  afterEach(() => db.close());

  test.each(statements)('%s', (name, list) => {
    const scans = list.flatMap((sql) => fullScans(db.plan(sql)));
    // The first and the last contact are the ends of an index: a scan that stops at its first live row.
    const allowed = name === 'the extent' ? 'USING INDEX contact_time' : null;
    expect(scans.filter((step) => allowed === null || !step.includes(allowed))).toEqual([]);
  });

  test('pages come in order from the index: nothing but ties is sorted', () => {
    const sorts = contactPageSql(range).flatMap((sql) => db.plan(sql).filter((step) => step.includes('TEMP B-TREE')));
    expect(sorts).toEqual(['USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY']);
  });

  test('a replay finds what it stored by its key', () => {
    const plan = db.plan('SELECT version FROM contact_row WHERE source = ? AND id = ?');
    expect(plan).toEqual([expect.stringMatching(/^SEARCH contact_row USING .*INDEX .* \(source=\? AND id=\?\)$/)]);
  });
});
