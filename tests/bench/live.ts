/**
 * Live: 1,000 events a second on 2,000 agents and 200 queues, written to the store, taken up by the floor, sent as frames, painted. Our
 * window and an AG Grid Community window are fed by the same engine in turns, each in an Electron of its own; medians of the rounds.
 *
 *     npm run bench -- live [--profile FOLDER]     also takes profiles of page and engine, after the figures
 */
import { join, resolve } from 'node:path';
import { benchScale, note, quantileOf, report } from '../helpers/bench.ts';
import { bundleBench } from './harness/build.ts';
import { eventLatencies } from './harness/ledger.ts';
import type { Latency, PaintedFrame } from './harness/ledger.ts';
import { cpuSeconds } from './harness/processes.ts';
import { BenchApp, seconds } from './harness/run.ts';
import type { Columns, LedgerReport, Observed, Page, Scrolled } from './harness/words.ts';

const EVENTS_PER_SECOND = 1_000;
const ROUNDS = benchScale() < 1 ? 1 : 3;
const WARM_SECONDS = Math.max(5, 25 * benchScale());
const MEASURE_SECONDS = Math.max(5, 20 * benchScale());
/** Between two pictures of a screen: a page that draws every other one only has dropped half, however evenly it goes. */
const SCREEN_MS = 1000 / 60;
const SCROLL_SECONDS = Math.max(3, 10 * benchScale());

interface Round {
  p50: number;
  p99: number;
  sentP50: number;
  sentP99: number;
  frameP50: number;
  frameP99: number;
  oldestP99: number;
  framesPerSecond: number;
  rowsPerFrame: number;
  longest: number;
  longTasks: number;
  rendererCpu: number;
  engineCpu: number;
  appCpu: number;
  dropped: number;
  frameMs: number;
}

const profileAt = process.argv.indexOf('--profile');
const profileFolder =
  profileAt < 0 ? null : resolve(process.env['WATCHFLOOR_CWD'] ?? '.', process.argv[profileAt + 1] ?? '.');

async function play(
  page: Page,
  columns: Columns | undefined,
  last: boolean,
): Promise<{ round: Round; columns: Columns }> {
  const app = await BenchApp.launch(page, columns);
  try {
    await app.ask({ do: 'rain', eventsPerSecond: EVENTS_PER_SECOND });
    await seconds(WARM_SECONDS);
    const seen = await app.ask<Columns>({ do: 'columns' });
    const members = app.processes();
    const taken = (role: string | null): number =>
      members
        .filter((member) => role === null || member.role === role)
        .reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
    await app.ask({ do: 'observe' });
    const from = Date.now();
    const before = { renderer: taken('renderer'), engine: taken('engine'), app: taken(null) };
    await seconds(MEASURE_SECONDS);
    const to = Date.now();
    const elapsed = (to - from) / 1000;
    const cpu = {
      renderer: (taken('renderer') - before.renderer) / elapsed,
      engine: (taken('engine') - before.engine) / elapsed,
      app: (taken(null) - before.app) / elapsed,
    };
    const { longTasks } = await app.ask<Observed>({ do: 'observed' });
    const { gaps, distance } = await app.ask<Scrolled>({ do: 'scroll', seconds: SCROLL_SECONDS });
    if (profileFolder !== null && last) await takeProfile(app, join(profileFolder, `live-${page}`));
    if (profileFolder !== null && last) await app.ask({ do: 'picture', path: join(profileFolder, `live-${page}.png`) });
    const { frames, pages } = await app.ask<LedgerReport>({ do: 'ledger' });
    const events = eventLatencies(pages, frames, from, to);
    const shown = frames.filter((frame) => frame.sentAt >= from && frame.sentAt < to);
    if (events.length < 0.9 * EVENTS_PER_SECOND * elapsed) {
      note(`only ${events.length} events of ${Math.round(EVENTS_PER_SECOND * elapsed)} came through in time`);
    }
    const frameMs = quantileOf(gaps, 0.5);
    const round: Round = {
      p50: quantileOf(events.map(painted), 0.5),
      p99: quantileOf(events.map(painted), 0.99),
      sentP50: quantileOf(events.map(sent), 0.5),
      sentP99: quantileOf(events.map(sent), 0.99),
      frameP50: quantileOf(shown.map(underWay), 0.5),
      frameP99: quantileOf(shown.map(underWay), 0.99),
      oldestP99: quantileOf(
        shown.map((frame) => frame.paintedAt - frame.eventAt),
        0.99,
      ),
      framesPerSecond: shown.length / elapsed,
      rowsPerFrame: shown.reduce((sum, frame) => sum + frame.rows, 0) / shown.length,
      longest: Math.max(0, ...longTasks),
      longTasks: longTasks.length,
      rendererCpu: cpu.renderer,
      engineCpu: cpu.engine,
      appCpu: cpu.app,
      dropped: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / SCREEN_MS) - 1), 0),
      frameMs,
    };
    note(
      `${page}: ${JSON.stringify(Object.fromEntries(Object.entries(round).map(([name, value]) => [name, Number(value.toPrecision(4))])))}` +
        ` events ${events.length}, scrolled ${Math.round(distance)} px in ${gaps.length} frames, worst gap ${Math.round(Math.max(0, ...gaps))} ms`,
    );
    return { round, columns: seen };
  } finally {
    await app.close();
  }
}

