import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncReport } from '../../electron/sync/index.ts';
import { dumpFolder } from './support.ts';
import type { FakeZendesk } from './zendesk/fake-server.ts';
import { startFake } from './zendesk/harness.ts';

const MAIN = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url));

interface Run {
  code: number | null;
  out: string;
  err: string;
}

describe('sync on the command line', () => {
  let fake: FakeZendesk;
  let folder: string;

  beforeEach(async () => {
    fake = await startFake(() => Date.now());
    folder = mkdtempSync(join(tmpdir(), 'watchfloor-cli-sync-'));
  });

  afterEach(async () => {
    await fake.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  const source = (overrides: object = {}) => ({
    id: 'zd',
    kind: 'zendesk',
    baseUrl: fake.baseUrl,
    startTime: '2026-01-01T00:00:00Z',
    auth: { email: 'reader@example.test', tokenEnv: 'ZENDESK_TEST_TOKEN' },
    ...overrides,
  });

  function configure(...sources: object[]): void {
    writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources }));
  }

  function run(
    extra: string[] = ['--once', '--json'],
    started?: (kill: (signal: NodeJS.Signals) => void) => void,
    env: Record<string, string> = { ZENDESK_TEST_TOKEN: fake.token },
  ): Promise<Run> {
    const args = [MAIN, 'sync', '--config', 'sources.json', '--data', 'data', ...extra];
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
      const result: Run = { code: null, out: '', err: '' };
      child.stdout.on('data', (text: Buffer) => (result.out += text.toString()));
      child.stderr.on('data', (text: Buffer) => (result.err += text.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ ...result, code }));
      started?.((signal) => child.kill(signal));
    });
  }

  const reportOf = ({ out }: Run) => JSON.parse(out) as SyncReport;

  it('reads every source to its end and prints what came of each stream', async () => {
    configure(source());
    const first = await run();
    expect(first).toMatchObject({ code: 0 });
    const [zd] = reportOf(first).sources;
    expect(zd).toMatchObject({ id: 'zd', kind: 'zendesk', state: 'ok' });
    const tickets = zd?.streams.find(({ stream }) => stream === 'tickets');
    // 24 tickets, of which one was deleted and one merged before we ever saw them.
    expect(tickets).toMatchObject({ state: 'ok', rows: 24, new: 22, updated: 0, quarantined: 0, retries: 0 });
    for (const stream of zd?.streams ?? []) {
      const names = ['stream', 'state', 'rows', 'new', 'updated', 'deleted', 'quarantined', 'requests', 'retries'];
      expect(Object.keys(stream)).toEqual(expect.arrayContaining([...names, 'waitedSeconds']));
    }
    expect((await run()).code).toBe(0);
    expect((dumpFolder(join(folder, 'data'))['contacts'] ?? []).length).toBe(34);
  });

  it('exits with 3 when a stream could not be read, and the rest is there', async () => {
    configure(source());
    fake.failNext('403', { path: 'tickets/cursor', times: 1000 });
    const degraded = await run();
    expect(degraded.code).toBe(3);
    expect(reportOf(degraded).sources[0]).toMatchObject({ state: 'degraded' });
    expect((dumpFolder(join(folder, 'data'))['contacts'] ?? []).length).toBe(12);
  });

  it('exits with 3 when one source of two fails, and with 1 when all do', async () => {
    configure(
      source(),
      source({ id: 'other', auth: { email: 'nobody@example.test', tokenEnv: 'ZENDESK_TEST_TOKEN' } }),
    );
    const partly = await run();
    expect(partly.code).toBe(3);
    expect(reportOf(partly).sources.map(({ id, state }) => [id, state])).toEqual([
      ['zd', 'ok'],
      ['other', 'failed'],
    ]);
    configure(source({ auth: { email: 'nobody@example.test', tokenEnv: 'ZENDESK_TEST_TOKEN' } }));
    expect((await run()).code).toBe(1);
  });

  it('reads with a bearer token where no e-mail is named', async () => {
    configure(source({ auth: { tokenEnv: 'ZENDESK_TEST_TOKEN' } }));
    expect((await run()).code).toBe(0);
    expect(fake.exchanges[0]?.headers.authorization).toBe(`Bearer ${fake.token}`);
  });

  it.each<[string, () => object, RegExp]>([
    [
      'a secret in the file',
      () => source({ auth: { email: 'a@b.test', token: 'abc' } }),
      /holds a secret at sources\.0\.auth\.token.*tokenEnv/,
    ],
    [
      'a secret in an address',
      () => source({ baseUrl: 'https://me:pass@example.test' }),
      /holds a secret at sources\.0\.baseUrl/,
    ],
    [
      'plain HTTP to another machine',
      () => source({ baseUrl: 'http://example.test' }),
      /plain HTTP to another machine/,
    ],
    ['an unknown kind', () => source({ kind: 'carrier-pigeon' }), /carrier-pigeon.*Known: .*zendesk/],
    ['a start time that is none', () => source({ startTime: 'yesterday' }), /startTime/],
    ['no auth', () => source({ auth: undefined }), /auth/],
    [
      'a missing environment variable',
      () => source({ auth: { tokenEnv: 'NOT_SET_ANYWHERE' } }),
      /NOT_SET_ANYWHERE.*not set/,
    ],
  ])('refuses %s with a word that helps, and asks nobody', async (_name, configured, words) => {
    configure(configured());
    const refused = await run(['--once']);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(words);
    expect(refused.err).not.toMatch(/abc|pass@/);
    expect(fake.exchanges).toEqual([]);
  });

  it('refuses wrong arguments and explains itself', async () => {
    configure(source());
    expect(await run(['--twice'])).toMatchObject({ code: 2, err: expect.stringContaining('--twice') });
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('tokenEnv') });
  });

  it('writes the secret nowhere in the data folder', async () => {
    configure(source());
    await run();
    const encoded = Buffer.from(`reader@example.test/token:${fake.token}`).toString('base64');
    const leaks: string[] = [];
    for (const file of readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name)).toString('latin1');
      if (bytes.includes(fake.token) || bytes.includes(encoded)) leaks.push(file.name);
    }
    expect(leaks).toEqual([]);
  });

  it('ends at the same when it is killed -9 at any request and run again', async () => {
    configure(source());
    fake.exportPage = 5;
    fake.listPage = 4;
    for (const fatal of [3, 9, 16, 24]) {
      let asked = 0;
      let kill: (signal: NodeJS.Signals) => void = () => {};
      fake.onRequest = () => {
        asked += 1;
        if (asked === fatal) kill('SIGKILL');
      };
      const killed = await run(['--once'], (how) => {
        kill = how;
      });
      expect(killed.code).toBeNull();
    }
    fake.onRequest = () => {};
    expect((await run()).code).toBe(0);
    const after = dumpFolder(join(folder, 'data'));
    rmSync(join(folder, 'data'), { recursive: true });
    expect((await run()).code).toBe(0);
    expect(after).toEqual(dumpFolder(join(folder, 'data')));
  });

  it('keeps reading until it is stopped, and then tells how things stand', async () => {
    configure(source());
    let stop: (signal: NodeJS.Signals) => void = () => {};
    const tickets = '/api/v2/incremental/tickets/cursor';
    fake.onRequest = () => {
      // The recent first, then the week before it, which holds them all: the third request comes after that was stored.
      if (fake.requestsTo(tickets).length < 3) return;
      // Once only: pressed again, Ctrl-C ends the process at once.
      fake.onRequest = () => {};
      stop('SIGINT');
    };
    const stopped = await run(['--json', '--quiet'], (how) => {
      stop = how;
    });
    expect(stopped.code).toBe(0);
    expect(reportOf(stopped).sources[0]?.streams.find(({ stream }) => stream === 'tickets')).toMatchObject({
      rows: 24,
    });
  });
});
