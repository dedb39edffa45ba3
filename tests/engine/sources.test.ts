import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf, startEngine } from '../../electron/engine/start.ts';
import { FakeZendesk } from '../connectors/zendesk/fake-server.ts';
import { smallAccount } from '../connectors/zendesk/fake-data.ts';
import { startEngineInNode } from '../../electron/engine/node.ts';
import { CALLS } from './import-fixture.ts';
import { temporaryFolder, until } from './helpers.ts';
import { testEngine } from './window.ts';
import type { TestWindow } from './window.ts';

const NOW = { moment: { kind: 'now' } };
const START = Math.floor(Date.now() / 1000) - 86_400;
const TOKEN = 'token-of-the-account';

/** All text that a data folder holds outside the databases and inside them. */
function everyByte(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
}

describe('sources', () => {
  let fake: FakeZendesk;
  beforeEach(async () => {
    fake = new FakeZendesk();
    fake.account = smallAccount(START);
    await fake.start();
  });
  afterEach(() => fake.stop());

  const add = (window: TestWindow, name = 'Our desk') =>
    window.call<{ id: string }>('addSource', {
      kind: 'zendesk',
      name,
      baseUrl: fake.baseUrl,
      email: 'reader@example.test',
      secretRef: 'SECRET_OF_DESK',
      startTime: START * 1000,
    });

  it('are added, read, paused, resumed and removed, without a secret in the folder', async () => {
    const engine = await testEngine({ env: { SECRET_OF_DESK: TOKEN }, logLevel: 'debug' });
    const window = engine.open();
    const sources = window.subscribe('sources', {});
    const floor = window.subscribe('floor', NOW);
    await window.first(floor);
    expect(window.row(floor, 'board', 'board')?.['empty']).toBe(true);
    expect(await add(window)).toEqual({ id: 'our-desk' });
    expect((await add(window)).id).toBe('our-desk-2');
    await window.call('removeSource', { source: 'our-desk-2' });
    await until(() => window.row(sources, 'sources', 'our-desk')?.['state'] === 'ok', 'a source that is read', 20_000);
    expect(window.row(sources, 'sources', 'our-desk')).toMatchObject({ kind: 'zendesk', secretRef: 'SECRET_OF_DESK' });
    await until(() => window.row(floor, 'queues', 'our-desk/line:21') !== undefined, 'its queues');
    await until(() => window.row(floor, 'agents', 'our-desk/1001')?.['state'] === 'on-contact', 'its agents');
    expect(window.row(floor, 'board', 'board')?.['empty']).toBe(false);

    await window.call('pauseSource', { source: 'our-desk', paused: true });
    await until(() => window.row(sources, 'sources', 'our-desk')?.['state'] === 'paused', 'the pause');
    await engine.close();
    const again = await testEngine({ directory: engine.directory, env: { SECRET_OF_DESK: TOKEN } });
    const second = again.open();
    const after = second.subscribe('sources', {});
    await until(() => second.row(after, 'sources', 'our-desk')?.['state'] === 'paused', 'the pause after a restart');
    await second.call('pauseSource', { source: 'our-desk', paused: false });
    await until(() => second.row(after, 'sources', 'our-desk')?.['state'] === 'ok', 'the source again', 20_000);
    await second.call('removeSource', { source: 'our-desk' });
    await until(() => second.rows(after, 'sources').size === 0, 'the removal');
    const trail = again.engine.context.store.notebook.auditTrail(50).map(({ action }) => action);
    expect(trail).toEqual(
      expect.arrayContaining(['source-added', 'source-paused', 'source-resumed', 'source-removed']),
    );
    await again.close();
    expect(everyByte(engine.directory).includes(TOKEN)).toBe(false);
  });

  it('are tried before they are kept, and refused in plain words', async () => {
    const engine = await testEngine();
    const window = engine.open();
    const test = { kind: 'zendesk', baseUrl: fake.baseUrl, email: 'reader@example.test', secret: TOKEN };
    const answer = await window.call<{ streams: { stream: string; available: boolean }[] }>('testSource', test);
    expect(answer.streams.length).toBeGreaterThan(5);
    expect(await window.fault('testSource', { ...test, secret: 'wrong' })).toMatchObject({ code: 'source-auth' });
    const nobody = await window.fault('testSource', { ...test, baseUrl: 'http://127.0.0.1:9' });
    expect(nobody.code).toBe('source-unreachable');
    const plain = await window.fault('testSource', { ...test, baseUrl: 'http://example.com' });
    expect(['source-unreachable', 'invalid-input']).toContain(plain.code);
    expect(engine.engine.context.store.reads.sources()).toEqual([]);
  });

  it('ask for a secret where there is somebody to ask, and say so when it does not come', async () => {
    const directory = temporaryFolder();
    const told: unknown[] = [];
    const start = {
      directory,
      app: 'test',
      practice: 'never',
      systemZone: 'UTC',
      systemLocale: 'en',
      actor: 'tester',
      logLevel: 'error',
    } as const;
    const engine = await startEngine(start, {
      engine: 'node',
      home: import.meta.dirname,
      tell: (message) => {
        told.push(message);
        if (message.type === 'secretWanted') engine.secret(message.ref, TOKEN);
      },
      asksSecrets: true,
      env: { SECRET_OF_DESK: 'not this one' },
    });
    try {
      const { sources, store } = engine.context;
      const { id } = sources.add(
        'zendesk',
        'Desk',
        { baseUrl: fake.baseUrl, email: 'reader@example.test', tokenEnv: 'SECRET_OF_DESK' },
        'tester',
      );
      const state = () => store.reads.sources().find((source) => source.id === id)?.status?.state;
      await until(() => state() === 'ok', 'the source', 20_000);
      expect(told).toContainEqual({ type: 'secretWanted', ref: 'SECRET_OF_DESK', source: id });
    } finally {
      await engine.close();
    }
  });
});

