import { WINDOW_MS, TREND_QUARTERS } from '../../shared/domain/floor-rules.ts';
import { isInbox } from '../../shared/domain/floor-rules.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import { riskOf } from '../../shared/domain/risk.ts';
import { serviceLevel } from '../../shared/domain/service-level.ts';
import type { Channel } from '../../shared/domain/records.ts';
import type { QueueRow, Ratio, ServiceLevelRule } from '../../shared/contract/rows.ts';
import type { ServiceLevelCounts } from '../../shared/domain/service-level.ts';
import { levelOf, queueSamples } from './levels.ts';
import { Tally } from './tallies.ts';
import type { ContactBook } from './contacts.ts';
import type { DayCells } from './tallies.ts';
import type { Expectations } from './expectations.ts';
import type { Freshness } from './freshness.ts';
import type { SnapshotBook } from './snapshots.ts';
import type { RuleSample } from '../../shared/domain/alarms-rules.ts';

/** Agents of a queue by what they do now. */
export interface Staff {
  members: number;
  available: number;
  onContact: number;
  wrap: number;
  away: number;
  /** Present agents, shared ones by the part of the work that falls to this queue. */
  share: number;
  /** Of the half hour, summed over the members. */
  busySeconds: number;
  readySeconds: number;
}

export const noStaff = (): Staff => ({
  members: 0,
  available: 0,
  onContact: 0,
  wrap: 0,
  away: 0,
  share: 0,
  busySeconds: 0,
  readySeconds: 0,
});

/** A queue as the board knows it. */
export interface QueueEntry {
  readonly key: string;
  readonly source: string;
  readonly id: string;
  name: string;
  channel: Channel;
  active: boolean;
  /** Had contacts within four weeks; a source may list groups that nobody ever writes to. */
  used: boolean;
  /** The only telephone queue of its source: the account's figures are then its own. */
  alone: boolean;
  staff: Staff;
  samples: RuleSample[];
  /** Counts of the window and of the day, for the strip. */
  window: Tally;
  day: Tally;
  waiting: number | null;
  longestSince: number | null;
}

/** What a queue row is made from. */
export interface QueueContext {
  at: number;
  contacts: ContactBook;
  cells: DayCells;
  dayIndex: number;
  snapshots: SnapshotBook;
  freshness: Freshness;
  expectations: Expectations | null;
  rule: ServiceLevelRule;
  /** Mean handle time of the floor today, for a queue that handled too little itself. */
  floorHandleSeconds: number | null;
}

/** Fewer handled contacts than this say nothing of a queue's handle time. */
const ENOUGH_HANDLED = 5;

/** Less observed time per present agent than this (just started, just signed in) makes no occupancy. */
const ENOUGH_SECONDS = 600;

/** The row of a queue; the entry remembers the figures that the strip and the alarms are made from. */
export function queueRowOf(entry: QueueEntry, context: QueueContext): QueueRow {
  const { at, cells, contacts, rule, freshness } = context;
  const { key, source, id, name, channel, staff } = entry;
  const quarter = cells.indexOf(at);
  const stale = freshness.isStale(source);
  entry.window = contacts.windowOf(key);
  entry.day = cells.sum(key, context.dayIndex, quarter + 1);
  readWaiting(entry, context);
  const slNow = levelRatio(entry.window, rule);
  const abandonNow = ratioOf(
    entry.window.get('abandoned'),
    entry.window.get('answered') + entry.window.get('abandoned'),
  );
  const known = staff.members > 0;
  const present = staff.available + staff.onContact + staff.wrap;
  const occupied = ratioOf(staff.busySeconds, staff.busySeconds + staff.readySeconds);
  entry.samples = queueSamples(
    {
      serviceLevel: slNow.value,
      waiting: entry.waiting,
      longestWaitSeconds: entry.longestSince === null ? null : Math.max(0, (at - entry.longestSince) / 1000),
      available: known ? staff.available : null,
      abandonRate: abandonNow.value,
      occupancy: known && occupied.denominator >= ENOUGH_SECONDS * present ? occupied.value : null,
      stale,
    },
    rule,
    channel,
  );
  const levels = {
    waiting: levelOf(entry.samples, 'waiting'),
    longest: levelOf(entry.samples, 'longestWait'),
    sl: levelOf(entry.samples, 'serviceLevel'),
    abandon: levelOf(entry.samples, 'abandonRate'),
  };
  const offered = entry.day.get('answered') + entry.day.get('abandoned');
  const expected = context.expectations?.until(key, at) ?? null;
  return {
    key,
    source,
    id,
    name,
    channel,
    waiting: entry.waiting,
    longestSince: entry.longestSince,
    slNow,
    slDay: levelRatio(entry.day, rule),
    rule,
    asa: ratioOf(entry.day.get('queueMsAnswered') / 1000, entry.day.get('answeredTimed')),
    abandonNow,
    abandon: ratioOf(entry.day.get('abandoned'), offered),
    offered,
    expected: expected === null ? null : Math.round(expected),
    expectedReason: context.expectations?.isHeld(source) === true ? 'floor.noData.history' : null,
    available: known ? staff.available : null,
    onContact: known ? staff.onContact : null,
    wrap: known ? staff.wrap : null,
    away: known ? staff.away : null,
    risk: risk(entry, context, stale),
    trend: trendOf(cells, [key], quarter),
    levels,
    severity: severityOf(Object.values(levels), entry, slNow, rule),
    asOf: freshness.asOf(source),
    stale,
  };
}

