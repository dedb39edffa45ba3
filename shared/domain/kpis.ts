/**
 * The floor's ratios from counts and sums. Counts of any parts (intervals, queues, agents) are added first and divided
 * once; there is no function here that takes a ratio.
 */
import { ratioOf, sumKnown } from './ratio.ts';
import type { Ratio } from './ratio.ts';
import type { ServiceLevelCounts } from './service-level.ts';

/**
 * Counts and sums of a set of contacts. Sums are in seconds and null where no source gave the figure, so that a floor that
 * does not measure wrap is not shown with a wrap of zero.
 */
export interface KpiCounts extends ServiceLevelCounts {
  /** Left in the menu or VRU, before any queue: in no ratio. */
  readonly leftBeforeQueue: number;
  /** Kept for the record, in no ratio (test calls, phantom rows). */
  readonly excluded: number;
  /** Contacts that agents worked on; those answered, and outbound ones where the scope holds them. */
  readonly handled: number;
  /** Queue wait of the answered. */
  readonly answeredWaitSeconds: number | null;
  /** Queue wait of the abandoned. */
  readonly abandonedWaitSeconds: number | null;
  readonly talkSeconds: number | null;
  readonly holdSeconds: number | null;
  readonly wrapSeconds: number | null;
}

/** The counts of nothing. */
export const NO_COUNTS: KpiCounts = {
  answered: 0,
  abandoned: 0,
  answeredWithin: 0,
  abandonedWithin: 0,
  shortAbandons: 0,
  leftBeforeQueue: 0,
  excluded: 0,
  handled: 0,
  answeredWaitSeconds: null,
  abandonedWaitSeconds: null,
  talkSeconds: null,
  holdSeconds: null,
  wrapSeconds: null,
};

/** Both together. Within-threshold counts may only be added where both were counted with the same threshold. */
export function addCounts(a: KpiCounts, b: KpiCounts): KpiCounts {
  return {
    answered: a.answered + b.answered,
    abandoned: a.abandoned + b.abandoned,
    answeredWithin: a.answeredWithin + b.answeredWithin,
    abandonedWithin: a.abandonedWithin + b.abandonedWithin,
    shortAbandons: a.shortAbandons + b.shortAbandons,
    leftBeforeQueue: a.leftBeforeQueue + b.leftBeforeQueue,
    excluded: a.excluded + b.excluded,
    handled: a.handled + b.handled,
    answeredWaitSeconds: sumKnown(a.answeredWaitSeconds, b.answeredWaitSeconds),
    abandonedWaitSeconds: sumKnown(a.abandonedWaitSeconds, b.abandonedWaitSeconds),
    talkSeconds: sumKnown(a.talkSeconds, b.talkSeconds),
    holdSeconds: sumKnown(a.holdSeconds, b.holdSeconds),
    wrapSeconds: sumKnown(a.wrapSeconds, b.wrapSeconds),
  };
}

/** Offered to the queues: answered and abandoned. Those who left before the queue are not in it. */
export function offered(counts: Pick<KpiCounts, 'answered' | 'abandoned'>): number {
  return counts.answered + counts.abandoned;
}

/** Average speed of answer in seconds: queue wait of the answered / answered. The clock starts at queue entry. */
export function averageSpeedOfAnswer(counts: Pick<KpiCounts, 'answeredWaitSeconds' | 'answered'>): Ratio {
  return meanOf(counts.answeredWaitSeconds, counts.answered);
}

/** Mean wait of those who abandoned, in seconds. */
export function meanAbandonWait(counts: Pick<KpiCounts, 'abandonedWaitSeconds' | 'abandoned'>): Ratio {
  return meanOf(counts.abandonedWaitSeconds, counts.abandoned);
}

/** Abandon rate (0–1): abandoned / offered. */
export function abandonRate(counts: Pick<KpiCounts, 'answered' | 'abandoned'>): Ratio {
  return ratioOf(counts.abandoned, offered(counts));
}

export interface HandleTimeOptions {
  /** Whether wrap is part of the handle time (the default). */
  readonly wrap: 'in' | 'out';
}

/**
 * Average handle time in seconds: (talk + hold + wrap) / handled, or without wrap. Hold and wrap that no source measures are
 * left out; null when talk, hold and wrap are all unknown.
 */
export function averageHandleTime(
  counts: Pick<KpiCounts, 'talkSeconds' | 'holdSeconds' | 'wrapSeconds' | 'handled'>,
  options: HandleTimeOptions = { wrap: 'in' },
): Ratio {
  const wrap = options.wrap === 'in' ? counts.wrapSeconds : null;
  return meanOf(sumKnown(counts.talkSeconds, counts.holdSeconds, wrap), counts.handled);
}

/** Agents' time in seconds, by what they did. Null: not known. */
export interface AgentTime {
  /** On contacts: talk and hold. */
  readonly contactSeconds: number | null;
  readonly wrapSeconds: number | null;
  /** Ready and waiting for a contact. */
  readonly availableSeconds: number | null;
  /** All paid time, breaks and meetings included. */
  readonly paidSeconds: number | null;
}

/** Both together; a part that only one of them knows counts as that one says. */
export function addAgentTime(a: AgentTime, b: AgentTime): AgentTime {
  return {
    contactSeconds: sumKnown(a.contactSeconds, b.contactSeconds),
    wrapSeconds: sumKnown(a.wrapSeconds, b.wrapSeconds),
    availableSeconds: sumKnown(a.availableSeconds, b.availableSeconds),
    paidSeconds: sumKnown(a.paidSeconds, b.paidSeconds),
  };
}

/**
 * Occupancy (0–1): handle time / (handle time + available), how busy agents are while they are ready. Some vendors call this
 * utilisation and the other way round.
 */
export function occupancy(time: Omit<AgentTime, 'paidSeconds'>): Ratio {
  const handle = sumKnown(time.contactSeconds, time.wrapSeconds);
  if (handle === null || time.availableSeconds === null) return unknown(handle);
  return ratioOf(handle, handle + time.availableSeconds);
}

/** Utilisation (0–1): (handle time + available) / paid time. */
export function utilisation(time: AgentTime): Ratio {
  const handle = sumKnown(time.contactSeconds, time.wrapSeconds);
  if (handle === null || time.availableSeconds === null || time.paidSeconds === null) return unknown(handle);
  return ratioOf(handle + time.availableSeconds, time.paidSeconds);
}

/** Shrinkage (0–1): paid time not available for contacts / paid time. */
export function shrinkage(time: AgentTime): Ratio {
  const ready = utilisation(time);
  if (ready.value === null) return { value: null, numerator: 0, denominator: ready.denominator };
  return ratioOf(ready.denominator - ready.numerator, ready.denominator);
}

/**
 * Agents to schedule so that a net number of them is at work: net / (1 − s). Never net × (1 + s), which falls short.
 *
 * @param net agents needed at work
 * @param shrinkageShare s, at least 0 and below 1
 * @returns the exact number; round it up for people
 * @throws RangeError when the share is outside its range
 */
export function requiredWithShrinkage(net: number, shrinkageShare: number): number {
  if (!(shrinkageShare >= 0 && shrinkageShare < 1)) throw new RangeError('Shrinkage lies between 0 and 1.');
  return net / (1 - shrinkageShare);
}

function meanOf(sum: number | null, count: number): Ratio {
  return sum === null ? { value: null, numerator: 0, denominator: count } : ratioOf(sum, count);
}

function unknown(numerator: number | null): Ratio {
  return { value: null, numerator: numerator ?? 0, denominator: 0 };
}