describe('a folder that will not open', () => {
  it('is told with what can be done, and opens after the repair with sources and decisions kept', async () => {
    const directory = temporaryFolder();
    const engine = await testEngine({ directory });
    const { store, sources } = engine.engine.context;
    await engine.open().call('saveSettings', { actor: 'ada' });
    sources.add('zendesk', 'Desk', { baseUrl: 'http://127.0.0.1:9', email: 'a@b.test', tokenEnv: 'NONE' }, 'ada');
    store.maintain();
    await engine.close();
    const attempt = async (): Promise<ReturnType<typeof failureOf>> => {
      try {
        await (await startEngineInNode({ directory })).close();
      } catch (error) {
        return failureOf(error, directory);
      }
      throw new Error('It was expected not to open.');
    };
    const start = {
      app: 'test',
      practice: 'never',
      systemZone: 'UTC',
      systemLocale: 'en',
      actor: 'x',
      logLevel: 'error',
    } as const;

    for (const suffix of ['-wal', '-shm']) rmSync(join(directory, `mirror.db${suffix}`), { force: true });
    writeFileSync(join(directory, 'mirror.db'), 'this is no database '.repeat(1000));
    const broken = await attempt();
    expect(broken).toMatchObject({ error: { code: 'store-corrupt' }, offers: ['rebuild-mirror', 'restart'] });
    const repaired = await startEngineInNode({
      directory,
      ...start,
      recover: { action: 'rebuild-mirror', backup: null },
    });
    expect(repaired.engine.context.settings.get().actor).toBe('ada');
    expect(repaired.engine.context.store.reads.sources().map(({ id }) => id)).toEqual(['desk']);
    await repaired.close();

    copyFileSync(join(directory, 'mirror.db'), join(directory, 'notebook.db'));
    for (const suffix of ['-wal', '-shm']) rmSync(join(directory, `notebook.db${suffix}`), { force: true });
    writeFileSync(join(directory, 'notebook.db'), 'nor is this '.repeat(1000));
    const lost = await attempt();
    expect(lost.error.code).toBe('store-corrupt');
    expect(lost.offers).toEqual(['restore-notebook', 'restart']);
    expect(lost.backups.length).toBeGreaterThan(0);
    const backup = lost.backups[0] ?? null;
    const restored = await startEngineInNode({ directory, ...start, recover: { action: 'restore-notebook', backup } });
    expect(restored.engine.context.settings.get().actor).toBe('ada');
    const busy = await attempt();
    expect(busy).toMatchObject({ error: { code: 'store-busy' }, offers: ['restart'] });
    await restored.close();
  });
});