/** Offered per quarter hour of the last three hours, oldest first. */
export function trendOf(cells: DayCells, keys: readonly string[], quarter: number): (number | null)[] {
  return Array.from({ length: TREND_QUARTERS }, (_, place) => {
    const index = quarter - TREND_QUARTERS + 1 + place;
    if (index < 0) return null;
    return keys.reduce((sum, key) => sum + cells.at(key, index, 'answered') + cells.at(key, index, 'abandoned'), 0);
  });
}

/** Counts for service level; none where no wait is known, since answers without a wait are neither in time nor late. */
export function levelCounts(tally: Tally): ServiceLevelCounts {
  if (tally.get('answered') > 0 && tally.get('answeredTimed') === 0) return new Tally().level();
  return tally.level();
}

function levelRatio(tally: Tally, rule: ServiceLevelRule): Ratio {
  const { value, numerator, denominator } = serviceLevel(levelCounts(tally), rule.variant);
  return { value, numerator, denominator };
}

/** What a queue has to serve in the next quarter hour: those who wait, and those who are expected. */
export function readDemand(entry: QueueEntry, context: Omit<QueueContext, 'rule'>): number {
  entry.window = context.contacts.windowOf(entry.key);
  readWaiting(entry, context);
  return isInbox(entry.channel) ? 0 : (entry.waiting ?? 0) + (expectedNext(entry, context) ?? 0);
}

/** Expected in the next quarter hour: from the same weekdays before, else at the pace of the last half hour. */
function expectedNext(entry: QueueEntry, context: Omit<QueueContext, 'rule'>): number | null {
  const lately = (entry.window.get('answered') + entry.window.get('abandoned')) * (900_000 / WINDOW_MS);
  return context.expectations?.next(entry.key, quantised(context.at), 900_000) ?? (lately > 0 ? lately : null);
}

function readWaiting(entry: QueueEntry, context: Omit<QueueContext, 'rule'>): void {
  const { at, contacts, snapshots, freshness } = context;
  const figures = snapshots.figures(entry.source, entry.id, entry.channel, entry.alone, at);
  if (figures !== null) {
    entry.waiting = figures.waiting;
    entry.longestSince = figures.longestSince;
    return;
  }
  // A file knows nothing of now, and a source that was never read knows nothing at all.
  if (
    freshness.isStale(entry.source) &&
    (freshness.isReadOnly(entry.source) || freshness.asOf(entry.source) === null)
  ) {
    entry.waiting = null;
    entry.longestSince = null;
    return;
  }
  const waiting = contacts.waiting.get(entry.key);
  let longest: number | null = null;
  for (const { row } of waiting?.values() ?? []) {
    const since = row.queuedAt ?? row.createdAt;
    if (longest === null || since < longest) longest = since;
  }
  entry.waiting = waiting?.size ?? 0;
  entry.longestSince = longest;
}

function risk(entry: QueueEntry, context: QueueContext, stale: boolean): QueueRow['risk'] {
  if (stale) return { expected: null, level: 'stale', reason: 'risk.stale' };
  const { day, staff } = entry;
  const handled = day.get('handled');
  const own = handled >= ENOUGH_HANDLED ? day.get('handleMs') / 1000 / handled : null;
  const found = riskOf({
    queueing: !isInbox(entry.channel),
    expected: expectedNext(entry, context),
    waiting: entry.waiting ?? 0,
    handleSeconds: own ?? context.floorHandleSeconds,
    staff: staff.members > 0 ? staff.share : null,
    rule: context.rule,
  });
  return { ...found, expected: found.expected === null ? null : Math.round(found.expected * 1000) / 1000 };
}

/** A step of the clock for figures that would otherwise change a little every second. */
function quantised(at: number): number {
  return at - (at % 30_000);
}

const RANK = { normal: 0, stale: 1, warning: 2, breach: 3 } as const;

/** The worst level, and within it the pressure: who waits per free agent, and how far below the target. */
function severityOf(
  levels: readonly QueueRow['levels']['sl'][],
  entry: QueueEntry,
  slNow: Ratio,
  rule: ServiceLevelRule,
): number {
  const rank = Math.max(...levels.map((level) => RANK[level]));
  const waiting = isInbox(entry.channel) ? 0 : (entry.waiting ?? 0);
  const gap = slNow.value === null ? 0 : Math.max(0, rule.target - slNow.value) * 10;
  const pressure = waiting / (1 + entry.staff.available) + gap;
  return Math.round((rank + pressure / (1 + pressure)) * 1000) / 1000;
}
