/** Paid time that was not there for contacts, by cause. */
import type { AgentTime } from '../kpis.ts';
import { ratioOf } from '../ratio.ts';
import type { Ratio } from '../ratio.ts';
import { firstAfter } from './judge-draft.ts';
import { activityOf } from './states.ts';
import type { Exception, PersonState, Planned, Segment, Span } from './types.ts';

/**
 * Causes of shrinkage that the rules know. What was done comes first (`meeting`: in a meeting, planned or not); being away or offline while something
 * other than work is planned goes to the planned activity; while work (or back office) is planned it is `away` or `offline`, or, where an exception
 * says why, `exception:` and its reason. Paid time off is `off`. Back office that is planned is the work of those who do it, and no shrinkage; it is
 * one for those who were planned for contacts.
 */
export const SHRINKAGE_CAUSES = [
  'break',
  'lunch',
  'meeting',
  'training',
  'coaching',
  'back-office',
  'away',
  'offline',
  'off',
] as const;
export type ShrinkageCause = (typeof SHRINKAGE_CAUSES)[number] | `exception:${string}`;

/** Seconds of paid time, and of those not available for contacts by cause. They add up over quarter hours, days and people. */
export interface ShrinkageCounts {
  readonly paid: number;
  readonly causes: Readonly<Partial<Record<ShrinkageCause, number>>>;
}

export const NO_SHRINKAGE: ShrinkageCounts = { paid: 0, causes: {} };

/**
 * Shrinkage of judged time. Paid is planned time that is not marked unpaid, and time off that is marked paid; time of which nothing is known is in
 * neither figure. (The KPI's other form, from agents' time alone, is `shrinkage` in kpis.ts.)
 *
 * @param plan the plan the segments were judged against
 * @param exceptions to name absences by their reason
 */
export function shrinkageOf(
  segments: readonly Segment[],
  plan: readonly Planned[],
  exceptions: readonly Exception[] = [],
): ShrinkageCounts {
  const words = new Map(exceptions.map(({ id, reason }) => [`exception:${id}`, reason]));
  const causes = new Map<ShrinkageCause, number>();
  let paid = 0;
  let place = segments[0] === undefined ? 0 : firstAfter(plan, segments[0].startAt);
  for (const segment of segments) {
    if (segment.scheduled === null) continue;
    while (place < plan.length && (plan[place] as Planned).endAt <= segment.startAt) place += 1;
    const said = plan[place]?.paid ?? null;
    if (said === false || (segment.scheduled === 'off' && said !== true)) continue;
    const reason = segment.because === null ? undefined : words.get(segment.because);
    const cause = causeOf(segment, reason);
    if (cause === undefined) continue;
    const seconds = (segment.endAt - segment.startAt) / 1000;
    paid += seconds;
    if (cause !== null) causes.set(cause, (causes.get(cause) ?? 0) + seconds);
  }
  return { paid, causes: Object.fromEntries(causes) };
}

/** Null: available for contacts. Undefined: not known. */
function causeOf({ scheduled, actual }: Segment, reason: string | undefined): ShrinkageCause | null | undefined {
  const activity = actual === null ? null : activityOf(actual);
  const planned = scheduled === 'work' || scheduled === 'back-office';
  if (activity === 'work' || (activity === 'back-office' && scheduled === 'back-office')) return null;
  if (activity !== null && activity !== 'off') return activity;
  if (scheduled === 'off') return 'off';
  if (reason !== undefined) return `exception:${reason}`;
  if (actual === null) return undefined;
  if (scheduled !== null && !planned) return scheduled;
  return actual === 'away' ? 'away' : 'offline';
}

/** Both together. */
export function addShrinkage(a: ShrinkageCounts, b: ShrinkageCounts): ShrinkageCounts {
  const causes = new Map(Object.entries(a.causes) as [ShrinkageCause, number][]);
  for (const [cause, seconds] of Object.entries(b.causes) as [ShrinkageCause, number][]) {
    causes.set(cause, (causes.get(cause) ?? 0) + seconds);
  }
  return { paid: a.paid + b.paid, causes: Object.fromEntries(causes) };
}

/** Shrinkage (0–1): paid time not available / paid time, of one cause or of all. */
export function shrinkageRatio(counts: ShrinkageCounts, cause?: ShrinkageCause): Ratio {
  const all = Object.values(counts.causes) as number[];
  const seconds = cause === undefined ? all.reduce((sum, part) => sum + part, 0) : (counts.causes[cause] ?? 0);
  return ratioOf(seconds, counts.paid);
}

/** How shares of shrinkage become one: `additive` is their sum, `multiplicative` 1 − ∏(1 − a). The name is shown beside the figure. */
export type ShrinkageMethod = 'additive' | 'multiplicative';

/**
 * Shares of shrinkage as one share. Additive is right where each share is of the same paid time (as {@link shrinkageOf} counts them); multiplicative where
 * each is of what the ones before have left.
 *
 * @param shares each at least 0 and below 1
 * @throws RangeError on a share outside its range, and where the additive sum reaches 1
 */
export function combineShrinkage(shares: readonly number[], method: ShrinkageMethod): number {
  if (!shares.every((share) => share >= 0 && share < 1))
    throw new RangeError('A share of shrinkage lies between 0 and 1.');
  const sum =
    method === 'additive'
      ? shares.reduce((total, share) => total + share, 0)
      : 1 - shares.reduce((left, share) => left * (1 - share), 1);
  if (sum >= 1) throw new RangeError('Shrinkage lies between 0 and 1.');
  return sum;
}

/**
 * A person's time for occupancy and utilisation (see kpis.ts). Paid time is not known from states: it is the plan's.
 *
 * @param within count nothing outside this span
 */
export function agentTimeOf(
  states: readonly PersonState[],
  within: Span,
  paidSeconds: number | null = null,
): AgentTime {
  let contact = 0;
  let wrap = 0;
  let available = 0;
  for (let index = firstAfter(states, within.startAt); index < states.length; index += 1) {
    const { state, startAt, endAt } = states[index] as PersonState;
    if (startAt >= within.endAt) break;
    const seconds = (Math.min(endAt, within.endAt) - Math.max(startAt, within.startAt)) / 1000;
    if (state === 'on-contact') contact += seconds;
    else if (state === 'wrap') wrap += seconds;
    else if (state === 'available') available += seconds;
  }
  return { contactSeconds: contact, wrapSeconds: wrap, availableSeconds: available, paidSeconds };
}
