import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, streamOf } from '../support.ts';
import { user } from './fake-data.ts';
import type { FakeZendesk } from './fake-server.ts';
import { secretOf, sourceOf, startFake } from './harness.ts';

describe('live figures of Talk', () => {
  let fake: FakeZendesk;
  let bench: Bench;
  const sync = (config: Record<string, string> = {}) => {
    const source = sourceOf(fake);
    return bench.syncOnce({ ...source, config: { ...source.config, ...config } }, secretOf(fake));
  };
  const statesAt = (at: number) =>
    bench.store.reads.agentStatesAt(at).map(({ agent, state, startAt, endAt }) => ({ agent, state, startAt, endAt }));

  beforeEach(async () => {
    bench = new Bench();
    fake = await startFake(() => bench.clock.now());
    fake.account.agentsActivity = [{ agent_id: 1001, agent_state: 'online', call_status: null }];
  });

  afterEach(async () => {
    bench.close();
    await fake.stop();
  });

  it('makes intervals of what it sees, and closes the former with the next', async () => {
    const t0 = bench.clock.now();
    await sync();
    bench.clock.advance(10_000);
    await sync();
    bench.clock.advance(10_000);
    fake.account.agentsActivity = [{ agent_id: 1001, agent_state: 'online', call_status: 'on_call' }];
    await sync();
    const t2 = bench.clock.now();
    expect(statesAt(t0 + 1)).toEqual([{ agent: '1001', state: 'available', startAt: t0, endAt: t2 }]);
    expect(statesAt(t2 + 1)).toEqual([{ agent: '1001', state: 'on-contact', startAt: t2, endAt: null }]);
  });

  it('goes on with an open interval after a restart', async () => {
    const t0 = bench.clock.now();
    await sync();
    bench.restart();
    bench.clock.advance(30_000);
    expect(streamOf(await sync(), 'agent-activity')).toMatchObject({ new: 0, updated: 0 });
    expect(statesAt(t0 + 1)).toEqual([{ agent: '1001', state: 'available', startAt: t0, endAt: null }]);
  });

  it('ends an interval at the last look when nobody looked for a day', async () => {
    const t0 = bench.clock.now();
    await sync();
    bench.clock.advance(10_000);
    await sync();
    bench.clock.advance(86_400_000);
    await sync();
    const lastLook = t0 + 10_000;
    expect(statesAt(t0)).toEqual([{ agent: '1001', state: 'available', startAt: t0, endAt: lastLook }]);
    expect(statesAt(t0 + 3_600_000)).toEqual([]);
    expect(statesAt(bench.clock.now())).toMatchObject([{ startAt: lastLook + 86_400_000, endAt: null }]);
  });

  it('tells a state that was already running from one that it saw begin, also after a restart', async () => {
    const bounds = () => bench.store.reads.agentStatesAt(bench.clock.now()).map(({ startIsBound }) => startIsBound);
    await sync();
    expect(bounds()).toEqual([1]);
    bench.restart();
    bench.clock.advance(10_000);
    await sync();
    expect(bounds()).toEqual([1]);
    fake.account.agentsActivity = [{ agent_id: 1001, agent_state: 'away', call_status: null }];
    bench.clock.advance(10_000);
    await sync();
    expect(bounds()).toEqual([null]);
    const known = bench.clock.now();
    bench.restart();
    bench.clock.advance(60_000);
    await sync();
    expect(bench.store.reads.agentStatesAt(bench.clock.now())).toMatchObject([{ startAt: known, startIsBound: null }]);
    // The same state after a night: nobody knows that it was the same all the while.
    bench.clock.advance(36_000_000);
    await sync();
    expect(bounds()).toEqual([1]);
    expect(bench.store.reads.agentStatesAt(known)).toMatchObject([{ startAt: known, startIsBound: null }]);
  });

  it('ends the interval of an agent who is no longer on the list', async () => {
    await sync();
    bench.clock.advance(10_000);
    fake.account.agentsActivity = [];
    await sync();
    expect(statesAt(bench.clock.now() + 1)).toEqual([]);
  });

  it('keeps the vendor’s word beside the floor’s', async () => {
    fake.account.agentsActivity = [
      { agent_id: 1, agent_state: 'transfers_only', call_status: null },
      { agent_id: 2, agent_state: 'online', call_status: 'wrap_up' },
      { agent_id: 3, agent_state: 'dancing', call_status: null },
    ];
    await sync();
    const rows = bench.store.reads.agentStatesAt(bench.clock.now());
    expect(rows.map(({ agent, state, rawState }) => [agent, state, rawState])).toEqual([
      ['1', 'back-office', 'transfers_only'],
      ['2', 'wrap', 'online/wrap_up'],
      ['3', 'away', 'dancing'],
    ]);
  });

  it('takes the queue’s figures for the account, at the instant that the source states', async () => {
    const at = Math.floor(bench.clock.now() / 1000) - 3;
    fake.account.queueActivity = { current_timestamp: at, calls_waiting: 4, longest_wait_time: 55, agents_online: 7 };
    await sync();
    expect(bench.store.reads.queueSnapshotsAt(bench.clock.now(), 60)).toEqual([
      { source: 'zd', queue: null, at: at * 1000, waiting: 4, longestWaitSeconds: 55, agentsAvailable: 7 },
    ]);
  });

  it('asks line by line where the account answers to that', async () => {
    await sync({ queueActivity: 'per-line' });
    const asked = fake.requestsTo('/api/v2/channels/voice/stats/current_queue_activity');
    expect(asked.map(({ query }) => query.get('phone_number_ids'))).toEqual([null, '21', '22']);
    const snapshots = bench.store.reads.queueSnapshotsAt(bench.clock.now(), 60);
    expect(snapshots.map(({ queue }) => queue).sort()).toEqual(['line:21', 'line:22', null]);
  });

  it('writes a calm queue down once a minute only', async () => {
    fake.account.queueActivity = { calls_waiting: 0, longest_wait_time: 0, agents_online: 2 };
    let written = 0;
    for (let poll = 0; poll < 13; poll += 1) {
      written += streamOf(await sync(), 'queue-activity').new;
      bench.clock.advance(10_000);
    }
    expect(written).toBe(3);
  });

  it('keeps the vendor’s own figures of the day as the cursor of their stream', async () => {
    fake.account.accountOverview = { current_timestamp: 1_772_000_000, total_calls: 12, average_hold_time: null };
    await sync();
    expect(bench.store.cursor('zd', 'account-overview')).toEqual({
      at: 1_772_000_000_000,
      figures: { current_timestamp: 1_772_000_000, total_calls: 12 },
    });
  });
});

