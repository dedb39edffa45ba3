import { DEFAULT_QUEUE_ALARMS, evaluateQueue } from '../../shared/domain/alarms-rules.ts';
import { STRIP_KEYS } from '../../shared/contract/rows.ts';
import { TREND_QUARTERS, isInbox } from '../../shared/domain/floor-rules.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import { serviceLevel } from '../../shared/domain/service-level.ts';
import { wilson } from '../../shared/domain/confidence.ts';
import { worstLevel } from '../../shared/domain/alarms.ts';
import type { AgentRow, AlarmLevel, StripRow } from '../../shared/contract/rows.ts';
import type { Ratio } from '../../shared/contract/rows.ts';
import type { RuleSample } from '../../shared/domain/alarms-rules.ts';
import { levelCounts, trendOf } from './queues.ts';
import { levelOf } from './levels.ts';
import { noAgents, totalAgent } from './agent-totals.ts';
import type { AgentTotals } from './agent-totals.ts';
import type { Floor } from './floor.ts';
import type { QueueEntry } from './queues.ts';

/** Sums of the queues in view. */
export interface FloorSums {
  /** Service level of the window and of the day: each queue by its own rule, sum over sum. */
  now: Ratio;
  day: Ratio;
  /** Queues with another variant or threshold than the floor's. */
  mixed: number;
  waiting: number | null;
  /** Name of the queue in which most wait, null where nobody does. */
  most: string | null;
  longest: { since: number; queue: string; thresholdSeconds: number } | null;
  available: number;
  present: number;
  abandonNow: Ratio;
  abandonDay: Ratio;
  offered: number;
  expected: number | null;
  occupancy: Ratio;
  asa: Ratio;
  stale: boolean;
  /** Oldest of the sources in view. */
  asOf: number | null;
  samples: RuleSample[];
}

/** Queues in view that say something of now: a file's do only where there is nothing else. */
export function countedQueues(floor: Floor, queues: readonly QueueEntry[]): QueueEntry[] {
  if (floor.mode === 'replay') return [...queues];
  const live = queues.filter(({ source }) => !floor.freshness.isReadOnly(source));
  return live.length > 0 ? live : [...queues];
}

/** Adds up queues and agents in view. */
export function sumFloor(
  floor: Floor,
  inView: readonly QueueEntry[],
  agents: AgentTotals | Iterable<AgentRow>,
): FloorSums {
  const queues = countedQueues(floor, inView);
  const own = floor.settings.serviceLevel;
  const add = (pick: (entry: QueueEntry) => Ratio): Ratio => {
    let numerator = 0;
    let denominator = 0;
    for (const entry of queues) {
      const ratio = pick(entry);
      numerator += ratio.numerator;
      denominator += ratio.denominator;
    }
    return ratioOf(numerator, denominator);
  };
  const rule = (entry: QueueEntry) => floor.ruleOf(entry.key);
  const now = add((entry) => serviceLevel(levelCounts(entry.window), rule(entry).variant));
  const day = add((entry) => serviceLevel(levelCounts(entry.day), rule(entry).variant));
  const mixed = queues.filter((entry) => {
    const { variant, thresholdSeconds } = rule(entry);
    return variant !== own.variant || thresholdSeconds !== own.thresholdSeconds;
  }).length;
  const lines = queues.filter((entry) => !isInbox(entry.channel));
  let longest: FloorSums['longest'] = null;
  for (const entry of lines) {
    const since = entry.longestSince;
    if (since !== null && (longest === null || since < longest.since)) {
      longest = { since, queue: entry.name, thresholdSeconds: rule(entry).thresholdSeconds };
    }
  }
  const sources = new Set(queues.map(({ source }) => source));
  const ages = [...sources].map((source) => floor.freshness.asOf(source));
  const stale = sources.size > 0 && [...sources].some((source) => floor.freshness.isStale(source));
  const abandonNow = add(({ window }) =>
    ratioOf(window.get('abandoned'), window.get('answered') + window.get('abandoned')),
  );
  const sums = {
    now,
    day,
    mixed,
    waiting: sumWaiting(floor, lines, sources),
    most: mostWaiting(lines),
    longest,
    ...countAgents(agents),
    abandonNow,
    abandonDay: add((entry) =>
      ratioOf(entry.day.get('abandoned'), entry.day.get('answered') + entry.day.get('abandoned')),
    ),
    offered: queues.reduce((sum, entry) => sum + entry.day.get('answered') + entry.day.get('abandoned'), 0),
    expected: sumExpected(floor, queues),
    asa: add((entry) => ratioOf(entry.day.get('queueMsAnswered') / 1000, entry.day.get('answeredTimed'))),
    stale,
    asOf: ages.length === 0 || ages.includes(null) ? null : Math.min(...ages.map((age) => age ?? 0)),
  };
  const samples = evaluateQueue(
    {
      serviceLevel: now.value,
      waiting: sums.waiting,
      longestWaitSeconds: null,
      available: sums.present === 0 ? null : sums.available,
      abandonRate: abandonNow.value,
      occupancy: sums.occupancy.value,
      stale,
    },
    { ...DEFAULT_QUEUE_ALARMS, serviceLevelTarget: own.target },
  );
  return { ...sums, samples };
}

