/** Rows, views, queries and commands of adherence, people matching and state mapping. Instants epoch ms UTC, counts seconds. */
import { z } from 'zod';
import { IMPACTS, MATCHES } from '../domain/adherence/types.ts';
import { ACTIVITIES, AGENT_STATES } from '../domain/records.ts';
import { command, live, query } from './define.ts';
import { alarmLevel, instant, ratio } from './rows.ts';
import { moment, scope } from './scope.ts';

const name = z.string().min(1).max(400);
const done = z.object({ ok: z.literal(true) });
/** A day of the reporting zone, `2026-03-29`. */
const dayName = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const monthName = z.string().regex(/^\d{4}-\d{2}$/);

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

export const adherenceViews = {
  /** Everybody with a plan or a state today, and the tiles above. The page shows those out of adherence first. */
  adherence: live(z.object({ scope: scope.prefault({}), moment }), { tiles: adherenceTile, people: adherenceRow }),
  /** The blocks of the day of the people on screen. */
  timeline: live(z.object({ people: z.array(name).max(200), moment }), { rows: timelineRow }),
} as const;

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

const personAgent = z.object({
  key: z.string(),
  source: z.string(),
  sourceName: z.string(),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  active: z.boolean(),
  teams: z.array(z.string()),
});

export const adherenceQueries = {
  /** One person's day, whenever it was: as counted now, and what was known of the plan when. */
  adherenceDay: query(
    z.object({ person: name, day: dayName }),
    timelineRow.extend({
      zone: z.string(),
      from: instant,
      to: instant,
      adherence: ratio,
      productive: ratio,
      conformance: ratio,
      occupancy: ratio,
      /** One lane for each platform, before they are made one. */
      lanes: z.array(z.object({ platform: z.string(), blocks: z.array(actualBlock) })),
      /** Plans of this day that were replaced: from when to when each was what people knew. */
      earlierPlans: z.array(
        z.object({ knownFrom: instant.nullable(), knownUntil: instant, planned: z.array(plannedBlock) }),
      ),
      notes: z.array(z.object({ id: z.string(), at: instant, actor: z.string(), text: z.string() })),
      agents: z.array(personAgent),
      /** The vendor's own page of the agent, where it has one. */
      links: z.array(z.object({ source: z.string(), sourceName: z.string(), url: z.string() })),
    }),
  ),
  /** A month of everybody in the scope: one cell per person and day, from the kept counts. */
  adherenceMonth: query(
    z.object({ month: monthName, scope: scope.prefault({}) }),
    z.object({
      zone: z.string(),
      days: z.array(dayName),
      people: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          team: z.string().nullable(),
          /** By day, null where nothing was planned and nothing done. */
          days: z.array(adherenceCounts.nullable()),
          total: adherenceCounts,
        }),
      ),
      total: adherenceCounts,
      /** Planned time not worked, by cause, in seconds. */
      shrinkage: z.array(z.object({ cause: z.string(), seconds: z.number() })),
      paidSeconds: z.number(),
      /** 0..1 while counts are being recomputed, null when they are whole. */
      recomputing: z.number().nullable(),
    }),
  ),
  exceptions: query(
    z.object({
      from: instant,
      to: instant,
      person: name.nullable().default(null),
      approver: name.nullable().default(null),
      limit: z.number().int().min(1).max(2000).default(500),
    }),
    z.object({
      rows: z.array(exceptionRow),
      /** Who approves how much: for patterns that deserve a look. */
      approvers: z.array(
        z.object({
          approver: z.string(),
          count: z.number(),
          seconds: z.number(),
          people: z.number(),
          /** Share of this approver's seconds that went to the one person with the most. */
          topShare: ratio,
          topName: z.string().nullable(),
          /** Written after the minutes had passed. */
          afterwards: z.number(),
          reasons: z.array(z.object({ reason: z.string(), count: z.number(), seconds: z.number() })),
        }),
      ),
    }),
  ),
  /** Who is who across systems. */
  people: query(
    z.object({}),
    z.object({
      people: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          team: z.string().nullable(),
          agents: z.array(personAgent),
          /** How these belong together: one system only, confirmed by a person, or found by e-mail or name and not yet confirmed. */
          how: z.enum(['single', 'confirmed', 'email', 'name']),
        }),
      ),
      /** Names that look alike but were not put together: for a person to decide. */
      suggestions: z.array(z.object({ a: personAgent, b: personAgent, why: z.enum(['same-name', 'similar-name']) })),
    }),
  ),
  /** What an agent was called, where they belonged and whether they worked here, from when to when. */
  agentHistory: query(
    z.object({ key: name }),
    z.array(
      z.object({
        agent: z.string(),
        source: z.string(),
        from: instant.nullable(),
        until: instant.nullable(),
        name: z.string(),
        teams: z.array(z.string()),
        active: z.boolean(),
      }),
    ),
  ),
  /** Every vendor state seen, what it means by default and what people said it means. */
  stateMappings: query(
    z.object({}),
    z.object({
      rows: z.array(
        z.object({
          source: z.string(),
          sourceName: z.string(),
          platform: z.string(),
          rawState: z.string(),
          /** What the connector takes it for. */
          standard: z.enum(AGENT_STATES),
          /** What people chose, null where they left it. */
          chosen: z.enum(AGENT_STATES).nullable(),
          stays: z.number(),
          lastAt: instant.nullable(),
        }),
      ),
      /** `source/platform` in order of trust. */
      platforms: z.array(z.object({ platform: z.string(), sourceName: z.string() })),
      recomputing: z.number().nullable(),
    }),
  ),
} as const;

export const adherenceCommands = {
  addException: command(
    z
      .object({
        people: z.array(name).min(1).max(500),
        from: instant,
        to: instant,
        reason: z.string().trim().min(1).max(200),
        approver: z.string().trim().min(1).max(200),
        note: z.string().max(2000).nullable().default(null),
      })
      .refine((value) => value.to > value.from, 'An exception ends after it begins.'),
    z.object({ ids: z.array(z.string()) }),
  ),
  removeException: command(z.object({ id: name, note: z.string().max(2000).nullable().default(null) }), done),
  addNote: command(
    z.object({ person: name, at: instant, text: z.string().trim().min(1).max(4000) }),
    z.object({ id: z.string() }),
  ),
  /** Address of the vendor's own page of a person, to be opened outside; who looked when is in the audit trail. */
  openVendorPage: command(z.object({ person: name, source: name }), z.object({ url: z.string() })),
  /** `confirm` and `merge`: these agents are one human; `split`: this agent is another human than the rest. */
  decidePeople: command(
    z.object({ action: z.enum(['confirm', 'merge', 'split']), agents: z.array(name).min(1).max(50) }),
    done,
  ),
  /** Null takes the choice back. History follows in the background. */
  setStateMapping: command(
    z.object({
      source: name,
      platform: name,
      rawState: z.string().max(400),
      state: z.enum(AGENT_STATES).nullable(),
    }),
    done,
  ),
  /** A schedule out of a file (CSV with a mapping, or iCalendar). */
  importSchedule: command(
    z.object({
      path: z.string().min(1).max(4096),
      mapping: z.string().max(400).nullable().default(null),
      zone: z.string().max(100).nullable().default(null),
    }),
    z.object({
      file: z.string(),
      rows: z.number(),
      shifts: z.number(),
      people: z.number(),
      duplicates: z.number(),
      quarantined: z.number(),
      /** Names in the file that no known agent bears. */
      unknownAgents: z.array(z.string()),
    }),
  ),
} as const;
