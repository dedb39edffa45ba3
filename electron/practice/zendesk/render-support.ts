import type { FloorAgent, FloorQueue } from '../floor.ts';
import type { MetricEvent } from '../ticket-metrics.ts';
import type { Ticket, TicketEvent } from '../tickets.ts';
import { customerId, groupId, iso, OWNER_ID, userId } from './ids.ts';
import type { World } from '../world.ts';

/** Support's rows. Fields without a value are left out rather than sent as null where the vendor's schema has no null. */

const YEAR = 31_536_000;

export interface StaffMember {
  id: number;
  name: string;
  email: string;
  role: 'admin' | 'agent';
  group: number | null;
  createdAt: number;
}

/** The queues that are in this account: all of them, or all but the phones'. */
export function queuesIn(world: World, phones: boolean): readonly FloorQueue[] {
  return phones ? world.floor.queues : world.floor.queues.filter(({ medium }) => medium !== 'phone');
}

/** The owner first, then the agents, by id. Everybody has a user, whose phone rings elsewhere is in no group. */
export function staffOf(world: World, phones: boolean): StaffMember[] {
  const createdAt = world.openedAt - YEAR;
  const agents = world.floor.agents.map((agent: FloorAgent): StaffMember => ({
    id: userId(agent.index),
    name: agent.name,
    email: agent.email,
    role: 'agent',
    group: agent.queues[0] === undefined || (agent.medium === 'phone' && !phones) ? null : groupId(agent.queues[0]),
    createdAt: createdAt + agent.index * 3600,
  }));
  const owner: StaffMember = {
    id: OWNER_ID,
    name: 'Floor Supervisor',
    email: 'supervisor@practice.example',
    role: 'admin',
    group: null,
    createdAt,
  };
  return [owner, ...agents];
}

export function renderStaff(world: World, member: StaffMember, baseUrl: string): unknown {
  return {
    id: member.id,
    url: `${baseUrl}/api/v2/users/${member.id}.json`,
    name: member.name,
    email: member.email,
    role: member.role,
    active: true,
    suspended: false,
    verified: true,
    created_at: iso(member.createdAt),
    updated_at: iso(member.createdAt),
    iana_time_zone: world.floor.parameters.zone,
    locale: 'en-US',
    organization_id: null,
    ...(member.group === null ? {} : { default_group_id: member.group }),
    tags: [],
    user_fields: {},
  };
}

/** A customer has no name of their own here: the number is all that is known. */
export function renderCustomer(world: World, id: number, baseUrl: string): unknown {
  return {
    id,
    url: `${baseUrl}/api/v2/users/${id}.json`,
    name: `Customer ${id}`,
    email: `customer.${id}@customers.example`,
    role: 'end-user',
    active: true,
    created_at: iso(world.openedAt - YEAR),
    updated_at: iso(world.openedAt - YEAR),
    verified: true,
  };
}

export function renderGroup(world: World, queue: FloorQueue, baseUrl: string, isDefault: boolean): unknown {
  const at = iso(world.openedAt - YEAR);
  return {
    id: groupId(queue.index),
    url: `${baseUrl}/api/v2/groups/${groupId(queue.index)}.json`,
    name: queue.name,
    description: '',
    default: isDefault,
    deleted: false,
    is_public: true,
    created_at: at,
    updated_at: at,
  };
}

export interface Membership {
  id: number;
  agent: number;
  queue: number;
  default: boolean;
}

export function membershipsOf(world: World, phones: boolean): Membership[] {
  const inGroups = world.floor.agents.filter(({ medium }) => phones || medium !== 'phone');
  return inGroups.flatMap((agent) =>
    agent.queues.map((queue, i) => ({
      id: 370_000_000_000 + agent.index * 100 + i,
      agent: agent.index,
      queue,
      default: i === 0,
    })),
  );
}