describe('files over the wire', () => {
  it('are looked at and imported with progress, one at a time, and can be called off', async () => {
    const engine = await testEngine();
    const window = engine.open();
    const { directory } = engine;
    mkdirSync(join(directory, 'mappings'), { recursive: true });
    writeFileSync(join(directory, 'mappings', 'calls.json'), JSON.stringify(CALLS));
    const file = join(directory, 'calls.csv');
    const rows = Array.from(
      { length: 12_000 },
      (_, index) => `c${index},2026-01-05 10:00:0${index % 10},Q${index % 3},Ada,7,60`,
    );
    writeFileSync(file, ['id,start,queue,agent,wait,talk', ...rows].join('\n'));

    const seen = await window.call<Record<string, unknown>>('filePreview', { path: file, mapping: null, rows: 3 });
    expect(seen).toMatchObject({
      delimiter: ',',
      mapping: 'calls',
      columns: ['id', 'start', 'queue', 'agent', 'wait', 'talk'],
    });
    expect(seen['mapped']).toMatchObject([
      { line: 2, ok: true, fields: { agent: expect.any(String) as string } },
      {},
      {},
    ]);
    expect(await window.fault('filePreview', { path: join(directory, 'none.csv'), mapping: null })).toMatchObject({
      code: 'not-found',
    });

    const floor = window.subscribe('floor', NOW);
    const sources = window.subscribe('sources', {});
    await window.first(floor);
    expect(window.row(floor, 'board', 'board')?.['empty']).toBe(true);
    const import1 = window.call('importFile', { path: file, mapping: 'calls' });
    expect(await window.fault('importFile', { path: file, mapping: 'calls' })).toMatchObject({ code: 'refused' });
    expect(await import1).toMatchObject({ rows: 12_000, stored: 12_000, quarantined: 0 });
    await until(
      () => window.row(floor, 'board', 'board')?.['empty'] === false,
      'a board that is not empty any more',
      15_000,
    );
    await until(() => window.row(sources, 'sources', 'calls')?.['state'] === 'read-only', 'the file among the sources');
    expect(window.progress.at(-1)).toMatchObject({ topic: 'import', done: 1000, total: 1000 });
    expect(await window.call('importFile', { path: file, mapping: 'calls' })).toMatchObject({
      duplicates: 12_000,
      rows: 12_000,
    });
    const other = join(directory, 'more.csv');
    writeFileSync(other, ['id,start,queue,agent,wait,talk', ...rows.map((row) => `x${row}`)].join('\n'));
    const import2 = window.fault('importFile', { path: other, mapping: 'calls' });
    await until(() => window.progress.some((message) => 'note' in message && message.note?.includes('more')), 'a page');
    await window.call('cancelImport', {});
    expect(await import2).toMatchObject({ code: 'cancelled' });
    expect(await window.call('importFile', { path: other, mapping: 'calls' })).toMatchObject({
      rows: 12_000,
      stored: 12_000,
    });
  });
});

describe('the practice floor', () => {
  it('begins in an empty folder, is read like any account, and obeys', async () => {
    const directory = temporaryFolder();
    const engine = await testEngine({
      directory,
      practice: 'ifEmpty',
      practiceOptions: { agents: 12, queues: 4, seed: 3 },
    });
    const window = engine.open();
    const floor = window.subscribe('floor', NOW);
    await until(() => window.rows(floor, 'queues').size >= 4, 'queues of the practice floor', 30_000);
    await until(
      () => [...window.rows(floor, 'agents').values()].some((row) => row['state'] !== 'offline'),
      'somebody at work',
      30_000,
    );
    expect(window.row(floor, 'board', 'board')).toMatchObject({ practice: true, mode: 'live', speed: 1 });
    // Simulated and real figures never stand on one board.
    await expect(window.call('importFile', { path: '/nowhere.csv', mapping: 'anonymous-bank' })).rejects.toMatchObject({
      wire: { code: 'refused' },
    });
    const { id } = await window.call<{ id: string }>('startIncident', { kind: 'queue-surge', minutes: 5 });
    expect(await window.call('practice', {})).toMatchObject({
      running: true,
      incidents: [{ id, kind: 'queue-surge' }],
    });
    await window.call('endIncident', { id });
    expect(await window.call('practice', {})).toMatchObject({ incidents: [] });
    expect(await window.fault('endIncident', { id: 'none' })).toMatchObject({ code: 'not-found' });
    await window.call('setPracticeSpeed', { speed: 10 });
    await until(() => window.row(floor, 'board', 'board')?.['speed'] === 10, 'the new speed');
    await engine.close();
    expect(existsSync(join(directory, 'practice'))).toBe(true);
    const again = await testEngine({ directory });
    const second = again.open();
    const later = second.subscribe('floor', NOW);
    await until(() => second.row(later, 'board', 'board')?.['practice'] === true, 'the floor again');
    expect(second.row(later, 'board', 'board')).toMatchObject({ speed: 10 });
    await until(() => second.rows(later, 'queues').size >= 4, 'its queues at once');
  });
});
