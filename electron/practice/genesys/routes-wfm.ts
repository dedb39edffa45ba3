import { DateTime } from 'luxon';
import type { FloorAgent, Medium } from '../floor.ts';
import { planKnownAt } from '../schedule.ts';
import type { DayPlan, PlannedShift } from '../schedule.ts';
import { adherenceFields, adherenceOf } from './adherence.ts';
import { codeId, isPaid, renderCodes } from './activity-codes.ts';
import { badRequest, fieldOf, json, listed, NOT_FOUND, route } from './http.ts';
import type { Organization, Reply, Request, Route } from './http.ts';
import { iso } from './ids.ts';

const WFM = '/workforcemanagement';
const BASE = `/api/v2${WFM}`;
const DAY = 86_400;
/** Schedules are published so far ahead. */
export const PUBLISHED_DAYS = 14;
const LONGEST_SEARCH_DAYS = 42;
const MOST_USERS = 100;

/** People who are planned together. */
export const UNITS: readonly { number: number; name: string; media: readonly Medium[] }[] = [
  { number: 0, name: 'Phones', media: ['phone'] },
  { number: 1, name: 'Chat and tickets', media: ['chat', 'ticket'] },
];

type Unit = (typeof UNITS)[number];

export const wfmRoutes: readonly Route[] = [
  route('GET', `${WFM}/businessunits`, (_request, organization) =>
    json({ entities: [{ ...businessUnit(organization), authorized: true }] }),
  ),
  route('GET', `${WFM}/businessunits/{id}`, (request, organization) =>
    withBusiness(request, organization, () =>
      json({
        ...businessUnit(organization),
        settings: { startDayOfWeek: 'Monday', timeZone: zoneOf(organization), metadata: { version: 1 } },
      }),
    ),
  ),
  route('GET', `${WFM}/businessunits/{id}/activitycodes`, (request, organization) =>
    withBusiness(request, organization, (path) => json({ entities: renderCodes(organization, path) })),
  ),
  route('GET', `${WFM}/businessunits/{id}/managementunits`, (request, organization) =>
    withBusiness(request, organization, () => units(organization)),
  ),
  route('GET', `${WFM}/managementunits`, (_request, organization) => units(organization)),
  route('GET', `${WFM}/managementunits/{id}`, (request, organization) =>
    withUnit(request, organization, (unit) => json(renderUnit(organization, unit))),
  ),
  route('GET', `${WFM}/managementunits/{id}/users`, (request, organization) =>
    withUnit(request, organization, (unit) =>
      json({ entities: peopleOf(organization, unit).map((agent) => userReference(organization, agent)) }),
    ),
  ),
  route('GET', `${WFM}/managementunits/{id}/adherence`, (request, organization) =>
    withUnit(request, organization, (unit) =>
      json({
        entities: peopleOf(organization, unit).map((agent) => renderAdherence(organization, agent, request.now)),
      }),
    ),
  ),
  route('GET', `${WFM}/adherence`, adherence),
  route('POST', `${WFM}/managementunits/{id}/agentschedules/search`, (request, organization) =>
    withUnit(request, organization, (unit) => search(request, organization, peopleOf(organization, unit))),
  ),
  route('POST', `${WFM}/businessunits/{id}/agentschedules/search`, (request, organization) =>
    withBusiness(request, organization, () => search(request, organization, organization.world.floor.agents)),
  ),
];

function zoneOf({ world }: Organization): string {
  return world.floor.parameters.zone;
}

function businessUnit({ ids }: Organization): object {
  const id = ids.of('business-unit', 0);
  const division = { id: ids.of('division', 0) };
  return { id, name: 'Practice floor', division, selfUri: `${BASE}/businessunits/${id}` };
}

function withBusiness(request: Request, { ids }: Organization, answer: (path: string) => Reply): Reply {
  const id = ids.of('business-unit', 0);
  return request.params[0] === id ? answer(`${BASE}/businessunits/${id}`) : NOT_FOUND;
}

function withUnit(request: Request, { ids }: Organization, answer: (unit: Unit) => Reply): Reply {
  const unit = UNITS.find(({ number }) => ids.of('management-unit', number) === request.params[0]);
  return unit === undefined ? NOT_FOUND : answer(unit);
}

export function unitOf(agent: FloorAgent): Unit {
  const unit = UNITS.find(({ media }) => media.includes(agent.medium));
  if (unit === undefined) throw new RangeError(`Nobody plans ${agent.medium}.`);
  return unit;
}

function peopleOf({ world }: Organization, unit: Unit): FloorAgent[] {
  return world.floor.agents.filter(({ medium }) => unit.media.includes(medium));
}

function units(organization: Organization): Reply {
  const entities = UNITS.map((unit) => renderUnit(organization, unit));
  return json({ entities, pageSize: entities.length, pageNumber: 1, total: entities.length, pageCount: 1 });
}

function renderUnit(organization: Organization, unit: Unit): unknown {
  const { ids } = organization;
  const id = ids.of('management-unit', unit.number);
  const business = ids.of('business-unit', 0);
  return {
    id,
    name: unit.name,
    businessUnit: { id: business, selfUri: `${BASE}/businessunits/${business}` },
    startDayOfWeek: 'Monday',
    timeZone: zoneOf(organization),
    division: { id: ids.of('division', 0) },
    version: 1,
    selfUri: `${BASE}/managementunits/${id}`,
  };
}

function userReference({ ids }: Organization, agent: FloorAgent): { id: string; selfUri: string } {
  const id = ids.of('user', agent.index);
  return { id, selfUri: `/api/v2/users/${id}` };
}

