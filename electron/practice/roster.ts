import type { FloorCalendar, FloorDay } from './calendar.ts';
import { SHIFTS } from './floor.ts';
import type { Floor, FloorAgent } from './floor.ts';
import type { Incident } from './incidents.ts';
import { Random, streamKey } from './random.ts';
import { isSick, publishedPlan, unplannedTalk } from './schedule.ts';
import type { PlannedActivity, PlannedShift } from './schedule.ts';

/** What an agent does on a day: the plan, with the mistakes that people make. Times are epoch seconds UTC. */
export type PlanStep =
  | { kind: 'on'; at: number }
  | { kind: 'off'; at: number }
  /** Away for `seconds` once the contact in hand is done. `forgot`: left without pressing the button, so calls still come. */
  | { kind: 'away'; at: number; seconds: number; reason: AwayReason; forgot: boolean };

export type AwayReason = 'break' | 'lunch' | 'meeting' | 'training' | 'coaching' | 'missed';

const MINUTE = 60;

/**
 * The agent's steps of the day in order of time; empty on a day off and where the agent is ill. Night shifts end up to 25 minutes after the day
 * does, and serve what the day left waiting.
 */
export function planOf(floor: Floor, agent: FloorAgent, day: FloorDay, incidents: readonly Incident[]): PlanStep[] {
  const { shift } = publishedPlan(floor, agent, day);
  if (shift === null || isSick(floor, agent, day)) return [];
  const random = new Random(streamKey(floor.parameters.seed, 'roster', day.day, agent.index));
  const late = random.chance(0.14 + 0.4 * agent.careless) ? random.exponential(7 * MINUTE) : random.uniform() * 90;
  // The first shift of the day is there as it begins: the night's people serve only what the night left.
  const on = Math.round(shift.at + (agent.shift === 0 ? Math.min(late, 20) : late));
  const plannedEnd = shift.at + shift.seconds;
  const end =
    agent.shift === SHIFTS.length - 1
      ? plannedEnd + MINUTE * (5 + random.below(21))
      : Math.round(plannedEnd + (random.uniform() - 0.3) * 5 * MINUTE);
  const steps: PlanStep[] = [{ kind: 'on', at: on }];
  for (const activity of shift.activities) steps.push(...leaving(agent, activity, random));
  if (random.chance(0.3 + 0.4 * agent.careless)) steps.push(...quickBreak(shift, random));
  const talk = unplannedTalk(floor, agent, day);
  if (talk !== null)
    steps.push({ kind: 'away', at: talk.at, seconds: talk.seconds, reason: 'coaching', forgot: false });
  steps.push({ kind: 'off', at: end });
  const walked = walkOut(floor, agent, steps, incidents);
  return walked.sort((a, b) => a.at - b.at);
}

/** A few minutes away that nobody planned, somewhere in the shift's work. */
function quickBreak(shift: PlannedShift, random: Random): PlanStep[] {
  const at = Math.round(shift.at + (0.08 + 0.85 * random.uniform()) * shift.seconds);
  const seconds = Math.round(4 * MINUTE + random.exponential(5 * MINUTE));
  const during = shift.activities.find((activity) => at < activity.at + activity.seconds)?.kind;
  if (during !== 'work' && during !== 'tickets') return [];
  return [{ kind: 'away', at, seconds, reason: 'break', forgot: false }];
}

/** How a planned activity away from the work turns out: begun early or late, overrun, or without pressing the button. */
function leaving(agent: FloorAgent, { kind, at, seconds }: PlannedActivity, random: Random): PlanStep[] {
  const early = random.chance(0.12 + 0.3 * agent.careless);
  const from = Math.round(at + (early ? -random.exponential(150) : random.uniform() * 60));
  const overrun = random.chance(0.22 + 0.5 * agent.careless) ? random.exponential(6 * MINUTE) : random.uniform() * 60;
  const forgot = random.chance(0.015 + 0.08 * agent.careless);
  if (kind === 'appointment') {
    return [
      { kind: 'off', at: from },
      { kind: 'on', at: Math.round(at + seconds + overrun) },
    ];
  }
  const reason = REASONS[kind];
  if (reason === undefined) return [];
  return [{ kind: 'away', at: from, seconds: Math.round(seconds + overrun), reason, forgot }];
}

const REASONS: Partial<Record<PlannedActivity['kind'], AwayReason>> = {
  break: 'break',
  lunch: 'lunch',
  meeting: 'meeting',
  training: 'training',
  coaching: 'coaching',
};

function walkOut(floor: Floor, agent: FloorAgent, steps: PlanStep[], incidents: readonly Incident[]): PlanStep[] {
  const first = steps[0]?.at ?? 0;
  const last = steps.at(-1)?.at ?? 0;
  const added: PlanStep[] = [];
  for (const incident of incidents) {
    if (incident.kind !== 'agent-walk-out') continue;
    if (incident.queue !== null && agent.queues[0] !== incident.queue) continue;
    const draw = new Random(streamKey(floor.parameters.seed, 'walk-out', incident.id, agent.index)).uniform();
    if (draw >= incident.factor) continue;
    const from = Math.floor(incident.startAt / 1000) + 1;
    const to = Math.floor(incident.endAt / 1000) + 1;
    if (from >= last || to <= first) continue;
    added.push({ kind: 'off', at: Math.max(from, first) });
    if (to < last) added.push({ kind: 'on', at: to });
  }
  return [...steps, ...added];
}

/** Whether the agent is on shift at the instant (breaks count as on shift). @param at epoch seconds UTC */
export function onShift(calendar: FloorCalendar, agent: FloorAgent, at: number): boolean {
  const shift = SHIFTS[agent.shift];
  if (shift === undefined) return false;
  const day = calendar.day(calendar.dayNumberAt(at));
  if (agent.daysOff.includes(day.weekday)) return false;
  const start = day.startAt + (shift.start - 240) * MINUTE;
  return at >= start && at < start + shift.length * MINUTE;
}
