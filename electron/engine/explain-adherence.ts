import { AppError } from '../../shared/errors/index.ts';
import { PeopleScope } from './adherence-view.ts';
import { adherence, conformance, shrinkageRatio } from '../../shared/domain/adherence/index.ts';
import { outNow, sumPeople } from '../live/adherence-tiles.ts';
import type { AdherenceRow } from '../../shared/contract/adherence.ts';
import type { AdherenceSums } from '../live/adherence-tiles.ts';
import type { Explanation } from './explain.ts';
import type { Figure } from '../../shared/contract/index.ts';
import type { RunningFloor } from '../live/running.ts';
import type { Scope } from '../../shared/contract/scope.ts';

const FIGURES = ['adherence', 'conformance', 'shrinkage', 'outOfAdherence', 'hurting'] as const;
export type AdherenceFigure = (typeof FIGURES)[number];

export function isAdherenceFigure(figure: Figure): figure is AdherenceFigure {
  return FIGURES.some((name) => name === figure);
}

export interface AdherenceQuestion {
  figure: AdherenceFigure;
  /** People who serve it; null for all in scope. */
  queue: string | null;
  /** One person, by the key of theirs or of an agent. */
  agent: string | null;
  scope: Scope;
}

interface Answer {
  value: number | null;
  formula: string;
  counts: [name: string, value: number][];
  caveats: string[];
}

/** "Why this number" of adherence: of one person or of everybody in scope, for the day so far. @throws AppError `not-found` */
export function explainAdherence(running: RunningFloor, question: AdherenceQuestion): Explanation {
  const { floor, adherence: book } = running;
  const { figure } = question;
  const rows = rowsOf(running, question);
  const sums = sumPeople(book, rows, floor.at);
  const { value, formula, counts, caveats } = answerOf(figure, sums, book.rules.count);
  const sources = new Set(rows.flatMap(({ agents }) => agents.map((key) => key.slice(0, key.indexOf('/')))));
  const starts = rows.map(({ key }) => book.people.get(key)?.frame.startAt ?? floor.dayFrom);
  return {
    figure,
    value,
    from: starts.reduce((first, at) => Math.min(first, at), floor.dayFrom),
    to: floor.at,
    zone: floor.settings.zone,
    rule: null,
    formula: `why.formula.${formula}`,
    counts: counts.map(([name, count]) => ({ name, value: count })),
    variants: [],
    low: null,
    high: null,
    attribution: figure === 'outOfAdherence' ? 'snapshot' : 'start',
    asOf: [...sources].map((source) => ({ source, at: floor.freshness.asOf(source) })),
    outcomes: [],
    caveats: [
      ...caveats,
      ...(rows.some(({ stale }) => stale) ? ['why.caveat.stale'] : []),
      ...(book.isSettled ? [] : ['why.caveat.reading']),
    ],
  };
}

function rowsOf(running: RunningFloor, { queue, agent, scope }: AdherenceQuestion): AdherenceRow[] {
  const { adherence: book } = running;
  if (agent !== null) {
    const row = book.rows.get(book.personOf(agent));
    if (row !== undefined) return [row];
    throw new AppError({ code: 'not-found', message: 'Nothing was planned for this person today, and nothing done.' });
  }
  const inScope = new PeopleScope(running, queue === null ? scope : { ...scope, queues: [queue] });
  return [...book.rows.values()].filter(({ key }) => inScope.has(key));
}

function answerOf(figure: AdherenceFigure, sums: AdherenceSums, count: 'all' | 'productive'): Answer {
  const { counts, shrinkage } = sums;
  const out = outNow(sums);
  const unknown = counts.unknown > 0 ? ['why.caveat.unknownTime'] : [];
  switch (figure) {
    case 'adherence':
      return {
        value: adherence(counts, count).value,
        formula: `adherence.${count}`,
        counts:
          count === 'all'
            ? [
                ['scheduledSeconds', counts.scheduled],
                ['matchedSeconds', counts.matched],
                ['excusedSeconds', counts.excused],
                ['unmatchedSeconds', counts.unmatched],
                ['unknownSeconds', counts.unknown],
              ]
            : [
                ['productiveScheduledSeconds', counts.productiveScheduled],
                ['matchedSeconds', counts.productiveMatched],
                ['excusedSeconds', counts.productiveExcused],
                ['unknownSeconds', counts.productiveUnknown],
              ],
        caveats: unknown,
      };
    case 'conformance':
      return {
        value: conformance(counts).value,
        formula: 'conformance',
        counts: [
          ['workedSeconds', counts.worked],
          ['productiveScheduledSeconds', counts.productiveScheduled],
          ['unknownSeconds', counts.productiveUnknown],
        ],
        caveats: unknown,
      };
    case 'shrinkage':
      return {
        value: shrinkageRatio(shrinkage).value,
        formula: 'shrinkage',
        counts: [
          ['paidSeconds', shrinkage.paid],
          ...Object.entries(shrinkage.causes).map(([cause, seconds]): [string, number] => [
            `cause.${cause}.Seconds`,
            seconds ?? 0,
          ]),
        ],
        caveats: unknown,
      };
    case 'outOfAdherence':
      return {
        value: out,
        formula: 'outOfAdherence',
        counts:
          out === null
            ? [['people', sums.people]]
            : [
                ['out', out],
                ['excusedPeople', sums.excused],
                ['people', sums.people],
              ],
        caveats: [],
      };
    case 'hurting':
      return {
        value: counts.negative,
        formula: 'hurting',
        counts: [
          ['negativeSeconds', counts.negative],
          ['positiveSeconds', counts.positive],
          ['unmatchedSeconds', counts.unmatched],
        ],
        caveats: ['why.caveat.staffing'],
      };
  }
}