describe('people and queues', () => {
  let fake: FakeZendesk;
  let bench: Bench;
  const sync = () => bench.syncOnce(sourceOf(fake), secretOf(fake));
  const agent = (id: string) => bench.store.reads.agents().find((row) => row.id === id);

  beforeEach(async () => {
    bench = new Bench();
    fake = await startFake(() => bench.clock.now());
  });

  afterEach(async () => {
    bench.close();
    await fake.stop();
  });

  it('gives agents their groups as teams, and their groups and lines as queues', async () => {
    fake.listPage = 2;
    await sync();
    expect(agent('1002')).toMatchObject({ name: 'Agent 1002', teams: ['Group 12'], queues: ['12', 'line:22'] });
    const names = bench.store.reads.queues().map(({ id, name, channel }) => [id, name, channel]);
    expect(names).toContainEqual(['11', 'Group 11', 'ticket']);
    expect(names).toContainEqual(['line:21', 'Support line', 'voice']);
  });

  it('sees that an agent left a group, though nothing of the agent was updated', async () => {
    await sync();
    fake.account.memberships = fake.account.memberships.filter(({ user_id: id }) => id !== 1002);
    expect(streamOf(await sync(), 'agents')).toMatchObject({ updated: 1 });
    expect(agent('1002')).toMatchObject({ teams: [], queues: [] });
  });

  it('drops an agent who is gone, and takes the same one back', async () => {
    await sync();
    const all = fake.account.users;
    fake.account.users = all.filter(({ id }) => id !== 1003);
    bench.clock.advance(60_000);
    expect(streamOf(await sync(), 'agents')).toMatchObject({ deleted: 1 });
    expect(agent('1003')).toBeUndefined();
    fake.account.users = all;
    bench.clock.advance(60_000);
    await sync();
    expect(agent('1003')).toMatchObject({ name: 'Agent 1003' });
  });

  it('keeps lines when only groups are swept, and chat agents when only users are', async () => {
    await sync();
    fake.account.groups = fake.account.groups.slice(1);
    fake.account.users.push(user(2000));
    bench.clock.advance(60_000);
    await sync();
    expect(
      bench.store.reads
        .queues()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['12', '13', 'line:21', 'line:22']);
    expect(agent('chat:2')).toMatchObject({ name: 'Only Chat' });
    // The other chat agent is a Support user with the same address: one person, one record.
    expect(agent('chat:1')).toBeUndefined();
  });

  it('refuses to lose most of the lines, however many groups there are beside them', async () => {
    fake.account.groups = Array.from({ length: 80 }, (_, i) => ({ id: 100 + i, name: `Group ${i}`, deleted: false }));
    fake.account.lines = Array.from({ length: 24 }, (_, i) => ({ id: 300 + i, nickname: `Line ${i}`, group_ids: [] }));
    await sync();
    fake.account.lines = fake.account.lines.slice(20);
    bench.clock.advance(60_000);
    expect(streamOf(await sync(), 'lines')).toMatchObject({ state: 'refused-mass-delete', deleted: 0 });
    expect(bench.store.reads.queues().filter(({ channel }) => channel === 'voice')).toHaveLength(24);
  });

  it('keeps a suspended agent as inactive', async () => {
    Object.assign(fake.account.users[0] ?? {}, { suspended: true });
    await sync();
    expect(agent('1001')).toMatchObject({ active: false });
  });
});
