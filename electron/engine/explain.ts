import { AppError } from '../../shared/errors/index.ts';
import { WINDOW_MS, isInbox } from '../../shared/domain/floor-rules.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import { serviceLevels } from '../../shared/domain/service-level.ts';
import { wilson } from '../../shared/domain/confidence.ts';
import { levelCounts } from '../live/queues.ts';
import { countedQueues, sumFloor } from '../live/strip.ts';
import { Tally } from '../live/tallies.ts';
import type { Figure, Queries, OutputOf } from '../../shared/contract/index.ts';
import type { AdherenceFigure } from './explain-adherence.ts';
import type { AgentRow } from '../../shared/contract/rows.ts';
import type { Floor } from '../live/floor.ts';
import type { FloorSums } from '../live/strip.ts';
import type { QueueEntry } from '../live/queues.ts';

/** Figures of queues and contacts; those of adherence are in explain-adherence.ts. */
export type FloorFigure = Exclude<Figure, AdherenceFigure>;

export type Explanation = OutputOf<Queries['explain']>;

export interface Question {
  figure: FloorFigure;
  queue: string | null;
  agent: string | null;
  window: 'now' | 'day';
}

/** What the figure says, and what of. */
interface Answer {
  value: number | null;
  /** i18n key after `why.formula.`. */
  formula?: string;
  counts: [name: string, value: number | null][];
  /** Wilson bounds are of this share. */
  share?: { numerator: number; denominator: number };
  attribution?: Explanation['attribution'];
  outcomes?: Explanation['outcomes'];
  caveats?: string[];
}

/** "Why this number": the figure of a queue, an agent or all queues in view, with what it is made of. @throws AppError `not-found` */
export function explain(floor: Floor, question: Question, inView: QueueEntry[], agents: AgentRow[]): Explanation {
  const { figure, window } = question;
  const queues = question.queue === null ? countedQueues(floor, inView) : [queueOf(floor, question.queue)];
  const agent = question.agent === null ? null : agentOf(floor, question.agent);
  const sums = sumFloor(floor, queues, agent === null ? agentsOf(question.queue, agents) : [agent]);
  const counts = tallyOf(queues, window);
  const single = queues.length === 1 ? queues[0] : undefined;
  const rule = single === undefined ? floor.settings.serviceLevel : floor.ruleOf(single.key);
  const answer = answerOf(floor, figure, window, {
    queues,
    sums,
    counts,
    single: single ?? null,
    variant: rule.variant,
  });
  const bounds = answer.share === undefined ? null : wilson(answer.share.numerator, answer.share.denominator);
  const sources = new Set(
    agent === null ? queues.map(({ source }) => source) : agent.agents.map((key) => key.slice(0, key.indexOf('/'))),
  );
  return {
    figure,
    value: answer.value,
    from: window === 'day' ? floor.dayFrom : floor.at - WINDOW_MS,
    to: floor.at,
    zone: floor.settings.zone,
    rule: figure === 'serviceLevel' ? rule : null,
    formula: `why.formula.${answer.formula ?? figure}`,
    counts: answer.counts.map(([name, value]) => ({ name, value })),
    variants: figure === 'serviceLevel' ? serviceLevels(counts) : [],
    low: bounds?.low ?? null,
    high: bounds?.high ?? null,
    attribution: answer.attribution ?? 'start',
    asOf: [...sources].map((source) => ({ source, at: floor.freshness.asOf(source) })),
    outcomes: answer.outcomes ?? [],
    caveats: [...(answer.caveats ?? []), ...(sums.stale ? ['why.caveat.stale'] : [])],
  };
}

interface Basis {
  queues: QueueEntry[];
  sums: FloorSums;
  counts: ReturnType<Tally['level']>;
  single: QueueEntry | null;
  variant: string;
}

