import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KpiRow } from '../../electron/cli/kpi-rows.ts';
import { openStore } from '../../electron/store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { cli, cliHere, json } from './cli-process.ts';
import { CALLS, CALLS_HEADER } from './import-fixture.ts';

interface Failure {
  error: { code: string; message: string };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchfloor-cli-'));
  writeFileSync(join(folder, 'calls.json'), JSON.stringify(CALLS));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

function file(name: string, rows: readonly string[]): string {
  writeFileSync(join(folder, name), `${[CALLS_HEADER, ...rows].join('\n')}\n`);
  return name;
}

function run(...args: string[]) {
  return cliHere(args, folder);
}

function importCalls(rows: readonly string[]) {
  return run('import', file('calls.csv', rows), '--mapping', './calls.json', '--data', 'data', '--json');
}

/** Three calls on Wednesday, none on Thursday, one on Friday; the Berlin day begins at 22:00 UTC. */
const WEEK = [
  'c1,2024-05-01 00:10:00,Sales,Ann,10,100',
  'c2,2024-05-01 10:00:00,Sales,Bob,30,200',
  'c3,2024-05-01 11:00:00,Help,,4,',
  'c4,2024-05-03 23:50:00,Help,Ann,20,60',
];

async function kpi(...args: string[]): Promise<{ rows: KpiRow[] } & Record<string, unknown>> {
  return json(
    await run(
      'kpi',
      '--data',
      'data',
      '--from',
      '2024-05-01',
      '--to',
      '2024-05-04',
      '--zone',
      'Europe/Berlin',
      '--json',
      ...args,
    ),
  );
}

describe('the command line', () => {
  it('helps, and tells its version', async () => {
    const help = await run('--help');
    expect([help.code, help.out.includes('import'), help.err]).toEqual([0, true, '']);
    for (const command of ['import', 'kpi', 'sql', 'sync']) {
      const own = await run(command, '--help');
      expect([command, own.code, own.out.includes(`cli -- ${command}`)]).toEqual([command, 0, true]);
    }
    const version = await run('--version');
    const wanted: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(wanted).toMatchObject({ version: version.out.trim() });
  });

  it.each([
    [['nonsense'], 'There is no command'],
    [['toString'], 'There is no command'],
    [['import', 'x.csv', '--maping', 'y', '--data', 'd'], "Unknown option '--maping'"],
    [['import', '--mapping', 'y', '--data', 'd'], 'Name the files'],
    [['import', 'x.csv', '--data', 'd'], 'Give --mapping'],
    [['kpi', '--data', 'd', '--from', '2024'], 'Give --to'],
    [['kpi', '--data', 'd', '--from', '2024-01', '--to', '2024-02', '--by', 'year'], '--by is one of'],
    [['kpi', '--data', 'd', '--from', '2024-01', '--to', '2024-02', '--threshold', 'soon'], '--threshold is a number'],
    [['kpi', 'stray', '--data', 'd', '--from', '2024-01', '--to', '2024-02'], 'Unexpected argument'],
  ])('refuses wrong use with exit 2 and a hint: %j', async (args, words) => {
    const refused = await run(...args);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(words);
    expect(refused.err).toContain('--help');
    const withJson = await run(...args, '--json');
    expect(json<Failure>(withJson).error.message).toContain(words);
  });

  it('fails in plain words, and as JSON where asked', async () => {
    const failed = await run('kpi', '--data', 'nowhere', '--from', '2024-01', '--to', '2024-02', '--json');
    expect(failed.code).toBe(1);
    expect(json<Failure>(failed).error.code).toBe('not-found');
    expect(failed.err).not.toMatch(/\n\s+at /);
  });
});

describe('the process', () => {
  it('exits as the command says, with results on stdout alone', async () => {
    file('calls.csv', WEEK);
    const well = await cli(['import', 'calls.csv', '--mapping', './calls.json', '--data', 'data'], { cwd: folder });
    expect([well.code, well.err]).toEqual([0, '']);
    expect(well.out).toContain('calls.csv');
    const usage = await cli(['kpi', '--nonsense'], { cwd: folder });
    expect([usage.code, usage.out]).toEqual([2, '']);
    const failed = await cli(['sql', '--data', 'data', 'drop view contacts'], { cwd: folder });
    expect([failed.code, failed.out]).toEqual([1, '']);
    expect(failed.err).not.toMatch(/\n\s+at /);
  });

  it('stops an import on Ctrl-C and says so; the next run completes it', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, index) => `n${index},2024-05-01 10:00:00,Sales,Ann,${index % 60},60`,
    );
    file('many.csv', rows);
    const args = ['import', 'many.csv', '--mapping', './calls.json', '--data', 'data', '--json'];
    const stopped = await cli(args, {
      cwd: folder,
      started: (child) => {
        // The store is open, the file has tens of pages to go.
        const poll = setInterval(() => {
          if (!existsSync(join(folder, 'data', 'mirror.db'))) return;
          clearInterval(poll);
          child.kill('SIGINT');
        }, 5);
        child.once('exit', () => clearInterval(poll));
      },
    });
    expect([stopped.code, json<Failure>(stopped).error.code]).toEqual([1, 'cancelled']);
    expect(json<{ files: unknown[] }>(await run(...args))).toMatchObject({ files: [{ rows: 60_000, stored: 60_000 }] });
  });
});

