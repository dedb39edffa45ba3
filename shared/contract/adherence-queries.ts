/** Questions about adherence, people matching and state mapping. Instants epoch ms UTC, counts seconds. */
import { z } from 'zod';
import { AGENT_STATES } from '../domain/records.ts';
import { actualBlock, adherenceCounts, exceptionRow, plannedBlock, timelineRow } from './adherence.ts';
import { query } from './define.ts';
import { instant, ratio } from './rows.ts';
import { dayName, name } from './scalars.ts';
import { scope } from './scope.ts';

const monthName = z.string().regex(/^\d{4}-\d{2}$/);

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
