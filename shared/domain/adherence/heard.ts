/** Time of which nobody spoke, and people to spare by quarter hour: what live and kept counts are judged by alike. */
import type { PersonState, Span } from './types.ts';

/**
 * Gaps before stays that were already running when they were first seen: nobody can say what was done in them. Only within the span: a stay seen
 * first on a later day says nothing of this one.
 *
 * @param states of one person, in order (see `personStates`); they may reach beyond the span
 * @param seenAt where the stays begin whose start is only a bound, epoch ms UTC, in any order
 */
export function unheard(states: readonly PersonState[], seenAt: readonly number[], span: Span): Span[] {
  const gaps: Span[] = [];
  for (const at of seenAt) {
    if (at <= span.startAt || at >= span.endAt) continue;
    let startAt = span.startAt;
    for (const state of states) {
      if (state.startAt >= at) break;
      if (state.endAt > startAt) startAt = state.endAt;
    }
    if (startAt < at) gaps.push({ startAt, endAt: at });
  }
  return gaps.sort((a, b) => a.startAt - b.startAt);
}

/** People of one quarter hour, on average over it. */
export interface StaffingCell {
  /** Agents that the expected contacts ask for; null where that is not known. */
  readonly required: number | null;
  /** Planned to work, as far as a source says what they did. */
  readonly scheduled: number;
  /** Of those, who did something else. */
  readonly missing: number;
}

/** People to spare (see `Staffing`): zero or more means that those who are missing do not hurt. */
export function spareOf({ required, scheduled, missing }: StaffingCell): number | null {
  // Fractions of people may miss zero by a hair.
  return required === null ? null : Math.round((scheduled - missing - required) * 1e6) / 1e6;
}
