import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConnector } from '../../../electron/connectors/index.ts';
import { startSync } from '../../../electron/sync/index.ts';
import type { SourceReport } from '../../../electron/sync/index.ts';
import { ManualTimers } from '../../unit/sync/fakes.ts';
import { Bench, patientTransport, unwell } from '../support.ts';
import { call, uuid, userId } from './fake-data.ts';
import type { FakeGenesys } from './fake-server.ts';
import { secretOf, sourceOf, startFake } from './harness.ts';
import { loadSpec, violations } from './spec.ts';

const spec = loadSpec();

if (spec === null) {
  process.stderr.write(
    'SKIPPED: the vendor’s specification is not at hand (WATCHFLOOR_REFERENCE); nothing was checked.\n',
  );
}

describe.skipIf(spec === null)('conformance to the vendor’s specification', () => {
  let fake: FakeGenesys;
  let bench: Bench;
  const reports: SourceReport[] = [];

  beforeAll(async () => {
    bench = new Bench();
    fake = await startFake(() => bench.clock.now());
    fake.account.conversations.push(call(90, bench.clock.now() - 300_000, { outcome: 'open' }));
    const read = () => bench.syncOnce(sourceOf(fake), secretOf(fake));
    reports.push(await read());
    fake.listPage = 3;
    fake.analytics.page = 4;
    fake.slowSchedules = true;
    fake.unexpanded = new Set(['presence', 'routingStatus']);
    bench.clock.advance(86_400_000);
    reports.push(await read());
    await listen();
  }, 60_000);

  afterAll(async () => {
    await fake.stop();
    bench.close();
  });

  /** Keeps the account read until the socket is open and a state has come over it. */
  async function listen(): Promise<void> {
    const timers = new ManualTimers(bench.clock);
    const source = sourceOf(fake);
    const connectors = [{ config: source, connector: createConnector(source, secretOf(fake)) }];
    const transport = patientTransport(bench.clock);
    const sync = startSync({
      store: bench.store,
      connectors,
      clock: bench.clock,
      timers,
      random: () => 0.5,
      transport,
    });
    const pass = async () => {
      await timers.advance(200);
      await new Promise((resolve) => setTimeout(resolve, 2));
    };
    while (fake.channels.open === 0) await pass();
    fake.setPresence(userId(3), 'MEAL', uuid(15, 3));
    let closed = false;
    const closing = sync.close().then(() => {
      closed = true;
    });
    while (!closed) await pass();
    await closing;
  }

  const wrongIn = (what: (exchange: FakeGenesys['exchanges'][number]) => boolean) =>
    new Set(
      fake.exchanges
        .filter(what)
        .flatMap((exchange) => (spec === null ? [] : violations(spec, { ...exchange, query: exchange.query.keys() }))),
    );

  it('reads such an account without a fault', () => {
    expect(reports.map(unwell)).toEqual([{}, {}]);
  });

  it('sends only requests, and is tested against replies, that the specification knows', () => {
    expect(
      new Set(
        fake.exchanges.map(
          ({ method, path }) => `${method} ${path.replaceAll(/[0-9a-f-]{36}|job-\d+|channel-\d+/g, '…')}`,
        ),
      ).size,
    ).toBeGreaterThan(24);
    expect([...wrongIn(() => true)].slice(0, 20)).toEqual([]);
  });

  it('subscribes only to topics that there are', () => {
    const asked = fake
      .requestsTo(/\/subscriptions$/)
      .flatMap(({ sent }) => (sent as { id: string }[]).map(({ id }) => id));
    expect(asked.length).toBeGreaterThan(50);
    const unknown = asked.filter((topic) => spec?.topics.some((pattern) => pattern.test(topic)) !== true);
    expect([...new Set(unknown)]).toEqual([]);
    expect(fake.channels.sent.every(({ topic }) => spec?.topics.some((pattern) => pattern.test(topic)) === true)).toBe(
      true,
    );
  });

  it('never asks beyond the availability date, nor more of a list than the vendor gives', () => {
    const orders = fake.requestsTo(/\/jobs$/);
    expect(orders.length).toBeGreaterThan(2);
    expect(orders.every(({ status }) => status === 202)).toBe(true);
    for (const { query, path } of fake.exchanges) {
      if (!path.endsWith('/results')) expect(Number(query.get('pageSize') ?? '0')).toBeLessThanOrEqual(100);
      expect(query.getAll('id').length).toBeLessThanOrEqual(50);
    }
  });

  it('notices what is not in the specification', () => {
    if (spec === null) return;
    const plain = { method: 'GET', path: '/api/v2/users', query: [] as string[], sent: null, status: 0, body: null };
    expect(violations(spec, { ...plain, path: '/api/v2/userz' })).toHaveLength(1);
    expect(violations(spec, { ...plain, query: ['since'] })).toHaveLength(1);
    expect(violations(spec, { ...plain, status: 200, body: { entities: [{ id: 7 }] } }).join()).toMatch(/entities\/0/);
    const query = { ...plain, method: 'POST', path: '/api/v2/analytics/conversations/details/query' };
    expect(violations(spec, { ...query, sent: { order: 'sideways' } }).join()).toMatch(/interval.*|order/);
  });
});
