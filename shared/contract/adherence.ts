/** Rows and settings of adherence. Instants epoch ms UTC, counts seconds. */
import { z } from 'zod';
import { IMPACTS, MATCHES } from '../domain/adherence/types.ts';
import { ACTIVITIES, AGENT_STATES } from '../domain/records.ts';
import { alarmLevel, instant, ratio } from './rows.ts';
import { dayName } from './scalars.ts';

export const activity = z.enum(ACTIVITIES);
export const impact = z.enum(IMPACTS);

/** See `AdherenceCounts` in shared/domain/adherence/types.ts. */
export const adherenceCounts = z.object({
  scheduled: z.number(),
  matched: z.number(),
  unmatched: z.number(),
  excused: z.number(),
  unknown: z.number(),
  productiveScheduled: z.number(),
  productiveMatched: z.number(),
  productiveExcused: z.number(),
  productiveUnknown: z.number(),
  worked: z.number(),
  negative: z.number(),
  positive: z.number(),
});

/** What one platform says of a person now. */
export const platformState = z.object({
  /** `source/platform`. */
  platform: z.string(),
  source: z.string(),
  state: z.enum(AGENT_STATES),
  rawState: z.string(),
  since: instant,
  contact: z.string().nullable(),
  asOf: instant.nullable(),
  stale: z.boolean(),
});

/** One human on the adherence list. Key: the person's key. */
export const adherenceRow = z.object({
  key: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  /** Agent ids of this human, as `source/id`. */
  agents: z.array(z.string()),
  state: z.enum(AGENT_STATES).nullable(),
  rawState: z.string().nullable(),
  platform: z.string().nullable(),
  since: instant.nullable(),
  platforms: z.array(platformState),
  /** i18n key: why the platforms contradict each other. */
  conflict: z.string().nullable(),
  /** False: nobody sent a schedule for this person and day. */
  hasSchedule: z.boolean(),
  scheduled: activity.nullable(),
  scheduledUntil: instant.nullable(),
  next: activity.nullable(),
  /** The deviation that lasts now; the renderer ticks from `since`. */
  deviation: z
    .object({
      since: instant,
      scheduled: activity.nullable(),
      actual: z.enum(AGENT_STATES).nullable(),
      impact,
      /** i18n key of the rule, or the exception's own words. */
      excused: z.string().nullable(),
    })
    .nullable(),
  /** Counts of the day up to now. */
  counts: adherenceCounts,
  adherence: ratio,
  productive: ratio,
  conformance: ratio,
  level: alarmLevel,
  reason: z.string().nullable(),
  asOf: instant.nullable(),
  stale: z.boolean(),
});
export type AdherenceRow = z.infer<typeof adherenceRow>;

export const ADHERENCE_TILES = ['adherence', 'out', 'hurting', 'conformance', 'shrinkage'] as const;

/** A tile of the adherence screen. */
export const adherenceTile = z.object({
  key: z.enum(ADHERENCE_TILES),
  level: alarmLevel,
  stale: z.boolean(),
  /** A ratio (adherence, conformance, shrinkage), a count of people (out) or seconds (hurting). */
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  target: z.number().nullable(),
  /** Counts beside the number by i18n name: `over5`, `excused`, `sickness`… */
  notes: z.array(z.object({ name: z.string(), value: z.number() })),
  /** By quarter hour of the last 3 hours, oldest first. */
  trend: z.array(z.number().nullable()),
  asOf: instant.nullable(),
  reason: z.string().nullable(),
});
export type AdherenceTile = z.infer<typeof adherenceTile>;

export const plannedBlock = z.object({ activity, rawActivity: z.string(), from: instant, to: instant });
export const actualBlock = z.object({
  state: z.enum(AGENT_STATES).nullable(),
  rawState: z.string().nullable(),
  platform: z.string().nullable(),
  from: instant,
  /** Null while it lasts. */
  to: instant.nullable(),
  conflict: z.string().nullable(),
});
export const matchBlock = z.object({
  match: z.enum(MATCHES),
  impact: impact.nullable(),
  from: instant,
  to: instant.nullable(),
});
export const deviationBlock = z.object({
  from: instant,
  to: instant.nullable(),
  scheduled: activity.nullable(),
  actual: z.enum(AGENT_STATES).nullable(),
  seconds: z.number(),
  impact,
  excused: z.string().nullable(),
});
export const exceptionRow = z.object({
  id: z.string(),
  person: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  from: instant,
  to: instant,
  reason: z.string(),
  approver: z.string(),
  note: z.string().nullable(),
  /** Who wrote it and when. */
  actor: z.string(),
  at: instant,
  removedAt: instant.nullable(),
  removedBy: z.string().nullable(),
});
export type ExceptionRow = z.infer<typeof exceptionRow>;

/** A person's day: plan above, actual below, match between. Key: the person's key. */
export const timelineRow = z.object({
  key: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  day: dayName,
  hasSchedule: z.boolean(),
  planned: z.array(plannedBlock),
  actual: z.array(actualBlock),
  matches: z.array(matchBlock),
  deviations: z.array(deviationBlock),
  exceptions: z.array(exceptionRow),
  counts: adherenceCounts,
  level: alarmLevel,
  asOf: instant.nullable(),
  stale: z.boolean(),
});
export type TimelineRow = z.infer<typeof timelineRow>;

/** How adherence is counted on this floor. */
export const adherenceSettings = z.object({
  /** Seconds by activity that may deviate at its edges without counting. */
  toleranceSeconds: z.partialRecord(activity, z.number().min(0).max(3600)),
  /** What the board's number counts. */
  count: z.enum(['all', 'productive']),
  /** 0..1 */
  target: z.number().min(0).max(1),
  /** Seconds out of adherence at which the alarm warns and breaches. */
  warningSeconds: z.number().min(0),
  breachSeconds: z.number().min(0),
  /** `source/platform`, most trusted first; platforms not named come after in order of name. */
  platformOrder: z.array(z.string().max(400)).max(200),
});
export type AdherenceSettings = z.infer<typeof adherenceSettings>;
