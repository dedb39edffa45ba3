import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnector } from '../../../electron/connectors/index.ts';
import { startSync } from '../../../electron/sync/index.ts';
import type { Sync } from '../../../electron/sync/index.ts';
import { ManualTimers } from '../../unit/sync/fakes.ts';
import { Bench, patientTransport } from '../support.ts';
import { iso, queueId, user, userId } from './fake-data.ts';
import type { FakeGenesys } from './fake-server.ts';
import { secretOf, sourceOf, startFake } from './harness.ts';

const PATIENCE_STEPS = 3_000;

describe('the live push of Genesys Cloud', () => {
  let bench: Bench;
  let fake: FakeGenesys;
  let timers: ManualTimers;
  let sync: Sync;

  beforeEach(async () => {
    bench = new Bench();
    fake = await startFake(() => bench.clock.now());
    timers = new ManualTimers(bench.clock);
  });

  afterEach(async () => {
    let closed = false;
    const closing = sync.close().then(() => {
      closed = true;
    });
    while (!closed) await pass(500);
    await closing;
    await fake.stop();
    bench.close();
  });

  function start(): void {
    const source = sourceOf(fake);
    sync = startSync({
      store: bench.store,
      connectors: [{ config: source, connector: createConnector(source, secretOf(fake)) }],
      clock: bench.clock,
      timers,
      random: () => 0.5,
      transport: patientTransport(bench.clock),
    });
  }

  async function pass(ms: number): Promise<void> {
    await timers.advance(ms);
    // The sockets are real: their packets take the machine's time.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }

  /** Lets time pass until it is so. @param stepMs of the test's time */
  async function until(isSo: () => boolean, stepMs = 100): Promise<void> {
    for (let step = 0; step < PATIENCE_STEPS && !isSo(); step += 1) await pass(stepMs);
    if (!isSo()) expect(sync.status()[0]?.streams).toBe('as the test waits for');
  }

  const stream = (name: string) => sync.status()[0]?.streams.find((line) => line.stream === name);
  const states = () => bench.store.reads.agentStatesAt(Date.UTC(2199, 0)).filter(({ endAt }) => endAt === null);
  const routingOf = (agent: string) => states().find((row) => row.agent === agent && row.platform === 'acd');
  const settled = () =>
    fake.channels.open === 1 && bench.store.reads.agents().length === 26 && stream('agent-status')?.state === 'ok';

  /** The connection that has heard of everybody: made anew once the lists have been read for the first time. */
  async function connected(): Promise<void> {
    start();
    await until(
      () => settled() && fake.requestsTo(/\/subscriptions$/).some(({ sent }) => (sent as unknown[]).length > 50),
      1000,
    );
    await until(settled);
  }

  it('subscribes to every queue and every agent, the most important first, and asks that refusals be told', async () => {
    await connected();
    const last = fake.requestsTo(/\/subscriptions$/).at(-1);
    const topics = ((last?.sent ?? []) as { id: string }[]).map(({ id }) => id);
    expect(last?.method).toBe('PUT');
    expect(last?.query.get('ignoreErrors')).toBe('true');
    expect(topics.slice(0, 3).sort()).toEqual([1, 2, 3].map((n) => `v2.analytics.queues.${queueId(n)}.observations`));
    expect(topics[3]).toMatch(/^v2\.users\..*\.routingStatus$/);
    expect(topics).toContain(`v2.users.${userId(7)}.presence`);
    expect(topics).toContain(`v2.users.${userId(7)}.workforcemanagement.adherence`);
  });

  it('brings routing status, presence and queue figures, each into the stay that a snapshot or history would bring', async () => {
    await connected();
    fake.setRouting(userId(4), 'NOT_RESPONDING');
    fake.setPresence(userId(4), 'MEAL', '00000015-0000-4000-8000-000000000003');
    fake.channels.publish(`v2.analytics.queues.${queueId(1)}.observations`, {
      group: { queueId: queueId(1), mediaType: 'voice' },
      data: [
        {
          interval: `${iso(bench.clock.now() - 1000)}/${iso(bench.clock.now())}`,
          metrics: [{ metric: 'oWaiting', stats: { count: 7 } }],
        },
      ],
    });
    await until(() => routingOf(userId(4))?.rawState === 'NOT_RESPONDING');
    const log = fake.account.states[userId(4)];
    expect(routingOf(userId(4))?.id).toBe(`acd:${userId(4)}:${log?.routing.at(-1)?.at}`);
    await until(() => states().some((row) => row.agent === userId(4) && row.state === 'lunch'));
    await until(() => bench.store.reads.queueSnapshotsAt(bench.clock.now(), 60).some(({ waiting }) => waiting === 7));
    // Idle agents were told by the snapshot, and the message says nothing of them.
    expect(
      bench.store.reads.queueSnapshotsAt(bench.clock.now(), 60).find(({ queue }) => queue === queueId(1))
        ?.agentsAvailable,
    ).toBe(4);
  });

  it('never lets an older event undo a newer state, and puts it where it belongs', async () => {
    await connected();
    const agent = userId(5);
    const before = routingOf(agent)?.startAt ?? 0;
    const now = bench.clock.now();
    const tell = (status: string, at: number) =>
      fake.channels.publish(`v2.users.${agent}.routingStatus`, {
        id: agent,
        routingStatus: { userId: agent, status, startTime: iso(at) },
      });
    tell('INTERACTING', now - 10_000);
    tell('NOT_RESPONDING', now - 20_000);
    await until(() =>
      bench.store.reads
        .agentStatesAt(now - 15_000)
        .some((row) => row.agent === agent && row.rawState === 'NOT_RESPONDING'),
    );
    const stays = bench.store.reads
      .agentStatesOf({ source: 'gc', agent, from: before, to: now })
      .filter(({ platform }) => platform === 'acd')
      .map(({ rawState, startAt, endAt }) => [rawState, startAt, endAt]);
    expect(stays.slice(-3)).toEqual([
      ['IDLE', before, now - 20_000],
      ['NOT_RESPONDING', now - 20_000, now - 10_000],
      ['INTERACTING', now - 10_000, null],
    ]);
  });

  it.each([
    [
      'no_longer_subscribed',
      () => fake.channels.broadcast('v2.system.no_longer_subscribed.channel-1', { channelId: 'channel-1' }),
    ],
    ['socket_closing', () => fake.channels.broadcast('v2.system.socket_closing', { message: 'soon' })],
  ])('C16: %s means a new channel, a fresh snapshot, and each event once', async (_name, sayGoodbye) => {
    await connected();
    const channels = fake.channels.channels.size;
    const looks = fake.requestsTo('/api/v2/users').length;
    sayGoodbye();
    // It happens where no socket tells of it any more.
    fake.account.states[userId(6)]?.routing.push({ at: bench.clock.now(), status: 'NOT_RESPONDING' });
    await until(() => fake.channels.channels.size > channels && settled());
    // What happened while nobody listened comes with the snapshot.
    await until(() => routingOf(userId(6))?.rawState === 'NOT_RESPONDING');
    expect(fake.requestsTo('/api/v2/users').length).toBeGreaterThan(looks);
    expect(fake.channels.open).toBe(1);
    fake.setRouting(userId(6), 'IDLE');
    await until(() => routingOf(userId(6))?.rawState === 'IDLE');
    const count = bench.count('agent_states');
    fake.channels.repeatLast();
    await pass(500);
    await pass(500);
    expect(bench.count('agent_states')).toEqual(count);
  });

  it('C19: a server that accepts and closes at once is asked ever more seldom', async () => {
    await connected();
    fake.channels.manner = 'close-at-once';
    fake.channels.drop();
    const openings = fake.channels.opened;
    const attempts: number[] = [];
    let seen = openings;
    for (let step = 0; step < 1200; step += 1) {
      await pass(1000);
      if (fake.channels.opened > seen) attempts.push(step);
      seen = fake.channels.opened;
    }
    // Twenty minutes. Without back-off that survives the opening there would be hundreds, and twenty channels evict each other.
    expect(attempts.length).toBeGreaterThan(3);
    expect(attempts.length).toBeLessThan(40);
    const gaps = attempts.slice(1).map((step, index) => step - (attempts[index] ?? 0));
    expect(Math.max(...gaps.slice(-3))).toBeGreaterThan(gaps[0] ?? 0);
    fake.channels.manner = 'well';
    await until(settled, 1000);
  });

  it('tells which topics it was refused and what for, and goes on with the others', async () => {
    fake.channels.refusals = [{ topic: /presence$/, permission: 'presence:userPresence:view' }];
    await connected();
    expect(stream('push')?.fault).toMatch(/25 live topics are refused.*presence:userPresence:view/);
    fake.setRouting(userId(8), 'NOT_RESPONDING');
    await until(() => routingOf(userId(8))?.rawState === 'NOT_RESPONDING');
  });

  it('never connects to an address that is neither secure nor this machine', async () => {
    fake.channels.uri = 'ws://streaming.example.test/channels/1';
    start();
    await until(() => /not secure/.test(stream('push')?.fault ?? ''), 1000);
    expect(fake.channels.opened).toBe(0);
  });

  it('makes a new channel before the vendor’s day is over, and when there is somebody new to listen to', async () => {
    fake.channels.lifeMs = 60 * 60_000;
    await connected();
    const opened = fake.channels.opened;
    await until(() => fake.channels.opened > opened && settled(), 2_000);
    fake.account.users.push(user(40));
    fake.account.members[queueId(1)]?.push(userId(40));
    const topic = `v2.users.${userId(40)}.routingStatus`;
    const isHeard = () =>
      [...fake.channels.channels.values()].some(({ topics, sockets }) => sockets.size > 0 && topics.has(topic));
    await until(isHeard, 2_000);
    expect(fake.channels.received.some((text) => text.includes('ping'))).toBe(true);
  });
});
