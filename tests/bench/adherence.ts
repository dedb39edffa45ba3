/**
 * Adherence: 2,000 people in their shifts at 1,000 state events a second, from the store through the engine to the list and to the timeline
 * on the glass, beside an AG Grid table fed the same frames; months and days out of a year of 500 people; that year counted again after a
 * vendor's state got another meaning.
 *
 *     npm run bench -- adherence [live|books]     one half only
 */
import { benchScale, note, quantileOf, report } from '../helpers/bench.ts';
import { measureBooks } from './harness/books.ts';
import { bundleBench } from './harness/build.ts';
import { eventLatencies } from './harness/ledger.ts';
import type { Latency } from './harness/ledger.ts';
import { cpuSeconds } from './harness/processes.ts';
import { BenchApp, seconds } from './harness/run.ts';
import { monthsOf, staffedYear, teamOf } from './harness/staffed-year.ts';
import type { Columns, LedgerReport, Observed, Opened, Page } from './harness/words.ts';

const EVENTS_PER_SECOND = 1_000;
const ROUNDS = benchScale() < 1 ? 1 : 3;
const WARM_SECONDS = Math.max(5, 25 * benchScale());
const MEASURE_SECONDS = Math.max(5, 20 * benchScale());
const AGENTS = 500;
const DAYS = Math.max(31, Math.round(365 * benchScale()));
const MONTHS_OPENED = Math.max(10, Math.round(24 * benchScale()));

interface Round {
  p50: number;
  p99: number;
  sentP99: number;
  /** Frames of people's blocks, by their oldest event; NaN where no timeline is on screen. */
  blocksP50: number;
  blocksP99: number;
  blocksPerSecond: number;
  longest: number;
  rendererCpu: number;
  engineCpu: number;
  framesPerSecond: number;
  rowsPerFrame: number;
}

async function play(page: Page, columns?: Columns): Promise<{ round: Round; columns: Columns }> {
  const app = await BenchApp.launch(page, columns);
  try {
    await app.ask({ do: 'rain', eventsPerSecond: EVENTS_PER_SECOND });
    await seconds(WARM_SECONDS);
    const seen = await app.ask<Columns>({ do: 'columns' });
    const members = app.processes();
    const taken = (role: string): number =>
      members.filter((member) => member.role === role).reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
    await app.ask({ do: 'observe' });
    const from = Date.now();
    const before = { renderer: taken('renderer'), engine: taken('engine') };
    await seconds(MEASURE_SECONDS);
    const to = Date.now();
    const elapsed = (to - from) / 1000;
    const rendererCpu = (taken('renderer') - before.renderer) / elapsed;
    const engineCpu = (taken('engine') - before.engine) / elapsed;
    const { longTasks } = await app.ask<Observed>({ do: 'observed' });
    const { frames, pages } = await app.ask<LedgerReport>({ do: 'ledger' });
    const people = frames.filter(({ view }) => view === 'adherence');
    const events = eventLatencies(pages, people, from, to);
    if (events.length < 0.9 * EVENTS_PER_SECOND * elapsed) {
      note(`only ${events.length} events of ${Math.round(EVENTS_PER_SECOND * elapsed)} came through in time`);
    }
    const within = <T extends { sentAt: number }>(all: readonly T[]): T[] =>
      all.filter(({ sentAt }) => sentAt >= from && sentAt < to);
    const shown = within(people);
    const blocks = within(frames.filter(({ view }) => view === 'timeline')).map(
      ({ paintedAt, eventAt }) => paintedAt - eventAt,
    );
    const round: Round = {
      p50: quantileOf(events.map(painted), 0.5),
      p99: quantileOf(events.map(painted), 0.99),
      sentP99: quantileOf(
        events.map(({ toSent }) => toSent),
        0.99,
      ),
      blocksP50: quantileOf(blocks, 0.5),
      blocksP99: quantileOf(blocks, 0.99),
      blocksPerSecond: blocks.length / elapsed,
      longest: Math.max(0, ...longTasks),
      rendererCpu,
      engineCpu,
      framesPerSecond: shown.length / elapsed,
      rowsPerFrame: shown.reduce((sum, { rows }) => sum + rows, 0) / shown.length,
    };
    const figures = Object.entries(round).map(([name, value]) => [name, Number(value.toPrecision(4))]);
    note(`${page}: ${JSON.stringify(Object.fromEntries(figures))} events ${events.length}`);
    const picture = process.env['WATCHFLOOR_BENCH_PICTURES'];
    if (picture !== undefined) await app.ask({ do: 'picture', path: `${picture}/adherence-${page}.png` });
    return { round, columns: seen };
  } finally {
    await app.close();
  }
}

