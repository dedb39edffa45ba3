/** The rules of adherence. All pure: instants are epoch milliseconds UTC, and now is handed in. */
export * from './types.ts';
export { activityOf, isContact, isProductiveActivity, isProductiveState, matches } from './states.ts';
export { conflictOf, CONFLICTS, decide, inOrder } from './platform-word.ts';
export type { Conflict, PlatformSays } from './platform-word.ts';
export { personStates, platformLane } from './platforms.ts';
export type { PersonStateOptions } from './platforms.ts';
export { normalisePlan, planOf, SHIFT_GAP_MS, shiftsOf } from './plan.ts';
export { dayFrameAt, dayFrameOf, dayFrames, OVERTIME_MS, QUARTER_MS } from './days.ts';
export type { DayFrame } from './days.ts';
export { judge } from './judge.ts';
export type { JudgeInput, JudgeRules } from './judge.ts';
export type { Tolerance } from './excuse.ts';
export { impactOf, spareAt, staffingOf } from './impact.ts';
export type { Requirement, Staffing } from './impact.ts';
export {
  addAdherence,
  adherence,
  conformance,
  countsOf,
  isNothing,
  noCounts,
  quartersOf,
  sumAdherence,
} from './counts.ts';
export type { QuarterCounts } from './counts.ts';
export { deviationsOf, matchRuns } from './deviations.ts';
export type { DeviationOptions, MatchRun } from './deviations.ts';
export {
  addShrinkage,
  agentTimeOf,
  combineShrinkage,
  NO_SHRINKAGE,
  SHRINKAGE_CAUSES,
  shrinkageOf,
  shrinkageRatio,
} from './shrinkage.ts';
export type { ShrinkageCause, ShrinkageCounts, ShrinkageMethod } from './shrinkage.ts';
export { judgePerson } from './person.ts';
export type { JudgedDay, PersonInput } from './person.ts';