describe('import', () => {
  it('prints what became of each file, relative to the caller’s folder', async () => {
    const imported = await importCalls(WEEK);
    expect(imported.code).toBe(0);
    expect(json<{ files: unknown[] }>(imported)).toMatchObject({
      files: [
        { file: 'calls.csv', rows: 4, stored: 4, repaired: 0, duplicates: 0, quarantined: 0, zone: 'Europe/Berlin' },
      ],
      source: 'calls',
      mapping: 'calls',
    });
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    const again = await cli(['import', 'calls.csv', '--mapping', './calls.json', '--data', 'data', '--json'], {
      cwd: elsewhere,
      env: { WATCHFLOOR_CWD: folder },
    });
    expect(json<{ files: unknown[] }>(again)).toMatchObject({ files: [{ rows: 4, stored: 0, duplicates: 4 }] });
  });

  it('exits with 3 where rows are in quarantine or some files could not be read', async () => {
    const partly = await importCalls([...WEEK, 'broken']);
    expect(partly.code).toBe(3);
    const both = await run(
      'import',
      'calls.csv',
      'missing.csv',
      '--mapping',
      './calls.json',
      '--data',
      'data',
      '--json',
    );
    expect(both.code).toBe(3);
    expect(json<{ files: unknown[] }>(both)).toMatchObject({
      files: [
        { duplicates: 4, quarantined: 1 },
        { file: 'missing.csv', rows: 0, error: { code: 'not-found' } },
      ],
    });
    const people = await run('import', 'calls.csv', '--mapping', './calls.json', '--data', 'data');
    expect(people.out).toContain('quarantine');
  });

  it('exits with 1 where no file could be read, or the mapping is unknown', async () => {
    const missing = await run('import', 'missing.csv', '--mapping', './calls.json', '--data', 'data', '--json');
    expect(missing.code).toBe(1);
    const unknown = await run('import', 'missing.csv', '--mapping', 'who', '--data', 'data', '--json');
    expect([unknown.code, json<Failure>(unknown).error.code]).toEqual([1, 'not-found']);
  });

  it('does not write into a folder that the console has open', async () => {
    const store = openStore({ directory: join(folder, 'data'), clock: systemClock });
    try {
      const busy = await importCalls(WEEK);
      expect([busy.code, json<Failure>(busy).error.code]).toEqual([1, 'store-busy']);
    } finally {
      store.close();
    }
  });
});

