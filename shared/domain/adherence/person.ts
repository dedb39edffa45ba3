/** A person's time, day by day: from shifts and stays on platforms to judged days. */
import { countsOf } from './counts.ts';
import { dayFrames } from './days.ts';
import type { DayFrame } from './days.ts';
import { judge } from './judge.ts';
import type { JudgeRules } from './judge.ts';
import { firstAfter } from './judge-draft.ts';
import { planOf } from './plan.ts';
import { personStates } from './platforms.ts';
import type {
  AdherenceCounts,
  Exception,
  PersonState,
  Planned,
  PlannedShift,
  PlatformStay,
  Segment,
  Span,
} from './types.ts';

export interface PersonInput extends JudgeRules {
  /** Days that overlap this span are judged, whole. */
  readonly fromAt: number;
  readonly toAt: number;
  /** Now: nothing is judged from here on. */
  readonly nowAt: number;
  /** IANA name of the zone whose days these are. */
  readonly zone: string;
  /** In order of start; those that begin up to two days before the span belong to it. */
  readonly shifts: readonly PlannedShift[];
  /** On all platforms, in any order. */
  readonly stays: readonly PlatformStay[];
  /** Platforms in order of trust; see `personStates`. */
  readonly platformOrder?: readonly string[] | undefined;
  /** Spans in which no source spoke. */
  readonly blind?: readonly Span[] | undefined;
  readonly exceptions?: readonly Exception[] | undefined;
}

export interface JudgedDay extends DayFrame {
  readonly plan: readonly Planned[];
  readonly states: readonly PersonState[];
  /** From the day's first instant to its last, or to now. */
  readonly segments: readonly Segment[];
  readonly counts: AdherenceCounts;
}

/**
 * Judges every day of a span. Days that have not begun are not in the answer.
 *
 * @throws AppError `invalid-input` on an unknown zone
 */
export function judgePerson(input: PersonInput): JudgedDay[] {
  const { fromAt, toAt, nowAt, zone, shifts, stays, platformOrder, blind, exceptions, ...rules } = input;
  const states = personStates(stays, { untilAt: Math.max(nowAt, fromAt), order: platformOrder, blind });
  const plan = planOf(shifts);
  return dayFrames(shifts, fromAt, Math.min(toAt, nowAt), zone).map((frame) => {
    const startAt = frame.startAt;
    const endAt = Math.min(frame.endAt, nowAt);
    const segments = judge({
      ...rules,
      // Work before the first shift of a running day is a deviation: the plan is there, though not yet within the span.
      hasPlan: rules.hasPlan ?? (frame.shifts.length > 0 ? true : undefined),
      plan,
      states,
      exceptions: within(exceptions, startAt, endAt),
      startAt,
      endAt,
    });
    return {
      ...frame,
      plan: part(plan, startAt, frame.endAt),
      states: part(states, startAt, endAt),
      segments,
      counts: countsOf(segments),
    };
  });
}

/** The spans that overlap `[startAt, endAt)`, whole. */
function part<T extends Span>(spans: readonly T[], startAt: number, endAt: number): T[] {
  const first = firstAfter(spans, startAt);
  let after = first;
  while (after < spans.length && (spans[after] as T).startAt < endAt) after += 1;
  return spans.slice(first, after);
}

function within(exceptions: readonly Exception[] | undefined, startAt: number, endAt: number): readonly Exception[] {
  return exceptions?.filter((exception) => exception.startAt < endAt && exception.endAt > startAt) ?? [];
}
