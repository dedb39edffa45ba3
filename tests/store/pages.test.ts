import { describe, expect, test } from 'vitest';
import type { Change } from '../../electron/store/api.ts';
import { contact, MORNING, page, queue, snapshot, tempFolder, tempStore } from '../helpers/store.ts';

const ZD = { source: 'zd', ids: ['c1'] };

describe('a page', () => {
  test('brings rows, cursor and as-of in one commit', () => {
    const store = tempStore();
    const result = store.writePage(
      page({ records: [contact(), queue()], cursor: { after: 'x' }, asOf: MORNING + 5_000 }),
    );
    expect(result).toMatchObject({ new: 2, updated: 0, repeated: 0, deleted: 0, quarantined: 0 });
    expect(store.cursor('zd', 'calls')).toEqual({ after: 'x' });
    expect(store.reads.contacts(ZD)).toMatchObject([{ id: 'c1', queue: 'q1', talkSeconds: 150 }]);
    expect(store.reads.queues()).toEqual([{ source: 'zd', id: 'q1', name: 'Sales', channel: 'voice', active: true }]);
  });

  test('read again changes nothing', () => {
    const store = tempStore();
    const calls = page({ records: [contact(), contact({ id: 'c2', version: 5 })] });
    store.writePage(calls);
    const before = store.reads.counts(total);
    expect(store.writePage(calls)).toMatchObject({ new: 0, updated: 0, repeated: 2 });
    expect(store.reads.counts(total)).toEqual(before);
  });

  test('keeps the cursor where the page names none, and a null cursor is a value', () => {
    const store = tempStore();
    expect(store.cursor('zd', 'calls')).toBeNull();
    store.writePage(page({ cursor: 7 }));
    store.writePage(page({ records: [contact()] }));
    expect(store.cursor('zd', 'calls')).toBe(7);
    store.writePage(page({ cursor: null }));
    expect(store.cursor('zd', 'calls')).toBeNull();
  });

  test('lower versions never overwrite higher ones; an equal version with other content does', () => {
    const store = tempStore();
    store.writePage(page({ records: [contact({ version: 5, subject: 'five' })] }));
    expect(store.writePage(page({ records: [contact({ version: 4, subject: 'four' })] })).repeated).toBe(1);
    expect(store.reads.contacts(ZD)[0]?.subject).toBe('five');
    expect(store.writePage(page({ records: [contact({ version: 5, subject: 'corrected' })] })).updated).toBe(1);
    expect(store.reads.contacts(ZD)[0]?.subject).toBe('corrected');
    expect(store.writePage(page({ records: [contact({ version: 6, subject: 'six' })] })).updated).toBe(1);
    expect(store.reads.contacts(ZD)[0]?.subject).toBe('six');
  });

  test('the same id in two sources is two records', () => {
    const store = tempStore();
    store.writePage(page({ records: [contact({ subject: 'a' })] }));
    store.writePage(page({ source: 'other', records: [contact({ subject: 'b' })] }));
    expect(store.reads.contacts(ZD)[0]?.subject).toBe('a');
    expect(store.reads.contacts({ source: 'other', ids: ['c1'] })[0]?.subject).toBe('b');
  });

  test('commits nothing when it fails', () => {
    const store = tempStore();
    const bad = contact({ id: 'c2' });
    // What a broken connector could hand over despite the types.
    Object.assign(bad, { outcome: { not: 'text' } });
    expect(() => store.writePage(page({ records: [contact(), bad], cursor: 1 }))).toThrow(TypeError);
    expect(store.reads.contacts(ZD)).toEqual([]);
    expect(store.cursor('zd', 'calls')).toBeNull();
    expect(store.reads.counts(total)).toEqual([]);
    expect(store.writePage(page({ records: [contact()] })).new).toBe(1);
    expect(store.reads.counts(total)[0]?.answered).toBe(1);
  });
});

