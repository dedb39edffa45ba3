import { z } from 'zod';
import { IMPACTS } from '../domain/adherence/types.ts';
import { ACTIVITIES, AGENT_STATES, CHANNELS, DIRECTIONS, OUTCOMES } from '../domain/records.ts';

/** Epoch milliseconds UTC. */
export const instant = z.number();
/** Seconds. */
export const seconds = z.number();
/** A ratio never travels without its counts; value is null where the denominator is 0 or nothing is known. */
export const ratio = z.object({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() });
export type Ratio = z.infer<typeof ratio>;

export const SERVICE_LEVEL_VARIANTS = [
  'short-abandons-removed',
  'abandons-met',
  'answered-only',
  'abandons-missed',
  'early-abandons-ignored',
  'short-abandons-met',
] as const;
export const serviceLevelVariant = z.enum(SERVICE_LEVEL_VARIANTS);

export const alarmLevel = z.enum(['normal', 'warning', 'breach', 'stale']);
export type AlarmLevel = z.infer<typeof alarmLevel>;

/** How service level is counted for a queue. */
export const serviceLevelRule = z.object({
  variant: serviceLevelVariant,
  thresholdSeconds: z.number().positive(),
  comparator: z.enum(['le', 'lt']),
  shortAbandonSeconds: z.number().min(0),
  /** 0..1 */
  target: z.number().min(0).max(1),
});
export type ServiceLevelRule = z.infer<typeof serviceLevelRule>;

/** One queue on the board. Key: `source/id`. */
export const queueRow = z.object({
  key: z.string(),
  source: z.string(),
  id: z.string(),
  name: z.string(),
  channel: z.enum(CHANNELS),
  /** Contacts waiting; null where the source does not say. */
  waiting: z.number().nullable(),
  /** Since when the longest waiting contact waits; the renderer ticks. */
  longestSince: instant.nullable(),
  /** Service level of the last 30 minutes, and of the day in the reporting zone. */
  slNow: ratio,
  slDay: ratio,
  rule: serviceLevelRule,
  /** Mean queue wait of the answered, today; numerator seconds, denominator answered. */
  asa: ratio,
  /** Abandoned of offered in the last 30 minutes (what `levels.abandon` judges), and today. */
  abandonNow: ratio,
  abandon: ratio,
  offered: z.number(),
  /** Expected up to now today, from the same weekdays before; null with too little history. */
  expected: z.number().nullable(),
  /** i18n key of why nothing is expected, where that is not too little history: it is still being read. */
  expectedReason: z.string().nullable().optional(),
  /** Agents of the queue by state; null where memberships are not known. */
  available: z.number().nullable(),
  onContact: z.number().nullable(),
  wrap: z.number().nullable(),
  away: z.number().nullable(),
  /** Service level expected in the next 15 minutes with the staff of now (Erlang C); null with its reason where it cannot be said. */
  risk: z.object({ expected: z.number().nullable(), level: alarmLevel, reason: z.string().nullable() }),
  /** Offered per quarter hour of the last 3 hours, oldest first; null = no data. */
  trend: z.array(z.number().nullable()),
  levels: z.object({ waiting: alarmLevel, longest: alarmLevel, sl: alarmLevel, abandon: alarmLevel }),
  /** The worst of the levels times the pressure: for sorting worst first. Higher is worse. */
  severity: z.number(),
  /** Instant up to which this row is true; null: never read. */
  asOf: instant.nullable(),
  stale: z.boolean(),
});
export type QueueRow = z.infer<typeof queueRow>;

/** One human on the board, out of all the systems that know them. Key: the person's, which is the `source/id` of one of their agents. */
export const agentRow = z.object({
  key: z.string(),
  source: z.string(),
  id: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  state: z.enum(AGENT_STATES),
  rawState: z.string(),
  platform: z.string().nullable(),
  /** Since when; the renderer ticks. */
  since: instant.nullable(),
  /** True where `since` is only the first look that saw the state already running: it has lasted at least that long. Absent: false. */
  sinceAtLeast: z.boolean().optional(),
  channels: z.array(z.enum(CHANNELS)),
  /** (talk+hold+wrap)/(talk+hold+wrap+available) of the last 30 minutes, in seconds. */
  occupancy: ratio,
  contact: z
    .object({
      source: z.string(),
      id: z.string(),
      channel: z.enum(CHANNELS),
      queue: z.string().nullable(),
      since: instant,
    })
    .nullable(),
  contacts: z.number(),
  queues: z.array(z.string()),
  /** Adherent of scheduled seconds today; null where no schedule is known. */
  adherence: ratio.nullable(),
  /** Planned now, null where nothing is. */
  scheduled: z.enum(ACTIVITIES).nullable(),
  /** Since when out of adherence, and whether that hurts; null while in adherence, excused or without a plan. */
  deviation: z.object({ since: instant, impact: z.enum(IMPACTS) }).nullable(),
  /** i18n key: why the platforms contradict each other. */
  conflict: z.string().nullable(),
  /** Agent ids of this human in all systems, as `source/id`; the row's own key is the person's. */
  agents: z.array(z.string()),
  level: alarmLevel,
  /** i18n key of why the level is not normal, null when it is. */
  reason: z.string().nullable(),
  asOf: instant.nullable(),
  stale: z.boolean(),
});
export type AgentRow = z.infer<typeof agentRow>;