function answerOf(floor: Floor, figure: FloorFigure, window: 'now' | 'day', basis: Basis): Answer {
  const { queues, sums, counts, single, variant } = basis;
  const offered = counts.answered + counts.abandoned;
  switch (figure) {
    case 'serviceLevel': {
      const level = window === 'now' ? sums.now : sums.day;
      const unknown = queues.filter((entry) => isUntimed(window === 'now' ? entry.window : entry.day)).length;
      return {
        value: level.value,
        formula: `serviceLevel.${variant}`,
        counts: [
          ['answered', counts.answered],
          ['abandoned', counts.abandoned],
          ['answeredWithin', counts.answeredWithin],
          ['abandonedWithin', counts.abandonedWithin],
          ['shortAbandons', counts.shortAbandons],
        ],
        share: level,
        outcomes: ['answered', 'abandoned'],
        caveats: [
          ...(single === null && sums.mixed > 0 ? ['why.caveat.mixedRules'] : []),
          ...(unknown > 0 ? ['why.caveat.waitsUnknown'] : []),
        ],
      };
    }
    case 'abandon':
      return {
        ...ratioOf(counts.abandoned, offered),
        counts: [
          ['abandoned', counts.abandoned],
          ['offered', offered],
          ['shortAbandons', counts.shortAbandons],
        ],
        share: { numerator: counts.abandoned, denominator: offered },
        outcomes: ['abandoned'],
      };
    case 'asa': {
      const tally = tallySum(queues, window);
      const seconds = tally.get('queueMsAnswered') / 1000;
      const timed = tally.get('answeredTimed');
      return {
        ...ratioOf(seconds, timed),
        counts: [
          ['queueSeconds', Math.round(seconds)],
          ['answered', timed],
        ],
        outcomes: ['answered'],
        caveats: tally.get('answered') > timed ? ['why.caveat.waitsUnknown'] : [],
      };
    }
    case 'waiting':
    case 'longest':
      return waitingAnswer(floor, figure, queues, sums);
    case 'available':
      return availableAnswer(sums, single);
    case 'occupancy':
      return {
        value: sums.occupancy.value,
        counts: [
          ['busySeconds', sums.occupancy.numerator],
          ['readySeconds', sums.occupancy.denominator - sums.occupancy.numerator],
        ],
        attribution: 'snapshot',
      };
    case 'volume':
    case 'expected':
      return volumeAnswer(figure, sums);
  }
}

function waitingAnswer(floor: Floor, figure: 'waiting' | 'longest', queues: QueueEntry[], sums: FloorSums): Answer {
  const told = queues.some(
    (entry) => floor.snapshots.figures(entry.source, entry.id, entry.channel, entry.alone, floor.at) !== null,
  );
  const single = queues.length === 1 ? queues[0] : undefined;
  const waiting = single === undefined ? sums.waiting : single.waiting;
  const since = single === undefined ? (sums.longest?.since ?? null) : single.longestSince;
  return {
    value: figure === 'waiting' ? waiting : since,
    counts: [
      ['waiting', waiting],
      ['longestSince', since],
    ],
    attribution: 'snapshot',
    outcomes: ['open'],
    caveats: [
      told ? 'why.caveat.snapshot' : 'why.caveat.contacts',
      ...(queues.some((entry) => isInbox(entry.channel)) ? ['why.caveat.inbox'] : []),
    ],
  };
}

function availableAnswer(sums: FloorSums, single: QueueEntry | null): Answer {
  if (single === null) {
    return {
      value: sums.present === 0 ? null : sums.available,
      counts: [
        ['available', sums.available],
        ['present', sums.present],
      ],
      attribution: 'snapshot',
    };
  }
  const { staff } = single;
  return {
    value: staff.members === 0 ? null : staff.available,
    counts: [
      ['available', staff.available],
      ['onContact', staff.onContact],
      ['wrap', staff.wrap],
      ['away', staff.away],
    ],
    attribution: 'snapshot',
  };
}

function volumeAnswer(figure: 'volume' | 'expected', sums: FloorSums): Answer {
  const ratio = sums.expected === null || sums.expected === 0 ? null : sums.offered / sums.expected;
  return {
    value: figure === 'expected' ? sums.expected : ratio,
    counts: [
      ['offered', sums.offered],
      ['expected', sums.expected],
    ],
    outcomes: ['answered', 'abandoned'],
    caveats: sums.expected === null ? ['why.caveat.noHistory'] : [],
  };
}

function queueOf(floor: Floor, key: string): QueueEntry {
  const entry = floor.queues.get(key);
  if (entry === undefined) throw new AppError({ code: 'not-found', message: 'There is no such queue on the board.' });
  return entry;
}

function agentOf(floor: Floor, key: string): AgentRow {
  const row = floor.agentRows.get(floor.agents.entries.get(key)?.person.key ?? key);
  if (row === undefined) throw new AppError({ code: 'not-found', message: 'There is no such agent on the board.' });
  return row;
}

function agentsOf(queue: string | null, agents: AgentRow[]): AgentRow[] {
  return queue === null ? agents : agents.filter((row) => row.queues.includes(queue));
}

const isUntimed = (tally: Tally): boolean => tally.get('answered') > 0 && tally.get('answeredTimed') === 0;

function tallySum(queues: readonly QueueEntry[], window: 'now' | 'day'): Tally {
  const sum = new Tally();
  for (const entry of queues) {
    const tally = window === 'now' ? entry.window : entry.day;
    for (const [slot, value] of tally.slots.entries()) sum.slots[slot] = (sum.slots[slot] ?? 0) + value;
  }
  return sum;
}

/** Counts by each queue's own thresholds, added up. */
function tallyOf(queues: readonly QueueEntry[], window: 'now' | 'day'): ReturnType<Tally['level']> {
  const sum = { answered: 0, abandoned: 0, answeredWithin: 0, abandonedWithin: 0, shortAbandons: 0 };
  for (const entry of queues) {
    const counts = levelCounts(window === 'now' ? entry.window : entry.day);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
  }
  return sum;
}