describe('kpi', () => {
  beforeEach(async () => {
    await importCalls(WEEK);
  });

  it('prints every interval of the span, quiet ones with null ratios', async () => {
    const printed = await kpi('--by', 'day');
    expect(Object.keys(printed)).toEqual(['from', 'to', 'zone', 'threshold', 'rows']);
    expect(printed).toMatchObject({ from: '2024-05-01', to: '2024-05-04', zone: 'Europe/Berlin', threshold: 20 });
    expect(printed.rows.map(({ bucket, queue, offered }) => [bucket, queue, offered])).toEqual([
      ['2024-05-01', null, 3],
      ['2024-05-02', null, 0],
      ['2024-05-03', null, 1],
    ]);
    expect(Object.keys(printed.rows[0] ?? {})).toEqual([
      'bucket',
      'queue',
      'offered',
      'answered',
      'abandoned',
      'left_before_queue',
      'excluded',
      'answered_within',
      'abandoned_within',
      'short_abandons',
      'service_level',
      'asa_seconds',
      'abandon_rate',
      'aht_seconds',
      'median_handle_seconds',
      'mean_abandon_wait_seconds',
    ]);
    expect(printed.rows[0]).toEqual({
      bucket: '2024-05-01',
      queue: null,
      offered: 3,
      answered: 2,
      abandoned: 1,
      left_before_queue: 0,
      excluded: 0,
      answered_within: 1,
      abandoned_within: 1,
      short_abandons: 1,
      service_level: {
        'short-abandons-removed': 1 / 2,
        'abandons-met': 2 / 3,
        'answered-only': 1 / 2,
        'abandons-missed': 1 / 3,
        'early-abandons-ignored': 1 / 2,
        'short-abandons-met': 2 / 3,
      },
      asa_seconds: 20,
      abandon_rate: 1 / 3,
      aht_seconds: 150,
      median_handle_seconds: 150,
      mean_abandon_wait_seconds: 4,
    });
    expect(printed.rows[1]).toMatchObject({
      service_level: { 'abandons-missed': null },
      asa_seconds: null,
      abandon_rate: null,
      aht_seconds: null,
      median_handle_seconds: null,
      mean_abandon_wait_seconds: null,
    });
  });

  it('labels weeks, months and hours by their local start', async () => {
    const buckets = async (by: string): Promise<(string | null)[]> =>
      (await kpi('--by', by)).rows.map(({ bucket }) => bucket);
    expect(await buckets('month')).toEqual(['2024-05']);
    expect(await buckets('week')).toEqual(['2024-W18']);
    const hours = await buckets('hour');
    expect([hours.length, hours[0], hours.at(-1)]).toEqual([72, '2024-05-01T00', '2024-05-03T23']);
  });

  it('takes days of another zone', async () => {
    const span = ['--from', '2024-04-30', '--to', '2024-05-02', '--zone', 'UTC', '--by', 'day', '--json'];
    const printed = json<{ rows: KpiRow[] }>(await run('kpi', '--data', 'data', ...span));
    expect(printed.rows.map(({ bucket, offered }) => [bucket, offered])).toEqual([
      ['2024-04-30', 1],
      ['2024-05-01', 2],
    ]);
  });

  it('counts by queue, and by interval and queue', async () => {
    const queues = await kpi('--by', 'queue');
    expect(queues.rows.map(({ bucket, queue, offered }) => [bucket, queue, offered])).toEqual([
      [null, 'Help', 2],
      [null, 'Sales', 2],
    ]);
    const both = await kpi('--by', 'day', '--per-queue');
    expect(both.rows.map(({ bucket, queue, offered }) => `${bucket} ${queue} ${offered}`)).toEqual([
      '2024-05-01 Help 1',
      '2024-05-01 Sales 2',
      '2024-05-02 Help 0',
      '2024-05-02 Sales 0',
      '2024-05-03 Help 1',
      '2024-05-03 Sales 0',
    ]);
  });

  it('counts by the threshold, the comparator, the short-abandon limit and the variant asked for', async () => {
    const within = async (...args: string[]): Promise<unknown[]> => {
      const [row] = (await kpi('--by', 'queue', ...args)).rows;
      return [row?.answered_within, row?.short_abandons, row?.service_level];
    };
    expect(await within('--variant', 'abandons-missed')).toEqual([1, 1, { 'abandons-missed': 1 / 2 }]);
    expect(await within('--variant', 'abandons-missed', '--comparator', 'lt')).toEqual([
      0,
      1,
      { 'abandons-missed': 0 },
    ]);
    expect(await within('--variant', 'abandons-missed', '--short-abandon', '3')).toEqual([
      1,
      0,
      { 'abandons-missed': 1 / 2 },
    ]);
    expect((await within('--threshold', '19'))[0]).toBe(0);
  });

  it('reads while the console has the folder open', async () => {
    const store = openStore({ directory: join(folder, 'data'), clock: systemClock });
    try {
      expect((await kpi('--by', 'month')).rows[0]?.offered).toBe(4);
    } finally {
      store.close();
    }
  });

  it('prints a table for people', async () => {
    const printed = await run('kpi', '--data', 'data', '--from', '2024-05-01', '--to', '2024-05-04', '--by', 'day');
    expect(printed.out.split('\n')[2]).toMatch(/^2024-05-02 +0 +0 +0 +0 +0 +– +– +– +–$/);
    expect(printed.out).toContain('Zone: Europe/Berlin');
  });
});

