import { adherence, conformance, noCounts, shrinkageRatio } from '../../shared/domain/adherence/index.ts';
import { TREND_QUARTERS } from '../../shared/domain/floor-rules.ts';
import type { AdherenceCounts, ShrinkageCause, ShrinkageCounts } from '../../shared/domain/adherence/index.ts';
import type { AdherenceRow, AdherenceTile } from '../../shared/contract/adherence.ts';
import type { AlarmLevel, Ratio } from '../../shared/contract/rows.ts';
import type { Adherence } from './adherence.ts';

const QUARTER_MS = 900_000;
/** The list's buckets by seconds out: under a minute, up to and with five, over five. */
const BUCKETS = [
  ['under1', (_seconds: number) => true],
  ['over1', (seconds: number) => seconds >= 60],
  ['over5', (seconds: number) => seconds > 300],
] as const;
/** This far below the target is a breach, as it is for service level. */
const BREACH_GAP = 0.1;

/** What the people in view are together. */
export interface AdherenceSums {
  people: number;
  /** Of them, those planned to be there at this moment: not off, and not without a plan. */
  planned: number;
  counts: AdherenceCounts;
  shrinkage: ShrinkageCounts;
  /** Out of adherence now, not excused; none of those of whom nothing is known now. */
  out: number;
  excused: number;
  hurting: number;
  buckets: Record<(typeof BUCKETS)[number][0], number>;
  stale: boolean;
  asOf: number | null;
  /** By quarter hour, oldest first: null where nobody was planned. */
  quarters: (AdherenceCounts | null)[];
}

/**
 * Adds up the people in view.
 *
 * @param at the floor's instant, epoch ms UTC
 * @param quarters those of an earlier look that still hold; without them they are added up too, which is most of the work
 */
export function sumPeople(
  book: Adherence,
  rows: Iterable<AdherenceRow>,
  at: number,
  quarters: AdherenceSums['quarters'] | null = null,
): AdherenceSums {
  const sums: AdherenceSums = {
    people: 0,
    planned: 0,
    counts: noCounts(),
    shrinkage: { paid: 0, causes: {} },
    out: 0,
    excused: 0,
    hurting: 0,
    buckets: { under1: 0, over1: 0, over5: 0 },
    stale: true,
    asOf: null,
    quarters: quarters ?? Array.from({ length: TREND_QUARTERS }, () => null),
  };
  const firstAt = Math.floor(at / QUARTER_MS) * QUARTER_MS - (TREND_QUARTERS - 1) * QUARTER_MS;
  let paid = 0;
  const causes: Record<string, number> = {};
  for (const row of rows) {
    const day = book.people.get(row.key);
    if (day === undefined) continue;
    sums.people += 1;
    if (row.scheduled !== null && row.scheduled !== 'off') sums.planned += 1;
    sums.stale &&= row.stale;
    if (row.asOf !== null) sums.asOf = sums.asOf === null ? row.asOf : Math.min(sums.asOf, row.asOf);
    addTo(sums.counts, row.counts);
    paid += day.shrinkage.paid;
    for (const cause in day.shrinkage.causes) {
      causes[cause] = (causes[cause] ?? 0) + (day.shrinkage.causes[cause as ShrinkageCause] ?? 0);
    }
    countDeviation(sums, row, at);
    for (let index = quarters === null ? day.quarters.length - 1 : -1; index >= 0; index -= 1) {
      const quarter = day.quarters[index];
      const place = quarter === undefined ? -1 : (quarter.startAt - firstAt) / QUARTER_MS;
      if (quarter === undefined || place < 0) break;
      if (place < TREND_QUARTERS) addTo((sums.quarters[place] ??= noCounts()), quarter.counts);
    }
  }
  sums.shrinkage = { paid, causes };
  if (sums.people === 0) sums.stale = false;
  return sums;
}

/** Who is out now, null while every source that would tell is silent: of no one is it known then whether they are. */
export function outNow({ stale, out }: AdherenceSums): number | null {
  return stale ? null : out;
}

