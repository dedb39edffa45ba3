import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../electron/store/index.ts';
import { Bench, mortalStore, streamOf, unwell } from '../support.ts';
import { call, emptyAccount, ticket } from './fake-data.ts';
import type { FakeZendesk } from './fake-server.ts';
import { secretOf, sourceOf, startFake } from './harness.ts';

const DAY = 86_400;

describe('a first read that begins with what is recent', () => {
  let fake: FakeZendesk;
  let bench: Bench;
  const now = () => Math.floor(bench.clock.now() / 1000);
  const sync = (on: Bench = bench) => on.syncOnce(sourceOf(fake), secretOf(fake), { newestFirst: true });

  beforeEach(async () => {
    bench = new Bench();
    fake = await startFake(() => bench.clock.now());
    fake.exportPage = 4;
    fake.account = { ...emptyAccount(), users: fake.account.users, groups: fake.account.groups };
    // Twenty-four days of history, one ticket and one call every eight hours; two of them right on a window's edge.
    for (let i = 0; i < 72; i += 1) {
      const at = now() - 600 - i * (DAY / 3);
      fake.account.tickets.push(ticket(1 + i, at));
      fake.account.calls.push(call(1 + i, at - 300));
    }
    fake.account.tickets.push(ticket(900, now() - DAY), ticket(901, now() - 8 * DAY));
  });

  afterEach(async () => {
    bench.close();
    await fake.stop();
  });

  it('brings today first, then week after week, and in the end everything', async () => {
    const order: number[] = [];
    bench.store.onChange((change: Change) => {
      for (const { entity, ids } of change.touched) {
        if (entity === 'contact') order.push(...ids.filter((id) => /^\d+$/.test(id) && Number(id) < 900).map(Number));
      }
    });
    expect(unwell(await sync())).toEqual({});
    expect(order).toHaveLength(72);
    expect(order.slice(0, 3).sort((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(Math.max(...order.slice(3, 24))).toBeLessThan(Math.min(...order.slice(24, 45)));
    const clean = new Bench();
    await clean.syncOnce(sourceOf(fake), secretOf(fake));
    expect(bench.dump()).toEqual(clean.dump());
    clean.close();
  });

  it('goes on like any other read afterwards', async () => {
    await sync();
    bench.clock.advance(120_000);
    fake.account.tickets.push(ticket(1000, now() - 90));
    const asked = fake.requestsTo('/api/v2/incremental/tickets/cursor').length;
    expect(streamOf(await sync(), 'tickets')).toMatchObject({ rows: 1, new: 1, requests: 1 });
    const [last] = fake.requestsTo('/api/v2/incremental/tickets/cursor').slice(asked);
    expect([...(last?.query.keys() ?? [])]).toEqual(['cursor']);
  });

  it('reads what is new in between, while history is still coming in', async () => {
    let late = false;
    fake.onRequest = (path) => {
      bench.clock.advance(15_000);
      if (late || !path.includes('tickets/cursor') || fake.requestsTo(path).length < 6) return;
      late = true;
      fake.account.tickets.push(ticket(1000, now() - 70));
    };
    const oldestWhenItCame: number[] = [];
    bench.store.onChange((change: Change) => {
      const ids = change.touched.flatMap((touched) => (touched.entity === 'contact' ? touched.ids : []));
      if (ids.includes('1000')) oldestWhenItCame.push(bench.store.reads.contacts({ source: 'zd', ids: ['72'] }).length);
    });
    await sync();
    expect(oldestWhenItCame).toEqual([0]);
    expect(bench.store.reads.contacts({ source: 'zd', ids: ['72'] })).toHaveLength(1);
  });

  it('tells how far it is', async () => {
    const seen: (number | null)[] = [];
    const save = bench.store.saveStatus.bind(bench.store);
    bench.store.saveStatus = (status) => {
      const stream = status.streams.find(({ stream: name }) => name === 'tickets');
      if (stream?.state === 'backfill') seen.push(stream.progress);
      save(status);
    };
    await sync();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((value) => value !== null && value >= 0 && value <= 1)).toBe(true);
  });

  it('tells from when on everything is read, and forgets it in no restart', async () => {
    const seen: (number | null | undefined)[] = [];
    const save = bench.store.saveStatus.bind(bench.store);
    bench.store.saveStatus = (status) => {
      const stream = status.streams.find(({ stream: name }) => name === 'tickets');
      if (stream !== undefined && seen.at(-1) !== stream.readFrom) seen.push(stream.readFrom);
      save(status);
    };
    const startedAt = bench.clock.now();
    await sync();
    const told = seen.filter((value) => value !== null);
    expect(seen[0]).toBeNull();
    expect(told.at(-1)).toBe(0);
    expect(told.slice(0, -1).every((at) => typeof at === 'number' && at <= startedAt - DAY * 1000)).toBe(true);
    expect(told).toEqual(told.toSorted((a, b) => Number(b) - Number(a)));
    bench.restart();
    const [source] = bench.store.reads.sources();
    const streams = source?.status?.streams ?? [];
    expect(streams.find(({ stream }) => stream === 'tickets')?.readFrom).toBe(0);
    expect(streams.find(({ stream }) => stream === 'agents')).not.toHaveProperty('readFrom');
  });

  it('ends at the same wherever it is killed', async () => {
    const clean = new Bench();
    await clean.syncOnce(sourceOf(fake), secretOf(fake));
    const wanted = clean.dump();
    clean.close();
    for (const page of [3, 6, 9, 14, 20, 27, 33]) {
      const other = new Bench();
      const mortal = mortalStore(other.store, { page, after: page % 2 === 0 });
      await other.syncOnce(sourceOf(fake), secretOf(fake), { store: mortal.store, newestFirst: true });
      other.restart();
      await sync(other);
      expect(other.dump(), `killed at page ${page}`).toEqual(wanted);
      other.close();
    }
  });

  it('reads in the vendor’s order when nobody is watching', async () => {
    await bench.syncOnce(sourceOf(fake), secretOf(fake));
    const starts = fake.requestsTo('/api/v2/incremental/tickets/cursor').filter(({ query }) => query.has('start_time'));
    expect(starts).toHaveLength(1);
  });
});
