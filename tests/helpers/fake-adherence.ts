import type { AdherenceRow, AdherenceTile, ExceptionRow, TimelineRow } from '../../shared/contract/index.ts';
import {
  adherence,
  conformance,
  deviationsOf,
  judgePerson,
  matchRuns,
  platformLane,
  sumAdherence,
} from '../../shared/domain/adherence/index.ts';
import type { JudgedDay, Planned, PlannedShift, PlatformStay } from '../../shared/domain/adherence/index.ts';
import type { AgentState } from '../../shared/domain/records.ts';
import type { CallOutput } from '../../renderer/api/index.ts';
import { FLOOR_AT, randomFrom } from './fake-rows.ts';

const ZONE = 'Asia/Jerusalem';
const MINUTE = 60_000;
/** 08:00 in Jerusalem on the day of FLOOR_AT. */
const EIGHT = Date.UTC(2026, 2, 3, 6);
const TOLERANCE = { break: 120, lunch: 180, work: 60 };
export const ADHERENCE_DAY = '2026-03-03';

const NAMES = [
  'Noa Regev',
  'Amir Tal',
  'Dana Peled',
  'Eli Katz',
  'Maya Oren',
  'Yossi Bar',
  'Tamar Levin',
  'Gil Shani',
  'Rina Amit',
  'Omer Dagan',
  'Shira Golan',
  'Uri Navon',
  'Lior Sela',
  'Adi Marom',
  'Ronit Paz',
  'Ziv Cohen',
];

/** What is odd about a person's morning. */
type Oddity =
  'late-break' | 'overrun' | 'no-show' | 'helps' | 'unknown' | 'conflict' | 'no-schedule' | 'short' | 'late-start';
const ODD: Readonly<Record<number, Oddity>> = {
  2: 'late-break',
  4: 'late-start',
  1: 'overrun',
  6: 'conflict',
  8: 'no-show',
  9: 'helps',
  11: 'unknown',
  12: 'no-schedule',
  14: 'short',
};

export interface FakePerson {
  row: AdherenceRow;
  timeline: TimelineRow;
  day: CallOutput<'adherenceDay'>;
}

export interface FakeAdherence {
  tiles: AdherenceTile[];
  people: FakePerson[];
}

/**
 * A team's morning, judged by the product's own rules: most are where the plan says; some are late, some help, one source is silent.
 *
 * @param options.calm nobody is out of adherence @param options.planless nobody has a schedule
 */
export function fakeAdherence(
  options: { people?: number; calm?: boolean; planless?: boolean; stale?: boolean; exceptions?: ExceptionRow[] } = {},
): FakeAdherence {
  const count = options.people ?? NAMES.length;
  const people = Array.from({ length: count }, (_, index) => makePerson(index, options));
  return { tiles: tilesOf(people, options.stale ?? false), people };
}

function makePerson(
  index: number,
  { calm = false, planless = false, stale = false, exceptions = [] }: Parameters<typeof fakeAdherence>[0] & object,
): FakePerson {
  const key = `gc/${index + 1}`;
  const odd = calm ? undefined : ODD[index % NAMES.length];
  const random = randomFrom(index + 11);
  const startAt = EIGHT + (index % 3) * 30 * MINUTE;
  const noPlan = planless || odd === 'no-schedule';
  const shifts = noPlan ? [] : [shiftOf(`gc/s${index}`, startAt, odd)];
  const stays = staysOf(startAt, shifts[0]?.activities ?? [], odd, random);
  const own = exceptions.filter(({ person }) => person === key);
  const days = judgePerson({
    shifts,
    stays,
    fromAt: EIGHT - 8 * 60 * MINUTE,
    toAt: EIGHT + 16 * 60 * MINUTE,
    nowAt: FLOOR_AT,
    zone: ZONE,
    silence: odd === 'unknown' ? 'unknown' : 'offline',
    tolerance: TOLERANCE,
    exceptions: own
      .filter(({ removedAt }) => removedAt === null)
      .map(({ id, from, to, reason, approver }) => ({ id, startAt: from, endAt: to, reason, approver })),
  });
  const judged = days.find(({ day }) => day === ADHERENCE_DAY);
  if (judged === undefined) throw new Error('The fake day has no frame.');
  return rowsOf({ key, index, judged, stays, shifts, stale, exceptions: own });
}

