import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectorHarness, FakeVendor, SharedFailure } from './harness.ts';
import { Bench, changes, impatientTransport, mortalStore, streamOf, unwell } from './support.ts';

const HOSTILE = [
  ['10,000 characters', 'x'.repeat(10_000)],
  ['right to left', '\u202Eevil\u202C مرحبا שלום'],
  ['emoji', '👩‍👩‍👧‍👦🏴‍☠️ \u{1F9D1}\u200D\u{1F680}'],
  ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['a formula', "=cmd|' /C calc'!A0"],
  ['SQL', "'; DROP TABLE contact_row; --"],
  ['control characters', 'a\u0000b\u0007c\r\nd\te'],
  ['a lone surrogate', 'x\uD800y'],
] as const;

const TRANSIENT: readonly SharedFailure[] = [
  '429',
  '429-date',
  '429-silent',
  'html',
  'truncated',
  'empty',
  'silent',
  'dribble',
  'reset',
  '500',
  '503',
];

/** Dozens of stores are opened and closed: on a busy machine that takes its time. */
const KILLS = { timeout: 240_000 };

/** What every connector must do, whatever its vendor. A connector passes it with a harness of its own. */
export function contractSuite(harness: ConnectorHarness): void {
  describe(`contract: ${harness.kind}`, () => {
    let vendor: FakeVendor;
    let bench: Bench;
    const sync = (on: Bench = bench) => on.syncOnce(vendor.source, vendor.secret);

    beforeEach(async () => {
      bench = new Bench();
      vendor = await harness.start(() => bench.clock.now());
    });

    afterEach(async () => {
      bench.close();
      await vendor.stop();
    });

    it('reads an account to the end of its streams, and a second time changes nothing', async () => {
      vendor.smallPages();
      const first = await sync();
      expect(unwell(first)).toEqual({});
      expect(first.state).toBe('ok');
      expect(changes(first).new).toBeGreaterThan(0);
      const before = bench.dump();
      const second = await sync();
      expect(changes(second)).toEqual({ new: 0, updated: 0, deleted: 0, quarantined: 0 });
      expect(bench.dump()).toEqual(before);
    });

    it('reads the same whatever the size of the pages', async () => {
      await sync();
      const large = bench.dump();
      const other = new Bench();
      vendor.smallPages();
      await sync(other);
      expect(other.dump()).toEqual(large);
      other.close();
    });

    it.each(TRANSIENT)('survives %s on any stream, and ends as if nothing had happened', async (failure) => {
      vendor.smallPages();
      const clean = new Bench();
      await sync(clean);
      let asked = 0;
      vendor.onRequest(() => {
        asked += 1;
        if (asked % 5 === 2) vendor.failNext(failure, { retryAfterSeconds: 20 });
      });
      const stuck = failure === 'silent' || failure === 'dribble';
      const options = stuck ? { transport: impatientTransport(bench.clock) } : {};
      const report = await bench.syncOnce(vendor.source, vendor.secret, options);
      expect(unwell(report)).toEqual({});
      expect(report.streams.reduce((sum, { retries }) => sum + retries, 0)).toBeGreaterThan(0);
      expect(bench.dump()).toEqual(clean.dump());
      clean.close();
    });

    it('waits as long as Retry-After asks', async () => {
      vendor.failNext('429', { stream: harness.streams.essential, retryAfterSeconds: 90 });
      const stream = streamOf(await sync(), harness.streams.essential);
      expect(stream).toMatchObject({ state: 'ok', retries: 1 });
      expect(stream.waitedSeconds).toBeGreaterThanOrEqual(90);
    });

    it('goes on with the other streams when one fails', async () => {
      vendor.failNext('500', { stream: harness.streams.essential, times: 1000 });
      const report = await sync();
      expect(report.state).toBe('degraded');
      expect(report.fault).not.toBeNull();
      expect(Object.keys(unwell(report))).toEqual([harness.streams.essential]);
      vendor.heal();
      expect((await sync()).state).toBe('ok');
    });

    it.each(['403', '404'] as const)(
      'marks a stream that the plan leaves out (%s), and is well all the same',
      async (failure) => {
        vendor.failNext(failure, { stream: harness.streams.planGated, times: 1000 });
        const report = await sync();
        expect(streamOf(report, harness.streams.planGated).state).toBe('unavailable');
        expect(report.state).toBe('ok');
        expect(report.streams.filter(({ state }) => state === 'ok').length).toBe(report.streams.length - 1);
      },
    );

    it('degrades when the credentials may not read what every account has', async () => {
      vendor.failNext('403', { stream: harness.streams.essential, times: 1000 });
      const report = await sync();
      expect(report.state).toBe('degraded');
      expect(streamOf(report, harness.streams.essential).state).toBe('unavailable');
    });

    it('renews refused credentials once', async () => {
      vendor.failNext('401', { stream: harness.streams.essential });
      expect((await sync()).state).toBe('ok');
    });

    it('asks to sign in again when credentials stay refused, and keeps the data', async () => {
      await sync();
      const before = bench.dump();
      vendor.failNext('401', { times: 1000 });
      const asked = vendor.requests().length;
      const report = await sync();
      expect(report.state).toBe('failed');
      expect(report.fault).toMatch(/sign in again/i);
      expect(bench.dump()).toEqual(before);
      // Two tries in all: a refused source is not hammered stream by stream.
      expect(vendor.requests().length - asked).toBe(2);
    });

    it('says that a source is down, in plain words, and keeps the data', async () => {
      await sync();
      const before = bench.dump();
      vendor.failNext('reset', { times: 100_000 });
      const report = await sync();
      expect(report.state).toBe('failed');
      expect(report.fault).toMatch(/cannot be reached/);
      expect(bench.dump()).toEqual(before);
      vendor.heal();
      expect((await sync()).state).toBe('ok');
    });

    it('takes a web page with status 200 for what it is', async () => {
      vendor.failNext('html', { times: 100_000 });
      const report = await sync();
      expect(report.state).toBe('failed');
      expect(report.fault).toMatch(/sign-in/);
      expect(changes(report)).toMatchObject({ new: 0, deleted: 0 });
    });

    it('never follows a redirect to another host with its credentials', async () => {
      vendor.failNext('redirect', { times: 100_000 });
      const report = await sync();
      expect(report.state).toBe('failed');
      expect(report.fault).toMatch(/sent us on to .*sign-in/);
    });

    it.each([false, true])('ends at the same wherever it is killed (page written first: %s)', KILLS, async (after) => {
      vendor.smallPages(9);
      const clean = new Bench();
      await sync(clean);
      const wanted = clean.dump();
      clean.close();
      let killed = true;
      for (let page = 1; killed; page += 1) {
        const other = new Bench();
        killed = await killedRead(other, { page, after });
        other.restart();
        const report = await sync(other);
        expect(unwell(report)).toEqual({});
        expect(other.dump(), `killed at page ${page}`).toEqual(wanted);
        other.close();
      }
    });

    /** Reads until the store dies, which it then stays. @returns whether it did */
    async function killedRead(on: Bench, when: { page: number; after: boolean }): Promise<boolean> {
      const mortal = mortalStore(on.store, when);
      await on.syncOnce(vendor.source, vendor.secret, { store: mortal.store });
      return mortal.dead();
    }

    it('catches what changes during a read, at the latest with the next', async () => {
      vendor.smallPages();
      let asked = 0;
      vendor.onRequest(() => {
        asked += 1;
        if (asked % 4 === 0 && asked < 60) vendor.mutate(asked);
      });
      await sync();
      vendor.onRequest(() => {});
      bench.clock.advance(120_000);
      await sync();
      const clean = new Bench();
      clean.clock.set(bench.clock.now());
      await clean.syncOnce(vendor.source, vendor.secret);
      expect(bench.dump()).toEqual(clean.dump());
      clean.close();
    });

    it('is well on an empty account', async () => {
      vendor.empty();
      const report = await sync();
      expect(unwell(report)).toEqual({});
      expect(changes(report)).toMatchObject({ quarantined: 0, deleted: 0 });
      expect(bench.dump()['contacts']).toEqual([]);
    });

    it('lets unknown fields and values pass', async () => {
      vendor.putUnknowns();
      const report = await sync();
      expect(unwell(report)).toEqual({});
      expect(changes(report).quarantined).toBe(0);
    });

    it.each(HOSTILE)('keeps %s as it came', async (_name, text) => {
      vendor.putText(text);
      const report = await sync();
      expect(unwell(report)).toEqual({});
      expect(changes(report).quarantined).toBe(0);
      const [agent] = bench.store.reads.agents();
      expect(agent?.name).toBe(storable(text));
    });

    it('keeps an unreadable row aside with its reason and goes on, and reads it once it can', async () => {
      vendor.putUnreadable();
      const report = await sync();
      const { essential } = harness.streams;
      expect(streamOf(report, essential)).toMatchObject({ state: 'ok', quarantined: 1 });
      const kept = bench.store.quarantined(vendor.source.id, essential, 10);
      expect(kept).toHaveLength(1);
      expect(kept[0]?.reason).not.toBe('');
      vendor.mendUnreadable();
      bench.clock.advance(300_000);
      await sync();
      expect(bench.store.quarantined(vendor.source.id, essential, 10)).toEqual([]);
    });

    it('deletes nobody when most of a list is gone, and says so', async () => {
      await sync();
      const before = bench.store.reads.agents().length;
      expect(before).toBeGreaterThan(20);
      vendor.loseMostAgents();
      const report = await sync();
      expect(bench.store.reads.agents()).toHaveLength(before);
      expect(Object.values(unwell(report)).join()).toMatch(/refused-mass-delete: .*Nothing was deleted/);
      expect(report.state).toBe('degraded');
    });

    it('measures how far the clocks are apart', async () => {
      vendor.setSkew(-420_000);
      await sync();
      const [source] = bench.store.reads.sources();
      expect(source?.status?.skewMs).toBeGreaterThan(-421_000);
      expect(source?.status?.skewMs).toBeLessThan(-418_000);
    });

    it('never writes its secret down', async () => {
      vendor.failNext('500', { times: 3 });
      vendor.failNext('403', { stream: harness.streams.planGated });
      const report = await sync();
      const secret = (await vendor.secret('ANY', { fresh: false })) ?? '';
      const encoded = vendor.requests().map(({ headers }) => String(headers['authorization']).split(' ')[1] ?? '');
      const written = JSON.stringify([report, bench.lines, bench.store.reads.sources(), bench.dump()]);
      for (const text of [secret, ...encoded]) expect(written.includes(text)).toBe(false);
    });
  });
}

/** What a database keeps of a text: half a surrogate pair is no character and becomes U+FFFD. */
function storable(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
