import type { Contact, Miss } from './arrivals.ts';
import type { FloorAgent, Medium } from './floor.ts';
import { metricEventsOf } from './ticket-metrics.ts';
import type { MetricEvent } from './ticket-metrics.ts';
import type { StateEntry } from './switchboard.ts';
import type { Ticket } from './tickets.ts';
import type { World } from './world.ts';

/**
 * The account's rows in the order in which they changed, as incremental exports list them. A row that changes again later is listed once, at
 * its latest change that has happened: what an export shows depends on the instant it is read.
 */

export interface Change<Row> {
  /** Epoch seconds UTC of this version of the row. */
  at: number;
  id: number;
  row: Row;
  /** When the row's next version replaces this one; Infinity for the last. */
  replacedAt: number;
}

export interface LegRow {
  call: Contact;
  /** `customer`, `agent`, or `missed` for an agent who did not take it. */
  kind: 'customer' | 'agent' | 'missed';
  miss: Miss | null;
}

export interface StateRow {
  agent: FloorAgent;
  entry: StateEntry;
  endAt: number;
}

/** Adds every change of the day; those of other days may come along and are left out. */
export type ChangesOfDay<Row> = (
  world: World,
  day: number,
  add: (at: number, id: number, row: Row, replacedAt: number) => void,
) => void;

/** All rows of one kind, by day of change. */
export class ChangeStream<Row> {
  private readonly world: World;
  private readonly make: ChangesOfDay<Row>;
  private readonly days = new Map<number, Change<Row>[]>();

  constructor(world: World, make: ChangesOfDay<Row>) {
    this.world = world;
    this.make = make;
    world.onForget(() => this.days.clear());
  }

  /**
   * Rows from a place in the stream on, oldest change first.
   *
   * @param from epoch seconds, inclusive; rows with this second and an id not above `afterId` are left out
   * @param horizon epoch seconds: what changed later has not happened yet for the reader
   * @param limit about how many; with `wholeSeconds` the rows of the last second are complete even if that makes more
   */
  read(
    from: number,
    afterId: number,
    limit: number,
    horizon: number,
    wholeSeconds: boolean,
  ): { rows: Change<Row>[]; end: boolean } {
    const rows: Change<Row>[] = [];
    const start = Math.max(from, this.world.openedAt);
    if (start > horizon) return { rows, end: true };
    const lastDay = this.world.calendar.dayNumberAt(horizon);
    for (let day = this.world.calendar.dayNumberAt(start); day <= lastDay; day += 1) {
      for (const change of this.ofDay(day)) {
        if (change.at > horizon) return { rows, end: true };
        if (change.at < start || (change.at === from && change.id <= afterId)) continue;
        if (change.replacedAt <= horizon) continue;
        if (rows.length >= limit && !(wholeSeconds && change.at === rows.at(-1)?.at)) return { rows, end: false };
        rows.push(change);
      }
    }
    return { rows, end: true };
  }

  private ofDay(day: number): Change<Row>[] {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    const { startAt, endAt } = this.world.calendar.day(day);
    const made: Change<Row>[] = [];
    this.make(this.world, day, (at, id, row, replacedAt) => {
      if (at >= startAt && at < endAt) made.push({ at, id, row, replacedAt });
    });
    made.sort((a, b) => a.at - b.at || a.id - b.id);
    this.days.set(day, made);
    for (const oldest of this.days.keys()) {
      if (this.days.size <= 3) break;
      this.days.delete(oldest);
    }
    return made;
  }
}

/** Calls: once when the customer hung up, and again when the agent has wrapped up. */
export const callChanges: ChangesOfDay<Contact> = (world, day, add) => {
  eachContact(world, day, 'phone', (call) => {
    add(call.endedAt, call.id, call, call.freeAt > call.endedAt ? call.freeAt : Infinity);
    if (call.freeAt > call.endedAt) add(call.freeAt, call.id, call, Infinity);
  });
};

/** Legs: each once, when it is over. Ids are ten times the call's plus the leg's number. */
export const legChanges: ChangesOfDay<LegRow> = (world, day, add) => {
  eachContact(world, day, 'phone', (call) => {
    add(call.endedAt, call.id * 10, { call, kind: 'customer', miss: null }, Infinity);
    if (call.outcome === 'answered') add(call.freeAt, call.id * 10 + 1, { call, kind: 'agent', miss: null }, Infinity);
    call.missed?.forEach((miss, i) => {
      add(miss.at + miss.seconds, call.id * 10 + 2 + i, { call, kind: 'missed', miss }, Infinity);
    });
  });
};

/** Chats: once each, when the conversation is over or the customer gave up. */
export const chatChanges: ChangesOfDay<Contact> = (world, day, add) => {
  eachContact(world, day, 'chat', (chat) => add(chat.endedAt, chat.id, chat, Infinity));
};

/** Stays of chat agents in a state, each when it is over. */
export const chatStateChanges: ChangesOfDay<StateRow> = (world, day, add) => {
  for (const log of [world.log(day - 1), world.log(day)]) {
    for (const agent of world.floor.agents) {
      if (agent.medium !== 'chat') continue;
      const entries = log.states[agent.index] ?? [];
      entries.forEach((entry, i) => {
        const endAt = entries[i + 1]?.at;
        if (endAt === undefined || entry.state === 'offline') return;
        add(endAt, agent.index, { agent, entry, endAt }, Infinity);
      });
    }
  }
};

/** Tickets: a row for each event, so that a reader sees the latest one that has happened. */
export const ticketChanges: ChangesOfDay<Ticket> = (world, day, add) => {
  for (const ticket of world.ticketsAliveOn(day)) {
    for (let i = 0; i < ticket.events.length; i += 1) {
      add(ticket.events[i]?.at ?? 0, ticket.id, ticket, ticket.events[i + 1]?.at ?? Infinity);
    }
  }
};

export const metricChanges: ChangesOfDay<MetricEvent> = (world, day, add) => {
  const { startAt, endAt } = world.calendar.day(day);
  for (const ticket of world.ticketsAliveOn(day)) {
    // The clocks are costly to run: only where something happened on the day.
    if (!ticket.events.some(({ at }) => at >= startAt && at < endAt)) continue;
    for (const event of metricEventsOf(world.calendar, ticket)) add(event.at, event.id, event, Infinity);
  }
};

/** Ratings: when asked for, and again when given. */
export const ratingChanges: ChangesOfDay<Ticket> = (world, day, add) => {
  for (const ticket of world.ticketsAliveOn(day)) {
    const { rating } = ticket;
    if (rating === null) continue;
    add(rating.offeredAt, ticket.id, ticket, rating.ratedAt ?? Infinity);
    if (rating.ratedAt !== null) add(rating.ratedAt, ticket.id, ticket, Infinity);
  }
};

function eachContact(world: World, day: number, medium: Medium, visit: (contact: Contact) => void): void {
  for (const log of [world.log(day - 1), world.log(day)]) {
    for (const contact of log.contacts) if (world.floor.queues[contact.queue]?.medium === medium) visit(contact);
  }
}
