/** What a deviation does to the floor. */
import type { Activity, AgentState } from '../records.ts';
import { firstAfter, splitAt } from './judge-draft.ts';
import type { Draft } from './judge-draft.ts';
import { isProductiveActivity, isProductiveState } from './states.ts';
import type { Impact, Segment } from './types.ts';

/**
 * The impact of doing something else than planned, without a look at the staffing: planned productive and not working is negative; working while a break, a
 * meeting, time off or nothing is planned is positive; the rest (a break instead of a meeting, mail instead of calls) is neutral. Null where nothing was
 * planned and nothing done.
 *
 * @param actual null: not known, which has no impact
 */
export function impactOf(scheduled: Activity | null, actual: AgentState | null): Impact | null {
  if (actual === null) return null;
  const works = isProductiveState(actual);
  if (isProductiveActivity(scheduled)) return works ? 'neutral' : 'negative';
  if (works) return 'positive';
  return scheduled === null || scheduled === 'off' ? null : 'neutral';
}

/**
 * People to spare over time, as steps: `spare[i]` holds from `at[i]` to `at[i + 1]`. Spare is planned − missing − required: zero or more means that the
 * interval is overstaffed by at least the number who are missing. Null where the requirement is not known, and so is the time before the
 * first step; the last step holds for ever.
 */
export interface Staffing {
  readonly at: readonly number[];
  readonly spare: readonly (number | null)[];
}

/** The people to spare at an instant. */
export function spareAt(staffing: Staffing, instant: number): number | null {
  const passed = stepsUntil(staffing, instant);
  return passed === 0 ? null : (staffing.spare[passed - 1] ?? null);
}

/** How many steps lie at or before an instant. */
function stepsUntil({ at }: Staffing, instant: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An absence where there are people to spare does not hurt: it becomes neutral, for as long as there are. */
export function applyStaffing(draft: Draft, staffing: Staffing): void {
  const { segments } = draft;
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index] as Segment;
    if (segment.impact !== 'negative') continue;
    const next = staffing.at[stepsUntil(staffing, segment.startAt)];
    if (next !== undefined) splitAt(draft, index, next);
    const spare = spareAt(staffing, segment.startAt);
    if (spare !== null && spare >= 0) (segments[index] as Segment).impact = 'neutral';
  }
}

/** People needed from one instant to another. */
export interface Requirement {
  readonly startAt: number;
  readonly endAt: number;
  readonly required: number;
}

/**
 * Steps of people to spare, out of what is required and everybody's judged time. Requirements that overlap add up (several queues). Planned: people with a
 * productive activity in the plan; missing: those of them who are known not to work.
 */
export function staffingOf(requirements: readonly Requirement[], people: readonly (readonly Segment[])[]): Staffing {
  const steps = new Map<number, Step>();
  for (const { startAt, endAt, required } of requirements) {
    if (endAt <= startAt) continue;
    const from = stepAt(steps, startAt);
    const to = stepAt(steps, endAt);
    from.requirements += 1;
    to.requirements -= 1;
    from.spare -= required;
    to.spare += required;
  }
  let first = Infinity;
  let last = -Infinity;
  for (const at of steps.keys()) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  for (const segments of people) {
    for (let index = firstAfter(segments, first); index < segments.length; index += 1) {
      const segment = segments[index] as Segment;
      if (segment.startAt >= last) break;
      if (!isProductiveActivity(segment.scheduled)) continue;
      if (segment.actual !== null && !isProductiveState(segment.actual)) continue;
      stepAt(steps, segment.startAt).spare += 1;
      stepAt(steps, segment.endAt).spare -= 1;
    }
  }
  const at = [...steps.keys()].sort((a, b) => a - b);
  let known = 0;
  let spare = 0;
  const spares = at.map((instant) => {
    const step = stepAt(steps, instant);
    known += step.requirements;
    spare += step.spare;
    // Sums of fractions (10.4 people required) may miss zero by a hair.
    return known > 0 ? Math.round(spare * 1e6) / 1e6 : null;
  });
  return { at, spare: spares };
}

interface Step {
  requirements: number;
  spare: number;
}

function stepAt(steps: Map<number, Step>, at: number): Step {
  let step = steps.get(at);
  if (step === undefined) {
    step = { requirements: 0, spare: 0 };
    steps.set(at, step);
  }
  return step;
}