const painted = (latency: Latency): number => latency.toPainted;

async function live(): Promise<void> {
  const list: Round[] = [];
  const timeline: Round[] = [];
  const theirs: Round[] = [];
  for (let n = 1; n <= ROUNDS; n += 1) {
    note(`round ${n} of ${ROUNDS}`);
    const { round, columns } = await play('list');
    list.push(round);
    theirs.push((await play('ag-people', columns)).round);
    timeline.push((await play('timeline')).round);
  }
  const of = (rounds: readonly Round[], name: keyof Round): number =>
    quantileOf(
      rounds.map((round) => round[name]),
      0.5,
    );
  /** Median of the rounds' own ratios: each round's sides ran side by side. */
  const ratio = (name: keyof Round): number =>
    quantileOf(
      list.map((round, index) => round[name] / (theirs[index]?.[name] ?? Number.NaN)),
      0.5,
    );
  for (const [name, rounds] of [
    ['list', list],
    ['timeline', timeline],
  ] as const) {
    report(`adherence ${name}: event to painted, p50`, of(rounds, 'p50'), 'ms');
    report(`adherence ${name}: event to painted, p99`, of(rounds, 'p99'), 'ms', { atMost: 33 });
    report(`adherence ${name}: event to frame sent, p99`, of(rounds, 'sentP99'), 'ms');
    report(`adherence ${name}: longest task`, of(rounds, 'longest'), 'ms', { atMost: 50 });
    report(`adherence ${name}: renderer CPU`, of(rounds, 'rendererCpu'), 'core');
    report(`adherence ${name}: engine CPU`, of(rounds, 'engineCpu'), 'core');
    report(`adherence ${name}: frames a second`, of(rounds, 'framesPerSecond'), '1/s');
    report(`adherence ${name}: rows in a frame`, of(rounds, 'rowsPerFrame'), 'rows');
  }
  report('adherence timeline: oldest event of the blocks to painted, p50', of(timeline, 'blocksP50'), 'ms');
  report('adherence timeline: oldest event of the blocks to painted, p99', of(timeline, 'blocksP99'), 'ms', {
    atMost: 33,
  });
  report('adherence timeline: frames of blocks a second', of(timeline, 'blocksPerSecond'), '1/s');
  report('AG Grid: event to painted, p50', of(theirs, 'p50'), 'ms');
  report('AG Grid: event to painted, p99', of(theirs, 'p99'), 'ms');
  report('AG Grid: longest task', of(theirs, 'longest'), 'ms');
  report('AG Grid: renderer CPU', of(theirs, 'rendererCpu'), 'core');
  report('adherence list: p99 / AG Grid', ratio('p99'), 'ratio', { atMost: 1.5 });
  report('adherence list: renderer CPU / AG Grid', ratio('rendererCpu'), 'ratio', { atMost: 1.5 });
}

async function books(): Promise<void> {
  const directory = staffedYear(AGENTS, DAYS);
  await measureBooks({ directory, agents: AGENTS, days: DAYS });
  const app = await BenchApp.launch('year', undefined, directory);
  try {
    const known = monthsOf(DAYS);
    const months = Array.from({ length: MONTHS_OPENED }, (_, n) => known[n % known.length] ?? '');
    const { months: taken, plain } = await app.ask<Opened>({ do: 'months', team: teamOf(0), months });
    report('a month of a team of 50, from the click to the glass, p50', quantileOf(taken, 0.5), 'ms');
    report('a month of a team of 50, from the click to the glass, p95', quantileOf(taken, 0.95), 'ms', {
      atMost: 200,
    });
    report('a plain sub-page, from the click to the glass, p50', quantileOf(plain, 0.5), 'ms');
    report('a month of a team of 50, from the click to the glass, the first', taken[0] ?? Number.NaN, 'ms');
  } finally {
    await app.close();
  }
}

const half = process.argv[2];
if (half !== undefined && half !== 'live' && half !== 'books') throw new RangeError(`There is no half "${half}".`);
await bundleBench();
if (half !== 'books') await live();
if (half !== 'live') await books();
