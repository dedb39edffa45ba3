import { gzipSync } from 'node:zlib';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MappingInput } from '../../electron/files/index.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { Bench, CALLS, CALLS_HEADER } from './import-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.close());

function row(index: number): string {
  const minute = String(index % 60).padStart(2, '0');
  const hour = String(Math.floor(index / 60) % 24).padStart(2, '0');
  const agent = index % 5 === 0 ? '' : `Agent ${index % 7}`;
  return `c${index},2024-05-0${1 + (Math.floor(index / 1440) % 9)} ${hour}:${minute}:00,Queue ${index % 3},${agent},${index % 90},${agent === '' ? '' : 60 + (index % 200)}`;
}

function calls(count: number): string {
  return `${[CALLS_HEADER, ...Array.from({ length: count }, (_, index) => row(index))].join('\n')}\n`;
}

function counts(result: { rows: number; stored: number; repaired: number; duplicates: number; quarantined: number }) {
  return [result.rows, result.stored, result.repaired, result.duplicates, result.quarantined];
}

describe('import of a file', () => {
  it('stores every row, and the queues and agents it names', async () => {
    const result = await bench.import(bench.file('calls.csv', calls(2500)));
    expect(counts(result)).toEqual([2500, 2500, 0, 0, 0]);
    expect(bench.store.reads.queues().map(({ id, name }) => [id, name])).toEqual([
      ['Queue 0', 'Queue 0'],
      ['Queue 1', 'Queue 1'],
      ['Queue 2', 'Queue 2'],
    ]);
    expect(bench.store.reads.agents()).toHaveLength(7);
    const [contact] = bench.store.reads.contacts({ source: 'calls', ids: ['c1'] });
    expect(contact).toMatchObject({ queue: 'Queue 1', agent: 'Agent 1', outcome: 'answered', queueSeconds: 1 });
    expect(contact?.createdAt).toBe(Date.parse('2024-05-01T00:01:00+02:00'));
  });

  it('says how things stand with the source, and takes the first file’s zone for a new folder', async () => {
    await bench.import(bench.file('calls.csv', calls(10)));
    expect(bench.store.zone).toBe('Europe/Berlin');
    const [source] = bench.store.reads.sources();
    expect(source).toMatchObject({ id: 'calls', kind: 'file', zone: 'Europe/Berlin' });
    expect(source?.status).toMatchObject({ state: 'ok', fault: null });
    expect(source?.status?.streams).toMatchObject([
      { stream: 'file:calls.csv', state: 'ok', rows: 10, quarantined: 0 },
    ]);
  });

  it('changes nothing when the same file comes again, also packed and under another name', async () => {
    await bench.import(bench.file('calls.csv', `${calls(1200)}bad row\n`));
    const before = bench.content();
    const again = await bench.import(bench.file('calls.csv', `${calls(1200)}bad row\n`));
    expect(counts(again)).toEqual([1201, 0, 0, 1200, 1]);
    expect(bench.quarantined('file:calls.csv')).toHaveLength(1);
    const packed = await bench.import(bench.file('other.txt', gzipSync(calls(1200))));
    expect(counts(packed)).toEqual([1200, 0, 0, 1200, 0]);
    expect(bench.content()).toEqual(before);
  });

  it('keeps what it cannot read in quarantine, with line, reason and the row itself', async () => {
    const text = `${CALLS_HEADER}\n${row(1)}\nc2,yesterday,Queue 1,,5,\n\nc3,2024-05-01 10:00:00,Queue 1\n${row(4)}\n`;
    const result = await bench.import(bench.file('calls.csv', text));
    expect(counts(result)).toEqual([4, 2, 0, 0, 2]);
    expect(bench.quarantined('file:calls.csv').map(({ line, reason, payload }) => [line, reason, payload])).toEqual([
      [
        3,
        'Column “start”: “yesterday” is not a date and time in the form yyyy-MM-dd HH:mm:ss.',
        'c2,yesterday,Queue 1,,5,',
      ],
      [5, 'The row has 3 columns instead of 6.', 'c3,2024-05-01 10:00:00,Queue 1'],
    ]);
  });

  it('releases a quarantined row once it can be read', async () => {
    const broken: MappingInput = {
      ...CALLS,
      outcome: [{ when: { of: { column: 'agent' }, is: 'Agent 1' }, is: 'answered' }],
    };
    const path = bench.file('calls.csv', `${CALLS_HEADER}\n${row(1)}\n${row(2)}\n`);
    expect(counts(await bench.import(path, broken))).toEqual([2, 1, 0, 0, 1]);
    expect(counts(await bench.import(path))).toEqual([2, 1, 0, 1, 0]);
    expect(bench.quarantined('file:calls.csv')).toEqual([]);
  });

  it('does not let a row overwrite another one of the same identity', async () => {
    const other = row(1).replace('Queue 1', 'Queue 2');
    const path = bench.file('calls.csv', `${CALLS_HEADER}\n${row(1)}\n${row(1)}\n${other}\n`);
    expect(counts(await bench.import(path))).toEqual([3, 1, 0, 1, 1]);
    expect(counts(await bench.import(bench.file('late.csv', `${CALLS_HEADER}\n${other}\n`)))).toEqual([1, 0, 0, 0, 1]);
    expect(bench.store.reads.contacts({ source: 'calls', ids: ['c1'] })[0]?.queue).toBe('Queue 1');
    expect(bench.quarantined('file:late.csv')[0]?.reason).toContain('same identity');
  });

  it('reads a file anew under a revised mapping', async () => {
    const path = bench.file('calls.csv', calls(20));
    await bench.import(path);
    const revised: MappingInput = { ...CALLS, revision: 2, zone: 'Asia/Kolkata' };
    expect(counts(await bench.import(path, revised))).toEqual([20, 20, 0, 0, 0]);
    const [contact] = bench.store.reads.contacts({ source: 'calls', ids: ['c1'] });
    expect(contact?.createdAt).toBe(Date.parse('2024-05-01T00:01:00+05:30'));
    expect(counts(await bench.import(path, revised))).toEqual([20, 0, 0, 20, 0]);
  });

  it('keeps the later state where rows have versions of their own', async () => {
    const versioned: MappingInput = { ...CALLS, version: { column: 'talk' } };
    const early = 'c1,2024-05-01 10:00:00,Queue 1,Ann,5,100';
    const late = 'c1,2024-05-01 10:00:00,Queue 2,Ann,5,200';
    const path = bench.file('calls.csv', `${CALLS_HEADER}\n${early}\n${late}\n${early}\n`);
    expect(counts(await bench.import(path, versioned))).toEqual([3, 2, 0, 1, 0]);
    expect(bench.store.reads.contacts({ source: 'calls', ids: ['c1'] })[0]?.queue).toBe('Queue 2');
    expect(counts(await bench.import(path, versioned))).toMatchObject([3, 0, 0, 3, 0]);
    expect(bench.store.reads.contacts({ source: 'calls', ids: ['c1'] })[0]?.queue).toBe('Queue 2');
  });

  it('knows surveys again', async () => {
    const surveys: MappingInput = {
      ...CALLS,
      entity: 'survey',
      outcome: [],
      fields: { kind: 'csat', score: { column: 'wait' }, scaleMax: 100, answeredAt: { column: 'start' } },
    };
    const path = bench.file('surveys.csv', calls(30));
    expect(counts(await bench.import(path, surveys))).toEqual([30, 30, 0, 0, 0]);
    expect(counts(await bench.import(path, surveys))).toEqual([30, 0, 0, 30, 0]);
    expect(counts(await bench.import(path, { ...surveys, revision: 2 }))).toEqual([30, 30, 0, 0, 0]);
  });

  it('does not write into a source that is a connected system', async () => {
    bench.store.saveSource({ id: 'calls', kind: 'zendesk', name: 'Help desk', zone: null, config: {} });
    const attempt = bench.import(bench.file('calls.csv', calls(1)));
    await expect(attempt).rejects.toSatisfy((error) => isAppError(error, 'invalid-input'));
    expect(bench.store.reads.extent()).toBeNull();
  });

  it('goes on where it was stopped, and counts as if it had not been', async () => {
    const path = bench.file('calls.csv', calls(5000));
    const controller = new AbortController();
    const stopped = bench.import(path, CALLS, {
      signal: controller.signal,
      onProgress: ({ rows }) => rows >= 2000 && controller.abort(),
    });
    await expect(stopped).rejects.toSatisfy((error) => isAppError(error, 'cancelled'));
    expect(bench.store.reads.sources()[0]?.status?.streams[0]?.state).toBe('pending');
    const result = await bench.import(path);
    expect(result.resumedAfter).toBe(2000);
    expect(counts(result)).toEqual([5000, 5000, 0, 0, 0]);
  });

  it('starts afresh when another file lies where it was stopped', async () => {
    const controller = new AbortController();
    const stopped = bench.import(bench.file('calls.csv', calls(3000)), CALLS, {
      signal: controller.signal,
      onProgress: ({ rows }) => rows >= 1000 && controller.abort(),
    });
    await expect(stopped).rejects.toSatisfy((error) => isAppError(error, 'cancelled'));
    const shorter = await bench.import(bench.file('calls.csv', calls(500)));
    expect([shorter.resumedAfter, counts(shorter)]).toEqual([0, [500, 0, 0, 500, 0]]);
  });

  it('imports what is whole of a cut-off gzip, says so, and completes it later', async () => {
    const whole = gzipSync(calls(4000), { level: 9 });
    const cut = await bench.import(bench.file('calls.csv.gz', whole.subarray(0, Math.floor(whole.length * 0.6))));
    expect(cut.damage).toContain('cut off');
    expect(cut.quarantined).toBe(1);
    expect(cut.stored).toBe(cut.rows - 1);
    expect(cut.stored).toBeGreaterThan(1000);
    expect(bench.quarantined('file:calls.csv')[0]?.reason).toContain('incomplete');
    expect(bench.store.reads.sources()[0]?.status).toMatchObject({ state: 'degraded' });
    const complete = await bench.import(bench.file('calls.csv.gz', whole));
    expect(counts(complete)).toEqual([4000, 4000 - cut.stored, 0, cut.stored, 0]);
    expect(bench.quarantined('file:calls.csv')).toEqual([]);
    expect(bench.store.reads.sources()[0]?.status).toMatchObject({ state: 'ok' });
  });

  it('says that a gzip is damaged in its middle', async () => {
    const damaged = Buffer.from(gzipSync(calls(4000)));
    damaged.fill(0xff, Math.floor(damaged.length / 2), Math.floor(damaged.length / 2) + 64);
    const result = await bench.import(bench.file('calls.csv.gz', damaged));
    expect(result.damage).not.toBeNull();
    expect(result.rows).toBe(result.stored + result.duplicates + result.quarantined);
  });

  it.each([
    ['utf-8 with its mark', Buffer.from(`\ufeff${CALLS_HEADER}\r\nc1,2024-05-01 10:00:00,תור,Zoë,5,60\r\n`, 'utf8')],
    ['utf-16le', Buffer.from(`\ufeff${CALLS_HEADER}\r\nc1,2024-05-01 10:00:00,תור,Zoë,5,60\r\n`, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${CALLS_HEADER}\nc1,2024-05-01 10:00:00,תור,Zoë,5,60\n`, 'utf16le').swap16()],
    ['old Macintosh line ends', Buffer.from(`${CALLS_HEADER}\rc1,2024-05-01 10:00:00,תור,Zoë,5,60\r`, 'utf8')],
  ])('reads %s', async (_name, bytes) => {
    expect(counts(await bench.import(bench.file('calls.csv', bytes)))).toEqual([1, 1, 0, 0, 0]);
    expect(bench.store.reads.contacts({ source: 'calls', ids: ['c1'] })[0]).toMatchObject({
      queue: 'תור',
      agent: 'Zoë',
    });
  });

  it('reads windows-1255 where the mapping says so', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${CALLS_HEADER}\nc1,2024-05-01 10:00:00,`),
      Buffer.from([0xf9, 0xec, 0xe5, 0xed]),
      Buffer.from(',Ann,5,60\n'),
    ]);
    const mapping: MappingInput = { ...CALLS, format: { encoding: 'windows-1255' } };
    await bench.import(bench.file('calls.csv', bytes), mapping);
    expect(bench.store.reads.queues()[0]?.name).toBe('שלום');
  });

  it.each([
    ['an empty file', '', 'empty'],
    ['a file of another mapping', 'a,b,c\n1,2,3\n', 'does not fit the mapping “calls”'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]), 'not a text file'],
    ['a workbook', Buffer.from('PK\u0003\u0004rest of a workbook'), 'save it as CSV'],
    ['blank lines only', '\n\n\n', 'no header line'],
  ])('refuses %s before anything is written', async (_name, content, words) => {
    const attempt = bench.import(bench.file('calls.csv', content));
    await expect(attempt).rejects.toSatisfy(
      (error) => isAppError(error, 'invalid-input') && error.message.includes(words),
    );
    expect(bench.store.reads.sources()).toEqual([]);
  });

  it('says that a file is missing, or a folder', async () => {
    const missing = bench.import(join(bench.directory, 'none.csv'));
    await expect(missing).rejects.toSatisfy((error) => isAppError(error, 'not-found'));
    mkdirSync(join(bench.directory, 'folder'));
    const folder = bench.import(join(bench.directory, 'folder'));
    await expect(folder).rejects.toSatisfy((error) => isAppError(error, 'invalid-input'));
  });

  it('accepts a header without rows', async () => {
    expect(counts(await bench.import(bench.file('calls.csv', `${CALLS_HEADER}\n`)))).toEqual([0, 0, 0, 0, 0]);
  });
});
