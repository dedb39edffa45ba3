import type { FloorCalendar, FloorDay } from './calendar.ts';
import { SHIFTS } from './floor.ts';
import type { Floor, FloorAgent } from './floor.ts';
import type { Incident } from './incidents.ts';
import { Random, streamKey } from './random.ts';

/** What an agent means to do on a day, with the mistakes that people make. Times are epoch seconds UTC. */
export type PlanStep =
  | { kind: 'on'; at: number }
  | { kind: 'off'; at: number }
  /** Away for `seconds` once the contact in hand is done. `forgot`: left without pressing the button, so calls still come. */
  | { kind: 'away'; at: number; seconds: number; reason: AwayReason; forgot: boolean };

export type AwayReason = 'break' | 'lunch' | 'meeting' | 'missed';

const MINUTE = 60;

/**
 * The agent's steps of the day in order of time; empty on a day off. Night shifts end up to 25 minutes after the day does, and serve what the
 * day left waiting.
 */
export function planOf(floor: Floor, agent: FloorAgent, day: FloorDay, incidents: readonly Incident[]): PlanStep[] {
  const shift = SHIFTS[agent.shift];
  if (shift === undefined || agent.daysOff.includes(day.weekday)) return [];
  const random = new Random(streamKey(floor.parameters.seed, 'roster', day.day, agent.index));
  // Sick for the day: one in forty, but nobody by night, where two hold the floor.
  const night = agent.shift === 0 || agent.shift === SHIFTS.length - 1;
  if (random.chance(0.025) && !night) return [];
  const late = random.chance(0.1 + 0.3 * agent.careless) ? random.exponential(6 * MINUTE) : random.uniform() * 90;
  const start = day.startAt + (shift.start - 240) * MINUTE;
  // The first shift of the day is there as it begins: the night's people serve only what the night left.
  const on = Math.round(start + (agent.shift === 0 ? Math.min(late, 20) : late));
  const nominalEnd = start + shift.length * MINUTE;
  const end =
    agent.shift === SHIFTS.length - 1
      ? Math.max(nominalEnd, day.endAt) + MINUTE * (5 + random.below(21))
      : Math.round(nominalEnd + (random.uniform() - 0.3) * 5 * MINUTE);
  const steps: PlanStep[] = [{ kind: 'on', at: on }];
  for (const [part, minutes, reason] of BREAKS) {
    const at = start + part * shift.length * MINUTE + (random.uniform() - 0.5) * 24 * MINUTE;
    const overrun = random.chance(0.12 + 0.5 * agent.careless) ? random.exponential(5 * MINUTE) : random.uniform() * 60;
    const forgot = random.chance(0.015 + 0.08 * agent.careless);
    if (reason === 'meeting' && (night || !random.chance(0.15))) continue;
    steps.push({ kind: 'away', at: Math.round(at), seconds: Math.round(minutes * MINUTE + overrun), reason, forgot });
  }
  steps.push({ kind: 'off', at: end });
  const walked = walkOut(floor, agent, steps, incidents);
  return walked.sort((a, b) => a.at - b.at);
}

const BREAKS: readonly (readonly [number, number, AwayReason])[] = [
  [0.25, 15, 'break'],
  [0.36, 25, 'meeting'],
  [0.5, 30, 'lunch'],
  [0.76, 15, 'break'],
];

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
