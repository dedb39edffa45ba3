import { AppError } from '../../../shared/errors/index.ts';
import { INCIDENT_KINDS, strikesFloor, VENDORS } from '../incidents.ts';
import type { Incident, IncidentKind, Vendor } from '../incidents.ts';
import type { PracticeSession } from '../session.ts';
import type { World } from '../world.ts';
import { fault, json, NOT_FOUND } from './http.ts';
import type { Reply, Request } from './http.ts';
import { Ids } from '../genesys/ids.ts';
import { groupId, queueMeant } from './ids.ts';

/** The practice floor's own side door: its clock, its incidents and a summary for the panel that starts them. Not the vendor's. */
export interface SideDoor {
  session: PracticeSession;
  world: World;
}

/** Answers what lies under `/practice`; null for what is not there. */
export async function practiceReply(request: Request, door: SideDoor): Promise<Reply> {
  const { method, path } = request;
  if (path === '/practice/clock') return method === 'POST' ? setClock(request, door) : json(door.session.clock());
  if (path === '/practice/state' && method === 'GET') return json(await summary(request, door));
  if (path === '/practice/incidents') {
    return method === 'POST'
      ? begin(request, door)
      : json({ incidents: door.session.incidents().map((incident) => shown(incident, door)) });
  }
  const ending = /^\/practice\/incidents\/([\w-]+)(\/end)?$/u.exec(path);
  if (ending !== null && (method === 'DELETE' || (method === 'POST' && ending[2] !== undefined))) {
    return end(ending[1] ?? '', door);
  }
  return NOT_FOUND;
}

function setClock(request: Request, door: SideDoor): Reply {
  const speed = fieldOf(request.body, 'speed');
  if (typeof speed !== 'number') return fault(400, 'InvalidValue', 'speed is a number');
  try {
    door.session.setSpeed(speed);
  } catch (error) {
    if (error instanceof AppError) return fault(400, 'InvalidValue', error.message);
    throw error;
  }
  return json(door.session.clock());
}

function begin(request: Request, door: SideDoor): Reply {
  const kind = fieldOf(request.body, 'kind');
  const minutes = fieldOf(request.body, 'minutes') ?? 10;
  const factor = fieldOf(request.body, 'factor') ?? null;
  const queue = fieldOf(request.body, 'queue') ?? null;
  if (!isKind(kind)) return fault(400, 'InvalidValue', `kind is one of ${INCIDENT_KINDS.join(', ')}`);
  if (typeof minutes !== 'number' || !(minutes > 0) || minutes > 1440) {
    return fault(400, 'InvalidValue', 'minutes is a number above 0 and up to 1440');
  }
  if (factor !== null && (typeof factor !== 'number' || !Number.isFinite(factor) || factor < 0 || factor > 1000)) {
    return fault(400, 'InvalidValue', 'factor is a number from 0 to 1000');
  }
  const meant = typeof queue === 'string' || typeof queue === 'number' ? queueOf(queue, door) : null;
  if (queue !== null && meant === null) return fault(422, 'InvalidValue', 'queue names no queue of this floor');
  const vendor = fieldOf(request.body, 'vendor') ?? null;
  if (vendor !== null && !isVendor(vendor)) {
    return fault(400, 'InvalidValue', `vendor is one of ${VENDORS.join(', ')}`);
  }
  const incident = door.session.begin(kind, meant, minutes, factor, vendor);
  if (strikesFloor(incident)) door.world.forgetFrom(incident.startAt);
  return json(shown(incident, door), 201);
}

/** Index of the queue that is meant by its number or name here, or by its id in the Genesys organisation. */
function queueOf(meant: string | number, { world }: SideDoor): number | null {
  const { queues, parameters } = world.floor;
  const there = new Ids(parameters.seed).numberOf('queue', String(meant));
  return there === null || queues[there] === undefined ? queueMeant(queues, meant) : there;
}

function end(id: string, door: SideDoor): Reply {
  const incident = door.session.end(id);
  if (incident === null) return NOT_FOUND;
  if (strikesFloor(incident)) door.world.forgetFrom(incident.endAt);
  return json(shown(incident, door));
}

function shown(incident: Incident, door: SideDoor): unknown {
  const queue = incident.queue === null ? undefined : door.world.floor.queues[incident.queue];
  const now = door.session.now();
  return {
    id: incident.id,
    kind: incident.kind,
    queue: queue?.name ?? null,
    queueId: queue === undefined ? null : String(groupId(queue.index)),
    vendor: incident.vendor,
    factor: incident.factor,
    startAt: incident.startAt,
    endAt: incident.endAt,
    until: incident.endAt,
    active: incident.startAt <= now && now < incident.endAt,
  };
}

/** Calls and chats since the floor's day began, by queue, and what everybody is doing; with `?backlog=1` unsolved tickets too. */
async function summary(request: Request, door: SideDoor): Promise<unknown> {
  const { world, session } = door;
  const { now } = request;
  const rows = world.floor.queues.map((queue) => ({
    id: String(groupId(queue.index)),
    name: queue.name,
    medium: queue.medium,
    waiting: 0,
    longestWaitSeconds: 0,
    inService: 0,
    offered: 0,
    answered: 0,
    abandoned: 0,
    leftInMenu: 0,
    backlog: null as number | null,
  }));
  const day = world.calendar.dayNumberAt(now);
  for (const contact of world.log(day).contacts) {
    const row = rows[contact.queue];
    if (contact.queuedAt > now) break;
    if (row === undefined) continue;
    if (contact.outcome === 'left-in-menu') {
      row.leftInMenu += 1;
      continue;
    }
    row.offered += 1;
    if (contact.outcome === 'answered' && contact.answeredAt <= now) {
      row.answered += 1;
      if (contact.endedAt > now) row.inService += 1;
    } else if (contact.outcome === 'abandoned' && contact.endedAt <= now) row.abandoned += 1;
    else {
      row.waiting += 1;
      row.longestWaitSeconds = Math.max(row.longestWaitSeconds, now - contact.queuedAt);
    }
  }
  if (request.query.get('backlog') === '1') {
    await world.prepareTickets(day);
    for (const row of rows) if (row.medium === 'ticket') row.backlog = 0;
    for (const ticket of world.ticketsAliveOn(day)) {
      const last = ticket.events.findLast((event) => event.at <= now);
      const row = rows[ticket.queue];
      if (last === undefined || row === undefined || row.backlog === null) continue;
      if (last.status === 'new' || last.status === 'open' || last.status === 'pending') row.backlog += 1;
    }
  }
  const agents = { offline: 0, available: 0, ringing: 0, talking: 0, wrap: 0, away: 0, gone: 0 };
  for (const agent of world.floor.agents) agents[world.stateAt(agent.index, now)?.state ?? 'offline'] += 1;
  return {
    ...session.clock(),
    zone: world.floor.parameters.zone,
    dayStartedAt: world.calendar.day(day).startAt * 1000,
    queues: rows,
    agents,
    incidents: session
      .incidents()
      .filter((incident) => incident.endAt > session.now())
      .map((incident) => shown(incident, door)),
  };
}

function isKind(value: unknown): value is IncidentKind {
  return INCIDENT_KINDS.some((kind) => kind === value);
}

function isVendor(value: unknown): value is Vendor {
  return VENDORS.some((vendor) => vendor === value);
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}
