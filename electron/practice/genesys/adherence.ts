import type { FloorAgent } from '../floor.ts';
import { planKnownAt } from '../schedule.ts';
import type { PlannedKind } from '../schedule.ts';
import { categoryOf, codeId, summaryOf } from './activity-codes.ts';
import type { Category } from './activity-codes.ts';
import type { Organization } from './http.ts';
import { iso } from './ids.ts';
import type { Presence, RoutingStatus, Said } from './states.ts';

/** The vendor's own real-time adherence of a person: what is scheduled against what their presence says. */
export interface Adherence {
  /** What the plan says, and since when; null where it says nothing. */
  scheduled: { kind: PlannedKind; at: number } | null;
  presence: Said<Presence>;
  routing: Said<RoutingStatus>;
  actual: Category | 'Unscheduled';
  state: 'InAdherence' | 'OutOfAdherence' | 'Unscheduled';
  impact: 'Positive' | 'Negative' | 'Neutral';
  /** Epoch seconds UTC. */
  since: number;
}

/** What the organisation takes each presence for. */
const CATEGORY: Record<Presence['system'], Category | 'Unscheduled'> = {
  Available: 'OnQueueWork',
  'On Queue': 'OnQueueWork',
  Busy: 'OffQueueWork',
  Break: 'Break',
  Meal: 'Meal',
  Meeting: 'Meeting',
  Training: 'Training',
  Away: 'Unavailable',
  Idle: 'Unavailable',
  Offline: 'Unscheduled',
};

/** @param now epoch seconds UTC */
export function adherenceOf(organization: Organization, agent: FloorAgent, now: number): Adherence {
  const { states } = organization;
  const presence = states.presence(agent, now);
  const routing = states.routing(agent, now);
  const scheduled = scheduledAt(organization, agent, now);
  const actual = CATEGORY[presence.value.system];
  const planned = scheduled === null ? null : categoryOf(scheduled.kind);
  const isOff = planned === null || planned === 'TimeOff';
  const works = actual === 'OnQueueWork' || actual === 'OffQueueWork';
  const matches = isOff ? !works : planned === actual;
  const state = matches
    ? planned === null
      ? 'Unscheduled'
      : 'InAdherence'
    : planned === null
      ? 'Unscheduled'
      : 'OutOfAdherence';
  const wanted = planned === 'OnQueueWork' || planned === 'OffQueueWork';
  const impact = matches || works === wanted ? 'Neutral' : works ? 'Positive' : 'Negative';
  return {
    scheduled,
    presence,
    routing,
    actual,
    state,
    impact,
    since: Math.max(presence.at, scheduled?.at ?? presence.at),
  };
}

function scheduledAt({ world }: Organization, agent: FloorAgent, now: number): Adherence['scheduled'] {
  const today = world.calendar.dayNumberAt(now);
  for (const day of [today, today - 1]) {
    const { shift, timeOff } = planKnownAt(world.floor, agent, world.calendar.day(day), now);
    if (timeOff !== null && timeOff.at <= now && now < timeOff.at + timeOff.seconds)
      return { kind: timeOff.kind, at: timeOff.at };
    const activity = shift?.activities.find(({ at, seconds }) => at <= now && now < at + seconds);
    if (activity !== undefined) return { kind: activity.kind, at: activity.at };
  }
  return null;
}

/** What an adherence looks like beside the person, in the API and in messages of the socket. */
export function adherenceFields(
  organization: Organization,
  { scheduled, presence, routing, ...rest }: Adherence,
): object {
  const { ids } = organization;
  return {
    scheduledActivityCategory: scheduled === null ? 'Unscheduled' : categoryOf(scheduled.kind),
    ...(scheduled === null ? {} : { scheduledActivityCode: summaryOf(organization, scheduled.kind) }),
    systemPresence: presence.value.system.replaceAll(' ', ''),
    organizationSecondaryPresenceId: presence.value.own === null ? '' : ids.of('presence', presence.value.number),
    routingStatus: routing.value,
    actualActivityCategory: rest.actual,
    isOutOfOffice: false,
    adherenceState: rest.state,
    impact: rest.impact,
    presenceUpdateTime: iso(presence.at),
  };
}

/** Tells two adherences apart. */
export function adherencePrint(organization: Organization, adherence: Adherence): string {
  const { scheduled, presence, routing, state, impact } = adherence;
  const code = scheduled === null ? '' : codeId(organization, scheduled.kind);
  return [state, impact, code, presence.value.number, routing.value].join('/');
}
