import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KpiRow } from '../../electron/cli/kpi-rows.ts';
import { openStore } from '../../electron/store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { referencePath } from '../helpers/reference.ts';
import { cli, cliHere, json } from './cli-process.ts';

const MONTHS = ['01-january', '02-february', '03-march'];
const paths = MONTHS.map((month) => referencePath(`data/anonymous-bank-1999/1999-${month}.tsv.gz`));
const reference = referencePath('reference/anonymous_bank_monthly.csv');
const files = paths.filter((path) => path !== null);
const here = reference !== null && files.length === MONTHS.length;
if (!here) console.warn('SKIPPED: the bank files are not in ../shared (or WATCHFLOOR_REFERENCE): nothing to import.');

const ROWS = [31_599, 33_344, 38_801];
const KILLS = 20;
const CHILD = join(dirname(fileURLToPath(import.meta.url)), 'import-child.ts');

interface Imported {
  files: {
    file: string;
    rows: number;
    stored: number;
    repaired: number;
    duplicates: number;
    quarantined: number;
    resumedAfter: number;
  }[];
}

const directory = mkdtempSync(join(tmpdir(), 'watchfloor-bank-'));
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 20 }));

async function importInto(data: string, of: readonly string[] = files): Promise<Imported> {
  const run = await cliHere(['import', ...of, '--mapping', 'anonymous-bank', '--data', data, '--json', '--quiet']);
  expect([run.code, run.err]).toEqual([0, '']);
  return json<Imported>(run);
}

/** The figures of every cut that people look at, as printed. */
async function figures(data: string): Promise<string> {
  const span = ['--data', data, '--from', '1999-01', '--to', '1999-04', '--zone', 'Asia/Jerusalem', '--json'];
  const cuts = [['month'], ['week'], ['day'], ['hour'], ['queue'], ['month', '--per-queue']];
  const printed: string[] = [];
  for (const [by = '', ...more] of cuts) printed.push((await cliHere(['kpi', ...span, '--by', by, ...more])).out);
  return printed.join('');
}

async function monthly(data: string, threshold: number): Promise<KpiRow[]> {
  const span = ['--from', '1999-01', '--to', '1999-04', '--by', 'month', '--zone', 'Asia/Jerusalem'];
  const run = await cli([
    'kpi',
    '--data',
    data,
    ...span,
    '--threshold',
    String(threshold),
    '--variant',
    'all',
    '--json',
  ]);
  return json<{ rows: KpiRow[] }>(run).rows;
}

/** A figure at the digits that the reference prints. */
function atDigits(value: number | null | undefined, printed: string): string {
  const digits = printed.split('.')[1]?.length ?? 0;
  return value === null || value === undefined ? 'null' : String(Number(value.toFixed(digits)));
}

