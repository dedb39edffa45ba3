import { DEFAULT_QUEUE_ALARMS, evaluateQueue } from '../../shared/domain/alarms-rules.ts';
import { STRIP_KEYS } from '../../shared/contract/rows.ts';
import { isInbox } from '../../shared/domain/floor-rules.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import { serviceLevel } from '../../shared/domain/service-level.ts';
import { wilson } from '../../shared/domain/confidence.ts';
import { worstLevel } from '../../shared/domain/alarms.ts';
import type { AgentRow, AlarmLevel, QueueRow, Ratio, StripRow } from '../../shared/contract/rows.ts';
import type { RuleSample } from '../../shared/domain/alarms-rules.ts';
import { levelCounts } from './queues.ts';
import { levelOf } from './levels.ts';
import { noAgents, totalAgent } from './agent-totals.ts';
import type { AgentTotals } from './agent-totals.ts';
import type { Floor } from './floor.ts';
import type { QueueEntry } from './queues.ts';
import type { StripTrends } from './strip-trends.ts';
import type { Tally } from './tallies.ts';

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
  longest: { since: number; queue: string; thresholdSeconds: number; asOf: number | null } | null;
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

/** What the strip adds up: each queue by its own rule, as its row has it. */
type QueueFigures = Pick<QueueRow, 'rule' | 'slNow' | 'slDay' | 'abandonNow' | 'abandon' | 'asa' | 'offered'>;

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
  const figures = queues.map((entry) => floor.queueRows.get(entry.key) ?? figuresOf(floor, entry));
  const add = (name: 'slNow' | 'slDay' | 'abandonNow' | 'abandon' | 'asa'): Ratio => {
    let numerator = 0;
    let denominator = 0;
    for (const row of figures) {
      numerator += row[name].numerator;
      denominator += row[name].denominator;
    }
    return ratioOf(numerator, denominator);
  };
  const rule = (entry: QueueEntry) => floor.ruleOf(entry.key);
  const now = add('slNow');
  const day = add('slDay');
  const mixed = figures.filter(
    ({ rule: { variant, thresholdSeconds } }) => variant !== own.variant || thresholdSeconds !== own.thresholdSeconds,
  ).length;
  const lines = queues.filter((entry) => !isInbox(entry.channel));
  let longest: FloorSums['longest'] = null;
  for (const entry of lines) {
    const since = entry.longestSince;
    if (since !== null && (longest === null || since < longest.since)) {
      const asOf = floor.freshness.asOf(entry.source);
      longest = { since, queue: entry.name, thresholdSeconds: rule(entry).thresholdSeconds, asOf };
    }
  }
  const sources = new Set(queues.map(({ source }) => source));
  const ages = [...sources].map((source) => floor.freshness.asOf(source));
  const stale = sources.size > 0 && [...sources].some((source) => floor.freshness.isStale(source));
  const abandonNow = add('abandonNow');
  const sums = {
    now,
    day,
    mixed,
    waiting: sumWaiting(floor, lines, sources),
    most: mostWaiting(lines),
    longest,
    ...countAgents(agents),
    abandonNow,
    abandonDay: add('abandon'),
    offered: figures.reduce((sum, row) => sum + row.offered, 0),
    expected: sumExpected(floor, queues),
    asa: add('asa'),
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

/** Of a queue that is not on the board, as its row would say. */
function figuresOf(floor: Floor, entry: QueueEntry): QueueFigures {
  const { window, day } = entry;
  const rule = floor.ruleOf(entry.key);
  const level = (tally: Tally): Ratio => {
    const { value, numerator, denominator } = serviceLevel(levelCounts(tally), rule.variant);
    return { value, numerator, denominator };
  };
  const offered = day.get('answered') + day.get('abandoned');
  return {
    rule,
    slNow: level(window),
    slDay: level(day),
    abandonNow: ratioOf(window.get('abandoned'), window.get('answered') + window.get('abandoned')),
    abandon: ratioOf(day.get('abandoned'), offered),
    asa: ratioOf(day.get('queueMsAnswered') / 1000, day.get('answeredTimed')),
    offered,
  };
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
      // The wait runs on by the clock of the source it is of, whatever another one has missed.
      asOf: sums.longest?.asOf ?? sums.asOf,
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
