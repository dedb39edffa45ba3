import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnector } from '../../../electron/connectors/index.ts';
import { Bench, unwell } from '../support.ts';
import type { FakeGenesys } from './fake-server.ts';
import { secretOf, sourceOf, startFake } from './harness.ts';

describe('signing in to Genesys Cloud', () => {
  let bench: Bench;
  let fake: FakeGenesys;

  beforeEach(async () => {
    bench = new Bench();
    fake = await startFake(() => bench.clock.now());
  });

  afterEach(async () => {
    bench.close();
    await fake.stop();
  });

  /** A sign-in by person: the refresh token changes with every use, and is kept under its name. */
  function signedIn(keep?: (name: string, value: string) => Promise<void>) {
    const kept = new Map([['GC_REFRESH', fake.refreshToken]]);
    const { baseUrl, loginUrl, startTime } = sourceOf(fake).config;
    const source = {
      ...sourceOf(fake),
      config: { baseUrl, loginUrl, startTime, clientId: 'public-client', refreshTokenRef: 'GC_REFRESH' } as never,
    };
    const write = async (name: string, value: string) => {
      await keep?.(name, value);
      kept.set(name, value);
    };
    const connector = createConnector(source, async (name) => kept.get(name) ?? null, write);
    return { kept, source, connector, read: () => bench.syncOnce(source, async () => null, { connector }) };
  }

  it('asks for one token, however many streams need it, and never sends it or the secret anywhere else', async () => {
    expect(unwell(await bench.syncOnce(sourceOf(fake), secretOf(fake)))).toEqual({});
    expect(fake.grants).toHaveLength(1);
    const [grant] = fake.grants;
    expect(grant?.form.get('grant_type')).toBe('client_credentials');
    expect(grant?.authorization).toBe(
      `Basic ${Buffer.from(`${fake.clientId}:${fake.clientSecret}`).toString('base64')}`,
    );
    expect(new Set(fake.exchanges.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${fake.tokens[0]}`]),
    );
  });

  it('renews a token before it ends', async () => {
    fake.tokenSeconds = 120;
    const connector = createConnector(sourceOf(fake), secretOf(fake));
    await bench.syncOnce(sourceOf(fake), secretOf(fake), { connector });
    bench.clock.advance(115_000);
    await bench.syncOnce(sourceOf(fake), secretOf(fake), { connector });
    expect(fake.tokens.length).toBeGreaterThan(1);
    expect(fake.exchanges.some(({ status }) => status === 401)).toBe(false);
  });

  it('renews a revoked token once and goes on', async () => {
    const connector = createConnector(sourceOf(fake), secretOf(fake));
    await bench.syncOnce(sourceOf(fake), secretOf(fake), { connector });
    fake.revokeTokens();
    expect(unwell(await bench.syncOnce(sourceOf(fake), secretOf(fake), { connector }))).toEqual({});
    expect(fake.tokens).toHaveLength(2);
    expect(fake.exchanges.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  it('says in plain words that the client is refused, without the secret', async () => {
    const report = await bench.syncOnce(sourceOf(fake), async () => 'wrong-secret');
    expect(report).toMatchObject({
      state: 'failed',
      fault: expect.stringMatching(/secret is refused\. Sign in again/),
    });
    expect(fake.exchanges).toEqual([]);
    expect(JSON.stringify([report, bench.lines])).not.toContain('wrong-secret');
  });

  it('gives the vendor’s own words, its limit and the correlation id of what it refused', async () => {
    fake.failNext('403', { path: /details\/query$/, times: 1000 });
    const report = await bench.syncOnce(sourceOf(fake), secretOf(fake));
    expect(unwell(report)['conversations']).toMatch(
      /It says: “Unable to perform.*code missing\.permissions, correlation id 0a1b2c3d/,
    );
  });

  it('keeps a rotated refresh token before it uses the access token that came with it', async () => {
    const order: string[] = [];
    const person = signedIn(async (_name, value) => {
      order.push(`keep ${value}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('kept');
    });
    fake.onRequest = () => {
      if (!order.includes('first request')) order.push('first request');
    };
    expect(unwell(await person.read())).toEqual({});
    expect(order).toEqual(['keep refresh-1', 'kept', 'first request']);
    expect(fake.grants[0]?.form.get('client_id')).toBe('public-client');
    expect(fake.grants[0]?.authorization).toBeUndefined();
    // The next renewal uses the rotated one, and it rotates again.
    fake.revokeTokens();
    expect(unwell(await person.read())).toEqual({});
    expect(fake.grants[1]?.form.get('refresh_token')).toBe('refresh-1');
    expect(person.kept.get('GC_REFRESH')).toBe('refresh-2');
  });

  it('uses no token that could not be kept', async () => {
    const person = signedIn(async () => {
      throw new Error('the keyring is locked');
    });
    expect((await person.read()).state).toBe('failed');
    expect(fake.exchanges).toEqual([]);
  });

  it('asks for a new sign-in when the old one has ended, and keeps the data', async () => {
    const person = signedIn();
    await person.read();
    const agents = bench.store.reads.agents().length;
    fake.revokeTokens();
    fake.refreshToken = 'somebody else signed in';
    const report = await person.read();
    expect(report).toMatchObject({
      state: 'failed',
      fault: expect.stringMatching(/the sign-in has ended\. Sign in again/),
    });
    expect(bench.store.reads.agents()).toHaveLength(agents);
  });
});
