import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openOrganization, signIn } from './genesys-helpers.ts';
import type { OpenOrganization, UserRow } from './genesys-helpers.ts';

interface Message {
  topicName: string;
  eventBody: Record<string, unknown>;
}

const open: WebSocket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});

interface Listening {
  socket: WebSocket;
  messages: Message[];
  /** Settles with the code when the socket is closed. */
  closed: Promise<number>;
}

async function listen(organization: OpenOrganization, topics: readonly string[]): Promise<Listening> {
  const channel = await organization.json<{ id: string; connectUri: string }>('POST', '/api/v2/notifications/channels');
  const target = `/api/v2/notifications/channels/${channel.id}/subscriptions`;
  await organization.json(
    'PUT',
    target,
    topics.map((id) => ({ id })),
  );
  return connect(channel.connectUri);
}

async function connect(uri: string): Promise<Listening> {
  const socket = new WebSocket(uri);
  open.push(socket);
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Message));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  return { socket, messages, closed };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function usersOf(organization: OpenOrganization): Promise<UserRow[]> {
  return organization.all<UserRow>('/api/v2/users?pageSize=100&expand=presence,routingStatus');
}

describe('the live channel', () => {
  it('tells of every change that the snapshots show, and answers a ping', async () => {
    const organization = await openOrganization();
    const users = await usersOf(organization);
    const queues = await organization.all<{ id: string }>('/api/v2/routing/queues');
    const { socket, messages } = await listen(organization, [
      ...users.flatMap(({ id }) => [
        `v2.users.${id}.presence`,
        `v2.users.${id}.routingStatus`,
        `v2.users.${id}.conversationsummary`,
        `v2.users.${id}.workforcemanagement.adherence`,
      ]),
      ...queues.map(({ id }) => `v2.analytics.queues.${id}.observations`),
    ]);
    socket.send(JSON.stringify({ message: 'ping' }));
    await until(() => messages.some(({ eventBody }) => eventBody['message'] === 'pong'));
    organization.floor.wall.advance(20 * 60_000);
    const later = await usersOf(organization);
    const moved = later.filter((user, i) => user.routingStatus?.startTime !== users[i]?.routingStatus?.startTime);
    expect(moved.length).toBeGreaterThan(10);
    const told = (user: UserRow): unknown =>
      messages
        .filter(({ topicName }) => topicName === `v2.users.${user.id}.routingStatus`)
        .map(({ eventBody }) => (eventBody['routingStatus'] as { startTime: string }).startTime)
        .at(-1);
    await until(() => moved.every((user) => told(user) === user.routingStatus?.startTime));
    for (const kind of ['presence', 'observations', 'conversationsummary', 'adherence']) {
      expect(messages.some(({ topicName }) => topicName.endsWith(`.${kind}`))).toBe(true);
    }
  });

  it('throws out the oldest of a reader’s channels when there is one too many', async () => {
    const organization = await openOrganization();
    const first = await listen(organization, []);
    for (let i = 0; i < 20; i += 1) await organization.json('POST', '/api/v2/notifications/channels');
    await first.closed;
    expect(first.messages.some(({ topicName }) => topicName.startsWith('v2.system.no_longer_subscribed'))).toBe(true);
  });

  it('carries a thousand topics and no more', async () => {
    const organization = await openOrganization({ agents: 400, queues: 12, historyDays: 1 });
    const users = await usersOf(organization).then(() => organization.all<UserRow>('/api/v2/users?pageSize=500'));
    const channel = await organization.json<{ id: string }>('POST', '/api/v2/notifications/channels');
    const target = `/api/v2/notifications/channels/${channel.id}/subscriptions`;
    const topics = users.flatMap(({ id }) => [
      `v2.users.${id}.presence`,
      `v2.users.${id}.routingStatus`,
      `v2.users.${id}.conversationsummary`,
    ]);
    const many = await organization.ask(
      'PUT',
      target,
      topics.slice(0, 1001).map((id) => ({ id })),
    );
    expect(many.status).toBe(400);
    expect(((await many.json()) as { limit: { value: number } }).limit.value).toBe(1000);
    expect(
      (
        await organization.ask(
          'PUT',
          target,
          topics.slice(0, 1000).map((id) => ({ id })),
        )
      ).status,
    ).toBe(200);
  });
});

