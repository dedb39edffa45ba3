import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../electron/store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { FakeZendesk } from '../connectors/zendesk/fake-server.ts';
import { call, leg, smallAccount, ticket } from '../connectors/zendesk/fake-data.ts';
import { dumpFolder } from '../connectors/support.ts';
import { dumpRollups } from '../helpers/dump.ts';
import { CALLS } from './import-fixture.ts';
import { seeded } from './floor-world.ts';
import { temporaryFolder } from './helpers.ts';
import type { ChildProcess } from 'node:child_process';

/** Deaths in each lane; two lanes run side by side on folders of their own. */
const DEATHS = 100;
const LANES = 2;
/** About a minute on an idle machine of two cores; starting two hundred engines takes its time on a busy one. */
const PATIENCE_MS = 900_000;
const START = Math.floor(Date.parse('2026-02-01T08:00:00Z') / 1000);
const PROJECT = join(import.meta.dirname, '../..');
/** The child in one file: two hundred starts would otherwise read two hundred modules each. Within the project, for SQLite's sake. */
const BUNDLE = join(PROJECT, 'node_modules/.cache', `watchfloor-kill-${process.pid}`);

beforeAll(async () => {
  await build({
    configFile: false,
    root: PROJECT,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: BUNDLE,
      minify: false,
      rollupOptions: {
        external: ['better-sqlite3', /^node:/],
        input: {
          child: join(import.meta.dirname, 'kill-child.ts'),
          reader: join(PROJECT, 'electron/store/reader-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return () => rmSync(BUNDLE, { recursive: true, force: true, maxRetries: 20 });
}, 120_000);

/** An account that takes a good many pages to read: every death finds it somewhere else. */
function account(fake: FakeZendesk): void {
  fake.account = smallAccount(START);
  for (let index = 0; index < 900; index += 1) {
    fake.account.tickets.push(
      ticket(1000 + index, START + index * 7, { group_id: 11, status: index % 2 ? 'open' : 'solved' }),
    );
    fake.account.calls.push(call(5000 + index, START + index * 11, { phone_number_id: 21 + (index % 2) }));
    fake.account.legs.push(leg(90_000 + index, 5000 + index, START + index * 11 + 5));
  }
  fake.exportPage = 12;
}

/** A file of calls, some of them unreadable. */
function callsFile(folder: string): string {
  const lines = ['id,start,queue,agent,wait,talk'];
  for (let index = 0; index < 30_000; index += 1) {
    const minute = String(index % 60).padStart(2, '0');
    const day = String(1 + (index % 27)).padStart(2, '0');
    const start = index % 997 === 0 ? 'no time' : `2026-01-${day} 10:${minute}:00`;
    lines.push(
      `call-${index},${start},Q${index % 5},${index % 3 ? `Agent ${index % 11}` : ''},${index % 90},${index % 300}`,
    );
  }
  const path = join(folder, 'calls.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

interface Said {
  type: 'up' | 'round' | 'fault';
  round?: number;
  error?: { code: string; message: string };
}

interface Life {
  /** Last round that the child said was committed. */
  round: number;
  faults: string[];
  code: number | null;
  up: boolean;
}

/** One life of the child: killed so many milliseconds after it came up (null: lives to its end). */
function live(args: string[], killAfterMs: number | null): Promise<Life> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(process.execPath, [join(BUNDLE, 'child.js'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const life: Life = { round: 0, faults: [], code: null, up: false };
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const said = JSON.parse(line) as Said;
        if (said.type === 'round') life.round = said.round ?? 0;
        if (said.type === 'fault') life.faults.push(`${said.error?.code}: ${said.error?.message}`);
        if (said.type !== 'up') continue;
        life.up = true;
        if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      }
    });
    child.on('close', (code) => resolve({ ...life, code }));
  });
}

/** A data folder with the mapping and the source, as set up before the first life. */
function furnishFolder(directory: string, baseUrl: string): void {
  mkdirSync(join(directory, 'mappings'), { recursive: true });
  writeFileSync(join(directory, 'mappings', 'calls.json'), JSON.stringify(CALLS));
  const store = openStore({ directory, clock: systemClock, zone: 'Europe/Berlin' });
  store.saveSource({
    id: 'zd',
    kind: 'zendesk',
    name: 'Killed',
    zone: null,
    config: {
      baseUrl,
      email: 'reader@example.test',
      tokenEnv: 'WATCHFLOOR_TEST_TOKEN',
      startTime: new Date(START * 1000).toISOString(),
    },
  });
  store.close();
}

/** All that must be the same: facts, rollups, and that the rollups are those of the facts. */
function contentOf(directory: string): unknown {
  const rollups = dumpRollups(directory);
  const store = openStore({ directory, clock: systemClock });
  store.recomputeRollups();
  const rows = store.reads
    .sources()
    .map(({ id, status }) => [id, status?.streams.map(({ stream, state }) => [stream, state])]);
  store.close();
  expect(dumpRollups(directory)).toEqual(rollups);
  const { events, segments, surveys, ...facts } = dumpFolder(directory);
  return { facts, events, segments, surveys, rollups, rows };
}

describe('kill -9 of the engine', () => {
  it(
    `${DEATHS * LANES} times in the middle of sync, import and live: nothing lost, nothing double`,
    { timeout: PATIENCE_MS },
    async () => {
      process.env['WATCHFLOOR_TEST_TOKEN'] = 'token-of-the-account';
      const fake = new FakeZendesk();
      account(fake);
      await fake.start();
      const file = callsFile(temporaryFolder());
      const calm = temporaryFolder();
      const folders = Array.from({ length: LANES }, () => temporaryFolder());
      for (const directory of [calm, ...folders]) furnishFolder(directory, fake.baseUrl);
      try {
        const lanes = folders.map(async (directory, lane) => {
          const random = seeded(41 + lane);
          let deaths = 0;
          let committed = 0;
          while (deaths < DEATHS) {
            const life = await live([directory, file, 'calls'], Math.floor(random() ** 2 * 250));
            expect(life.faults).toEqual([]);
            // What was said to be committed is there in the next life, which counts on from it.
            if (life.round > 0) {
              expect(life.round).toBeGreaterThan(committed);
              committed = life.round;
            }
            if (life.up) deaths += 1;
          }
          const last = await live([directory, file, 'calls', '--finish'], null);
          expect([last.code, last.faults]).toEqual([0, []]);
          return committed;
        });
        const committed = await Promise.all(lanes);
        expect((await live([calm, file, 'calls', '--finish'], null)).code).toBe(0);
        const wanted = contentOf(calm);
        for (const [lane, directory] of folders.entries()) {
          expect(contentOf(directory)).toEqual(wanted);
          const store = openStore({ directory, clock: systemClock });
          const round = Number(store.notebook.setting('test.round'));
          expect(round).toBeGreaterThanOrEqual(committed[lane] ?? 0);
          const span = { from: 0, to: Number.MAX_SAFE_INTEGER, subject: 'test', limit: 10_000 };
          // (The desk clears alarms whose subject is not on the board, as it should: those lines are its own.)
          const alarms = store.notebook.alarmHistory(span).filter(({ event }) => event === 'raised');
          expect(new Set(alarms.map(({ key }) => key)).size).toBe(alarms.length);
          // A setting and its alarm are two commits: the last round may lack its alarm, none before it may.
          expect(round - alarms.length).toBeLessThanOrEqual(DEATHS + 1);
          store.close();
        }
      } finally {
        await fake.stop();
      }
    },
  );
});
