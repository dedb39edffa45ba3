/**
 * Memory of all processes with 2,000 agents and 200 queues after a minute of 1,000 events a second, against an Electron app that shows one
 * empty window. Proportional set sizes, so that what processes share counts once. Both in turns; medians of the rounds.
 */
import { benchScale, note, quantileOf, report } from '../helpers/bench.ts';
import { bundleBench } from './harness/build.ts';
import { pssBytes } from './harness/processes.ts';
import type { Role } from './harness/processes.ts';
import { BenchApp, seconds } from './harness/run.ts';
import type { Page } from './harness/words.ts';

const ROUNDS = benchScale() < 1 ? 1 : 3;
const RAIN_SECONDS = Math.max(5, 60 * benchScale());
const REST_SECONDS = 5;
const MEGABYTE = 1024 * 1024;

type Sizes = Partial<Record<Role | 'all', number>>;

async function weigh(page: Page): Promise<Sizes> {
  const app = await BenchApp.launch(page);
  try {
    if (page === 'ours') {
      await app.ask({ do: 'rain', eventsPerSecond: 1_000 });
      await seconds(RAIN_SECONDS);
    } else await seconds(REST_SECONDS);
    const sizes: Sizes = { all: 0 };
    for (const { pid, role } of app.processes()) {
      const size = pssBytes(pid) / MEGABYTE;
      sizes[role] = (sizes[role] ?? 0) + size;
      sizes.all = (sizes.all ?? 0) + size;
    }
    note(
      `${page}: ${Object.entries(sizes)
        .map(([role, size]) => `${role} ${Math.round(size)}`)
        .join(', ')} MB`,
    );
    return sizes;
  } finally {
    await app.close();
  }
}

await bundleBench();
const ours: Sizes[] = [];
const empty: Sizes[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  empty.push(await weigh('empty'));
  ours.push(await weigh('ours'));
}
const of = (rounds: readonly Sizes[], role: keyof Sizes): number =>
  quantileOf(
    rounds.map((sizes) => sizes[role] ?? 0),
    0.5,
  );
for (const role of ['main', 'engine', 'renderer', 'gpu', 'utility', 'zygote'] as const) {
  report(`memory: ${role}`, of(ours, role), 'MB');
  report(`memory: ${role}, empty window`, of(empty, role), 'MB');
}
report('memory: all processes', of(ours, 'all'), 'MB');
report('memory: all processes, empty window', of(empty, 'all'), 'MB');
report('memory: all processes / empty window', of(ours, 'all') / of(empty, 'all'), 'ratio', { atMost: 1.5 });
