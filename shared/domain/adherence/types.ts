import type { Activity, AgentState } from '../records.ts';

/**
 * What the rules of adherence speak of. Instants are epoch milliseconds UTC, intervals are half open, counts are seconds.
 * A person is one human, whatever number of systems knows them.
 */

/** A planned activity. */
export interface Planned {
  activity: Activity;
  startAt: number;
  endAt: number;
  /** Whether the time is paid. Absent or null: not said, and taken for paid, but for `off`. Matters to shrinkage alone. */
  paid?: boolean | null;
}

/** A planned shift; it belongs to the day of the zone on which it starts. */
export interface PlannedShift {
  /** Stable id, `source/id` where a source gave it. */
  id: string;
  startAt: number;
  endAt: number;
  /** In order of start, not overlapping. */
  activities: readonly Planned[];
}

/** A stretch of time. */
export interface Span {
  startAt: number;
  endAt: number;
}

/** One stay in one state on one platform; `endAt` null while it lasts. */
export interface PlatformStay {
  /** `source/platform`. */
  platform: string;
  state: AgentState;
  startAt: number;
  endAt: number | null;
}

/** The one state of a person between two instants, out of what the platforms say. `state` null: no source was there to say anything. */
export interface PersonState {
  state: AgentState | null;
  platform: string | null;
  startAt: number;
  endAt: number;
  /** When the stay behind it began, which may lie before `startAt`: another platform may have hidden its beginning. */
  sinceAt: number;
  /** Why the platforms contradict each other (an i18n key), null when they do not. */
  conflict: string | null;
}

/** A deviation that somebody excused, or planned time that did not count. */
export interface Exception {
  id: string;
  startAt: number;
  endAt: number;
  reason: string;
  approver: string;
}

export const IMPACTS = ['positive', 'negative', 'neutral'] as const;
export type Impact = (typeof IMPACTS)[number];

/** How a stretch of time stands to the plan. `outside`: nothing was planned, or time off; `unknown`: planned, but no source says what was done. */
export const MATCHES = ['matched', 'unmatched', 'excused', 'outside', 'unknown'] as const;
export type Match = (typeof MATCHES)[number];

/** Why a deviation does not count: an exception's own words, or a rule. */
export type ExcuseRule = 'contact-overrun' | 'overrun-carried' | 'tolerance';

/** The judged day, cut where anything changes. */
export interface Segment {
  startAt: number;
  endAt: number;
  /** Null: nothing planned. */
  scheduled: Activity | null;
  /** Null: not known. */
  actual: AgentState | null;
  match: Match;
  /** An {@link ExcuseRule}, or `exception:<id>`; null where nothing had to be excused. */
  because: string | null;
  /** What a deviation does to the floor, excused or not; null where the plan is kept, and where nothing was planned and nothing done. */
  impact: Impact | null;
}

/** A run of segments that do not match, joined. */
export interface Deviation {
  startAt: number;
  /** Null while it lasts. */
  endAt: number | null;
  scheduled: Activity | null;
  actual: AgentState | null;
  seconds: number;
  impact: Impact;
  /** Words of the exception or the rule that excuses it; null where nothing does. */
  excusedBecause: string | null;
}

/** Counts of a stretch of time, in seconds; they add up over quarter hours, days and people. Ratios are made when read. */
export interface AdherenceCounts {
  /** Planned time but `off`: scheduled = matched + unmatched + excused + unknown. */
  scheduled: number;
  matched: number;
  unmatched: number;
  excused: number;
  unknown: number;
  /** The same of productive activities alone. */
  productiveScheduled: number;
  productiveMatched: number;
  productiveExcused: number;
  productiveUnknown: number;
  /** Time in a productive state, planned or not. */
  worked: number;
  /** Unmatched time that hurts, time that helps. */
  negative: number;
  positive: number;
}
