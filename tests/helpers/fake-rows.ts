import type {
  AgentRow,
  AlarmRow,
  BoardRow,
  QueueRow,
  Ratio,
  SourceRow,
  StripRow,
} from '../../shared/contract/index.ts';

/** An instant in the middle of a working day: 2026-03-03T08:42:17Z. */
export const FLOOR_AT = Date.UTC(2026, 2, 3, 8, 42, 17);

/** A ratio with its counts; null value where there is nothing below the line. */
export function ratioOf(numerator: number, denominator: number): Ratio {
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}

/** A small deterministic source of numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const RULE = {
  variant: 'short-abandons-removed',
  thresholdSeconds: 20,
  comparator: 'le',
  shortAbandonSeconds: 5,
  target: 0.8,
} as const;

export function boardRow(change: Partial<BoardRow> = {}): BoardRow {
  return {
    key: 'board',
    at: FLOOR_AT,
    speed: 1,
    mode: 'live',
    zone: 'Asia/Jerusalem',
    locale: 'en',
    variant: 'short-abandons-removed',
    online: true,
    queued: 0,
    empty: false,
    dayFrom: FLOOR_AT - 10.7 * 3_600_000,
    dayTo: FLOOR_AT + 13.3 * 3_600_000,
    extent: { from: FLOOR_AT - 400 * 86_400_000, to: FLOOR_AT },
    practice: false,
    ...change,
  };
}

export function queueRow(id: string, change: Partial<QueueRow> = {}): QueueRow {
  return {
    key: `zd/${id}`,
    source: 'zd',
    id,
    name: `Queue ${id}`,
    channel: 'voice',
    waiting: 1,
    longestSince: FLOOR_AT - 12_000,
    slNow: ratioOf(44, 50),
    slDay: ratioOf(336, 400),
    rule: RULE,
    asa: ratioOf(6000, 400),
    abandonNow: ratioOf(1, 41),
    abandon: ratioOf(9, 409),
    offered: 409,
    expected: 426,
    available: 3,
    onContact: 8,
    wrap: 1,
    away: 2,
    risk: { expected: 0.91, level: 'normal', reason: null },
    trend: [30, 34, 41, 38, 36, 44, 40, 37, 35, 42, 39, 33],
    levels: { waiting: 'normal', longest: 'normal', sl: 'normal', abandon: 'normal' },
    severity: 0,
    asOf: FLOOR_AT - 1000,
    stale: false,
    ...change,
  };
}

export function agentRow(id: string, change: Partial<AgentRow> = {}): AgentRow {
  return {
    key: `zd/${id}`,
    source: 'zd',
    id,
    name: `Agent ${id}`,
    team: 'South',
    state: 'available',
    rawState: 'online',
    platform: 'talk',
    since: FLOOR_AT - 18_000,
    channels: ['voice'],
    occupancy: ratioOf(1296, 1800),
    contact: null,
    contacts: 0,
    queues: [],
    adherence: null,
    scheduled: null,
    deviation: null,
    conflict: null,
    agents: [`zd/${id}`],
    level: 'normal',
    reason: null,
    asOf: FLOOR_AT - 1000,
    stale: false,
    ...change,
  };
}

export function stripRow(key: StripRow['key'], change: Partial<StripRow> = {}): StripRow {
  return {
    key,
    level: 'normal',
    stale: false,
    value: 0.81,
    unit: 'ratio',
    numerator: 81,
    denominator: 100,
    target: null,
    low: null,
    high: null,
    variant: null,
    thresholdSeconds: null,
    queue: null,
    mixed: null,
    trend: [80, 82, 79, 81, 84, 83, 80, 78, 77, 76, 76, 75],
    asOf: FLOOR_AT - 1000,
    reason: null,
    ...change,
  };
}

export function alarmRow(rule: string, subject: string, change: Partial<AlarmRow> = {}): AlarmRow {
  return {
    key: `${rule}:${subject}`,
    rule,
    subject,
    who: 'Private banking',
    level: 'breach',
    since: FLOOR_AT - 95_000,
    value: 161,
    limit: 80,
    reason: `alarm.${rule}.reason`,
    suggestion: `alarm.${rule}.action`,
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: null,
    ...change,
  };
}

export function sourceRow(key: string, change: Partial<SourceRow> = {}): SourceRow {
  return {
    key,
    kind: 'zendesk',
    name: 'Zendesk',
    state: 'ok',
    asOf: FLOOR_AT - 1000,
    skewMs: 0,
    fault: null,
    streams: [],
    quarantined: 0,
    ...change,
  };
}
