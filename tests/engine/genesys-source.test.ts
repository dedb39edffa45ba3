import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeGenesys } from '../connectors/genesys/fake-server.ts';
import { smallAccount } from '../connectors/genesys/fake-data.ts';
import { until } from './helpers.ts';
import { testEngine } from './window.ts';

const START = Date.now() - 86_400_000;
const NOW = { moment: { kind: 'now' } };

describe('a Genesys Cloud source', () => {
  let fake: FakeGenesys;
  beforeEach(async () => {
    fake = new FakeGenesys();
    fake.account = smallAccount(START, 5);
    await fake.start();
  });
  afterEach(() => fake.stop());

  const tried = (change: object = {}): object => ({
    kind: 'genesys',
    baseUrl: fake.baseUrl,
    loginUrl: fake.baseUrl,
    clientId: fake.clientId,
    secret: fake.clientSecret,
    ...change,
  });
  const added = (change: object = {}): object => ({
    kind: 'genesys',
    name: 'Our phones',
    baseUrl: fake.baseUrl,
    loginUrl: fake.baseUrl,
    email: null,
    startTime: START,
    clientIdRef: 'ID_OF_CLIENT',
    secretRef: 'SECRET_OF_CLIENT',
    ...change,
  });

  it('is tried before it is kept, and refused in plain words', async () => {
    const engine = await testEngine();
    const window = engine.open();
    const { streams } = await window.call<{ streams: { stream: string; available: boolean }[] }>('testSource', tried());
    expect(streams).toContainEqual(expect.objectContaining({ stream: 'schedules', available: true }));
    expect(await window.fault('testSource', tried({ secret: 'wrong' }))).toMatchObject({ code: 'source-auth' });
    const nobody = await window.fault('testSource', tried({ baseUrl: 'http://127.0.0.1:9' }));
    expect(nobody).toMatchObject({ code: 'source-unreachable' });
    expect(await window.fault('testSource', tried({ secret: null }))).toMatchObject({ code: 'invalid-input' });
    expect(await window.fault('addSource', added({ loginUrl: null }))).toMatchObject({ code: 'invalid-input' });
    expect(engine.engine.context.store.reads.sources()).toEqual([]);
  });

  it('is added with the names of its secrets, read to the floor, and removed', async () => {
    const env = { ID_OF_CLIENT: fake.clientId, SECRET_OF_CLIENT: fake.clientSecret };
    const engine = await testEngine({ env });
    const window = engine.open();
    const sources = window.subscribe('sources', {});
    const floor = window.subscribe('floor', NOW);
    await window.first(floor);
    expect(await window.call('addSource', added())).toEqual({ id: 'our-phones' });
    await until(() => window.rows(floor, 'agents').size >= 5, 'its agents', 30_000);
    await until(() => window.rows(floor, 'queues').size > 0, 'its queues', 30_000);
    const { store } = engine.engine.context;
    const between = { from: START - 86_400_000, to: START + 7 * 86_400_000 };
    await until(() => store.reads.shifts(between).length > 0, 'its plans', 30_000);
    expect(JSON.stringify(store.reads.sources())).not.toContain(fake.clientSecret);
    await window.call('removeSource', { source: 'our-phones' });
    await until(() => window.rows(sources, 'sources').size === 0, 'the removal', 30_000);
    expect(store.reads.shifts(between)).toEqual([]);
    await until(() => window.rows(floor, 'agents').size === 0, 'nobody is left', 30_000);
  }, 120_000);

  it('has the days of its history counted as soon as they are read, not when the next round is due', async () => {
    const env = { ID_OF_CLIENT: fake.clientId, SECRET_OF_CLIENT: fake.clientSecret };
    const engine = await testEngine({ env });
    const window = engine.open();
    const { store, upkeep } = engine.engine.context;
    await until(() => upkeep.share === null, 'the first round, of an empty folder');
    await window.call('addSource', added());
    const counted = (): unknown[] => store.reads.adherenceDays({ fromDay: '2000-01-01', toDay: '2999-12-31' });
    await until(() => counted().length > 0, 'the counts of its days', 30_000);
  }, 60_000);

  it('is refused beside the practice floor, as any real source is', async () => {
    const engine = await testEngine({ practice: 'ifEmpty' });
    const window = engine.open();
    const { store } = engine.engine.context;
    await until(() => store.reads.sources().some(({ id }) => id === 'practice-phones'), 'the practice floor', 30_000);
    expect(await window.fault('addSource', added())).toMatchObject({ code: 'refused' });
    expect(store.reads.sources().map(({ id }) => id)).not.toContain('our-phones');
  }, 60_000);
});
