import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { openFloor, seconds, WEDNESDAY } from './helpers.ts';
import type { FloorState } from './helpers.ts';

const USERS = '/api/v2/users?role[]=agent';

describe('credentials', () => {
  it('wants Basic email/token:KEY and nothing else', async () => {
    const floor = await openFloor({ token: 'secret-1' });
    const ask = (authorization: string | null) =>
      fetch(new URL(USERS, floor.baseUrl), { headers: authorization === null ? {} : { authorization } });
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const wrong = [
      null,
      'Bearer secret-1',
      basic('a@b.example:secret-1'),
      basic('a@b.example/token:other'),
      basic('token:secret-1'),
    ];
    for (const header of wrong) {
      const response = await ask(header);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ error: "Couldn't authenticate you" });
    }
    expect((await ask(basic('anybody@b.example/token:secret-1'))).status).toBe(200);
  });

  it('answers 403 for what the plan lacks, 404 for what does not exist', async () => {
    const floor = await openFloor({ without: ['talk', 'chat', 'csat'] });
    expect((await floor.get('/api/v2/channels/voice/stats/current_queue_activity')).status).toBe(403);
    expect((await floor.get('/api/v2/chat/agents')).status).toBe(403);
    expect((await floor.get('/api/v2/satisfaction_ratings')).status).toBe(403);
    expect((await floor.get(USERS)).status).toBe(200);
    expect((await floor.get('/api/v2/nonsense')).status).toBe(404);
  });
});

describe('request budgets', () => {
  it('lets ten export requests a minute pass, then says how long to wait', async () => {
    const floor = await openFloor();
    const target = `/api/v2/incremental/ticket_metric_events?start_time=${seconds(WEDNESDAY) - 600}`;
    for (let i = 0; i < 10; i += 1) {
      const response = await floor.get(target);
      expect(response.status).toBe(200);
      expect(response.headers.get('zendesk-ratelimit-incremental-exports')).toContain(`remaining=${9 - i}`);
      expect(Number(response.headers.get('x-rate-limit-remaining'))).toBe(699 - i);
    }
    floor.wall.advance(15_000);
    const refused = await floor.get(target);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('text/plain');
    expect(await refused.text()).toContain('requests per minute exceeded');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBe(45);
    expect(refused.headers.get('ratelimit-reset')).toBe('45');
    expect((await floor.get(USERS)).status).toBe(200);
    expect(
      (await floor.get(`/api/v2/channels/voice/stats/incremental/calls?start_time=${seconds(WEDNESDAY) - 600}`)).status,
    ).toBe(200);
    floor.wall.advance(wait * 1000);
    expect((await floor.get(target)).status).toBe(200);
  });

  it('grows with the speed of the floor', async () => {
    const floor = await openFloor({ speed: 20 });
    const response = await floor.get(`/api/v2/incremental/ticket_metric_events?start_time=${seconds(WEDNESDAY) - 600}`);
    expect(response.headers.get('x-rate-limit')).toBe('14000');
    expect(response.headers.get('zendesk-ratelimit-incremental-exports')).toContain('total=200');
  });
});

