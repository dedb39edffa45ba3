import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  listMappings,
  loadMapping,
  parseMapping,
  previewFile,
  saveMapping,
  suggestMapping,
  wizardPreview,
} from '../../../electron/files/index.ts';
import { queries } from '../../../shared/contract/queries.ts';
import { isAppError } from '../../../shared/errors/index.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'watchfloor-preview-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 20 }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const EXPORT = [
  'Call ID;Queue;Agent name;Start time;Wait time;Talk time;Status;Caller',
  '77001;Sales;Ann;03.02.2024 10:00:00;00:00:12;00:03:00;Answered;+491',
  '77002;Sales;;13.02.2024 10:01:00;00:01:12;;Abandoned;+492',
  '77003;Help;Bob;14.02.2024 10:02:00;00:00:02;00:05:10;Answered;+491',
].join('\n');

describe('a look at a file', () => {
  it('sees delimiter, header, types and formats', async () => {
    const preview = await previewFile(file('export.csv', gzipSync(EXPORT)));
    expect(preview).toMatchObject({ delimiter: ';', header: true, compressed: true, encoding: 'utf-8', misfit: null });
    expect(preview.columns.map(({ name, type, format }) => [name, type, format])).toEqual([
      ['Call ID', 'integer', null],
      ['Queue', 'text', null],
      ['Agent name', 'text', null],
      ['Start time', 'datetime', 'd.M.yyyy H:mm:ss'],
      ['Wait time', 'duration', null],
      ['Talk time', 'duration', null],
      ['Status', 'text', null],
      ['Caller', 'integer', null],
    ]);
    expect(preview.rows.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it('says when day and month cannot be told apart', async () => {
    const preview = await previewFile(file('x.csv', 'id,date\n1,03/02/2024\n2,04/05/2024\n'));
    expect(preview.columns[1]).toMatchObject({ type: 'date', format: 'd/M/yyyy', alsoFits: 'M/d/yyyy' });
    expect(preview.warnings[0]).toContain('cannot be told apart');
  });

  it('says when the text is not in the encoding', async () => {
    const preview = await previewFile(file('x.csv', Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xf9, 0x2c, 0x31, 0x0a])));
    expect(preview.warnings[0]).toContain('choose another encoding');
  });

  it('sees that there is no header', async () => {
    const preview = await previewFile(file('x.tsv', '1\t2024-01-01\tSales\n2\t2024-01-02\tHelp\n'));
    expect(preview).toMatchObject({ delimiter: '\t', header: false });
    expect(preview.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2', 'column 3']);
  });

  it('drafts a mapping that reads the file', async () => {
    const path = file('export.csv', EXPORT);
    const draft = suggestMapping(await previewFile(path), { zone: 'Europe/Berlin' });
    const mapping = parseMapping(draft, 'draft');
    const preview = await previewFile(path, { mapping });
    expect(preview.rows.map(({ reason }) => reason)).toEqual([null, null, null]);
    expect(preview.rows.map(({ record }) => record)).toMatchObject([
      {
        id: '77001',
        queue: 'Sales',
        agent: 'Ann',
        customerKey: '+491',
        outcome: 'answered',
        queueSeconds: 12,
        talkSeconds: 180,
        createdAt: Date.parse('2024-02-03T10:00:00+01:00'),
      },
      { id: '77002', agent: null, outcome: 'abandoned', queueSeconds: 72, talkSeconds: null },
      { id: '77003', outcome: 'answered', talkSeconds: 310 },
    ]);
  });

  it('shows why rows would not come in, and why a mapping does not fit at all', async () => {
    const path = file('export.csv', EXPORT.replace('Answered;+491', 'Strange;+491'));
    const mapping = parseMapping(suggestMapping(await previewFile(file('good.csv', EXPORT))), 'draft');
    const preview = await previewFile(path, { mapping });
    expect(preview.rows[0]).toMatchObject({
      line: 2,
      record: null,
      reason: 'No outcome rule of the mapping fits this row.',
    });
    const misfit = await previewFile(file('other.csv', 'a;b\n1;2\n'), { mapping });
    expect(misfit.misfit).toContain('does not fit the mapping');
  });
});

describe('the wizard', () => {
  it('finds the mapping that fits, and answers as the contract says', async () => {
    const path = file('export.csv', EXPORT);
    const places = { dataDir: directory };
    const before = await wizardPreview({ path, mapping: null, rows: 2 }, places);
    expect(before).toMatchObject({ mapping: null, mapped: [], delimiter: ';' });
    await saveMapping(directory, { ...suggestMapping(await previewFile(path)), name: 'my-export', title: 'Mine' });
    const answer = await wizardPreview({ path, mapping: null, rows: 2 }, places);
    expect(queries.filePreview.output.parse(answer)).toEqual(answer);
    expect(answer.mapping).toBe('my-export');
    expect(answer.mappings.map(({ name }) => name)).toEqual(['anonymous-bank', 'my-export', 'schedule']);
    expect(answer.mapped[0]).toMatchObject({
      line: 2,
      ok: true,
      fields: { queue: 'Sales', createdAt: '2024-02-03T10:00:00.000Z' },
    });
    const misfit = await wizardPreview({ path, mapping: 'anonymous-bank', rows: 2 }, places);
    expect(misfit.mapped[0]).toMatchObject({ ok: false, fields: {}, reason: expect.stringContaining('does not fit') });
  });
});

describe('saved mappings', () => {
  it('are listed with those that ship, found by name and by path', async () => {
    const draft = suggestMapping(await previewFile(file('export.csv', EXPORT)));
    const saved = await saveMapping(directory, { ...draft, name: 'my-export' });
    const listed = await listMappings({ dataDir: directory });
    expect(listed.map(({ name, shipped, problem }) => [name, shipped, problem])).toEqual([
      ['anonymous-bank', true, null],
      ['my-export', false, null],
      ['schedule', true, null],
    ]);
    expect(await loadMapping('my-export', { dataDir: directory })).toEqual(saved);
    expect(await loadMapping('mappings/my-export.json', { dataDir: null, from: directory })).toEqual(saved);
  });

  it('get a higher revision when they say something else', async () => {
    const draft = { ...suggestMapping(await previewFile(file('export.csv', EXPORT))), name: 'my-export' };
    expect((await saveMapping(directory, draft)).revision).toBe(1);
    expect((await saveMapping(directory, draft)).revision).toBe(1);
    expect((await saveMapping(directory, { ...draft, zone: 'Asia/Tokyo' })).revision).toBe(2);
  });

  it('are listed with their problem when they are broken', async () => {
    await saveMapping(directory, { ...suggestMapping(await previewFile(file('export.csv', EXPORT))), name: 'good' });
    writeFileSync(join(directory, 'mappings', 'bad.json'), '{"mapping": 1');
    writeFileSync(
      join(directory, 'mappings', 'worse.json'),
      '{"mapping": 1, "name": "worse", "title": "w", "colums": []}',
    );
    const listed = await listMappings({ dataDir: directory });
    const problems = Object.fromEntries(listed.map(({ name, problem }) => [name, problem]));
    expect(problems['good']).toBeNull();
    expect(problems['bad']).toBe('The mapping “bad” is not JSON.');
    expect(problems['worse']).toContain('is not right at');
  });

  it('say what there is when the name is unknown', async () => {
    const attempt = loadMapping('nothing', { dataDir: directory });
    await expect(attempt).rejects.toSatisfy(
      (error) => isAppError(error, 'not-found') && error.message.includes('anonymous-bank'),
    );
  });
});