function countAgents(agents: AgentTotals | Iterable<AgentRow>): Pick<FloorSums, 'available' | 'present' | 'occupancy'> {
  const totals = 'busySeconds' in agents ? agents : noAgents();
  if (!('busySeconds' in agents)) for (const row of agents) totalAgent(totals, row, 1);
  const { available, present, busySeconds, readySeconds } = totals;
  return { available, present, occupancy: ratioOf(busySeconds, busySeconds + readySeconds) };
}

function mostWaiting(queues: readonly QueueEntry[]): string | null {
  let most: QueueEntry | null = null;
  for (const entry of queues) {
    if ((entry.waiting ?? 0) > (most?.waiting ?? 0)) most = entry;
  }
  return most?.name ?? null;
}

function sumWaiting(floor: Floor, queues: readonly QueueEntry[], sources: ReadonlySet<string>): number | null {
  let sum = 0;
  let known = false;
  for (const entry of queues) {
    if (entry.waiting === null) continue;
    sum += entry.waiting;
    known = true;
  }
  for (const source of sources) {
    // Figures of the account stand for its telephone queues, where those have none of their own.
    const account = floor.snapshots.account(source, floor.at);
    const silent = queues.some(
      (entry) => entry.source === source && entry.channel === 'voice' && entry.waiting === null,
    );
    if (account === null || account.waiting === null || !silent) continue;
    sum += account.waiting;
    known = true;
  }
  return known ? sum : null;
}

function sumExpected(floor: Floor, queues: readonly QueueEntry[]): number | null {
  let sum = 0;
  let known = false;
  for (const { key } of queues) {
    const expected = floor.expectations?.until(key, floor.at) ?? null;
    if (expected === null) continue;
    sum += expected;
    known = true;
  }
  return known ? Math.round(sum) : null;
}

/** The small lines of the tiles: by quarter hour, so looked at once a second. */
export interface StripTrends {
  serviceLevel: (number | null)[];
  abandon: (number | null)[];
  volume: (number | null)[];
}

export function stripTrends(floor: Floor, inView: readonly QueueEntry[]): StripTrends {
  const queues = countedQueues(floor, inView);
  const quarter = floor.cells.indexOf(floor.at);
  const keys = queues.map(({ key }) => key);
  return {
    serviceLevel: quarterTrend(quarter, (index) => levelOfQuarter(floor, queues, index)),
    abandon: quarterTrend(quarter, (index) => abandonOfQuarter(floor, queues, index)),
    volume: quarter < 0 ? [] : trendOf(floor.cells, keys, quarter),
  };
}

