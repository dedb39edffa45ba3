import type { FloorAgent } from '../floor.ts';
import type { Organization } from './http.ts';
import { iso } from './ids.ts';

export interface Span {
  /** Epoch seconds UTC. */
  from: number;
  to: number;
  /** What is known: later there is nothing. */
  now: number;
}

/** Whether the person was in any state in the interval that can be told of. */
export function hasStays(
  organization: Organization,
  agent: FloorAgent,
  from: number,
  to: number,
  now: number,
): boolean {
  return from <= now && organization.states.presences(agent, from, to, now).length > 0;
}

/** The presences and routing statuses of a person in an interval, whole: with the starts and ends that they have. */
export function renderUserDetail(
  { ids, states }: Organization,
  agent: FloorAgent,
  { from, to, now }: Span,
): { row: unknown; stays: number } {
  const presences = from <= now ? states.presences(agent, from, to, now) : [];
  const routings = from <= now && agent.medium === 'phone' ? states.routings(agent, from, to, now) : [];
  const row = {
    userId: ids.of('user', agent.index),
    primaryPresence: presences.map(({ at, endAt, value }) => ({
      startTime: iso(at),
      ...(endAt === null ? {} : { endTime: iso(endAt) }),
      systemPresence: value.system.replaceAll(' ', '_').toUpperCase(),
      organizationPresenceId: ids.of('presence', value.number),
    })),
    routingStatus: routings.map(({ at, endAt, value }) => ({
      startTime: iso(at),
      ...(endAt === null ? {} : { endTime: iso(endAt) }),
      routingStatus: value,
    })),
  };
  return { row, stays: presences.length + routings.length };
}
