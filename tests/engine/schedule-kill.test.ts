import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SCHEDULE_MAPPING, importSchedule, loadMapping } from '../../electron/files/index.ts';
import { openStore } from '../../electron/store/index.ts';
import { dumpTables } from '../helpers/dump.ts';
import { seeded } from './floor-world.ts';
import { ManualClock, temporaryFolder } from './helpers.ts';

const NOW = Date.parse('2026-03-01T06:00:00Z');
const KILLS = 12;
const PEOPLE = 150;
const DAYS = 20;

/** Everybody's days: of the second plan a third begins later, some are gone, and one row makes no sense. */
function plan(second: boolean): string {
  const lines = ['agent,activity,start,end'];
  for (let person = 0; person < PEOPLE; person += 1) {
    for (let day = 1; day <= DAYS; day += 1) {
      if (second && (person + day) % 7 === 0) continue;
      const date = `2026-03-${String(day).padStart(2, '0')}`;
      const begin = second && (person + day) % 3 === 0 ? '09' : '08';
      lines.push(
        `agent${person}@example.com,work,${date}T${begin}:00,${date}T12:00`,
        `agent${person}@example.com,lunch,${date}T12:00,${date}T12:30`,
        `agent${person}@example.com,work,${date}T12:30,${date}T16:00`,
      );
    }
  }
  if (second) lines.push('agent1@example.com,work,2026-03-25T10:00,2026-03-25T09:00');
  return `${lines.join('\n')}\n`;
}

async function bring(directory: string, path: string, now: number): Promise<void> {
  const mapping = await loadMapping(SCHEDULE_MAPPING, { dataDir: null });
  const store = openStore({ directory, clock: new ManualClock(now) });
  try {
    await importSchedule(store, path, { mapping, zone: 'Europe/Berlin', now });
  } finally {
    store.close();
  }
}

/** The plan, the plans before it, and what could not be read. */
function outcome(directory: string): object {
  const store = openStore({ directory, clock: new ManualClock(NOW) });
  const agents = store.reads.agents().map(({ source, id }) => `${source}/${id}`);
  const earlier = store.notebook.earlierPlans({ from: 0, to: Date.UTC(2100, 0), agents });
  const quarantine = store.quarantined('schedule', 'file:second.csv', 100).map(({ key, reason }) => [key, reason]);
  store.close();
  const tables = dumpTables(directory, {
    'shift_row WHERE deleted_at IS NULL': 'source, id, version, agent, start_at, end_at, activities',
    'shift_row WHERE deleted_at IS NOT NULL': 'source, id, version',
    agent_row: 'source, id, name, email, active',
  });
  const plans = earlier.map(({ id, version, startAt, endAt }) => `${id} ${version} ${startAt} ${endAt}`).sort();
  return { ...tables, plans, quarantine, agents: agents.sort() };
}

it(`${KILLS} kills in the middle of an import of a schedule end as one that was not killed`, async () => {
  const [killed, whole, files] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  const [first, second] = [join(files, 'first.csv'), join(files, 'second.csv')];
  writeFileSync(first, plan(false));
  writeFileSync(second, plan(true));
  for (const directory of [killed, whole]) await bring(directory, first, NOW);
  await bring(whole, second, NOW + 1000);
  const random = seeded(Date.now());
  let deaths = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const arguments_ = [join(import.meta.dirname, 'schedule-child.ts'), second, killed, String(NOW + 1000)];
    const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), random() * 250));
    const [code, signal] = (await exit) as [number | null, string | null];
    expect(code ?? signal).toBe(signal === null ? 0 : 'SIGKILL');
    if (signal !== null) deaths += 1;
  }
  expect(deaths).toBeGreaterThan(0);
  await bring(killed, second, NOW + 1000);
  const expected = outcome(whole);
  expect(outcome(killed)).toEqual(expected);
  await bring(killed, second, NOW + 2000);
  expect(outcome(killed)).toEqual(expected);
}, 120_000);
