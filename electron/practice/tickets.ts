import words from '../../resources/practice/words.json' with { type: 'json' };
import { arrivalsOfDay, IDS_PER_DAY } from './arrivals.ts';
import type { Contact } from './arrivals.ts';
import type { FloorCalendar, FloorDay } from './calendar.ts';
import type { Floor, FloorQueue } from './floor.ts';
import type { Incident } from './incidents.ts';
import { Random, streamKey } from './random.ts';
import { onShift } from './roster.ts';

/**
 * Tickets: each lives its own life from the e-mail that opened it to the automatic closing four days after it was solved. Replies happen in
 * working hours only, so a backlog grows over night and week-end; chats leave a ticket too. Times are epoch seconds UTC.
 */

export type TicketStatus = 'new' | 'open' | 'pending' | 'solved' | 'closed' | 'deleted';

/** One change of a ticket. `system`: the vendor touched the row without an event, so that `updated_at` stays. */
export interface TicketEvent {
  at: number;
  kind:
    | 'created'
    | 'assigned'
    | 'replied'
    | 'customer-replied'
    | 'solved'
    | 'closed'
    | 'deleted'
    | 'merged'
    | 'system'
    | 'csat-offered'
    | 'csat-rated';
  status: TicketStatus;
  /** Index of the agent, -1 for nobody. */
  agent: number;
}

export interface Ticket {
  id: number;
  queue: number;
  customer: number;
  channel: 'email' | 'web' | 'mobile' | 'chat';
  subject: string;
  priority: 'low' | 'normal' | 'high' | 'urgent';
  /** In order of time. */
  events: TicketEvent[];
  rating: { offeredAt: number; ratedAt: number | null; good: boolean; comment: string | null } | null;
}

/** No ticket of a group changes later than this many days after it was opened, and no chat's ticket later than the other. */
export const TICKET_LIFE_DAYS = 21;
export const CHAT_TICKET_LIFE_DAYS = 8;
const CLOSE_AFTER = 4 * 86_400;
const CHAT_TICKETS = 500_000;
/** Surges number theirs from 500,000 on; a group's own tickets end there, so theirs begin halfway. */
const SURGE_SHIFT = 250_000;

/** The tickets that a day's e-mails and web forms open. Those of its chats: {@link chatTickets}. */
export function ticketsOfDay(
  floor: Floor,
  calendar: FloorCalendar,
  day: FloorDay,
  incidents: readonly Incident[],
): Ticket[] {
  const queues = floor.queues.filter(({ medium }) => medium === 'ticket');
  return arrivalsOfDay(floor, queues, day, incidents).map(({ id, queue, at, surge }) =>
    liveTicket(floor, calendar, queue, surge === null ? id : id - SURGE_SHIFT, at),
  );
}

/** One ticket for each chat, with its conversation's rating. */
export function chatTickets(floor: Floor, chats: readonly Contact[]): Ticket[] {
  return chats.map((chat) => chatTicket(floor, chat));
}

function liveTicket(floor: Floor, calendar: FloorCalendar, queue: FloorQueue, id: number, createdAt: number): Ticket {
  const random = new Random(streamKey(floor.parameters.seed, 'ticket', id));
  const urgent = random.uniform();
  const priority = urgent < 0.04 ? 'urgent' : urgent < 0.16 ? 'high' : urgent < 0.88 ? 'normal' : 'low';
  const haste = { urgent: 0.25, high: 0.5, normal: 1, low: 1.8 }[priority];
  const ticket: Ticket = {
    id,
    queue: queue.index,
    customer: queue.index * 100_000 + Math.floor(random.uniform() ** 2 * Math.max(500, queue.dailyVolume * 60)),
    channel: random.pick(['email', 'email', 'email', 'web', 'mobile'] as const),
    subject: random.chance(1 / 250) ? random.pick(words.hostile) : random.pick(words.subjects),
    priority,
    events: [{ at: createdAt, kind: 'created', status: 'new', agent: -1 }],
    rating: null,
  };
  const life = new TicketLife(calendar, ticket, createdAt + (TICKET_LIFE_DAYS - 1) * 86_400);
  const fate = random.uniform();
  if (fate < 0.006) {
    life.add(createdAt + 300 + random.exponential(3 * 3600), 'deleted', 'deleted', -1);
    return ticket;
  }
  const assignedAt = life.working(createdAt, random.exponential(0.4 * queue.serviceSeconds * haste));
  const agent = pickAgent(floor, calendar, queue, random, assignedAt);
  life.add(assignedAt, 'assigned', 'open', agent);
  if (fate < 0.02) {
    life.add(life.working(assignedAt, 120 + random.exponential(900)), 'merged', 'closed', agent);
    return ticket;
  }
  converse(life, queue, random, agent, haste);
  return ticket;
}

function converse(life: TicketLife, queue: FloorQueue, random: Random, agent: number, haste: number): void {
  for (let turn = 0; turn < 4; turn += 1) {
    const replyAt = life.working(life.last, random.lognormal(queue.serviceSeconds * haste, queue.serviceCv));
    if (random.chance(turn === 0 ? 0.45 : 0.65) || turn === 3) {
      life.add(replyAt, 'replied', 'open', agent);
      life.add(replyAt + 5, 'solved', 'solved', agent);
      break;
    }
    life.add(replyAt, 'replied', 'pending', agent);
    if (random.chance(0.2)) {
      life.add(replyAt + 3 * 86_400, 'solved', 'solved', agent);
      break;
    }
    life.add(replyAt + random.lognormal(7 * 3600, 1.2), 'customer-replied', 'open', agent);
  }
  if (random.chance(0.2)) life.system(life.last + random.exponential(20 * 3600));
  rate(life, random, agent);
  if (random.chance(0.05)) {
    life.add(life.last + random.exponential(30 * 3600), 'customer-replied', 'open', agent);
    life.add(life.working(life.last, random.lognormal(queue.serviceSeconds, 1)), 'solved', 'solved', agent);
  }
  life.add(life.last + CLOSE_AFTER, 'closed', 'closed', agent);
}

