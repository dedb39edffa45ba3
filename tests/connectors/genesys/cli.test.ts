import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncReport } from '../../../electron/sync/index.ts';
import { dumpFolder } from '../support.ts';
import type { FakeGenesys } from './fake-server.ts';
import { startFake } from './harness.ts';

const MAIN = fileURLToPath(new URL('../../../electron/cli/main.ts', import.meta.url));

describe('sync of Genesys Cloud on the command line', () => {
  let fake: FakeGenesys;
  let folder: string;

  beforeEach(async () => {
    fake = await startFake(() => Date.now());
    folder = mkdtempSync(join(tmpdir(), 'watchfloor-cli-genesys-'));
  });

  afterEach(async () => {
    await fake.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  const source = (overrides: object = {}) => ({
    id: 'gc',
    kind: 'genesys',
    baseUrl: fake.baseUrl,
    loginUrl: fake.baseUrl,
    startTime: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    auth: { clientIdEnv: 'GC_TEST_ID', clientSecretEnv: 'GC_TEST_SECRET' },
    ...overrides,
  });

  function run(
    configured: object,
    env: Record<string, string> = { GC_TEST_ID: fake.clientId, GC_TEST_SECRET: fake.clientSecret },
  ) {
    writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources: [configured] }));
    const args = [MAIN, 'sync', '--config', 'sources.json', '--data', 'data', '--once', '--json'];
    return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
      const result = { out: '', err: '' };
      child.stdout.on('data', (text: Buffer) => (result.out += text.toString()));
      child.stderr.on('data', (text: Buffer) => (result.err += text.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ ...result, code }));
    });
  }

  it('reads every stream to its end, without the push, and never prints a secret', async () => {
    fake.analytics.polls = 0;
    const first = await run(source());
    expect(first.code).toBe(0);
    const [report] = (JSON.parse(first.out) as SyncReport).sources;
    expect(report).toMatchObject({ id: 'gc', kind: 'genesys', state: 'ok' });
    expect(report?.streams.map(({ stream, state }) => [stream, state])).toContainEqual(['schedules', 'ok']);
    expect(report?.streams.every(({ state }) => state === 'ok')).toBe(true);
    const dump = dumpFolder(join(folder, 'data'), {
      schedules: 'SELECT * FROM schedules',
      evaluations: 'SELECT * FROM evaluations',
    });
    expect(dump['contacts']).toHaveLength(12);
    expect(dump['agents']).toHaveLength(26);
    expect(dump['evaluations']).toHaveLength(7);
    expect(dump['schedules']?.length).toBeGreaterThan(10);
    expect(fake.channels.channels.size).toBe(0);
    expect(first.out + first.err).not.toContain(fake.clientSecret);
  });

  it.each<[string, () => object, RegExp]>([
    ['an unknown key', () => source({ regoin: 'ie' }), /regoin/],
    [
      'a secret in the file',
      () => source({ auth: { clientIdEnv: 'GC_TEST_ID', clientSecret: 'abc' } }),
      /holds a secret at sources\.0\.auth\.clientSecret/,
    ],
    [
      'plain HTTP to another machine',
      () => source({ loginUrl: 'http://login.example.test' }),
      /loginUrl is plain HTTP to another machine/,
    ],
    ['no sign-in address', () => source({ loginUrl: undefined }), /loginUrl/],
    ['no name of a secret', () => source({ auth: { clientIdEnv: 'GC_TEST_ID' } }), /auth\.clientSecretEnv/],
    [
      'a secret that is not set',
      () => source({ auth: { clientIdEnv: 'GC_TEST_ID', clientSecretEnv: 'NOT_SET_ANYWHERE' } }),
      /NOT_SET_ANYWHERE.*not set/,
    ],
  ])('refuses %s', async (_name, configured, words) => {
    const refused = await run(configured());
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(words);
    expect(fake.grants).toEqual([]);
  });
});
