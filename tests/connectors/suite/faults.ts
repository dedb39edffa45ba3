import { expect } from 'vitest';
import type { CaseId, SharedFailure } from '../harness.ts';
import { changes, impatientTransport, streamOf, unwell } from '../support.ts';
import type { Cases, SuiteTools } from './cases.ts';
import { cleanDump } from './reading.ts';

const TRANSIENT: readonly [CaseId, SharedFailure][] = [
  ['429-retry-after', '429'],
  ['429-retry-after', '429-date'],
  ['429-silent', '429-silent'],
  ['5xx', '500'],
  ['5xx', '503'],
  ['html-200', 'html'],
  ['truncated', 'truncated'],
  ['empty-body', 'empty'],
  ['slow-loris', 'dribble'],
  ['slow-loris', 'silent'],
  ['reset', 'reset'],
];

/** Everything that a server, a network or a plan can do to a reader. */
export function faultCases(cases: Cases): void {
  const { essential, planGated } = cases.harness.streams;

  for (const [id, failure] of TRANSIENT) {
    cases.add(id, `survives ${failure} on any stream, and ends as if nothing had happened`, (tools) =>
      survives(tools, failure),
    );
  }

  cases.add('429-retry-after', 'waits as long as it asks', async ({ vendor, sync }) => {
    vendor.failNext('429', { stream: essential, retryAfterSeconds: 90 });
    const stream = streamOf(await sync(), essential);
    expect(stream).toMatchObject({ state: 'ok', retries: 1 });
    expect(stream.waitedSeconds).toBeGreaterThanOrEqual(90);
  });

  cases.add('one-stream-down', 'goes on with the other streams', async ({ vendor, sync }) => {
    vendor.failNext('500', { stream: essential, times: 1000 });
    const report = await sync();
    expect(report.state).toBe('degraded');
    expect(report.fault).not.toBeNull();
    expect(Object.keys(unwell(report))).toEqual([essential]);
    vendor.heal();
    expect((await sync()).state).toBe('ok');
  });

  for (const failure of ['403', '404'] as const) {
    cases.add('403-plan', `marks the stream unavailable (${failure}), and is well all the same`, async (tools) => {
      tools.vendor.failNext(failure, { stream: planGated, times: 1000 });
      const report = await tools.sync();
      expect(streamOf(report, planGated).state).toBe('unavailable');
      expect(report.state).toBe('ok');
      expect(report.streams.filter(({ state }) => state === 'ok').length).toBe(report.streams.length - 1);
    });
  }

  cases.add('403-essential', 'degrades the source', async ({ vendor, sync }) => {
    vendor.failNext('403', { stream: essential, times: 1000 });
    const report = await sync();
    expect(report.state).toBe('degraded');
    expect(streamOf(report, essential).state).toBe('unavailable');
  });

  cases.add('401-refresh', 'renews refused credentials once and goes on', async ({ vendor, sync }) => {
    vendor.failNext('401', { stream: essential });
    const report = await sync();
    expect(report.state).toBe('ok');
    expect(unwell(report)).toEqual({});
  });

  cases.add('401-stays', 'asks to sign in again, and keeps the data', async ({ vendor, sync, dump }) => {
    await sync();
    const before = dump();
    vendor.failNext('401', { times: 1000 });
    const asked = vendor.requests().length;
    const report = await sync();
    expect(report.state).toBe('failed');
    expect(report.fault).toMatch(/sign in again/i);
    expect(dump()).toEqual(before);
    // Two tries in all: a refused source is not hammered stream by stream.
    expect(vendor.requests().length - asked).toBe(2);
  });

  cases.add('down', 'says so in plain words, keeps the data, and comes back', async ({ vendor, sync, dump }) => {
    await sync();
    const before = dump();
    vendor.failNext('reset', { times: 100_000 });
    const report = await sync();
    expect(report.state).toBe('failed');
    expect(report.fault).toMatch(/cannot be reached/);
    expect(dump()).toEqual(before);
    vendor.heal();
    expect((await sync()).state).toBe('ok');
  });

  cases.add('html-200', 'takes a web page for what it is, and stores nothing', async ({ vendor, sync }) => {
    vendor.failNext('html', { times: 100_000 });
    const report = await sync();
    expect(report.state).toBe('failed');
    expect(report.fault).toMatch(/sign-in/);
    expect(changes(report)).toMatchObject({ new: 0, deleted: 0 });
  });

  cases.add('redirect', 'is never followed with the credentials', async ({ vendor, sync }) => {
    vendor.failNext('redirect', { times: 100_000 });
    const report = await sync();
    expect(report.state).toBe('failed');
    expect(report.fault).toMatch(/sent us on to .*sign-in/);
  });

  cases.add('skew', 'measures how far the clocks are apart', async ({ vendor, bench, sync }) => {
    vendor.setSkew(-420_000);
    await sync();
    const [source] = bench.store.reads.sources();
    expect(source?.status?.skewMs).toBeGreaterThan(-421_000);
    expect(source?.status?.skewMs).toBeLessThan(-418_000);
  });

  cases.add('secret-kept', 'neither in the log nor in the report nor in the store', async (tools) => {
    const { vendor, bench, sync, dump } = tools;
    vendor.failNext('500', { times: 3 });
    vendor.failNext('403', { stream: planGated });
    const report = await sync();
    const sent = vendor.requests().map(({ headers }) => String(headers['authorization']).split(' ')[1] ?? '');
    const written = JSON.stringify([report, bench.lines, bench.store.reads.sources(), dump()]);
    const secrets = [...vendor.secrets(), ...sent].filter((text) => text !== '');
    expect(secrets.length).toBeGreaterThan(0);
    for (const text of secrets) expect(written.includes(text)).toBe(false);
  });
}

async function survives(tools: SuiteTools, failure: SharedFailure): Promise<void> {
  const { vendor, bench, sync, dump } = tools;
  vendor.smallPages();
  const wanted = await cleanDump(tools);
  let asked = 0;
  vendor.onRequest(() => {
    asked += 1;
    if (asked % 5 === 2) vendor.failNext(failure, { retryAfterSeconds: 20 });
  });
  const stuck = failure === 'silent' || failure === 'dribble';
  const report = await sync(bench, stuck ? { transport: impatientTransport(bench.clock) } : {});
  expect(unwell(report)).toEqual({});
  expect(report.streams.reduce((sum, { retries }) => sum + retries, 0)).toBeGreaterThan(0);
  expect(dump()).toEqual(wanted);
}