/** An hour after solving the customer is asked; under a third answer, some days later, the worse the longer they waited for the first reply. */
function rate(life: TicketLife, random: Random, agent: number): void {
  const { ticket } = life;
  const created = ticket.events[0]?.at ?? 0;
  const replied = ticket.events.find((event) => event.kind === 'replied')?.at ?? created;
  const waitedHours = (replied - created) / 3600;
  askRating(life, random, agent, 3600, 0.29, 0.94 - 0.3 * Math.min(1, waitedHours / 30));
}

function askRating(
  life: TicketLife,
  random: Random,
  agent: number,
  afterSeconds: number,
  answering: number,
  goodChance: number,
): void {
  const offeredAt = life.add(life.last + afterSeconds, 'csat-offered', 'solved', agent);
  const answers = random.chance(answering);
  const delay = random.lognormal(5 * 3600, 1.4);
  const good = random.chance(goodChance);
  const comment = random.chance(good ? 0.15 : 0.5) ? random.pick(good ? words.praise : words.blame) : null;
  const rating = { offeredAt, ratedAt: null as number | null, good, comment };
  life.ticket.rating = rating;
  if (answers && delay < 3 * 86_400) rating.ratedAt = life.add(offeredAt + delay, 'csat-rated', 'solved', agent);
}

/** Id of the ticket that a chat leaves: in the upper half of its day's numbers, those of a surge in the upper quarter. */
export function chatTicketId(chat: number): number {
  const surge = chat % IDS_PER_DAY >= CHAT_TICKETS;
  const id = Math.floor(chat / IDS_PER_DAY) * IDS_PER_DAY + CHAT_TICKETS + (chat % CHAT_TICKETS);
  return surge ? id + SURGE_SHIFT : id;
}

function chatTicket(floor: Floor, chat: Contact): Ticket {
  const random = new Random(streamKey(floor.parameters.seed, 'chat-ticket', chat.id));
  const ticket: Ticket = {
    id: chatTicketId(chat.id),
    queue: chat.queue,
    customer: chat.customer,
    channel: 'chat',
    subject: random.chance(1 / 250) ? random.pick(words.hostile) : `Chat: ${random.pick(words.subjects)}`,
    priority: 'normal',
    events: [{ at: chat.queuedAt, kind: 'created', status: 'new', agent: -1 }],
    rating: null,
  };
  const life = new TicketLife(null, ticket, Infinity);
  if (chat.outcome !== 'answered') {
    life.add(chat.endedAt, 'solved', 'solved', -1);
    life.add(chat.endedAt + CLOSE_AFTER, 'closed', 'closed', -1);
    return ticket;
  }
  life.add(chat.answeredAt, 'assigned', 'open', chat.agent);
  life.add(chat.answeredAt + 4, 'replied', 'open', chat.agent);
  life.add(chat.endedAt, 'solved', 'solved', chat.agent);
  const waited = chat.answeredAt - chat.queuedAt;
  askRating(life, random, chat.agent, 30, 0.38, 0.93 - 0.35 * Math.min(1, waited / 300));
  life.add(life.last + CLOSE_AFTER, 'closed', 'closed', chat.agent);
  return ticket;
}

/** Adds events in order of time and knows working hours. */
class TicketLife {
  readonly ticket: Ticket;
  private readonly calendar: FloorCalendar | null;
  private readonly latest: number;

  constructor(calendar: FloorCalendar | null, ticket: Ticket, latest: number) {
    this.ticket = ticket;
    this.calendar = calendar;
    this.latest = latest;
  }

  get last(): number {
    return this.ticket.events.at(-1)?.at ?? 0;
  }

  /** @returns when it happened, at least a second after what came before */
  add(at: number, kind: TicketEvent['kind'], status: TicketStatus, agent: number): number {
    const when = Math.max(this.last + 1, Math.round(Math.min(at, this.latest)));
    this.ticket.events.push({ at: when, kind, status, agent });
    return when;
  }

  system(at: number): void {
    const before = this.ticket.events.at(-1);
    if (before !== undefined) this.add(at, 'system', before.status, before.agent);
  }

  /** The instant that lies `seconds` of working time after `from`. */
  working(from: number, seconds: number): number {
    if (this.calendar === null) return from + seconds;
    let left = Math.max(1, seconds);
    for (let number = this.calendar.dayNumberAt(from); ; number += 1) {
      const { opens, closes } = this.calendar.workingHours(number);
      const start = Math.max(from, opens);
      if (start + left <= closes) return start + left;
      if (start < closes) left -= closes - start;
    }
  }
}

function pickAgent(floor: Floor, calendar: FloorCalendar, queue: FloorQueue, random: Random, at: number): number {
  const offset = random.below(Math.max(1, queue.agents.length));
  for (let i = 0; i < queue.agents.length; i += 1) {
    const index = queue.agents[(offset + i) % queue.agents.length] ?? -1;
    const agent = floor.agents[index];
    if (agent !== undefined && onShift(calendar, agent, at)) return index;
  }
  return queue.agents[offset] ?? -1;
}