const painted = (latency: Latency): number => latency.toPainted;
const sent = (latency: Latency): number => latency.toSent;
const underWay = (frame: PaintedFrame): number => frame.paintedAt - frame.sentAt;

async function takeProfile(app: BenchApp, path: string): Promise<void> {
  await app.ask({ do: 'profile', on: true, path });
  await seconds(10);
  await app.ask({ do: 'profile', on: false, path });
  note(`profiles: ${path}-page.cpuprofile, ${path}-page.trace.json, ${path}-engine.cpuprofile`);
}

await bundleBench();
const ours: Round[] = [];
const theirs: Round[] = [];
for (let round = 1; round <= ROUNDS; round += 1) {
  note(`round ${round} of ${ROUNDS}`);
  const { round: mine, columns } = await play('ours', undefined, round === ROUNDS);
  ours.push(mine);
  theirs.push((await play('ag', columns, round === ROUNDS)).round);
}
const of = (rounds: readonly Round[], name: keyof Round): number =>
  quantileOf(
    rounds.map((round) => round[name]),
    0.5,
  );
/** Median of the rounds' own ratios: each round's two sides ran side by side. */
const ratio = (name: keyof Round): number =>
  quantileOf(
    ours.map((round, index) => round[name] / (theirs[index]?.[name] ?? Number.NaN)),
    0.5,
  );

report('live: event to painted, p50', of(ours, 'p50'), 'ms');
report('live: event to painted, p99', of(ours, 'p99'), 'ms', { atMost: 33 });
report('live: event to frame sent, p99', of(ours, 'sentP99'), 'ms');
report('live: frame sent to painted, p50', of(ours, 'frameP50'), 'ms');
report('live: frame sent to painted, p99', of(ours, 'frameP99'), 'ms');
report('live: frame sent to painted, p99, AG Grid', of(theirs, 'frameP99'), 'ms');
report('live: oldest event of a frame to painted, p99', of(ours, 'oldestP99'), 'ms');
report('live: event to painted, p50, AG Grid', of(theirs, 'p50'), 'ms');
report('live: event to painted, p99, AG Grid', of(theirs, 'p99'), 'ms');
report('live: p99 / AG Grid', ratio('p99'), 'ratio', { atMost: 1.5 });
report('live: longest task', of(ours, 'longest'), 'ms', { atMost: 50 });
report('live: longest task, AG Grid', of(theirs, 'longest'), 'ms');
report('live: renderer CPU', of(ours, 'rendererCpu'), 'core');
report('live: renderer CPU, AG Grid', of(theirs, 'rendererCpu'), 'core');
report('live: renderer CPU / AG Grid', ratio('rendererCpu'), 'ratio', { atMost: 1.5 });
report('live: engine CPU', of(ours, 'engineCpu'), 'core');
report('live: CPU of all processes', of(ours, 'appCpu'), 'core');
report('live: CPU of all processes, AG Grid', of(theirs, 'appCpu'), 'core');
report('live: frames a second', of(ours, 'framesPerSecond'), '1/s');
report('live: rows in a frame', of(ours, 'rowsPerFrame'), 'rows');
report('live: dropped frames while scrolling the agents', of(ours, 'dropped'), 'frames', { atMost: 0 });
report('live: dropped frames while scrolling the agents, AG Grid', of(theirs, 'dropped'), 'frames');