/** The tiles of the top strip and of the wallboard. */
export function stripRows(
  floor: Floor,
  inView: readonly QueueEntry[],
  sums: FloorSums,
  trends: StripTrends,
): StripRow[] {
  const { serviceLevel: own } = floor.settings;
  const queues = countedQueues(floor, inView);
  const level = (rule: RuleSample['rule']): AlarmLevel => (sums.stale ? 'stale' : levelOf(sums.samples, rule));
  const base = {
    stale: sums.stale,
    numerator: null,
    denominator: null,
    target: null,
    low: null,
    high: null,
    variant: null,
    thresholdSeconds: null,
    queue: null,
    mixed: null,
    trend: [] as (number | null)[],
    asOf: sums.asOf,
  };
  const none = (value: number | null, reason: string): string | null =>
    value !== null ? null : queues.length === 0 ? 'strip.noQueues' : reason;
  const share = (ratio: Ratio) => ({
    ...ratio,
    low: wilson(ratio.numerator, ratio.denominator)?.low ?? null,
    high: wilson(ratio.numerator, ratio.denominator)?.high ?? null,
  });
  const longestLevel = sums.stale
    ? 'stale'
    : worstLevel(
        queues.filter(({ channel }) => !isInbox(channel)).map(({ samples }) => levelOf(samples, 'longestWait')),
      );
  const volume = sums.expected === null || sums.expected === 0 ? null : sums.offered / sums.expected;
  const rows: Record<StripRow['key'], StripRow> = {
    serviceLevel: {
      ...base,
      ...share(sums.now),
      key: 'serviceLevel',
      level: level('serviceLevel'),
      unit: 'ratio',
      target: own.target,
      variant: own.variant,
      thresholdSeconds: own.thresholdSeconds,
      mixed: sums.mixed === 0 ? null : sums.mixed,
      trend: trends.serviceLevel,
      reason: none(sums.now.value, 'strip.noContacts'),
    },
    waiting: {
      ...base,
      key: 'waiting',
      level: level('waiting'),
      value: sums.waiting,
      unit: 'count',
      queue: sums.most,
      reason: none(sums.waiting, 'strip.notTold'),
    },
    longest: {
      ...base,
      key: 'longest',
      level: longestLevel,
      value: sums.longest?.since ?? null,
      unit: 'since',
      target: sums.longest?.thresholdSeconds ?? null,
      thresholdSeconds: own.thresholdSeconds,
      queue: sums.longest?.queue ?? null,
      reason: none(sums.longest?.since ?? null, sums.waiting === null ? 'strip.notTold' : 'strip.nobodyWaits'),
    },
    available: {
      ...base,
      key: 'available',
      level: sums.stale ? 'stale' : 'normal',
      value: sums.present === 0 && queues.length === 0 ? null : sums.available,
      unit: 'count',
      numerator: sums.available,
      denominator: sums.present,
      reason: sums.present === 0 ? 'strip.nobodyPresent' : null,
    },
    abandon: {
      ...base,
      ...share(sums.abandonNow),
      key: 'abandon',
      level: level('abandonRate'),
      unit: 'ratio',
      target: DEFAULT_QUEUE_ALARMS.abandonWarning,
      trend: trends.abandon,
      reason: none(sums.abandonNow.value, 'strip.noContacts'),
    },
    volume: {
      ...base,
      key: 'volume',
      level: sums.stale ? 'stale' : 'normal',
      value: volume,
      unit: 'ratio',
      numerator: sums.offered,
      denominator: sums.expected,
      trend: trends.volume,
      reason: none(volume, 'strip.noHistory'),
    },
  };
  return STRIP_KEYS.map((key) => rows[key]);
}

function quarterTrend(quarter: number, value: (index: number) => number | null): (number | null)[] {
  return Array.from({ length: TREND_QUARTERS }, (_, place) => {
    const index = quarter - TREND_QUARTERS + 1 + place;
    return index < 0 ? null : value(index);
  });
}

/** Service level of one quarter hour of the queues, each by its own rule; null without contacts. */
export function levelOfQuarter(
  floor: Floor,
  queues: readonly QueueEntry[],
  index: number,
  cells = floor.cells,
): number | null {
  let numerator = 0;
  let denominator = 0;
  for (const { key } of queues) {
    const level = serviceLevel(levelCounts(cells.sum(key, index, index + 1)), floor.ruleOf(key).variant);
    numerator += level.numerator;
    denominator += level.denominator;
  }
  return ratioOf(numerator, denominator).value;
}

function abandonOfQuarter(floor: Floor, queues: readonly QueueEntry[], index: number): number | null {
  let abandoned = 0;
  let answered = 0;
  for (const { key } of queues) {
    abandoned += floor.cells.at(key, index, 'abandoned');
    answered += floor.cells.at(key, index, 'answered');
  }
  return ratioOf(abandoned, abandoned + answered).value;
}
