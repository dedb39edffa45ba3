import { z } from 'zod';
import { query } from './define.ts';
import {
  alarmLevel,
  contactRow,
  instant,
  ratio,
  serviceLevelRule,
  serviceLevelVariant,
  SERVICE_LEVEL_VARIANTS,
} from './rows.ts';
import { adherenceQueries } from './adherence-queries.ts';
import { adherenceSettings } from './adherence.ts';
import { name } from './scalars.ts';
import { scope } from './scope.ts';
import { CHANNELS, OUTCOMES } from '../domain/records.ts';

export const settings = z.object({
  zone: z.string(),
  locale: z.string(),
  theme: z.enum(['system', 'dark', 'light']),
  density: z.enum(['comfortable', 'compact']),
  weekStart: z.number().int().min(1).max(7),
  /** The floor's rule; queues may differ. */
  serviceLevel: serviceLevelRule,
  /** By `source/id`. */
  queueServiceLevels: z.record(z.string(), serviceLevelRule),
  shortcuts: z.record(z.string(), z.string().nullable()),
  maskCustomers: z.boolean(),
  /** Name under which decisions are recorded. */
  actor: z.string(),
  adherence: adherenceSettings,
});
export type Settings = z.infer<typeof settings>;

/** Numbers that can be opened. */
export const figure = z.enum([
  'serviceLevel',
  'waiting',
  'longest',
  'available',
  'abandon',
  'volume',
  'asa',
  'occupancy',
  'expected',
  'adherence',
  'conformance',
  'shrinkage',
  'outOfAdherence',
  'hurting',
]);
export type Figure = z.infer<typeof figure>;

export const queries = {
  settings: query(z.object({}), settings),
  /** "Why this number": formula, counts, variant, freshness of one figure of the floor or of one queue. */
  explain: query(
    z.object({
      figure,
      /** `source/id`, null for the whole scope. */
      queue: name.nullable(),
      agent: name.nullable().default(null),
      window: z.enum(['now', 'day']),
      scope: scope.prefault({}),
      at: instant.nullable(),
    }),
    z.object({
      figure,
      value: z.number().nullable(),
      from: instant,
      to: instant,
      zone: z.string(),
      rule: serviceLevelRule.nullable(),
      /** i18n key of the formula and of its source. */
      formula: z.string(),
      /** Named counts that go into it, in the order of the formula. */
      counts: z.array(z.object({ name: z.string(), value: z.number().nullable() })),
      variants: z.array(ratio.extend({ variant: serviceLevelVariant })),
      low: z.number().nullable(),
      high: z.number().nullable(),
      attribution: z.enum(['start', 'snapshot']),
      asOf: z.array(z.object({ source: z.string(), at: instant.nullable() })),
      outcomes: z.array(z.enum(OUTCOMES)),
      caveats: z.array(z.string()),
    }),
  ),
  /** Rows behind a number, newest first. */
  contacts: query(
    z.object({
      from: instant,
      to: instant,
      queues: z.array(name).max(2000).optional(),
      outcomes: z.array(z.enum(OUTCOMES)).optional(),
      agent: name.optional(),
      after: z.object({ createdAt: instant, source: name, id: name }).optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    z.object({
      rows: z.array(contactRow),
      next: z.object({ createdAt: instant, source: z.string(), id: z.string() }).nullable(),
    }),
  ),
  /** Counts by bucket for a trend. */
  trend: query(
    z.object({
      from: instant,
      to: instant,
      by: z.enum(['quarter', 'hour', 'day', 'week', 'month']),
      queue: name.nullable(),
    }),
    z.array(
      z.object({
        at: instant,
        offered: z.number(),
        answered: z.number(),
        abandoned: z.number(),
        serviceLevel: ratio,
        asa: ratio,
      }),
    ),
  ),
  /** Names of everything there is to look at, whatever the window looks at now: for choosing. Keys are `source/id`. */
  directory: query(
    z.object({}),
    z.object({
      queues: z.array(z.object({ key: z.string(), name: z.string(), channel: z.enum(CHANNELS) })),
      teams: z.array(z.string()),
      agents: z.array(z.object({ key: z.string(), name: z.string(), team: z.string().nullable() })),
    }),
  ),
  /** What an agent did today. */
  agentDay: query(
    z.object({ key: name, at: instant.nullable() }),
    z.object({
      states: z.array(
        z.object({
          state: z.string(),
          rawState: z.string(),
          platform: z.string(),
          from: instant,
          to: instant.nullable(),
        }),
      ),
      handled: z.number(),
      aht: ratio,
      contacts: z.array(contactRow),
    }),
  ),
  alarmHistory: query(
    z.object({
      from: instant,
      to: instant,
      subject: name.optional(),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    z.array(
      z.object({
        at: instant,
        key: z.string(),
        rule: z.string(),
        subject: z.string(),
        who: z.string(),
        event: z.string(),
        level: alarmLevel,
        value: z.number().nullable(),
        limit: z.number().nullable(),
        actor: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
  ),
  quarantine: query(
    z.object({ source: name.nullable(), limit: z.number().int().min(1).max(500).default(100) }),
    z.array(
      z.object({
        source: z.string(),
        stream: z.string(),
        key: z.string(),
        line: z.number().nullable(),
        reason: z.string(),
        payload: z.string(),
        at: instant,
      }),
    ),
  ),
  /** First rows of a file as they would be imported, and the mapping that fits best. */
  filePreview: query(
    z.object({
      path: z.string().min(1).max(4096),
      mapping: z.string().max(400).nullable(),
      rows: z.number().int().min(1).max(200).default(30),
    }),
    z.object({
      delimiter: z.string(),
      encoding: z.string(),
      columns: z.array(z.string()),
      sample: z.array(z.array(z.string())),
      mapped: z.array(
        z.object({
          line: z.number(),
          ok: z.boolean(),
          fields: z.record(z.string(), z.string().nullable()),
          reason: z.string().nullable(),
        }),
      ),
      mapping: z.string().nullable(),
      mappings: z.array(z.object({ name: z.string(), title: z.string() })),
    }),
  ),
  /** Read-only SQL over the public views. */
  sql: query(
    z.object({
      text: z.string().min(1).max(100_000),
      rowCap: z.number().int().min(1).max(10_000).default(1000),
      timeLimitMs: z.number().int().min(100).max(60_000).default(10_000),
    }),
    z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
      truncated: z.boolean(),
    }),
  ),
  practice: query(
    z.object({}),
    z.object({
      running: z.boolean(),
      speed: z.number(),
      incidents: z.array(z.object({ id: z.string(), kind: z.string(), until: instant.nullable() })),
    }),
  ),
  /** Versions and paths for the About box and the smoke run. */
  about: query(
    z.object({}),
    z.object({
      app: z.string(),
      node: z.string(),
      sqlite: z.string(),
      engine: z.enum(['utility-process', 'node']),
      dataFolder: z.string(),
      pid: z.number(),
    }),
  ),
  ...adherenceQueries,
} as const;

export const ALL_VARIANTS = SERVICE_LEVEL_VARIANTS;
