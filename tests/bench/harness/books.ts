/** Months, days and recounts of a stored year, asked of an engine over its own wire. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startEngineInNode } from '../../../electron/engine/node.ts';
import type { NodeEngine } from '../../../electron/engine/node.ts';
import { note, quantileOf, report, seeded } from '../../helpers/bench.ts';
import { Line } from './line.ts';
import { monthsOf, TEAM, teamOf } from './staffed-year.ts';
import { SOURCE, ZONE } from './year.ts';

const WARM_UP = 3;
const TIMES = 40;
/** What the engine's thread may be held for: an event that comes meanwhile still has its way to the glass. */
const HOLD_MS = 33;
const BUDGET = { atLeast: 1_000_000 };
/** Vendor's state whose meaning is changed: a fifth of all stays. */
const MAPPED = { source: SOURCE, platform: 'acd', rawState: 'ACW' };

export interface Books {
  readonly directory: string;
  readonly agents: number;
  readonly days: number;
}

/** Prints figures of months, days and a recount after a changed mapping. The folder's counts are whole afterwards. */
export async function measureBooks({ directory, agents, days }: Books): Promise<void> {
  const engine = await startEngineInNode({ directory, systemZone: ZONE });
  const line = new Line(engine.connect());
  try {
    await settled(engine);
    const random = seeded(23);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const months = monthsOf(days);
    const teams = Math.max(1, Math.floor(agents / TEAM));
    await times('a month of a team of 50, asked of the engine', 200, () =>
      line.call('adherenceMonth', {
        month: pick(months),
        scope: { queues: [], teams: [teamOf(Math.floor(random() * teams) * TEAM)] },
      }),
    );
    await times('a month of everybody, asked of the engine', null, () =>
      line.call('adherenceMonth', { month: pick(months), scope: { queues: [], teams: [] } }),
    );
    await times("an agent's day, asked of the engine", 50, () =>
      line.call('adherenceDay', {
        person: `${SOURCE}/agent-${Math.floor(random() * agents)}`,
        day: `${pick(months)}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
      }),
    );
    await recount(engine, line);
  } finally {
    line.close();
    await engine.close();
  }
}

/** Asks many times, for something else each time. @param budgetMs of the p95; null informs only */
async function times(name: string, budgetMs: number | null, ask: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < WARM_UP; n += 1) await ask();
  const wall: number[] = [];
  const processor: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    const from = performance.now();
    const before = process.cpuUsage();
    await ask();
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - from);
    processor.push((user + system) / 1000);
  }
  report(`${name}: p95`, quantileOf(wall, 0.95), 'ms', budgetMs === null ? null : { atMost: budgetMs });
  report(`${name}: p95 of processor time`, quantileOf(processor, 0.95), 'ms');
}

/** Changes what a vendor's state means and waits until all that was counted with it is counted again. */
async function recount({ engine }: NodeEngine, line: Line): Promise<void> {
  const { store, upkeep } = engine.context;
  const slices: Slice[] = [];
  let agentMinutes = 0;
  const step = store.stepRemapping.bind(store);
  store.stepRemapping = () => slice(slices, step);
  const commit = store.commitRecount.bind(store);
  store.commitRecount = (batch) => {
    agentMinutes += batch.agentMinutes;
    return slice(slices, () => commit(batch));
  };
  const held = monitorEventLoopDelay({ resolution: 1 });
  held.enable();
  let told = 0;
  const from = performance.now();
  const done = new Promise<void>((finished) => {
    line.onProgress(({ topic, note: what }) => {
      if (topic !== 'adherence') return;
      told += 1;
      if (what === 'done') finished();
    });
  });
  const chosen = store.notebook.stateMappings().find(({ rawState }) => rawState === MAPPED.rawState)?.state;
  await line.call('setStateMapping', { ...MAPPED, state: chosen === 'back-office' ? 'wrap' : 'back-office' });
  await done;
  const seconds = (performance.now() - from) / 1000;
  held.disable();
  if (upkeep.share !== null) note('the recount says that it is not over');
  const processor = slices.map(({ processorMs }) => processorMs);
  report('recount after a changed mapping: time', seconds, 's');
  report('recount after a changed mapping: agent-minutes', agentMinutes, 'min');
  report('recount after a changed mapping: agent-minutes per second', agentMinutes / seconds, '1/s', BUDGET);
  report('recount: progress told', told, 'times', { atLeast: 2 });
  report("recount: longest slice on the engine's thread, processor time", Math.max(...processor), 'ms', {
    atMost: HOLD_MS,
  });
  report(
    "recount: slices on the engine's thread, p99",
    quantileOf(
      slices.map(({ wallMs }) => wallMs),
      0.99,
    ),
    'ms',
  );
  report("recount: longest slice on the engine's thread", Math.max(...slices.map(({ wallMs }) => wallMs)), 'ms');
  report("recount: the engine's thread held, at longest", held.max / 1e6, 'ms');
}

interface Slice {
  wallMs: number;
  /** Of this thread alone. */
  processorMs: number;
}

function slice<T>(into: Slice[], work: () => T): T {
  const from = performance.now();
  const before = process.threadCpuUsage();
  try {
    return work();
  } finally {
    const { user, system } = process.threadCpuUsage(before);
    into.push({ wallMs: performance.now() - from, processorMs: (user + system) / 1000 });
  }
}

/** Waits until days are read and counts are whole: the first time after the folder was built that counts a year. */
async function settled({ engine }: NodeEngine): Promise<void> {
  const { context } = engine;
  const rest = (): Promise<void> => new Promise((done) => setTimeout(done, 200));
  let said = false;
  for (let calm = 0; calm < 5;) {
    await rest();
    const busy = context.upkeep.share !== null || !context.live.adherence.isSettled;
    calm = busy ? 0 : calm + 1;
    if (busy && !said) note('waiting for the counts of the folder');
    said ||= busy;
  }
}
