import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { inspectFolder } from '../../electron/store/recovery.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';
import { seeded } from '../helpers/bench.ts';
import { dumpRollups } from '../helpers/dump.ts';
import { tempFolder, tempStore } from '../helpers/store.ts';
import { liveAfter } from './children/pages.ts';

const KILLS = 60;

/** Lets a child write until it has committed some pages, then kills it a random moment later, in the middle of whatever it does. */
async function writeAndKill(directory: string, pages: number, delayMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'children/write-for-ever.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let committed = 0;
  let seen = 0;
  const lines = createInterface(child.stdout);
  const exit = once(child, 'exit');
  lines.on('line', (line) => {
    committed = Number(line);
    seen += 1;
    if (seen === pages) setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const [, signal] = (await exit) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return committed;
}

test(`${KILLS} kills at random moments: nothing lost, nothing double, rollups equal to the facts`, async () => {
  const directory = tempFolder();
  const random = seeded(Date.now());
  let last = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const committed = await writeAndKill(directory, 1 + Math.floor(random() * 4), random() * 12);
    const store = tempStore({ directory });
    const cursor = Number(store.cursor('zd', 'calls'));
    // What was said to be committed is there; at most the page under way is more.
    expect(cursor).toBeGreaterThanOrEqual(committed);
    expect(cursor).toBeGreaterThan(last);
    last = cursor;
    const setting = Number(store.notebook.setting('last'));
    expect(setting).toBeGreaterThanOrEqual(committed);
    expect(setting).toBeLessThanOrEqual(cursor);
    const db = openReadonly(join(directory, 'mirror.db'));
    expect(db.raw('SELECT count(*), count(DISTINCT id) FROM contacts').get()).toEqual([
      liveAfter(cursor),
      liveAfter(cursor),
    ]);
    expect(db.raw('SELECT count(*) FROM agent_states').get()).toEqual([cursor]);
    expect(db.raw('SELECT key FROM quarantine').all()).toEqual([[`bad-${cursor - 1}`]]);
    db.close();
    const kept = dumpRollups(directory);
    store.recomputeRollups();
    expect(dumpRollups(directory)).toEqual(kept);
    store.close();
  }
  expect(inspectFolder(directory)).toEqual({ mirror: 'ok', notebook: 'ok' });
}, 600_000);