export const STRIP_KEYS = ['serviceLevel', 'waiting', 'longest', 'available', 'abandon', 'volume'] as const;

/** One tile of the top strip and of the wallboard. */
export const stripRow = z.object({
  key: z.enum(STRIP_KEYS),
  level: alarmLevel,
  stale: z.boolean(),
  /** The tile's number: a ratio (serviceLevel, abandon, volume), a count (waiting, available) or an instant (longest: since when). */
  value: z.number().nullable(),
  unit: z.enum(['ratio', 'count', 'since']),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  target: z.number().nullable(),
  /** Wilson 95 % bounds where the value is a proportion. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  variant: serviceLevelVariant.nullable(),
  thresholdSeconds: z.number().nullable(),
  /** Name of the queue that makes the number, where one does. */
  queue: z.string().nullable(),
  /** Queues that do not use the variant or threshold shown; null where there are none. */
  mixed: z.number().nullable(),
  trend: z.array(z.number().nullable()),
  asOf: instant.nullable(),
  /** i18n key: why there is no value. */
  reason: z.string().nullable(),
});
export type StripRow = z.infer<typeof stripRow>;

/** An alarm in force. Key: `<rule>:<subject>`. */
export const alarmRow = z.object({
  key: z.string(),
  rule: z.string(),
  subject: z.string(),
  /** Name of the queue or agent. */
  who: z.string(),
  level: alarmLevel,
  since: instant,
  value: z.number().nullable(),
  limit: z.number().nullable(),
  /** i18n keys. */
  reason: z.string(),
  suggestion: z.string(),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  snoozedUntil: instant.nullable(),
});
export type AlarmRow = z.infer<typeof alarmRow>;

export const streamHealth = z.object({
  stream: z.string(),
  state: z.enum(['pending', 'backfill', 'ok', 'unavailable', 'retrying', 'stalled', 'failed', 'refused-mass-delete']),
  asOf: instant.nullable(),
  rows: z.number(),
  quarantined: z.number(),
  progress: z.number().nullable(),
  /** Contacts are all read from this instant on, 0 everything, null not known yet; absent: it brings no contacts. */
  readFrom: z.number().nullable().optional(),
  fault: z.string().nullable(),
});

export const sourceRow = z.object({
  key: z.string(),
  kind: z.string(),
  name: z.string(),
  state: z.enum(['new', 'connecting', 'ok', 'degraded', 'stale', 'failed', 'paused', 'read-only']),
  asOf: instant.nullable(),
  skewMs: z.number().nullable(),
  fault: z.string().nullable(),
  streams: z.array(streamHealth),
  /** Records in quarantine. */
  quarantined: z.number(),
  /** Name under which its secret is kept, never the secret; null or absent where it needs none. */
  secretRef: z.string().nullable().optional(),
});
export type SourceRow = z.infer<typeof sourceRow>;

/** The one row of the state of the board itself. Key: `board`. */
export const boardRow = z.object({
  key: z.literal('board'),
  /** The floor's instant: now, or the replayed one. */
  at: instant,
  /** Floor milliseconds per real millisecond: 1 live, 0 paused replay, 60 = a minute a second. */
  speed: z.number(),
  mode: z.enum(['live', 'replay']),
  zone: z.string(),
  locale: z.string(),
  variant: serviceLevelVariant,
  /** Network reachable as far as the operating system says. */
  online: z.boolean(),
  /** Decisions waiting to go out. */
  queued: z.number(),
  /** True while the data folder holds no source and no contact at all. */
  empty: z.boolean(),
  /** Start and end of the day shown, and of what is stored. */
  dayFrom: instant,
  dayTo: instant,
  extent: z.object({ from: instant, to: instant }).nullable(),
  practice: z.boolean(),
});
export type BoardRow = z.infer<typeof boardRow>;

/** A quarter hour of the day's strip. Key: start instant as text. */
export const pressureRow = z.object({
  key: z.string(),
  at: instant,
  offered: z.number().nullable(),
  expected: z.number().nullable(),
  serviceLevel: z.number().nullable(),
  level: alarmLevel,
});
export type PressureRow = z.infer<typeof pressureRow>;

export const contactRow = z.object({
  source: z.string(),
  id: z.string(),
  channel: z.enum(CHANNELS),
  direction: z.enum(DIRECTIONS),
  queue: z.string().nullable(),
  queueName: z.string().nullable(),
  agent: z.string().nullable(),
  agentName: z.string().nullable(),
  /** Masked unless unmasked on purpose (which is in the audit trail). */
  customer: z.string().nullable(),
  createdAt: instant,
  queuedAt: instant.nullable(),
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  queueSeconds: seconds.nullable(),
  talkSeconds: seconds.nullable(),
  holdSeconds: seconds.nullable(),
  wrapSeconds: seconds.nullable(),
  outcome: z.enum(OUTCOMES),
  subject: z.string().nullable(),
});
export type ContactView = z.infer<typeof contactRow>;