describe('what goes wrong', () => {
  it('socket-outage closes what is open, then accepts and closes, or accepts and says nothing', async () => {
    const organization = await openOrganization();
    const before = await listen(organization, []);
    await organization.floor.post('/practice/incidents', { kind: 'socket-outage', minutes: 10 });
    expect(await before.closed).toBe(1001);
    expect(before.messages.at(-1)?.topicName).toBe('v2.system.socket_closing');
    expect(await (await listen(organization, [])).closed).toBe(1011);
    const users = await usersOf(organization);
    const silent = await listen(
      organization,
      users.map(({ id }) => `v2.users.${id}.routingStatus`),
    );
    silent.socket.send(JSON.stringify({ message: 'ping' }));
    organization.floor.wall.advance(5 * 60_000);
    expect(await (await listen(organization, [])).closed).toBe(1011);
    expect(silent.messages).toEqual([]);
    organization.floor.wall.advance(6 * 60_000);
    expect(await silent.closed).toBe(1001);
    const after = await listen(
      organization,
      users.map(({ id }) => `v2.users.${id}.routingStatus`),
    );
    organization.floor.wall.advance(60_000);
    await until(() => after.messages.length > 0);
  });

  it('an outage strikes one vendor alone where it is told so, socket included', async () => {
    const organization = await openOrganization();
    const { floor, base, ask } = organization;
    const listening = await listen(organization, []);
    await floor.post('/practice/incidents', { kind: 'source-outage', minutes: 5, vendor: 'genesys' });
    await listening.closed;
    const looks = [0, 1].map(() =>
      ask('GET', '/api/v2/users').then(
        ({ status }) => status,
        () => 'broken',
      ),
    );
    expect((await Promise.all(looks)).toSorted()).toEqual([503, 'broken']);
    await expect(connect(base.replace('http', 'ws'))).rejects.toThrow('hang up');
    expect((await floor.get('/api/v2/users/me')).status).toBe(200);
    await floor.post('/practice/incidents', { kind: 'source-outage', minutes: 20, vendor: 'zendesk' });
    floor.wall.advance(6 * 60_000);
    expect((await ask('GET', '/api/v2/users')).status).toBe(200);
    await expect(
      floor.get('/api/v2/users/me').then(
        ({ status }) => status,
        () => 'broken',
      ),
    ).resolves.not.toBe(200);
  });

  it('answers 300 requests a minute, then 429 with the seconds to wait', async () => {
    const organization = await openOrganization();
    let refused: Response | null = null;
    for (let i = 0; i < 301; i += 1) {
      const response = await organization.ask('GET', '/api/v2/organizations/me');
      if (i < 300) expect(response.status).toBe(200);
      else refused = response;
      await response.clone().text();
    }
    expect(refused?.status).toBe(429);
    expect(Number(refused?.headers.get('retry-after'))).toBe(60);
    expect(await refused?.json()).toMatchObject({ status: 429, limit: { namespace: 'platform.api', value: 300 } });
    organization.floor.wall.advance(60_000);
    expect((await organization.ask('GET', '/api/v2/organizations/me')).status).toBe(200);
  });

  it('expired-token ends every token and gives no new one while it lasts', async () => {
    const organization = await openOrganization();
    const { floor, base } = organization;
    const client = floor.genesys;
    await floor.post('/practice/incidents', { kind: 'expired-token', minutes: 5, vendor: 'genesys' });
    expect((await organization.ask('GET', '/api/v2/users')).status).toBe(401);
    await expect(signIn(base, client?.clientId ?? '', client?.clientSecret ?? '')).rejects.toThrow('401');
    floor.wall.advance(6 * 60_000);
    expect((await organization.ask('GET', '/api/v2/users')).status).toBe(401);
    const fresh = await signIn(base, client?.clientId ?? '', client?.clientSecret ?? '');
    expect((await organization.ask('GET', '/api/v2/users', undefined, fresh)).status).toBe(200);
  });
});
