import type { FloorDay } from './calendar.ts';
import { SHIFTS } from './floor.ts';
import type { Floor, FloorAgent } from './floor.ts';
import { Random, streamKey } from './random.ts';

/**
 * What everybody's day was planned to be, before anybody came late: shifts with their breaks, and time off. It depends on the floor and the day
 * alone. Instants are epoch seconds UTC.
 */

/** `work` is contacts of the agent's own medium; for those who write to customers it is the tickets. */
export type PlannedKind =
  'work' | 'tickets' | 'break' | 'lunch' | 'meeting' | 'training' | 'coaching' | 'appointment' | 'vacation' | 'sick';

export interface PlannedActivity {
  kind: PlannedKind;
  at: number;
  seconds: number;
}

export interface PlannedShift {
  at: number;
  seconds: number;
  /** In order of time, without gaps or overlaps. */
  activities: readonly PlannedActivity[];
}

/** One agent's plan for one floor day. */
export interface DayPlan {
  /** Null on a day off, and where time off takes its place. */
  shift: PlannedShift | null;
  /** A whole shift of time off: what it is, and the shift that it takes the place of. */
  timeOff: { kind: 'vacation' | 'sick'; at: number; seconds: number } | null;
}

const MINUTE = 60;
const HOUR = 3600;
const NOTHING: DayPlan = { shift: null, timeOff: null };

/** Part of the shift, minutes, what, and how far it may lie from there in either direction, in minutes. */
const BREAKS: readonly (readonly [part: number, minutes: number, kind: PlannedKind, spread: number])[] = [
  [0.25, 15, 'break', 12],
  [0.5, 30, 'lunch', 12],
  [0.76, 15, 'break', 12],
];

/** What comes to a shift of the day beside its breaks, at most one of them, with its chance. */
const EXTRAS: readonly (readonly [chance: number, part: number, minutes: number, kind: PlannedKind])[] = [
  [0.12, 0.36, 30, 'meeting'],
  [0.06, 0.36, 30, 'coaching'],
  [0.04, 0.61, 45, 'training'],
  [0.01, 0.61, 60, 'appointment'],
];

const VACATION = 0.02;
const SICK = 0.018;
/** Somebody takes an agent aside for a talk that was not planned, and the planner hears of it later. */
const TALK = { chance: 0.02, part: 0.14, minutes: 20, toldAfter: 2 * HOUR };
/** Part of the sick days that the planner turns into time off, and how long after the shift began. */
const SICK_TOLD = { chance: 0.6, after: 5 * HOUR };

/** The plan as it was published before the day began. */
export function publishedPlan(floor: Floor, agent: FloorAgent, day: FloorDay): DayPlan {
  const bounds = boundsOf(agent, day);
  if (bounds === null) return NOTHING;
  const random = randomOf(floor, agent, day, 'schedule');
  const vacation = random.chance(VACATION);
  const night = isNight(agent);
  if (vacation && !night) return { shift: null, timeOff: { kind: 'vacation', ...bounds } };
  const away: PlannedActivity[] = [];
  const add = (part: number, minutes: number, kind: PlannedKind, shiftMinutes: number): void => {
    const wanted = bounds.at + part * bounds.seconds + shiftMinutes * MINUTE;
    away.push({ kind, at: bounds.at + round5(wanted - bounds.at), seconds: minutes * MINUTE });
  };
  for (const [part, minutes, kind, spread] of BREAKS) add(part, minutes, kind, (random.uniform() - 0.5) * 2 * spread);
  let draw = random.uniform();
  for (const [chance, part, minutes, kind] of EXTRAS) {
    if (draw >= 0 && draw < chance && !night) add(part, minutes, kind, 0);
    draw -= chance;
  }
  return { shift: { ...bounds, activities: filled(bounds, away, workOf(agent)) }, timeOff: null };
}

/**
 * The plan as the planner has it at an instant: some days are put right after the fact.
 *
 * @param at epoch seconds UTC
 */
export function planKnownAt(floor: Floor, agent: FloorAgent, day: FloorDay, at: number): DayPlan {
  const plan = publishedPlan(floor, agent, day);
  const { shift } = plan;
  if (shift === null) return plan;
  if (isSick(floor, agent, day)) {
    const told = randomOf(floor, agent, day, 'sick-told').chance(SICK_TOLD.chance) && at >= shift.at + SICK_TOLD.after;
    return told ? { shift: null, timeOff: { kind: 'sick', at: shift.at, seconds: shift.seconds } } : plan;
  }
  const talk = unplannedTalk(floor, agent, day);
  if (talk === null || at < talk.at + talk.seconds + TALK.toldAfter) return plan;
  const away = shift.activities.filter(({ kind }) => kind !== 'work' && kind !== 'tickets');
  return { ...plan, shift: { ...shift, activities: filled(shift, [...away, talk], workOf(agent)) } };
}

/** Whether the agent stays at home without having planned it. Nobody does by night, where two hold the floor. */
export function isSick(floor: Floor, agent: FloorAgent, day: FloorDay): boolean {
  return randomOf(floor, agent, day, 'sick').chance(SICK) && !isNight(agent);
}

/** A talk that nobody had planned when the day began; null on most days. */
export function unplannedTalk(floor: Floor, agent: FloorAgent, day: FloorDay): PlannedActivity | null {
  const bounds = boundsOf(agent, day);
  if (bounds === null || isNight(agent) || !randomOf(floor, agent, day, 'talk').chance(TALK.chance)) return null;
  return { kind: 'coaching', at: bounds.at + round5(TALK.part * bounds.seconds), seconds: TALK.minutes * MINUTE };
}

/** Whether the agent works the first or the last shift of the floor's day. */
export function isNight(agent: FloorAgent): boolean {
  return agent.shift === 0 || agent.shift === SHIFTS.length - 1;
}

function boundsOf(agent: FloorAgent, day: FloorDay): { at: number; seconds: number } | null {
  const template = SHIFTS[agent.shift];
  if (template === undefined || agent.daysOff.includes(day.weekday)) return null;
  const at = day.startAt + (template.start - 240) * MINUTE;
  const nominal = template.length * MINUTE;
  // The last shift ends with the day, however long that is where the clocks change.
  return { at, seconds: agent.shift === SHIFTS.length - 1 ? Math.max(nominal, day.endAt - at) : nominal };
}

function workOf(agent: FloorAgent): PlannedKind {
  return agent.medium === 'ticket' ? 'tickets' : 'work';
}

/** Work in all the time that nothing else takes. What comes later gives way to what came first. */
function filled(
  bounds: { at: number; seconds: number },
  away: readonly PlannedActivity[],
  work: PlannedKind,
): PlannedActivity[] {
  const activities: PlannedActivity[] = [];
  let reached = bounds.at;
  const end = bounds.at + bounds.seconds;
  for (const activity of away.toSorted((a, b) => a.at - b.at)) {
    const at = Math.max(activity.at, reached);
    const until = Math.min(end, activity.at + activity.seconds);
    if (until <= at) continue;
    if (at > reached) activities.push({ kind: work, at: reached, seconds: at - reached });
    activities.push({ kind: activity.kind, at, seconds: until - at });
    reached = until;
  }
  if (reached < end) activities.push({ kind: work, at: reached, seconds: end - reached });
  return activities;
}

/** To five minutes, as planners plan. */
function round5(seconds: number): number {
  return Math.round(seconds / (5 * MINUTE)) * 5 * MINUTE;
}

function randomOf(floor: Floor, agent: FloorAgent, day: FloorDay, what: string): Random {
  return new Random(streamKey(floor.parameters.seed, what, day.day, agent.index));
}