describe.skipIf(!here)('the bank’s first three months', () => {
  const data = join(directory, 'whole');
  let first: Imported;

  beforeAll(async () => {
    first = await importInto(data);
  });

  it('come in with every row accounted for', () => {
    expect(first.files.map(({ rows }) => rows)).toEqual(ROWS);
    for (const file of first.files) {
      expect(file.stored + file.duplicates + file.quarantined).toBe(file.rows);
      expect(file).toMatchObject({ duplicates: 0, quarantined: 0 });
      expect(file.repaired).toBeGreaterThan(0);
    }
  });

  it.each([20, 60, 90])('give every column of the reference, with a threshold of %i seconds', async (t) => {
    const expected: Record<string, string>[] = parse(readFileSync(reference ?? ''), { columns: true });
    const rows = await monthly(data, t);
    expect(rows.map(({ bucket }) => bucket)).toEqual(['1999-01', '1999-02', '1999-03']);
    for (const [index, printed] of expected.entries()) {
      const row = rows[index];
      const levels = row?.service_level ?? {};
      const found: Record<string, number | null | undefined> = {
        rows: (row?.offered ?? 0) + (row?.left_before_queue ?? 0) + (row?.excluded ?? 0),
        agent: row?.answered,
        hang_after_queueing: row?.abandoned,
        hang_without_queueing: row?.left_before_queue,
        phantom: row?.excluded,
        offered: row?.offered,
        abandon_rate_offered: row?.abandon_rate,
        asa_s: row?.asa_seconds,
        mean_ser_time_s: row?.aht_seconds,
        median_ser_time_s: row?.median_handle_seconds,
        mean_wait_abandoned_s: row?.mean_abandon_wait_seconds,
        [`answered_le_${t}s`]: row?.answered_within,
        [`abandoned_le_${t}s`]: row?.abandoned_within,
        [`sl${t}_negative`]: levels['abandons-missed'],
        [`sl${t}_ignored`]: levels['early-abandons-ignored'],
        [`sl${t}_positive`]: levels['abandons-met'],
        [`sl${t}_of_answered`]: levels['answered-only'],
      };
      const other = [20, 60, 90].filter((threshold) => threshold !== t);
      const columns = Object.keys(printed).filter(
        (name) =>
          name !== 'month' &&
          !other.some((threshold) => name.startsWith(`sl${threshold}_`) || name.endsWith(`_le_${threshold}s`)),
      );
      expect(Object.keys(found).sort()).toEqual([...columns].sort());
      for (const name of columns) {
        const want = printed[name] ?? '';
        expect(`${name} ${atDigits(found[name], want)}`).toBe(`${name} ${Number(want)}`);
      }
    }
  });

  it('change nothing when they come again', async () => {
    const before = await figures(data);
    const again = await importInto(data);
    expect(
      again.files.map(({ rows, stored, duplicates, quarantined }) => [rows, stored, duplicates, quarantined]),
    ).toEqual(ROWS.map((rows) => [rows, 0, rows, 0]));
    expect(await figures(data)).toBe(before);
  });

  it('agree with the records themselves, counted in SQL', async () => {
    const question = 'select outcome, count(*) as n from contacts group by outcome order by outcome';
    const run = await cliHere(['sql', '--data', data, question, '--json']);
    expect(json<{ rows: unknown[] }>(run).rows).toEqual([
      ['abandoned', 15_593],
      ['answered', 82_069],
      ['excluded', 925],
      ['left-before-queue', 5157],
    ]);
  });

  it('come in through a process of its own just the same', async () => {
    const apart = join(directory, 'apart');
    const [january = ''] = files;
    const run = await cli(['import', january, '--mapping', 'anonymous-bank', '--data', apart, '--json']);
    expect([run.code, json<Imported>(run).files[0]?.stored]).toEqual([0, ROWS[0]]);
  });

  it(`come to the same end when the import is killed ${KILLS} times on its way`, async () => {
    const march = files.slice(2);
    const want = join(directory, 'march');
    await importInto(want, march);
    const killed = join(directory, 'killed');
    const kills: (NodeJS.Signals | null)[] = [];
    for (let attempt = 0; attempt < KILLS; attempt += 1) {
      kills.push(await killedImport(march[0] ?? '', killed, attempt % 3 === 0 ? 'at its start' : 'after a page'));
    }
    expect(kills).toEqual(kills.map(() => 'SIGKILL'));
    const [finished] = (await importInto(killed, march)).files;
    expect(finished).toMatchObject({ rows: ROWS[2], stored: ROWS[2], duplicates: 0, quarantined: 0 });
    expect(finished?.resumedAfter).toBeGreaterThan(0);
    const figuresWanted = await figures(want);
    expect(await figures(killed)).toBe(figuresWanted);
    const store = openStore({ directory: killed, clock: systemClock });
    // The rollups are what the rows say, also after all that.
    store.recomputeRollups();
    store.close();
    expect(await figures(killed)).toBe(figuresWanted);
  });
});

/**
 * Imports in a process that tells each committed page, and kills it: at a random moment soon after it starts, or soon after its first page, which is
 * in the middle of the next one.
 */
async function killedImport(
  file: string,
  data: string,
  when: 'at its start' | 'after a page',
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [CHILD, file, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  if (when === 'after a page') await Promise.race([once(child.stdout, 'data'), ended]);
  await delay(Math.random() * (when === 'after a page' ? 20 : 400));
  child.kill('SIGKILL');
  const [, signal] = await ended;
  return signal;
}
