import { describe, expect, it } from 'vitest';
import { HttpFault } from '../../../electron/connectors/connector.ts';
import { createGate } from '../../../electron/sync/http-gate.ts';
import type { GateDeps } from '../../../electron/sync/http-gate.ts';
import { Limiter } from '../../../electron/sync/limiter.ts';
import { fullJitterMs, retryAfterMs } from '../../../electron/sync/retry.ts';
import { SkewEstimate } from '../../../electron/sync/skew.ts';
import { ManualClock } from '../../../shared/time/clock.ts';
import { InstantTimers, scripted } from './fakes.ts';
import type { Answer } from './fakes.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const REQUEST = { method: 'GET', url: 'https://example.test/api/v2/things?x=1', bucket: 'support' } as const;

function setUp(answers: Answer[], random = () => 0.5) {
  const clock = new ManualClock(NOW);
  const timers = new InstantTimers(clock);
  const { transport, seen } = scripted(answers, clock);
  const lines: string[] = [];
  const note = (message: string, fields?: object) => lines.push(`${message} ${JSON.stringify(fields)}`);
  const deps: GateDeps = {
    source: 'zd',
    clock,
    timers,
    random,
    limiter: new Limiter(clock, timers),
    skew: new SkewEstimate(),
    transport,
    log: { info: note, warn: note, error: note },
    reachability: { down: false },
  };
  const stats = { requests: 0, retries: 0, waitedSeconds: 0 };
  const waits: (string | null)[] = [];
  const gate = createGate(deps, stats, new AbortController().signal, {
    waiting: (_ms, why) => waits.push(why),
    replied: () => {},
  });
  return { gate, stats, clock, seen, lines, waits, deps };
}

const OK = { body: '{"a":1}' };

describe('HttpGate', () => {
  it.each<[string, Answer]>([
    ['a server fault', { status: 503, body: 'busy' }],
    ['a gateway page', { status: 502, body: '<html>' }],
    ['a web page with status 200', { body: '<!doctype html><p>Sign in', headers: { 'content-type': 'text/html' } }],
    ['a web page that says it is JSON', { body: '  <html></html>' }],
    ['JSON that breaks off', { body: '{"tickets":[{"id":1' }],
    ['an empty body', { body: '' }],
    ['a time-out', new HttpFault('timeout', 'slow')],
    ['no connection', new HttpFault('unreachable', 'ECONNRESET')],
  ])('tries again after %s', async (_name, answer) => {
    const { gate, stats } = setUp([answer, OK]);
    await expect(gate.json(REQUEST)).resolves.toMatchObject({ value: { a: 1 } });
    expect(stats).toMatchObject({ requests: 2, retries: 1 });
  });

  it('waits at least as long as Retry-After asks, in seconds', async () => {
    const { gate, clock, stats, waits } = setUp([{ status: 429, headers: { 'retry-after': '93' } }, OK]);
    await gate.json(REQUEST);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(93_000);
    expect(clock.monotonic()).toBeLessThan(96_000);
    expect(stats.waitedSeconds).toBeGreaterThanOrEqual(93);
    expect(waits).toEqual([expect.stringContaining('slow down')]);
  });

  it('reads Retry-After as a date against the clock of the server, not ours', async () => {
    // The server is an hour ahead; it wants us back in thirty seconds.
    const date = new Date(NOW + 3_600_000).toUTCString();
    const retryAfter = new Date(NOW + 3_630_000).toUTCString();
    const { gate, clock } = setUp([{ status: 429, headers: { date, 'retry-after': retryAfter } }, OK]);
    await gate.json(REQUEST);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(29_000);
    expect(clock.monotonic()).toBeLessThan(33_000);
  });

  it('waits for ratelimit-reset where a 429 has no Retry-After', async () => {
    const { gate, clock } = setUp([{ status: 429, headers: { 'ratelimit-reset': '20' } }, OK]);
    await gate.json(REQUEST);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(20_000);
  });

  it('backs off by itself where a 429 says nothing', async () => {
    const { gate, clock, stats } = setUp([{ status: 429, body: 'Too many requests' }, { status: 429 }, OK]);
    await gate.json(REQUEST);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(2000);
    expect(stats.retries).toBe(2);
  });

  it('never waits on a 429 that is about the depth of paging', async () => {
    const { gate, clock } = setUp([
      { status: 429, body: 'Pagination limit reached for offset model', headers: { 'retry-after': '60' } },
    ]);
    await expect(gate.json(REQUEST)).rejects.toMatchObject({ kind: 'pagination-limit' });
    expect(clock.monotonic()).toBe(0);
  });

  it.each([
    [400, 'bad-request'],
    [401, 'auth'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [422, 'bad-request'],
  ])('hands %i to the caller at once', async (status, kind) => {
    const { gate, stats } = setUp([{ status }]);
    await expect(gate.json(REQUEST)).rejects.toMatchObject({ kind, status });
    expect(stats).toMatchObject({ requests: 1, retries: 0 });
  });

  it('gives up after its tries, and asks a dead host only once from then on', async () => {
    const { gate, stats } = setUp([new HttpFault('unreachable', 'example.test cannot be reached.')]);
    await expect(gate.json(REQUEST)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(stats.requests).toBe(5);
    await expect(gate.json(REQUEST)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(stats.requests).toBe(6);
  });

  it('leaves time-outs to a caller who has a better remedy', async () => {
    const { gate, stats } = setUp([new HttpFault('timeout', 'slow')]);
    await expect(gate.json({ ...REQUEST, timeoutTries: 1 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(stats.requests).toBe(1);
  });

  it('writes every back-off to the log, without query or headers', async () => {
    const { gate, lines } = setUp([{ status: 500 }, { status: 429, headers: { 'retry-after': '1' } }, OK]);
    await gate.json({ ...REQUEST, headers: { authorization: 'Basic c2VjcmV0' } });
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('/api/v2/things');
    expect(lines.join()).not.toMatch(/c2VjcmV0|x=1/);
  });

  it('estimates the skew of the clocks from the Date header', async () => {
    const { gate, deps } = setUp([{ ...OK, headers: { date: new Date(NOW - 300_000).toUTCString() } }]);
    await gate.json(REQUEST);
    expect(deps.skew.skewMs).toBe(-299_500);
    expect(deps.skew.serverNow(NOW)).toBe(NOW - 299_500);
  });
});

describe('retry rules', () => {
  it('draws the back-off from the whole range up to a cap', () => {
    const policy = { baseMs: 100, capMs: 1000 };
    expect(fullJitterMs(0, policy, () => 0.5)).toBe(50);
    expect(fullJitterMs(3, policy, () => 0.5)).toBe(400);
    expect(fullJitterMs(60, policy, () => 0.999)).toBe(999);
    expect(fullJitterMs(5, policy, () => 0)).toBe(0);
  });

  it.each([
    ['0', 0],
    ['7', 7000],
    [' 2.5 ', 2500],
    [new Date(NOW + 9000).toUTCString(), 9000],
    [new Date(NOW - 9000).toUTCString(), 0],
    ['whenever', null],
    [null, null],
  ])('reads Retry-After %s', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });
});
