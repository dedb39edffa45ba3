import { describe, expect, it } from 'vitest';
import { Limiter } from '../../../electron/sync/limiter.ts';
import { readRateHeaders } from '../../../electron/sync/rate-headers.ts';
import type { RateReading } from '../../../electron/sync/rate-headers.ts';
import { ManualClock } from '../../../shared/time/clock.ts';
import { InstantTimers } from './fakes.ts';

const never = new AbortController().signal;

function setUp(documented = {}) {
  const clock = new ManualClock(1_000_000);
  const timers = new InstantTimers(clock);
  return { clock, timers, limiter: new Limiter(clock, timers, documented) };
}

const account = (limit: number, remaining: number, resetSeconds: number): RateReading => ({
  scope: 'account',
  name: '',
  limit,
  remaining,
  resetSeconds,
});

describe('Limiter', () => {
  it('lets everything pass while nothing is known of a limit', async () => {
    const { limiter, clock } = setUp();
    for (let i = 0; i < 1000; i += 1) await limiter.acquire('support', never);
    expect(clock.monotonic()).toBe(0);
  });

  it('uses half of a stated limit per window and leaves the rest to others', async () => {
    const { limiter, clock } = setUp();
    limiter.observe('incremental', [account(10, 9, 60)]);
    for (let i = 0; i < 4; i += 1) await limiter.acquire('incremental', never);
    expect(clock.monotonic()).toBe(0);
    await limiter.acquire('incremental', never);
    expect(clock.monotonic()).toBe(60_000);
  });

  it('keeps to a documented limit before the first reply', async () => {
    const { limiter, clock } = setUp({ incremental: { requests: 10, perSeconds: 60 } });
    for (let i = 0; i < 11; i += 1) await limiter.acquire('incremental', never);
    expect(clock.monotonic()).toBe(120_000);
  });

  it('waits for the window when others have used everything up', async () => {
    const { limiter, clock } = setUp();
    limiter.observe('support', [account(400, 0, 17)]);
    await limiter.acquire('support', never);
    expect(clock.monotonic()).toBe(17_000);
  });

  it('counts buckets that state one limit as one account', async () => {
    const { limiter, clock } = setUp();
    for (const bucket of ['support', 'talk-live']) {
      limiter.observe(bucket, [account(10, 9, 60)]);
    }
    for (let i = 0; i < 3; i += 1) await limiter.acquire(i % 2 === 0 ? 'support' : 'talk-live', never);
    expect(limiter.delayMs('support')).toBe(60_000);
    expect(limiter.delayMs('talk-live')).toBe(60_000);
    expect(clock.monotonic()).toBe(0);
  });

  it('keeps endpoints with limits of their own apart, even where the limits are the same', () => {
    const { limiter } = setUp();
    for (const name of ['incremental', 'talk-export']) {
      const endpoint: RateReading = { scope: 'endpoint', name, limit: 2, remaining: 1, resetSeconds: 60 };
      limiter.observe(name, [endpoint, account(700, 690, 60)]);
    }
    expect(limiter.delayMs('incremental')).toBe(60_000);
    expect(limiter.delayMs('support')).toBe(0);
  });

  it('holds on to the documented limit of an endpoint when replies speak of the account only', async () => {
    const { limiter, clock } = setUp({ incremental: { requests: 10, perSeconds: 60 } });
    for (let i = 0; i < 6; i += 1) {
      await limiter.acquire('incremental', never);
      limiter.observe('incremental', [account(700, 600, 30)]);
    }
    expect(clock.monotonic()).toBe(60_000);
  });

  it('may use more where the account is ours alone', async () => {
    const clock = new ManualClock();
    const limiter = new Limiter(clock, new InstantTimers(clock), { exports: { requests: 10, perSeconds: 60 } }, 1);
    for (let i = 0; i < 10; i += 1) await limiter.acquire('exports', never);
    expect(clock.monotonic()).toBe(0);
  });

  it('stands still while a 429 asks for it, and only in its own bucket', () => {
    const { limiter } = setUp();
    limiter.block('incremental', 30_000);
    expect(limiter.delayMs('incremental')).toBe(30_000);
    expect(limiter.delayMs('support')).toBe(0);
  });

  it('does not believe a window of more than an hour', () => {
    const { limiter } = setUp();
    limiter.observe('support', [account(10, 0, 864_000)]);
    expect(limiter.delayMs('support')).toBe(3_600_000);
  });

  it('gives up waiting when the read is stopped', async () => {
    const { limiter } = setUp();
    limiter.block('support', 1000);
    await expect(limiter.acquire('support', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('readRateHeaders', () => {
  const read = (headers: Record<string, string>) => readRateHeaders(new Headers(headers), 1_700_000_000_000);

  it.each<[Record<string, string>, RateReading[]]>([
    [{ 'X-Rate-Limit': '700', 'X-Rate-Limit-Remaining': '699', 'ratelimit-reset': '42' }, [account(700, 699, 42)]],
    [
      { 'X-RateLimit-Limit': '100', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1700000030' },
      [account(100, 0, 30)],
    ],
    [
      { 'zendesk-ratelimit-tickets-index': 'total=100; remaining=99; resets=23', 'X-Rate-Limit': '700' },
      [
        { scope: 'endpoint', name: 'tickets-index', limit: 100, remaining: 99, resetSeconds: 23 },
        { ...account(700, 0, 0), remaining: null, resetSeconds: null },
      ],
    ],
    [{ 'ratelimit-limit': '60;w=60', 'ratelimit-remaining': '59' }, [{ ...account(60, 59, 0), resetSeconds: null }]],
    [{ 'X-Rate-Limit': 'soon' }, []],
    [{}, []],
  ])('reads %j', (headers, readings) => {
    expect(read(headers)).toEqual(readings);
  });
});