/** The tiles above the list. */
export function adherenceTiles(sums: AdherenceSums, { count, target }: Adherence['rules']): AdherenceTile[] {
  const { counts, stale, asOf } = sums;
  const base = { stale, asOf, target: null, numerator: null, denominator: null, notes: [] as AdherenceTile['notes'] };
  const level = (found: AlarmLevel): AlarmLevel => (stale ? 'stale' : found);
  const none = (value: number | null): string | null => (value === null ? 'adherence.noData.plan' : null);
  const out = outNow(sums);
  const held = adherence(counts, count);
  const conformed = conformance(counts);
  const shrunk = shrinkageRatio(sums.shrinkage);
  const trend = (of: (counts: AdherenceCounts) => number | null): (number | null)[] =>
    sums.quarters.map((quarter) => (quarter === null ? null : of(quarter)));
  const share = ({ value, numerator, denominator }: Ratio) => ({ value, numerator, denominator, reason: none(value) });
  return [
    {
      ...base,
      ...share(held),
      key: 'adherence',
      level: level(belowTarget(held.value, target)),
      target,
      trend: trend((quarter) => adherence(quarter, count).value),
    },
    {
      ...base,
      key: 'out',
      level: level(sums.buckets.over5 > 0 ? 'warning' : 'normal'),
      value: out,
      numerator: out,
      denominator: sums.planned,
      notes:
        out === null
          ? []
          : [
              ...BUCKETS.map(([name]) => ({ name, value: sums.buckets[name] })),
              { name: 'excused', value: sums.excused },
            ],
      // People who were out on average.
      trend: trend((quarter) => quarter.unmatched / (QUARTER_MS / 1000)),
      reason: out === null ? 'alarm.sourceStale.reason' : null,
    },
    {
      ...base,
      key: 'hurting',
      level: level(sums.hurting > 0 ? 'warning' : 'normal'),
      value: counts.negative,
      notes: out === null ? [] : [{ name: 'now', value: sums.hurting }],
      trend: trend((quarter) => quarter.negative),
      reason: null,
    },
    {
      ...base,
      ...share(conformed),
      key: 'conformance',
      level: level('normal'),
      trend: trend((quarter) => conformance(quarter).value),
    },
    {
      ...base,
      ...share(shrunk),
      key: 'shrinkage',
      level: level('normal'),
      notes: Object.entries(sums.shrinkage.causes)
        .map(([name, value]) => ({ name, value: value ?? 0 }))
        .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1)),
      trend: [],
    },
  ];
}

function belowTarget(value: number | null, target: number): AlarmLevel {
  if (value === null || value >= target - 1e-9) return 'normal';
  return value <= target - BREACH_GAP + 1e-9 ? 'breach' : 'warning';
}

function countDeviation(sums: AdherenceSums, { deviation }: AdherenceRow, at: number): void {
  if (deviation === null) return;
  if (deviation.excused !== null) {
    sums.excused += 1;
    return;
  }
  sums.out += 1;
  if (deviation.impact === 'negative') sums.hurting += 1;
  const seconds = (at - deviation.since) / 1000;
  const bucket = BUCKETS.findLast(([, holds]) => holds(seconds)) ?? BUCKETS[0];
  sums.buckets[bucket[0]] += 1;
}

/** By name and not in a loop: a floor of two thousand asks for it some thirty thousand times a second. */
function addTo(sum: AdherenceCounts, counts: AdherenceCounts): void {
  sum.scheduled += counts.scheduled;
  sum.matched += counts.matched;
  sum.unmatched += counts.unmatched;
  sum.excused += counts.excused;
  sum.unknown += counts.unknown;
  sum.productiveScheduled += counts.productiveScheduled;
  sum.productiveMatched += counts.productiveMatched;
  sum.productiveExcused += counts.productiveExcused;
  sum.productiveUnknown += counts.productiveUnknown;
  sum.worked += counts.worked;
  sum.negative += counts.negative;
  sum.positive += counts.positive;
}
