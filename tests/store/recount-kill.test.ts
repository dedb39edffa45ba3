import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../../shared/time/clock.ts';
import { seeded } from '../helpers/bench.ts';
import { COUNTED, dumpRollups, dumpTables } from '../helpers/dump.ts';
import { recount } from '../helpers/recount.ts';
import { DAY, MORNING, tempFolder, tempStore } from '../helpers/store.ts';
import { everybody, history, NOW, planNumber, WORDS } from './children/floor.ts';

const KILLS = 15;

async function runAndKill(directory: string, delayMs: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'children/recount-for-ever.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delayMs));
  const [, signal] = (await exit) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}

test(`${KILLS} kills amid replanning, mapping and counting: what is left over is done, and no plan is forgotten`, async () => {
  const directory = tempFolder();
  const clock = new ManualClock(NOW);
  const first = tempStore({ directory, clock, zone: 'Europe/Berlin' });
  first.writePage(history());
  first.close();
  const random = seeded(Date.now());
  for (let kill = 0; kill < KILLS; kill += 1) {
    await runAndKill(directory, random() * 400);
    const store = tempStore({ directory, clock });
    const version = Number(store.cursor('zd', 'plans') ?? 0);
    const plans = store.notebook.earlierPlans({ from: MORNING - DAY, to: MORNING + DAY, agents: ['zd/a3'] });
    const known = plans.map((plan) => plan.version);
    expect(new Set(known).size).toBe(known.length);
    // Every version before the present one; the present one too where the crash came between the notebook's commit and the mirror's.
    expect(known.filter((v) => v < version)).toEqual(Array.from({ length: Math.max(0, version - 1) }, (_, i) => i + 1));
    expect(known.filter((v) => v > version)).toEqual([]);
    store.close();
  }

  const store = tempStore({ directory, clock });
  const pages = Number(store.cursor('zd', 'plans') ?? 0);
  expect(pages).toBeGreaterThan(0);
  const state = store.notebook.stateMappings()[0]?.state ?? WORDS[0];
  while (!store.stepRemapping().isDone);
  recount(store, everybody, NOW);
  const clean = tempFolder();
  const other = tempStore({ directory: clean, clock, zone: 'Europe/Berlin' });
  other.setStateMapping({ source: 'zd', platform: 'talk', rawState: 'online', state }, 'Ada');
  other.writePage(history());
  other.writePage(planNumber(pages - 1));
  recount(other, everybody, NOW);
  const facts = {
    agent_state_row: 'source, id, state, standard_state',
    shift_row: 'source, id, version, start_at, end_at',
  };
  expect(dumpTables(directory, { ...facts, ...COUNTED })).toEqual(dumpTables(clean, { ...facts, ...COUNTED }));
  expect(dumpRollups(directory)).toEqual(dumpRollups(clean));
}, 240_000);