function shiftOf(id: string, startAt: number, odd: Oddity | undefined): PlannedShift {
  const at = (minutes: number) => startAt + minutes * MINUTE;
  const parts: [Planned['activity'], number, number][] = [
    ['work', 0, 130],
    ['break', 130, 145],
    ['work', 145, 240],
    ['lunch', 240, 270],
    ['work', 270, 390],
    ['meeting', 390, 420],
    ['work', 420, 440],
    ['break', 440, 455],
    ['work', 455, 540],
  ];
  const activities = parts.map(([activity, from, to]) => ({ activity, startAt: at(from), endAt: at(to) }));
  if (odd === 'helps') {
    // A training runs now, and the person takes contacts.
    activities.splice(2, 1, { activity: 'training', startAt: at(145), endAt: at(240) });
    activities.splice(1, 1, { activity: 'training', startAt: at(60), endAt: at(145) });
    activities.splice(0, 1, { activity: 'work', startAt: at(0), endAt: at(60) });
  }
  return { id, startAt, endAt: at(540), activities };
}

function staysOf(
  startAt: number,
  plan: readonly Planned[],
  odd: Oddity | undefined,
  random: () => number,
): PlatformStay[] {
  if (odd === 'unknown' || odd === 'no-show') return [];
  const stays: PlatformStay[] = [];
  const push = (platform: string, state: AgentState, from: number, to: number) =>
    stays.push({ platform, state, startAt: from, endAt: to >= FLOOR_AT ? null : to });
  let at = odd === 'late-start' ? startAt + 21 * MINUTE : startAt - 2 * MINUTE;
  const cycle: readonly AgentState[] = [
    'available',
    'on-contact',
    'wrap',
    'on-contact',
    'wrap',
    'available',
    'on-contact',
  ];
  for (let step = 0; at < FLOOR_AT; step += 1) {
    const planned = plan.find((part) => at >= part.startAt && at < part.endAt);
    const away = planned !== undefined && planned.activity !== 'work' && odd !== 'helps';
    if (odd === 'late-break' && at > FLOOR_AT - 8 * MINUTE) {
      push('gc/presence', 'break', at, Infinity);
      break;
    }
    if (odd === 'short' && at > FLOOR_AT - 2 * MINUTE) {
      push('gc/presence', 'away', FLOOR_AT - 95_000, Infinity);
      break;
    }
    if (away && odd !== 'overrun') {
      push('gc/presence', planned.activity as AgentState, at, planned.endAt);
      at = planned.endAt;
      continue;
    }
    const state = cycle[step % cycle.length] ?? 'available';
    let to = at + Math.round((1 + random() * (state === 'on-contact' ? 11 : 4)) * MINUTE);
    if (odd === 'overrun' && to > FLOOR_AT - 25 * MINUTE) to = Infinity;
    const next = plan.find((part) => part.startAt > at && part.activity !== 'work');
    if (next !== undefined && odd !== 'helps' && odd !== 'overrun' && to > next.startAt) to = next.startAt;
    push('gc/acd', odd === 'overrun' && to === Infinity ? 'on-contact' : state, at, to);
    at = to;
  }
  if (odd === 'conflict') push('zd/chat', 'break', FLOOR_AT - 7 * MINUTE, Infinity);
  return stays;
}

interface Ingredients {
  key: string;
  index: number;
  judged: JudgedDay;
  stays: PlatformStay[];
  shifts: PlannedShift[];
  stale: boolean;
  exceptions: ExceptionRow[];
}