describe('incidents between the floor and its readers', () => {
  it.each([
    ['rate-limit', 429],
    ['expired-token', 401],
  ])('%s answers %i until it ends', async (kind, status) => {
    const floor = await openFloor();
    expect((await floor.post('/practice/incidents', { kind, minutes: 2 })).status).toBe(201);
    floor.wall.advance(1000);
    const struck = await floor.get(USERS);
    expect(struck.status).toBe(status);
    if (status === 429) expect(Number(struck.headers.get('retry-after'))).toBe(60);
    floor.wall.advance(2 * 60_000);
    expect((await floor.get(USERS)).status).toBe(200);
  });

  it('an outage breaks connections and apologises in turns, and can be ended early', async () => {
    const floor = await openFloor();
    const { id } = (await (await floor.post('/practice/incidents', { kind: 'source-outage', minutes: 60 })).json()) as {
      id: string;
    };
    floor.wall.advance(1000);
    await expect(floor.get(USERS)).rejects.toThrow('fetch failed');
    expect((await floor.get(USERS)).status).toBe(503);
    const state = await floor.json<FloorState>('/practice/state');
    expect(state.incidents.map((incident) => incident.id)).toEqual([id]);
    const ended = await fetch(new URL(`/practice/incidents/${id}`, floor.baseUrl), { method: 'DELETE' });
    expect(await ended.json()).toMatchObject({ id, active: false, until: floor.clock().now });
    expect((await floor.post(`/practice/incidents/${id}/end`, {})).status).toBe(200);
    expect((await floor.get(USERS)).status).toBe(200);
    expect((await floor.json<FloorState>('/practice/state')).incidents).toEqual([]);
  });

  it('html-200 is a captive portal, truncated-json a body that stops halfway', async () => {
    const floor = await openFloor();
    await floor.post('/practice/incidents', { kind: 'html-200', minutes: 1 });
    floor.wall.advance(1000);
    const portal = await floor.get(USERS);
    expect([portal.status, portal.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await portal.text()).toContain('<html>');
    floor.wall.advance(60_000);
    await floor.post('/practice/incidents', { kind: 'truncated-json', minutes: 1 });
    floor.wall.advance(1000);
    const cut = await floor.get(USERS);
    const text = await cut.text();
    expect(cut.status).toBe(200);
    expect(text.startsWith('{"users":')).toBe(true);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it('clock-skew puts the Date header ahead; without it the floor’s own time is there', async () => {
    const floor = await openFloor({ speed: 10 });
    floor.wall.advance(60_000);
    const dateOf = async () => Date.parse((await floor.get(USERS)).headers.get('date') ?? '');
    expect(await dateOf()).toBe(WEDNESDAY + 600_000);
    await floor.post('/practice/incidents', { kind: 'clock-skew', minutes: 30, factor: 7 });
    floor.wall.advance(1000);
    expect(await dateOf()).toBe(WEDNESDAY + 610_000 + 7 * 60_000);
  });

  it('slow holds every answer back for a while', async () => {
    const floor = await openFloor();
    await floor.post('/practice/incidents', { kind: 'slow', minutes: 1, factor: 0.3 });
    floor.wall.advance(1000);
    const order: string[] = [];
    await Promise.all([
      floor.get(USERS).then((response) => order.push(`vendor ${response.status}`)),
      floor.json('/practice/clock').then(() => order.push('clock')),
    ]);
    expect(order).toEqual(['clock', 'vendor 200']);
  });

  it('refuses incidents that make no sense, and web pages', async () => {
    const floor = await openFloor();
    expect((await floor.post('/practice/incidents', { kind: 'earthquake', minutes: 1 })).status).toBe(400);
    expect((await floor.post('/practice/incidents', { kind: 'slow', minutes: 0 })).status).toBe(400);
    expect((await floor.post('/practice/incidents', { kind: 'slow', minutes: 1, factor: -1 })).status).toBe(400);
    expect(
      (await floor.post('/practice/incidents', { kind: 'queue-surge', queue: 'No such', minutes: 1 })).status,
    ).toBe(422);
    expect((await floor.post('/practice/incidents/incident-9/end', {})).status).toBe(404);
    const page = await fetch(new URL('/practice/incidents', floor.baseUrl), {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: JSON.stringify({ kind: 'source-outage', minutes: 1 }),
    });
    expect(page.status).toBe(403);
    expect(await floor.json('/practice/incidents')).toEqual({ incidents: [] });
  });

  it('a surge on one queue, named by its line, its group or its name, fills that queue', async () => {
    const lines = (
      await (
        await openFloor()
      ).json<{ phone_numbers: { id: number; name: string; default_group_id: number }[] }>(
        '/api/v2/channels/voice/phone_numbers',
      )
    ).phone_numbers;
    const line = lines[1];
    for (const queue of [`line:${line?.id}`, String(line?.default_group_id), line?.name]) {
      const floor = await openFloor();
      const offeredAt = async () =>
        (await floor.json<FloorState>('/practice/state')).queues.map(({ name, offered }) => ({ name, offered }));
      const calm = await openFloor();
      await floor.post('/practice/incidents', { kind: 'queue-surge', queue, minutes: 20, factor: 8 });
      floor.wall.advance(20 * 60_000);
      calm.wall.advance(20 * 60_000);
      const usual = (await calm.json<FloorState>('/practice/state')).queues;
      for (const [i, now] of (await offeredAt()).entries()) {
        if (now.name === line?.name) expect(now.offered).toBeGreaterThan((usual[i]?.offered ?? 0) + 20);
        else expect(now.offered).toBe(usual[i]?.offered);
      }
    }
  });
});
