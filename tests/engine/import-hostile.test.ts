import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { previewFile } from '../../electron/files/index.ts';
import { Bench, CALLS, CALLS_HEADER } from './import-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.close());

function named(name: string): string {
  return `${CALLS_HEADER}\nc1,2024-05-01 10:00:00,"${name.replaceAll('"', '""')}",Ann,5,60\n`;
}

describe('hostile files', () => {
  it.each([
    ['markup', '<script>alert(1)</script>'],
    ['a formula', "=cmd|' /C calc'!A0"],
    ['right-to-left text with an override', 'תור \u202eevil\u202c'],
    ['emoji of several characters', '👩‍👩‍👧‍👦 family'],
    ['quotes, commas and line ends', 'a "b", c\nd'],
    ['SQL', "'); DROP TABLE contact_row; --"],
    ['names of an object’s own parts', '__proto__'],
  ])('keeps %s as it is, and only as text', async (_what, name) => {
    const result = await bench.import(bench.file('calls.csv', named(name)));
    expect([result.stored, result.repaired]).toEqual([1, 0]);
    expect(bench.store.reads.queues().map((queue) => queue.name)).toEqual([name]);
    expect(bench.store.reads.contacts({ source: 'calls', ids: ['c1'] })[0]?.queue).toBe(name);
  });

  it('keeps a name of 10,000 characters under a short id that is the same every time', async () => {
    const name = 'Ä'.repeat(10_000);
    const path = bench.file('calls.csv', named(name));
    await bench.import(path);
    const [queue] = bench.store.reads.queues();
    expect(queue?.name).toBe(name);
    expect(queue?.id.length).toBeLessThan(220);
    expect(bench.store.reads.contacts({ source: 'calls', ids: ['c1'] })[0]?.queue).toBe(queue?.id);
    const again = await bench.import(path);
    expect([again.duplicates, bench.store.reads.queues().length]).toEqual([1, 1]);
    const other = named(`${name}!`).replace('c1', 'c2');
    await bench.import(bench.file('other.csv', other));
    expect(bench.store.reads.queues()).toHaveLength(2);
  });

  it('takes out NUL and control characters and says so', async () => {
    const result = await bench.import(bench.file('calls.csv', named('Sa\0les\u001b[2J')));
    expect([result.stored, result.repaired]).toEqual([1, 1]);
    expect(result.repairs.map(({ rule }) => rule)).toEqual(['unusable-characters']);
    expect(bench.store.reads.queues()[0]?.name).toBe('Sales[2J');
  });

  it('replaces half characters and bytes that are no text', async () => {
    const halves = Buffer.from(`\ufeff${named('A\ud800B')}`, 'utf16le');
    expect((await bench.import(bench.file('calls.csv', halves))).repaired).toBe(1);
    const bytes = Buffer.concat([
      Buffer.from(`${CALLS_HEADER}\nc2,2024-05-01 10:00:00,Z`),
      Buffer.from([0xff]),
      Buffer.from(',Ann,5,60\n'),
    ]);
    const result = await bench.import(bench.file('latin.csv', bytes));
    expect([result.stored, result.repaired]).toEqual([1, 1]);
    const names = bench.store.reads.queues().map((queue) => queue.name);
    expect(names).toEqual(['A\ufffdB', 'Z\ufffd']);
  });

  it('keeps a row of hostile text in quarantine, whole, with a harmless reason', async () => {
    const bad = 'c9,\u001b[31mnever\u202e,q,a,1,1';
    await bench.import(bench.file('calls.csv', `${CALLS_HEADER}\n${bad}\n`));
    const [item] = bench.quarantined('file:calls.csv');
    expect(item?.payload).toBe(bad);
    // eslint-disable-next-line no-control-regex
    expect(item?.reason).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
  });

  it('does not fall for one stray quote', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => `c${index},2024-05-01 10:00:00,Sales,Ann,5,60`);
    lines[10] = 'c10,2024-05-01 10:00:00,"Sales,Ann,5,60';
    const result = await bench.import(bench.file('calls.csv', `${CALLS_HEADER}\n${lines.join('\n')}\n`));
    expect([result.rows, result.stored, result.quarantined]).toEqual([50, 49, 1]);
    expect(bench.quarantined('file:calls.csv')[0]).toMatchObject({ line: 12, payload: lines[10] });
  });

  it('passes over a single line of 100 MB without holding it', async () => {
    const path = join(bench.directory, 'calls.csv');
    const file = createWriteStream(path);
    file.write(`${CALLS_HEADER}\nc1,2024-05-01 10:00:00,Sales,Ann,5,60\n`);
    const piece = 'x'.repeat(1_000_000);
    for (let index = 0; index < 100; index += 1) if (!file.write(piece)) await once(file, 'drain');
    file.end('\nc2,2024-05-01 10:00:00,Sales,Ann,5,60\n');
    await once(file, 'close');
    const result = await bench.import(path);
    expect([result.rows, result.stored, result.quarantined]).toEqual([3, 2, 1]);
    const [item] = bench.quarantined('file:calls.csv');
    expect(item).toMatchObject({ line: 3, reason: expect.stringContaining('100000000 characters') });
    expect(item?.payload).toHaveLength(4096);
  });

  it('unfolds a gzip bomb in constant memory', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(`${CALLS_HEADER}\n`), Buffer.alloc(200_000_000, 0x78)]), {
      level: 9,
    });
    const before = process.memoryUsage().rss;
    const result = await bench.import(bench.file('bomb.csv.gz', bomb));
    expect([result.rows, result.quarantined]).toEqual([1, 1]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it('previews hostile files as text', async () => {
    const preview = await previewFile(bench.file('calls.csv', named('<script>')));
    expect(preview.rows[0]?.cells[2]).toBe('<script>');
    const mapped = await previewFile(bench.file('calls.csv', named('=1+1')), {
      mapping: (await import('../../electron/files/index.ts')).parseMapping(CALLS, 'calls'),
    });
    expect(mapped.rows[0]?.record).toMatchObject({ entity: 'contact', queue: '=1+1' });
  });
});