function rowsOf({ key, index, judged, stays, shifts, stale, exceptions }: Ingredients): FakePerson {
  const { plan, states, segments, counts, day } = judged;
  const name = `${NAMES[index % NAMES.length]}${index < NAMES.length ? '' : ` ${Math.floor(index / NAMES.length) + 1}`}`;
  const team = index % 2 === 0 ? 'Team South' : 'Team North';
  const asOf = stale ? FLOOR_AT - 4 * MINUTE : FLOOR_AT - 1000;
  const last = states.at(-1) ?? null;
  const planned = plan.find((part) => part.startAt <= FLOOR_AT && part.endAt > FLOOR_AT) ?? null;
  const next = plan.find((part) => part.startAt >= (planned?.endAt ?? FLOOR_AT)) ?? null;
  const deviations = deviationsOf(segments, {
    openAt: FLOOR_AT,
    join: 'activity',
    exceptions: exceptions.map(({ id, from, to, reason, approver }) => ({
      id,
      startAt: from,
      endAt: to,
      reason,
      approver,
    })),
  }).map((deviation) => ({
    from: deviation.startAt,
    to: deviation.endAt,
    scheduled: deviation.scheduled,
    actual: deviation.actual,
    seconds: deviation.seconds,
    impact: deviation.impact,
    excused: deviation.excusedBecause,
  }));
  const open = deviations.find(({ to }) => to === null) ?? null;
  const out = open === null || open.excused !== null ? 0 : (FLOOR_AT - open.from) / 1000;
  const level = out > 600 ? 'breach' : out > 300 ? 'warning' : 'normal';
  const timeline: TimelineRow = {
    key,
    name,
    team,
    day,
    hasSchedule: shifts.length > 0,
    planned: plan.map((part) => ({
      activity: part.activity,
      rawActivity: part.activity === 'work' ? 'On queue' : part.activity,
      from: part.startAt,
      to: part.endAt,
    })),
    actual: states.map((piece) => ({
      state: piece.state,
      rawState: piece.state === 'on-contact' ? 'INTERACTING' : (piece.state ?? ''),
      platform: piece.platform,
      from: piece.startAt,
      to: piece.endAt >= FLOOR_AT ? null : piece.endAt,
      conflict: piece.conflict,
    })),
    matches: matchRuns(segments).map((run) => ({
      match: run.match,
      impact: run.impact,
      from: run.startAt,
      to: run.endAt >= FLOOR_AT ? null : run.endAt,
    })),
    deviations,
    exceptions,
    counts,
    level,
    asOf,
    stale,
  };
  const row: AdherenceRow = {
    key,
    name,
    team,
    agents: [key, `zd/${index + 1}`],
    state: last?.state ?? null,
    rawState: last?.state ?? null,
    platform: last?.platform ?? null,
    since: last?.sinceAt ?? null,
    platforms: openStays(stays).map((stay) => ({
      platform: stay.platform,
      source: stay.platform.split('/')[0] ?? '',
      state: stay.state,
      rawState: stay.state === 'on-contact' ? 'INTERACTING' : stay.state,
      since: stay.startAt,
      contact: null,
      asOf,
      stale,
    })),
    conflict: last?.conflict ?? null,
    hasSchedule: shifts.length > 0,
    scheduled: planned?.activity ?? null,
    scheduledUntil: planned?.endAt ?? null,
    next: next?.activity ?? null,
    deviation:
      open === null
        ? null
        : {
            since: open.from,
            scheduled: open.scheduled,
            actual: open.actual,
            impact: open.impact,
            excused: open.excused,
          },
    counts,
    adherence: adherence(counts, 'all'),
    productive: adherence(counts, 'productive'),
    conformance: conformance(counts),
    level,
    reason: null,
    asOf,
    stale,
  };
  return { row, timeline, day: dayOf(timeline, row, judged, stays) };
}

function openStays(stays: readonly PlatformStay[]): PlatformStay[] {
  return stays.filter(({ endAt }) => endAt === null);
}

