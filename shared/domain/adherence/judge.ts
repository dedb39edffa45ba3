/**
 * A span of a person's time held against the plan, cut where anything changes. Every instant of the span is in exactly one segment.
 *
 * First what was done is compared with what was planned; then small deviations are let pass (tolerance), contacts that ran over are excused, exceptions are
 * applied, and what still deviates gets its impact. See excuse.ts and impact.ts.
 */
import type { AgentState } from '../records.ts';
import { applyExceptions, excuseOverruns, tolerate } from './excuse.ts';
import type { Tolerance } from './excuse.ts';
import { firstAfter } from './judge-draft.ts';
import type { Draft } from './judge-draft.ts';
import { applyStaffing, impactOf } from './impact.ts';
import type { Staffing } from './impact.ts';
import { matches } from './states.ts';
import type { Exception, PersonState, Planned, Segment } from './types.ts';

/** How a span is judged. */
export interface JudgeRules {
  /** What a gap in the states of somebody with a plan means: `offline` where the sources are known to be fresh, else `unknown`. */
  readonly silence: 'offline' | 'unknown';
  /** Seconds by planned activity; none by default. */
  readonly tolerance?: Tolerance | undefined;
  /** Where enough people are planned, so that one who is missing does not hurt. Absent: every absence hurts. */
  readonly staffing?: Staffing | null | undefined;
  /**
   * Whether anybody plans this person's time. Where nobody does, working is no deviation. By default: whether the plan has anything within the
   * span.
   */
  readonly hasPlan?: boolean | undefined;
}

export interface JudgeInput extends JudgeRules {
  readonly startAt: number;
  /** Now, for a span that is not over. */
  readonly endAt: number;
  /** In order, not overlapping (see `normalisePlan`); it may reach beyond the span. */
  readonly plan: readonly Planned[];
  /** In order, not overlapping (see `personStates`); they may reach beyond the span. */
  readonly states: readonly PersonState[];
  readonly exceptions?: readonly Exception[] | undefined;
}

/** The segments of a span, in order, without a gap. */
export function judge(input: JudgeInput): Segment[] {
  const draft = compare(input);
  const { segments } = draft;
  const hasPlan = input.hasPlan ?? segments.some(({ scheduled }) => scheduled !== null);
  if (input.tolerance !== undefined) tolerate(segments, input.tolerance);
  excuseOverruns(draft, input.tolerance ?? {});
  if (input.exceptions !== undefined && input.exceptions.length > 0) applyExceptions(draft, input.exceptions);
  for (const segment of segments) {
    if (segment.match === 'matched' || segment.match === 'unknown') continue;
    if (segment.match === 'outside' && (segment.because === 'tolerance' || !hasPlan)) continue;
    segment.impact = impactOf(segment.scheduled, segment.actual);
  }
  if (input.staffing !== undefined && input.staffing !== null) applyStaffing(draft, input.staffing);
  return segments;
}

function compare({ plan, states, startAt, endAt, silence }: JudgeInput): Draft {
  const segments: Segment[] = [];
  const since: number[] = [];
  const silent: AgentState | null = silence === 'offline' ? 'offline' : null;
  let place = firstAfter(plan, startAt);
  let stay = firstAfter(states, startAt);
  let at = startAt;
  while (at < endAt) {
    const planned = plan[place];
    const state = states[stay];
    let until = endAt;
    let scheduled: Segment['scheduled'] = null;
    let actual: AgentState | null = silent;
    let sinceAt = at;
    if (planned !== undefined) {
      if (planned.startAt <= at) {
        scheduled = planned.activity;
        if (planned.endAt < until) until = planned.endAt;
      } else if (planned.startAt < until) until = planned.startAt;
    }
    if (state !== undefined) {
      if (state.startAt <= at) {
        actual = state.state;
        ({ sinceAt } = state);
        if (state.endAt < until) until = state.endAt;
      } else if (state.startAt < until) until = state.startAt;
    }
    const match =
      scheduled === null || scheduled === 'off'
        ? 'outside'
        : actual === null
          ? 'unknown'
          : matches(scheduled, actual)
            ? 'matched'
            : 'unmatched';
    segments.push({ startAt: at, endAt: until, scheduled, actual, match, because: null, impact: null });
    since.push(sinceAt);
    at = until;
    while (place < plan.length && (plan[place] as Planned).endAt <= at) place += 1;
    while (stay < states.length && (states[stay] as PersonState).endAt <= at) stay += 1;
  }
  return { segments, sinceAt: since };
}