export function renderMembership(world: World, membership: Membership, baseUrl: string): unknown {
  const at = iso(world.openedAt - YEAR);
  return {
    id: membership.id,
    url: `${baseUrl}/api/v2/group_memberships/${membership.id}.json`,
    user_id: userId(membership.agent),
    group_id: groupId(membership.queue),
    default: membership.default,
    created_at: at,
    updated_at: at,
  };
}

/**
 * The ticket as it stood after its last event at or before the instant.
 *
 * @param at epoch seconds UTC: the version's `generated_timestamp`
 */
export function renderTicket(ticket: Ticket, at: number, baseUrl: string): unknown {
  const events = ticket.events.filter((event) => event.at <= at);
  const last = events.at(-1);
  const created = ticket.events[0];
  if (last === undefined || created === undefined)
    throw new RangeError(`Ticket ${ticket.id} is younger than asked for.`);
  const status = events.findLast((event: TicketEvent) => !event.kind.startsWith('csat'))?.status ?? 'new';
  const told = events.findLast((event) => event.kind !== 'system') ?? created;
  const tags: string[] = [ticket.channel];
  if (last.kind === 'merged') tags.push('closed_by_merge');
  if (ticket.channel === 'chat' && ticket.events[1]?.agent === -1) tags.push('chat_missed');
  return {
    id: ticket.id,
    url: `${baseUrl}/api/v2/tickets/${ticket.id}.json`,
    created_at: iso(created.at),
    updated_at: iso(told.at),
    generated_timestamp: last.at,
    status,
    priority: ticket.priority,
    type: 'question',
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.subject,
    requester_id: customerId(ticket.customer),
    submitter_id: customerId(ticket.customer),
    ...(last.agent < 0 ? {} : { assignee_id: userId(last.agent) }),
    group_id: groupId(ticket.queue),
    brand_id: 360_000_000_001,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    followup_ids: [],
    has_incidents: false,
    is_public: true,
    allow_channelback: false,
    allow_attachments: true,
    due_at: null,
    tags,
    custom_fields: [],
    via: { channel: ticket.channel, source: { from: {}, to: {}, rel: null } },
    from_messaging_channel: ticket.channel === 'chat',
    satisfaction_rating: ratingOnTicket(ticket, at),
  };
}

function ratingOnTicket(ticket: Ticket, at: number): Record<string, unknown> {
  const { rating } = ticket;
  if (rating === null || rating.offeredAt > at) return { score: 'unoffered' };
  if (rating.ratedAt === null || rating.ratedAt > at) return { score: 'offered' };
  return {
    id: ratingId(ticket),
    score: rating.good ? 'good' : 'bad',
    ...(rating.comment === null ? {} : { comment: rating.comment }),
  };
}

function ratingId(ticket: Ticket): number {
  return ticket.id + 50_000_000_000;
}

/** @param at epoch seconds UTC of the version: when the rating was asked for, or given */
export function renderRating(ticket: Ticket, at: number, baseUrl: string): unknown {
  const { rating } = ticket;
  if (rating === null) throw new RangeError(`Ticket ${ticket.id} was never rated.`);
  const given = rating.ratedAt !== null && rating.ratedAt <= at;
  const agent = ticket.events.findLast((event) => event.agent >= 0)?.agent ?? 0;
  return {
    id: ratingId(ticket),
    url: `${baseUrl}/api/v2/satisfaction_ratings/${ratingId(ticket)}.json`,
    ticket_id: ticket.id,
    assignee_id: userId(agent),
    group_id: groupId(ticket.queue),
    requester_id: customerId(ticket.customer),
    score: given ? (rating.good ? 'good' : 'bad') : 'offered',
    ...(given && rating.comment !== null ? { comment: rating.comment } : {}),
    created_at: iso(rating.offeredAt),
    updated_at: iso(at),
  };
}

export function renderMetricEvent(event: MetricEvent): unknown {
  return {
    id: event.id,
    ticket_id: event.ticket,
    metric: event.metric,
    instance_id: event.instance,
    type: event.type,
    time: iso(event.at),
    ...(event.status === null ? {} : { status: event.status }),
  };
}
