/** A year of 500 agents: the first count, then a changed state mapping followed and counted again. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, Recounter } from '../../electron/store/index.ts';
import type { RecountResult } from '../../electron/store/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { benchScale, note, quantileOf, report } from '../helpers/bench.ts';
import { fillYear } from './harness/year.ts';

const AGENTS = 500;
const DAYS = Math.max(7, Math.round(365 * benchScale()));
const STAYS = 40;
const ENDS_AT = Date.UTC(2026, 0, 1);
const BUDGET = { atLeast: 1_000_000 };

const directory = mkdtempSync(join(tmpdir(), 'watchfloor-recount-'));
try {
  note(`putting ${DAYS} days of ${AGENTS} agents in`);
  const rows = fillYear(directory, { agents: AGENTS, days: DAYS, stays: STAYS, endsAt: ENDS_AT });
  const clock = new ManualClock(ENDS_AT);
  const store = openStore({ directory, clock });
  const recounter = new Recounter(store, clock);
  const people = Array.from({ length: AGENTS }, (_, n) => ({ key: `gc/agent-${n}`, agents: [`gc/agent-${n}`] }));
  const rules = { tolerance: { break: 120, lunch: 120 }, platformOrder: [], silence: 'offline' } as const;
  report('stays', rows, 'rows');

  const slices: number[] = [];
  const commit = store.commitRecount.bind(store);
  store.commitRecount = (batch) => timed(slices, () => commit(batch));
  const count = async (name: string, before = 0): Promise<RecountResult> => {
    const start = performance.now();
    const result = await recounter.run({ people, rules });
    const seconds = (performance.now() - start + before) / 1000;
    report(`${name}: time`, seconds, 's');
    report(`${name}: agent-minutes per second`, result.agentMinutes / seconds, '1/s', BUDGET);
    report(`${name}: longest commit on the engine's thread`, Math.max(...slices), 'ms');
    report(`${name}: commit, p99`, quantileOf(slices, 0.99), 'ms');
    slices.length = 0;
    return result;
  };

  await count('first count');
  const start = performance.now();
  const steps: number[] = [];
  store.setStateMapping({ source: 'gc', platform: 'acd', rawState: 'ACW', state: 'back-office' }, 'bench');
  while (!timed(steps, () => store.stepRemapping()).isDone);
  const followed = performance.now() - start;
  report('mapping followed by stays: time', followed / 1000, 's');
  report('mapping: longest slice', Math.max(...steps), 'ms');
  report('mapping: slice, p99', quantileOf(steps, 0.99), 'ms');
  await count('mapping changed, with its slices', followed);

  const month = performance.now();
  store.reads.adherenceDays({
    fromDay: '2025-12-01',
    toDay: '2025-12-31',
    people: people.slice(0, 50).map(({ key }) => key),
  });
  report('a month of a team of 50 from the kept counts', performance.now() - month, 'ms', { atMost: 200 });
  report('mirror.db', statSync(join(directory, 'mirror.db')).size / 2 ** 20, 'MiB');
  await recounter.close();
  store.close();
} finally {
  rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
}

function timed<T>(into: number[], work: () => T): T {
  const start = performance.now();
  try {
    return work();
  } finally {
    into.push(performance.now() - start);
  }
}