describe('deletes', () => {
  const tomb = (version: number, mergedInto: string | null = null) =>
    ({ entity: 'contact', id: 'c1', version, mergedInto }) as const;

  test('take the row out of reads and counts; an older record does not bring it back, a newer one does', () => {
    const store = tempStore();
    store.writePage(page({ records: [contact({ version: 3 })] }));
    expect(store.writePage(page({ tombstones: [tomb(4)] })).deleted).toBe(1);
    expect(store.reads.contacts(ZD)).toEqual([]);
    expect(store.reads.counts(total)).toEqual([]);
    expect(store.writePage(page({ records: [contact({ version: 4 })] })).repeated).toBe(1);
    expect(store.reads.contacts(ZD)).toEqual([]);
    expect(store.writePage(page({ records: [contact({ version: 5 })] })).new).toBe(1);
    expect(store.reads.contacts(ZD)).toHaveLength(1);
    expect(store.reads.counts(total)[0]?.answered).toBe(1);
  });

  test('that are older than the row are stale', () => {
    const store = tempStore();
    store.writePage(page({ records: [contact({ version: 3 })] }));
    expect(store.writePage(page({ tombstones: [tomb(2)] })).deleted).toBe(0);
    expect(store.reads.contacts(ZD)).toHaveLength(1);
  });

  test('that come before their record keep it out', () => {
    const store = tempStore();
    expect(store.writePage(page({ tombstones: [tomb(9)] })).deleted).toBe(0);
    store.writePage(page({ records: [contact({ version: 8 })] }));
    expect(store.reads.contacts(ZD)).toEqual([]);
    expect(store.reads.extent()).toBeNull();
  });

  test('by merge say where the record went, along chains, until it comes back', () => {
    const store = tempStore();
    store.writePage(page({ records: [contact(), contact({ id: 'c2' }), contact({ id: 'c3' })] }));
    store.writePage(page({ tombstones: [tomb(2, 'c2')] }));
    store.writePage(page({ tombstones: [{ entity: 'contact', id: 'c2', version: 2, mergedInto: 'c3' }] }));
    expect(store.reads.resolve('zd', 'contact', 'c1')).toBe('c3');
    expect(store.reads.resolve('zd', 'contact', 'c3')).toBe('c3');
    store.writePage(page({ records: [contact({ version: 3 })] }));
    expect(store.reads.resolve('zd', 'contact', 'c1')).toBe('c1');
  });
});

describe('a sweep', () => {
  const people = (n: number) => Array.from({ length: n }, (_, i) => queue({ id: `q${i}` }));
  const ids = (n: number) => Array.from({ length: n }, (_, i) => `q${i}`);

  test('deletes what is no longer listed', () => {
    const store = tempStore();
    store.writePage(page({ records: people(30) }));
    expect(store.sweep('zd', 'queue', ids(28), 2)).toEqual({ deleted: 2, refused: false });
    expect(store.reads.queues()).toHaveLength(28);
  });

  test('refuses to delete over half of more than twenty', () => {
    const store = tempStore();
    store.writePage(page({ records: people(30) }));
    expect(store.sweep('zd', 'queue', ids(14), 2)).toEqual({ deleted: 0, refused: true });
    expect(store.sweep('zd', 'queue', [], 2)).toEqual({ deleted: 0, refused: true });
    expect(store.reads.queues()).toHaveLength(30);
    expect(store.sweep('zd', 'queue', ids(15), 2)).toEqual({ deleted: 15, refused: false });
  });

  test('may empty a small list', () => {
    const store = tempStore();
    store.writePage(page({ records: people(20) }));
    expect(store.sweep('zd', 'queue', [], 2)).toEqual({ deleted: 20, refused: false });
  });
});

describe('quarantine', () => {
  const item = { key: 'c1', entity: 'contact', payload: '{"id":1}', reason: 'no date', line: null } as const;

  test('keeps a payload once, newest reason, oldest first', () => {
    const store = tempStore();
    store.writePage(page({ quarantine: [item] }));
    store.writePage(page({ quarantine: [{ ...item, key: 'c2' }] }));
    expect(store.writePage(page({ quarantine: [{ ...item, reason: 'still no date' }] })).quarantined).toBe(1);
    expect(store.quarantined('zd', 'calls', 10)).toEqual([
      { ...item, reason: 'still no date' },
      { ...item, key: 'c2' },
    ]);
    expect(store.quarantined('zd', 'calls', 1)).toHaveLength(1);
  });

  test('lets go of what a page has read at last: by key, or by the record itself', () => {
    const store = tempStore();
    store.writePage(page({ quarantine: [item, { ...item, key: 'line-7' }, { ...item, key: 'q1', entity: 'queue' }] }));
    store.writePage(page({ records: [contact(), contact({ id: 'q1' })], released: ['line-7'] }));
    expect(store.quarantined('zd', 'calls', 10).map((kept) => kept.key)).toEqual(['q1']);
  });

  test('takes in records that no table can hold, and the rest of their page is stored', () => {
    const store = tempStore();
    const result = store.writePage(
      page({
        records: [
          contact({ id: 'negative', queueSeconds: -1 }),
          contact({ id: 'year 60000', createdAt: 1.8e15 }),
          contact({ id: 'nan', talkSeconds: Number.NaN }),
          contact({ id: 'good' }),
        ],
      }),
    );
    expect(result).toMatchObject({ new: 1, quarantined: 3 });
    expect(store.quarantined('zd', 'calls', 10).map((kept) => [kept.key, kept.reason])).toEqual([
      ['negative', 'The record cannot be stored: it has a duration that is negative or no number.'],
      ['year 60000', 'The record cannot be stored: it has an instant that is no date between 1900 and 2200.'],
      ['nan', 'The record cannot be stored: it has a duration that is negative or no number.'],
    ]);
  });
});

