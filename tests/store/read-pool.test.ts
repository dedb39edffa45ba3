import { afterEach, describe, expect, test, vi } from 'vitest';
import { ReadPool } from '../../electron/store/index.ts';
import { readerEntry } from '../../electron/store/reader-entry.ts';
import { tokensOf } from '../../electron/store/read/sql-tokens.ts';
import { contact, MORNING, page, queue, tempFolder, tempStore } from '../helpers/store.ts';

const pools: ReadPool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const LIMITS = { rowCap: 100, timeLimitMs: 20_000 };

function poolWith(contacts: number): { pool: ReadPool; directory: string; store: ReturnType<typeof tempStore> } {
  const directory = tempFolder();
  const store = tempStore({ directory });
  const records = Array.from({ length: contacts }, (_, i) => contact({ id: `c${i}`, createdAt: MORNING + i }));
  store.writePage(page({ records: [...records, queue()] }));
  const pool = new ReadPool({ directory });
  pools.push(pool);
  return { pool, directory, store };
}

describe('named reads', () => {
  test('answer as the engine’s own connection does, and see what was committed since', async () => {
    const { pool, store } = poolWith(3);
    expect(await pool.read('queues')).toEqual(store.reads.queues());
    expect(await pool.read('contactsAt', MORNING + 5)).toHaveLength(3);
    store.writePage(page({ records: [contact({ id: 'new' })] }));
    expect(await pool.read('contactsAt', MORNING + 5)).toHaveLength(4);
  });

  test('run side by side, and a fault of one is its own', async () => {
    const { pool } = poolWith(3);
    const query = { from: 0, to: MORNING * 2, limit: 2 };
    const wrong = {
      from: MORNING,
      to: MORNING + 1,
      by: 'day',
      perQueue: false,
      zone: 'Atlantis/Capital',
      thresholdSeconds: 20,
      comparator: 'le',
      shortAbandonSeconds: 5,
    } as const;
    const answers = await Promise.allSettled([
      pool.read('contactPage', query),
      pool.read('counts', wrong),
      pool.read('extent'),
      pool.read('contactPage', query),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { code: 'invalid-input' } });
  });

  test('end idle threads, and start them again when somebody asks', async () => {
    const { directory, store } = poolWith(3);
    const pool = new ReadPool({ directory, idleMs: 1 });
    pools.push(pool);
    const ask = async (): Promise<void> => {
      expect(await pool.read('queues')).toEqual(store.reads.queues());
      expect((await pool.sql('SELECT count(*) FROM contacts', [], LIMITS)).rows).toEqual([[3]]);
    };
    await ask();
    await vi.waitFor(() => expect(pool.threads).toBe(0));
    await ask();
    // Ended in good order, not given up.
    expect(pool.lost).toBe(0);
  });

  test('are refused once the pool is closed', async () => {
    const { pool } = poolWith(1);
    await pool.read('queues');
    await pool.close();
    await expect(pool.read('queues')).rejects.toMatchObject({ code: 'cancelled' });
    await expect(pool.sql('SELECT 1', [], LIMITS)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('ad-hoc SQL', () => {
  test('reads the public views, with columns and parameters', async () => {
    const { pool } = poolWith(3);
    const answer = await pool.sql('SELECT id, talk_seconds FROM contacts WHERE id > ? ORDER BY id', ['c0'], LIMITS);
    expect(answer).toMatchObject({ columns: ['id', 'talk_seconds'], truncated: false });
    expect(answer.rows).toEqual([
      ['c1', 150],
      ['c2', 150],
    ]);
  });

  test('stops at the row cap and says so', async () => {
    const { pool } = poolWith(50);
    const capped = await pool.sql('SELECT id FROM contacts', [], { ...LIMITS, rowCap: 10 });
    expect([capped.rows.length, capped.truncated]).toEqual([10, true]);
    const exact = await pool.sql('SELECT id FROM contacts', [], { ...LIMITS, rowCap: 50 });
    expect([exact.rows.length, exact.truncated]).toEqual([50, false]);
  });

  test('takes a common table expression, a comment, a string and a column that look dangerous', async () => {
    const { pool } = poolWith(2);
    const text = `-- DROP TABLE contacts;
      WITH q AS (SELECT queue AS "the; queue" FROM contacts) SELECT count(*) AS "delete", 'ATTACH x' FROM q`;
    expect((await pool.sql(text, [], LIMITS)).rows).toEqual([[2, 'ATTACH x']]);
    expect((await pool.sql('SELECT contact FROM agent_states', [], LIMITS)).rows).toEqual([]);
  });

  test.each([
    ['writes', `DELETE FROM contacts`],
    ['writes in disguise', `WITH a AS (SELECT 1) INSERT INTO queue_row SELECT 1, 2, 3, 4, 5, 6, 7, 8`],
    ['pragmas', 'PRAGMA user_version'],
    ['pragmas as tables', `SELECT * FROM pragma_database_list`],
    ['other files', `ATTACH '/etc/passwd' AS x`],
    ['internal tables', `SELECT raw FROM contact_row`],
    ['internal tables, quoted', `SELECT * FROM "source_row"`],
    ['internal tables, in brackets', `SELECT * FROM [Source_Row]`],
    ['internal tables, in back quotes', 'SELECT * FROM `source_row`'],
    ['internal tables as text', `SELECT * FROM 'source_row'`],
    ['internal tables behind a comment', `SELECT * FROM/**/source_row`],
    ['internal tables by schema', `SELECT * FROM main.contacts`],
    ['internal tables by a quoted schema', `SELECT * FROM "main" . contacts`],
    ['internal tables by the temporary schema', `SELECT * FROM temp.contact_row`],
    ['the schema', `SELECT * FROM sqlite_schema`],
    ['the old name of the schema', `SELECT * FROM SQLITE_MASTER`],
    ['extensions', `SELECT load_extension('x')`],
    ['recursion', `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n`],
    ['plans', `EXPLAIN SELECT 1`],
    ['nothing at all', `  -- nothing`],
  ])('refuses %s', async (_name, text) => {
    const { pool } = poolWith(1);
    await expect(pool.sql(text, [], LIMITS)).rejects.toMatchObject({ code: 'refused' });
  });

  test('says in SQLite’s words what is wrong with a statement', async () => {
    const { pool } = poolWith(1);
    const wrong = { code: 'invalid-input' };
    await expect(pool.sql('SELECT nothing FROM contacts', [], LIMITS)).rejects.toMatchObject(wrong);
    await expect(pool.sql('SELECT FROM', [], LIMITS)).rejects.toMatchObject(wrong);
    await expect(pool.sql('SELECT 1; SELECT 2', [], LIMITS)).rejects.toMatchObject(wrong);
    await expect(pool.sql('SELECT ?', [], LIMITS)).rejects.toMatchObject(wrong);
    await expect(pool.sql('SELECT 1; SELECT 2', [], LIMITS)).rejects.toThrow(/more than one statement/);
  });

  test('ends at its time limit, and the next statement runs', async () => {
    const { pool } = poolWith(2_000);
    const endless =
      'SELECT count(*) FROM contacts a, contacts b, contacts c, contacts d WHERE a.id || b.id = c.id || d.id';
    await expect(pool.sql(endless, [], { rowCap: 1, timeLimitMs: 100 })).rejects.toMatchObject({ code: 'time-limit' });
    expect((await pool.sql('SELECT count(*) FROM contacts', [], LIMITS)).rows).toEqual([[2_000]]);
  });

  test('gives a thread up that does not look at the clock, and goes on with another', async () => {
    const { pool } = poolWith(2_000);
    // Intermediate results multiplied: some seconds of work without a stored row.
    const deaf = `WITH m AS MATERIALIZED (SELECT length(id) AS n FROM contacts)
      SELECT count(*) FROM m a, m b, m c WHERE a.n + b.n + c.n < 0 AND a.n < 3`;
    await expect(pool.sql(deaf, [], { rowCap: 1, timeLimitMs: 20 })).rejects.toMatchObject({ code: 'time-limit' });
    expect((await pool.sql('SELECT count(*) FROM contacts', [], LIMITS)).rows).toEqual([[2_000]]);
  });
});

test('the thread’s entry is found from source, from the bundle and from one of its chunks', () => {
  const entry = (here: string): string => readerEntry(`file:///app/${here}`).pathname;
  expect(entry('electron/store/reader-entry.ts')).toBe('/app/electron/store/reader-worker.ts');
  expect(entry('out/main/engine.js')).toBe('/app/out/main/reader.js');
  expect(entry('out/main/chunks/store-1a2b.js')).toBe('/app/out/main/reader.js');
});

test('tokens are told apart as SQLite does', () => {
  expect(tokensOf('a.b .c 1.d .5').map((token) => token.value)).toEqual(['a', '.', 'b', '.', 'c', '1.d', '.5']);
  expect(tokensOf(`select "a""b", 'it''s', [x y], \`z\` /* c */ -- d\n from t1 where x=1.5e3`)).toEqual(
    [
      ['word', 'select'],
      ['name', 'a"b'],
      ['other', ','],
      ['text', "it's"],
      ['other', ','],
      ['name', 'x y'],
      ['other', ','],
      ['name', 'z'],
      ['word', 'from'],
      ['word', 't1'],
      ['word', 'where'],
      ['word', 'x'],
      ['other', '='],
      ['other', '1.5e3'],
    ].map(([kind, value]) => ({ kind, value })),
  );
});