function adherence(request: Request, organization: Organization): Reply {
  const ids = listed(request.query, 'userId');
  if (ids.length === 0 || ids.length > MOST_USERS) return badRequest(`userId is given 1 to ${MOST_USERS} times`);
  const people = ids.flatMap((id) => organization.agent(id) ?? []);
  return json(people.map((agent) => renderAdherence(organization, agent, request.now)));
}

function renderAdherence(organization: Organization, agent: FloorAgent, now: number): unknown {
  const { ids } = organization;
  const found = adherenceOf(organization, agent, now);
  const unit = ids.of('management-unit', unitOf(agent).number);
  const business = ids.of('business-unit', 0);
  const id = ids.of('user', agent.index);
  return {
    id,
    user: userReference(organization, agent),
    businessUnit: { id: business, selfUri: `${BASE}/businessunits/${business}` },
    managementUnit: { id: unit, selfUri: `${BASE}/managementunits/${unit}` },
    ...adherenceFields(organization, found),
    timeOfAdherenceChange: iso(found.since),
    activeQueues:
      found.routing.value === 'OFF_QUEUE' ? [] : agent.queues.map((queue) => ({ id: ids.of('queue', queue) })),
    removedFromManagementUnit: false,
    selfUri: `${BASE}/adherence?userId=${id}`,
  };
}

/** Published schedules of some people whose shifts begin in a range, as the planner has them now. */
function search(request: Request, organization: Organization, people: readonly FloorAgent[]): Reply {
  const from = instantOf(request.body, 'startDate');
  const to = instantOf(request.body, 'endDate');
  if (from === null || to === null || to <= from) return badRequest('startDate and endDate are instants in order');
  if (to - from > LONGEST_SEARCH_DAYS * DAY) return badRequest(`At most ${LONGEST_SEARCH_DAYS} days`);
  const asked = fieldOf(request.body, 'userIds');
  const ids = Array.isArray(asked) ? new Set(asked.map(String)) : null;
  const wanted = people.filter((agent) => ids === null || ids.has(organization.ids.of('user', agent.index)));
  const result = {
    agentSchedules: wanted.map((agent) => renderSchedule(organization, agent, from, to, request.now)),
    businessUnitTimeZone: zoneOf(organization),
    publishedSchedules: weeksOf(organization, from, to),
  };
  return json({ status: 'Complete', result });
}

function instantOf(body: unknown, name: string): number | null {
  const value = fieldOf(body, name);
  const at = typeof value === 'string' ? Date.parse(value) / 1000 : Number.NaN;
  return Number.isFinite(at) ? at : null;
}

function renderSchedule(organization: Organization, agent: FloorAgent, from: number, to: number, now: number): unknown {
  const { world } = organization;
  const first = Math.max(world.calendar.dayNumberAt(from) - 1, world.calendar.dayNumberAt(world.openedAt));
  const last = Math.min(world.calendar.dayNumberAt(to), world.calendar.dayNumberAt(now) + PUBLISHED_DAYS);
  const shifts: unknown[] = [];
  const markers: unknown[] = [];
  for (let day = first; day <= last; day += 1) {
    const { shift, timeOff } = planKnownAt(world.floor, agent, world.calendar.day(day), now);
    if (shift !== null && shift.at >= from && shift.at < to) shifts.push(renderShift(organization, agent, day, shift));
    if (timeOff !== null && timeOff.at >= from && timeOff.at < to)
      markers.push(renderMarker(organization, agent, day, timeOff));
  }
  return { user: userReference(organization, agent), shifts, fullDayTimeOffMarkers: markers };
}

function renderShift(organization: Organization, agent: FloorAgent, day: number, shift: PlannedShift): unknown {
  const { ids } = organization;
  return {
    id: ids.of('shift', day * 10_000 + agent.index),
    startDate: iso(shift.at),
    lengthMinutes: shift.seconds / 60,
    activities: shift.activities.map(({ kind, at, seconds }) => ({
      startDate: iso(at),
      lengthMinutes: seconds / 60,
      description: '',
      activityCodeId: codeId(organization, kind),
      paid: isPaid(kind),
      ...(kind === 'coaching'
        ? { externalActivityId: ids.of('time-off', day * 10_000 + agent.index), externalActivityType: 'Coaching' }
        : {}),
    })),
    manuallyEdited: false,
    schedule: scheduleReference(organization, shift.at),
  };
}

function renderMarker(
  organization: Organization,
  agent: FloorAgent,
  day: number,
  timeOff: NonNullable<DayPlan['timeOff']>,
): unknown {
  const start = DateTime.fromSeconds(timeOff.at, { zone: zoneOf(organization) });
  const minutes = timeOff.seconds / 60;
  return {
    businessUnitDate: start.toISODate(),
    startOffsetMinutes: Math.round(start.diff(start.startOf('day'), 'minutes').minutes),
    lengthMinutes: minutes,
    description: timeOff.kind === 'sick' ? 'Called in sick' : 'Vacation',
    activityCodeId: codeId(organization, timeOff.kind),
    paid: isPaid(timeOff.kind),
    payableMinutes: minutes,
    timeOffRequestId: organization.ids.of('time-off', day * 10_000 + agent.index),
  };
}

function scheduleReference(organization: Organization, at: number): { id: string; weekDate: string } {
  const week = DateTime.fromSeconds(at, { zone: zoneOf(organization) }).startOf('week');
  const number = Math.floor(week.toSeconds() / (7 * DAY));
  return { id: organization.ids.of('schedule', number), weekDate: week.toISODate() ?? '' };
}

function weeksOf(organization: Organization, from: number, to: number): unknown[] {
  const weeks = new Map<string, unknown>();
  for (let at = from; at < to; at += 7 * DAY) {
    const reference = scheduleReference(organization, at);
    weeks.set(reference.id, { ...reference, weekCount: 1 });
  }
  return [...weeks.values()];
}
