import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, streamOf, unwell } from '../support.ts';
import { userId } from './fake-data.ts';
import type { FakeGenesys } from './fake-server.ts';
import { secretOf, sourceOf, startFake } from './harness.ts';

const HOUR = 3_600_000;

describe('what Genesys Cloud’s own machinery can do to a reader', () => {
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

  const sync = () => bench.syncOnce(sourceOf(fake), secretOf(fake));
  const orders = () => fake.requestsTo(/conversations\/details\/jobs$/).length;
  const shifts = () =>
    bench.dump({ shifts: 'SELECT DISTINCT agent, start_at FROM schedules ORDER BY agent, start_at' })['shifts'] as {
      agent: string;
    }[];

  it('orders a job again that came to nothing, and smaller ones where it keeps failing', async () => {
    fake.analytics.jobEnds = ['FAILED', 'CANCELLED', 'FAILED', 'FAILED'];
    expect(unwell(await sync())).toEqual({});
    const spans = fake
      .requestsTo(/conversations\/details\/jobs$/)
      .map(({ sent }) => (sent as { interval: string }).interval.split('/').map((text) => Date.parse(text)))
      .map(([from = 0, to = 0]) => to - from);
    expect(spans[1]).toBe(spans[0]);
    expect(Math.min(...spans.slice(0, 5))).toBeLessThan(spans[0] ?? 0);
    expect(bench.count('contacts')).toEqual([12]);
  });

  it('tells of jobs that never come to anything, and is well again once they do', async () => {
    fake.analytics.jobEnds = Array.from({ length: 500 }, () => 'FAILED');
    const stream = streamOf(await sync(), 'conversation-jobs');
    expect(stream.state).not.toBe('ok');
    expect(stream.fault).toMatch(/job ended as FAILED: too much of it/);
    fake.analytics.jobEnds = [];
    const ordered = orders();
    bench.clock.advance(HOUR);
    expect(unwell(await sync())).toEqual({});
    expect(orders()).toBeGreaterThan(ordered);
  });

  it('deletes no shift because a plan cannot be read', async () => {
    await sync();
    const planned = shifts();
    expect(planned.length).toBeGreaterThan(1);
    const before = fake.account.schedules;
    const read = async () => {
      bench.clock.advance(HOUR);
      return streamOf(await sync(), 'schedules');
    };
    // Shifts have lost when their work begins; then no schedule says whose it is.
    const shiftsOf = before[userId(1)]?.shifts ?? [];
    const broken = shiftsOf.map((row) => ({ ...row, activities: [{ startDate: 'soon', lengthMinutes: 5 }] }));
    fake.account.schedules = { ...before, [userId(1)]: { shifts: broken, fullDayTimeOffMarkers: [] } };
    expect((await read()).quarantined).toBeGreaterThan(0);
    expect(shifts()).toEqual(planned);
    fake.account.schedules = before;
    fake.namelessSchedules = true;
    expect((await read()).quarantined).toBeGreaterThan(0);
    expect(shifts()).toEqual(planned);
    fake.namelessSchedules = false;
    expect((await read()).state).toBe('ok');
    expect(shifts()).toEqual(planned);
  });

  it('says in plain words that the answer on adherence holds none', async () => {
    fake.account.unitUsers = {};
    fake.adherenceReply = ['out of order'];
    expect(streamOf(await sync(), 'adherence').fault).toMatch(/The answer holds no adherence/);
  });
});