describe('sql', () => {
  beforeEach(async () => {
    await importCalls([...WEEK, 'broken']);
  });

  function sql(text: string, ...args: string[]) {
    return run('sql', '--data', 'data', text, '--json', ...args);
  }

  it('answers on the public views, instants in UTC', async () => {
    const answer = await sql(
      'select id, queue, agent, created_at, queue_seconds, outcome, short_abandon from contacts order by id limit 3',
    );
    expect(answer.code).toBe(0);
    expect(json(answer)).toEqual({
      columns: ['id', 'queue', 'agent', 'created_at', 'queue_seconds', 'outcome', 'short_abandon'],
      rows: [
        ['c1', 'Sales', 'Ann', '2024-04-30T22:10:00Z', 10, 'answered', null],
        ['c2', 'Sales', 'Bob', '2024-05-01T08:00:00Z', 30, 'answered', null],
        ['c3', 'Help', null, '2024-05-01T09:00:00Z', 4, 'abandoned', 1],
      ],
      truncated: false,
    });
    const quarantine = json<{ rows: unknown[] }>(await sql('select line, payload from quarantine'));
    expect(quarantine.rows).toEqual([[6, 'broken']]);
  });

  it('stops at the row cap and says so', async () => {
    const capped = json<{ rows: unknown[]; truncated: boolean }>(
      await sql('select id from contacts', '--max-rows', '2'),
    );
    expect([capped.rows.length, capped.truncated]).toEqual([2, true]);
  });

  it.each([
    ['delete from contacts', 'refused'],
    ['select * from contact_row', 'refused'],
    ['select 1; drop view contacts', 'invalid-input'],
    ['select * from nothing', 'invalid-input'],
    ['select nothing from contacts', 'invalid-input'],
  ])('refuses %s', async (text, code) => {
    const refused = await sql(text);
    expect([refused.code, json<Failure>(refused).error.code]).toEqual([1, code]);
  });

  it('stops a question over its time, and the process ends even where the thread does not', async () => {
    const digits = `d(x) as (values ${Array.from({ length: 10 }, (_, digit) => `(${digit})`).join(',')})`;
    const tables = Array.from({ length: 12 }, (_, index) => `d t${index}`).join(', ');
    const text = `with ${digits} select count(*) from ${tables}`;
    const late = await cli(['sql', '--data', 'data', text, '--time-limit', '0.2', '--json'], { cwd: folder });
    expect([late.code, json<Failure>(late).error.code]).toEqual([1, 'time-limit']);
  });

  it('prints a table for people', async () => {
    const printed = await run('sql', '--data', 'data', 'select id, agent from contacts order by id limit 3');
    expect(printed.out).toBe('id  agent\nc1  Ann\nc2  Bob\nc3  –\n');
  });
});
