/**
 * Start: from the birth of the process to the first live board on the glass, with 10 million contacts stored and with 10 thousand (the last
 * half hour of 200 queues and 2,000 agents, which the large store has too), against
 * an Electron app that shows one empty window. Same runtime, same flags, in turns; medians of the rounds after one that warms the caches.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchScale, note, quantileOf, report } from '../helpers/bench.ts';
import { bundleBench, project } from './harness/build.ts';
import { BenchApp, electronCommand } from './harness/run.ts';
import { PAST_CONTACTS } from './harness/traffic.ts';
import { freshen, largeStore, smallStore, ZONE } from './harness/stores.ts';

const ROUNDS = 7;
const LARGE = Math.max(10_000, Math.round(10_000_000 * benchScale()));

/** @returns milliseconds to the first picture of an empty window */
async function startEmpty(): Promise<number> {
  const app = await BenchApp.launch('empty');
  await app.close();
  return app.shown.shownAt - app.shown.createdAt;
}

/** @returns milliseconds to the first live board, as the console itself tells it in a smoke run */
async function startConsole(directory: string): Promise<number> {
  freshen(directory);
  const out = mkdtempSync(join(tmpdir(), 'watchfloor-bench-start-'));
  const { command, flags } = electronCommand();
  const args = [...flags, project, '--data', directory, '--smoke', out, '--user-data', join(out, 'user')];
  try {
    const code = await new Promise<number | null>((done, failed) => {
      const child = spawn(command, args, {
        stdio: ['ignore', 'ignore', process.env['WATCHFLOOR_BENCH_LOUD'] === undefined ? 'ignore' : 'inherit'],
        // The zone that the stores are kept in: another one would be a change of settings, which counts history anew.
        env: { ...process.env, WATCHFLOOR_NO_DISPLAY: '', TZ: ZONE },
      });
      child.once('error', failed);
      child.once('exit', done);
    });
    if (code !== 0) throw new Error(`The console ended with ${code}. WATCHFLOOR_BENCH_LOUD=1 shows what it says.`);
    const smoke = JSON.parse(readFileSync(join(out, 'smoke.json'), 'utf8')) as { firstBoardMs: number };
    return smoke.firstBoardMs;
  } finally {
    rmSync(out, { recursive: true, force: true, maxRetries: 20 });
  }
}

await bundleBench();
const large = largeStore(LARGE);
const small = smallStore();
const times: Record<'empty' | 'large' | 'small', number[]> = { empty: [], large: [], small: [] };
for (let round = 0; round <= ROUNDS; round += 1) {
  const taken = { empty: await startEmpty(), large: await startConsole(large), small: await startConsole(small) };
  note(
    `${round === 0 ? 'warm-up' : `round ${round}`}: empty ${taken.empty}, large ${taken.large}, small ${taken.small} ms`,
  );
  if (round > 0) for (const name of ['empty', 'large', 'small'] as const) times[name].push(taken[name]);
}
const of = (name: keyof typeof times): number => quantileOf(times[name], 0.5);
report('start: empty window painted', of('empty'), 'ms');
report(`start: first live board, ${LARGE} contacts`, of('large'), 'ms');
report(`start: first live board, ${PAST_CONTACTS} contacts`, of('small'), 'ms');
report(`start: ${LARGE} contacts / empty window`, of('large') / of('empty'), 'ratio', { atMost: 1.5 });
report(`start: ${LARGE} contacts / ${PAST_CONTACTS} contacts`, of('large') / of('small'), 'ratio', { atMost: 1.1 });