describe('changes', () => {
  test('are told after the commit, with the ids that changed and a growing number', () => {
    const store = tempStore();
    const seen: Change[] = [];
    store.onChange((change) => {
      expect(store.reads.contacts(ZD)).toHaveLength(1);
      seen.push(change);
    });
    store.writePage(page({ records: [contact(), snapshot()] }));
    store.writePage(page({ records: [contact(), contact({ id: 'c2' })] }));
    expect(seen.map((change) => change.touched)).toEqual([
      [
        { entity: 'contact', ids: ['c1'] },
        { entity: 'queue-snapshot', ids: ['n1'] },
      ],
      [{ entity: 'contact', ids: ['c2'] }],
    ]);
    expect(seen[1]?.seq).toBe((seen[0]?.seq ?? 0) + 1);
  });

  test('that a listener cannot bear do not undo the write nor keep the others from hearing', () => {
    const faults: unknown[] = [];
    const store = tempStore({ listenerFault: (error) => faults.push(error) });
    const heard: number[] = [];
    store.onChange(() => {
      throw new Error('listener');
    });
    const stop = store.onChange((change) => heard.push(change.seq));
    expect(store.writePage(page({ records: [contact()] })).new).toBe(1);
    stop();
    store.writePage(page({ records: [contact({ id: 'c2' })] }));
    expect(heard).toHaveLength(1);
    expect(faults).toHaveLength(2);
  });

  test('keep their number over a restart', () => {
    const directory = tempFolder();
    const first = tempStore({ directory });
    const { seq } = first.writePage(page());
    first.close();
    expect(tempStore({ directory }).writePage(page()).seq).toBe(seq + 1);
  });
});

test('hostile texts come back as they went in, and are repeated when sent again', () => {
  const store = tempStore();
  const hostile = [
    '<script>alert(1)</script>',
    "'; DROP TABLE contact_row; --",
    '=cmd|calc',
    '‮مرحبا',
    '👩‍👩‍👧‍👦',
    'x'.repeat(10_000),
  ];
  const records = hostile.map((text, i) => contact({ id: text, queue: text, subject: text, agent: text, version: i }));
  expect(store.writePage(page({ records })).new).toBe(hostile.length);
  expect(store.writePage(page({ records })).repeated).toBe(hostile.length);
  const rows = store.reads.contacts({ source: 'zd', ids: hostile });
  expect(rows.map((row) => row.subject).sort()).toEqual([...hostile].sort());
  const half = contact({ id: 'broken \ud800 pair', queue: '\udc00', subject: 'zero \u0000 byte' });
  expect(store.writePage(page({ records: [half] })).new).toBe(1);
  expect(store.writePage(page({ records: [half] })).repeated).toBe(1);
  expect(store.writePage(page({ records: [{ ...half, version: 2, queueSeconds: 30 }] })).updated).toBe(1);
});

test('removing a source removes all that was read from it, and nothing else', () => {
  const store = tempStore();
  store.saveSource({ id: 'zd', kind: 'zendesk', name: 'Zendesk', zone: null, config: { baseUrl: 'http://127.0.0.1' } });
  store.writePage(page({ records: [contact()], cursor: 1 }));
  store.writePage(page({ source: 'bank', records: [contact()] }));
  store.removeSource('zd');
  expect(store.reads.sources()).toEqual([]);
  expect(store.cursor('zd', 'calls')).toBeNull();
  expect(store.reads.counts({ ...total, perQueue: true }).map((row) => row.source)).toEqual(['bank']);
  store.writePage(page({ records: [contact()] }));
  expect(store.reads.counts(total)[0]?.answered).toBe(2);
});

const total = {
  from: MORNING - 1_000_000,
  to: MORNING + 1_000_000,
  by: 'total',
  perQueue: false,
  zone: 'UTC',
  thresholdSeconds: 20,
  comparator: 'le',
  shortAbandonSeconds: 5,
} as const;