function dayOf(
  timeline: TimelineRow,
  row: AdherenceRow,
  judged: JudgedDay,
  stays: readonly PlatformStay[],
): CallOutput<'adherenceDay'> {
  const platforms = [...new Set(stays.map(({ platform }) => platform))].sort();
  const earlier = timeline.planned.map((block) =>
    block.activity === 'lunch' ? { ...block, from: block.from + 30 * MINUTE, to: block.to + 30 * MINUTE } : block,
  );
  return {
    ...timeline,
    zone: ZONE,
    from: judged.startAt,
    to: judged.endAt,
    adherence: row.adherence,
    productive: row.productive,
    conformance: row.conformance,
    occupancy: { value: 0.81, numerator: 5832, denominator: 7200 },
    lanes: platforms.map((platform) => ({
      platform,
      blocks: platformLane(
        stays.filter((stay) => stay.platform === platform),
        FLOOR_AT,
      ).map((piece) => ({
        state: piece.state,
        rawState: piece.state ?? '',
        platform,
        from: piece.startAt,
        to: piece.endAt >= FLOOR_AT ? null : piece.endAt,
        conflict: null,
      })),
    })),
    earlierPlans:
      timeline.planned.length === 0
        ? []
        : [{ knownFrom: EIGHT - 20 * 60 * MINUTE, knownUntil: EIGHT - 30 * MINUTE, planned: earlier }],
    notes: [{ id: 'n1', at: EIGHT + 40 * MINUTE, actor: 'Supervisor', text: 'Headset was changed at nine.' }],
    agents: [
      {
        key: row.key,
        source: 'gc',
        sourceName: 'Genesys',
        id: row.key,
        name: row.name,
        email: 'noa@bank.example',
        active: true,
        teams: ['South'],
      },
      {
        key: `zd/${row.key}`,
        source: 'zd',
        sourceName: 'Zendesk',
        id: row.key,
        name: row.name,
        email: 'noa@bank.example',
        active: true,
        teams: [],
      },
    ],
    links: [
      {
        source: 'gc',
        sourceName: 'Genesys',
        url: `https://apps.example/directory/#/people/${encodeURIComponent(row.key)}`,
      },
    ],
  };
}

function tilesOf(people: readonly FakePerson[], stale: boolean): AdherenceTile[] {
  const counts = sumAdherence(people.map(({ row }) => row.counts));
  const all = adherence(counts, 'all');
  const worked = conformance(counts);
  const out = people.filter(({ row }) => row.deviation !== null && row.deviation.excused === null);
  const over5 = out.filter(({ row }) => FLOOR_AT - (row.deviation?.since ?? 0) > 300_000).length;
  const excused = people.filter(({ row }) => row.deviation?.excused !== null && row.deviation !== null).length;
  const planned = people.filter(({ row }) => row.hasSchedule).length;
  const tile = (key: AdherenceTile['key'], change: Partial<AdherenceTile>): AdherenceTile => ({
    key,
    level: 'normal',
    stale,
    value: null,
    numerator: null,
    denominator: null,
    target: null,
    notes: [],
    trend: [0.94, 0.95, 0.94, 0.96, 0.95, 0.93, 0.94, 0.95, 0.96, 0.95, 0.94, 0.945],
    asOf: stale ? FLOOR_AT - 4 * MINUTE : FLOOR_AT - 1000,
    reason: null,
    ...change,
  });
  return [
    tile('adherence', { ...all, target: 0.92 }),
    tile('out', {
      value: out.length,
      denominator: planned,
      level: over5 > 0 ? 'warning' : 'normal',
      notes: [
        { name: 'over5', value: over5 },
        { name: 'excused', value: excused },
      ],
      trend: [1, 2, 1, 3, 2, 4, 3, 3, 5, 4, 4, out.length],
    }),
    tile('hurting', {
      value: counts.negative,
      level: counts.negative > 1800 ? 'warning' : 'normal',
      trend: [0, 1, 1, 2, 3, 3, 4, 6, 7, 9, 11, 14],
    }),
    tile('conformance', { ...worked, trend: [0.9, 0.95, 0.97, 0.98, 0.99, 1, 1.01, 1, 1, 1.01, 1.02, 1.01] }),
    tile('shrinkage', {
      value: 0.274,
      numerator: 29_600,
      denominator: 108_000,
      target: 0.26,
      notes: [{ name: 'sickness', value: 5400 }],
    }),
  ];
}
