/** Boards, KPIs, trends and drill-downs over 10 million contacts. Each question is asked many times, for other days and queues each time. */
import type { CountsQuery } from '../../electron/store/api.ts';
import { openStore } from '../../electron/store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { bucketStart, nextBucket } from '../../shared/time/zone.ts';
import { benchScale, note, quantileOf, report, seeded } from '../helpers/bench.ts';
import { HISTORY, historyOf } from '../helpers/history.ts';
import { jumpsOn } from './harness/jumps.ts';

const CONTACTS = Math.max(10_000, Math.round(10_000_000 * benchScale()));
const WARM_UP = 5;
const TIMES = 60;
const DAY_MS = 86_400_000;

const random = seeded(3);
const { zone, source, endsAt } = HISTORY;
const pick = (n: number): number => Math.floor(random() * n);
const queue = (): string => `${source}/q${pick(HISTORY.queues)}`;
/** A local midnight in the second year. */
const day = (): number => bucketStart(endsAt - (1 + pick(360)) * DAY_MS, 'day', zone);
const month = (): number => bucketStart(endsAt - (20 + pick(330)) * DAY_MS, 'month', zone);
const nextDay = (at: number): number => nextBucket(at, 'day', zone);
const nextMonth = (at: number): number => nextBucket(at, 'month', zone);
const yearBefore = (at: number): number => bucketStart(at - 360 * DAY_MS, 'month', zone);

const rule = { zone, thresholdSeconds: 20, comparator: 'le', shortAbandonSeconds: 5 } as const;

function ask(part: Pick<CountsQuery, 'from' | 'to' | 'by' | 'perQueue'> & Partial<CountsQuery>): CountsQuery {
  return { ...rule, ...part };
}

note(`looking for a history of ${CONTACTS} contacts (built once)`);
const directory = historyOf(CONTACTS);
const store = openStore({ directory, clock: systemClock });
const { reads } = store;

type Question = readonly [name: string, run: () => unknown];

/** Boards, KPIs and trends: budget p95 ≤ 16 ms. */
const questions: readonly Question[] = [
  [
    'board: today up to now, per queue',
    () => {
      const from = day();
      return reads.counts(ask({ from, to: from + 14.3 * 3_600_000, by: 'total', perQueue: true }));
    },
  ],
  [
    'board: last 30 minutes, per queue',
    () => {
      const to = day() + 11 * 3_600_000 + pick(900_000);
      return reads.counts(ask({ from: to - 1_800_000, to, by: 'total', perQueue: true }));
    },
  ],
  [
    'board: today by quarter hour, whole floor',
    () => {
      const from = day();
      return reads.counts(ask({ from, to: nextDay(from), by: 'quarter', perQueue: false }));
    },
  ],
  [
    'trend: a day by quarter hour, one queue',
    () => {
      const from = day();
      return reads.counts(ask({ from, to: nextDay(from), by: 'quarter', perQueue: true, queues: [queue()] }));
    },
  ],
  [
    'kpi: a day, per queue, with medians',
    () => {
      const from = day();
      return reads.counts(ask({ from, to: nextDay(from), by: 'day', perQueue: true, withMedian: true }));
    },
  ],
  [
    'trend: a month by day, per queue',
    () => {
      const from = month();
      return reads.counts(ask({ from, to: nextMonth(from), by: 'day', perQueue: true, thresholdSeconds: 30 }));
    },
  ],
  [
    'trend: a month by day, whole floor',
    () => {
      const from = month();
      return reads.counts(ask({ from, to: nextMonth(from), by: 'day', perQueue: false }));
    },
  ],
  [
    'kpi: a month, whole floor, with medians',
    () => {
      const from = month();
      return reads.counts(ask({ from, to: nextMonth(from), by: 'month', perQueue: false, withMedian: true }));
    },
  ],
  [
    'trend: a year by month, per queue',
    () => {
      const to = month();
      return reads.counts(ask({ from: yearBefore(to), to, by: 'month', perQueue: true, thresholdSeconds: 60 }));
    },
  ],
  [
    'trend: a year by week, one queue',
    () => {
      const to = month();
      return reads.counts(ask({ from: yearBefore(to), to, by: 'week', perQueue: true, queues: [queue()] }));
    },
  ],
  [
    'trend: a month by hour, one queue',
    () => {
      const from = month();
      return reads.counts(ask({ from, to: nextMonth(from), by: 'hour', perQueue: true, queues: [queue()] }));
    },
  ],
  [
    'kpi: two years, total, per queue',
    () => reads.counts(ask({ from: endsAt - 729 * DAY_MS, to: endsAt, by: 'total', perQueue: true })),
  ],
  [
    'kpi: agents of a day',
    () => {
      const from = day();
      return reads.agentCounts(from, nextDay(from));
    },
  ],
];

/** Rows themselves: budget p95 ≤ 50 ms. */
const drillDowns: readonly Question[] = [
  [
    'drill-down: newest of a queue, a month',
    () => {
      const from = month();
      return reads.contactPage({ from, to: nextMonth(from), queues: [queue()], limit: 100 });
    },
  ],
  [
    'drill-down: abandoned of a queue, a year',
    () => {
      const to = month();
      return reads.contactPage({ from: yearBefore(to), to, queues: [queue()], outcomes: ['abandoned'], limit: 100 });
    },
  ],
  [
    'drill-down: an outcome that never occurs, a year, a queue',
    () => {
      const to = month();
      return reads.contactPage({ from: yearBefore(to), to, queues: [queue()], outcomes: ['missed'], limit: 100 });
    },
  ],
  [
    'drill-down: all queues of the floor, a month',
    () => {
      const from = month();
      const queues = Array.from({ length: HISTORY.queues }, (_, i) => `${source}/q${i}`);
      return reads.contactPage({ from, to: nextMonth(from), queues, limit: 100 });
    },
  ],
  [
    'drill-down: an agent, a year',
    () => {
      const to = month();
      return reads.contactPage({ from: yearBefore(to), to, agent: `${source}/a${pick(HISTORY.agents)}`, limit: 100 });
    },
  ],
  ['replay: the floor at an instant', () => reads.contactsAt(day() + 8 * 3_600_000 + pick(8 * 3_600_000))],
  [
    'replay: two seconds of moves',
    () => {
      const at = day() + 8 * 3_600_000 + pick(8 * 3_600_000);
      return reads.movesBetween(at, at + 2_000);
    },
  ],
];

/** Wall time counts; processor time beside it tells a slow question from a busy machine. */
function measure([name, run]: Question, budgetMs: number): void {
  for (let i = 0; i < WARM_UP; i += 1) run();
  const wall: number[] = [];
  const processor: number[] = [];
  for (let i = 0; i < TIMES; i += 1) {
    const start = performance.now();
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - start);
    processor.push((user + system) / 1000);
  }
  report(`${name}: p95`, quantileOf(wall, 0.95), 'ms', { atMost: budgetMs });
  report(`${name}: p95 of processor time`, quantileOf(processor, 0.95), 'ms');
}

for (const question of questions) measure(question, 16);
for (const question of drillDowns) measure(question, 50);
store.close();

/** Each jump goes elsewhere between six in the morning and seven at night. */
const jumps = jumpsOn(CONTACTS);
const floor = jumps.jump(1, 12).floor;
note(
  `replay: ${floor.agentRows.size} agents, ${floor.queueRows.size} queues, ${floor.contacts.held.size} contacts at noon`,
);
measure(['replay: a jump within the day, 2,000 agents', () => jumps.jump(1, 6 + random() * 13).close()], 200);
jumps.close();
