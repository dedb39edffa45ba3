import type { Contact, Miss } from './arrivals.ts';
import type { FloorAgent } from './floor.ts';
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

/** All rows of one kind, by day of change. */
export class ChangeStream<Row> {
  private readonly world: World;
  private readonly make: (world: World, day: number) => Change<Row>[];
  private readonly days = new Map<number, Change<Row>[]>();

  constructor(world: World, make: (world: World, day: number) => Change<Row>[]) {
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
    const bounds = this.world.calendar.day(day);
    const made = this.make(this.world, day)
      .filter((change) => change.at >= bounds.startAt && change.at < bounds.endAt)
      .sort((a, b) => a.at - b.at || a.id - b.id);
    this.days.set(day, made);
    for (const oldest of this.days.keys()) {
      if (this.days.size <= 3) break;
      this.days.delete(oldest);
    }
    return made;
  }
}

/** Calls: once when the customer hung up, and again when the agent has wrapped up. */
export function callChanges(world: World, day: number): Change<Contact>[] {
  const changes: Change<Contact>[] = [];
  eachCall(world, day, (call) => {
    changes.push({ at: call.endedAt, id: call.id, row: call, replacedAt: laterOr(call.freeAt, call.endedAt) });
    if (call.freeAt > call.endedAt) changes.push({ at: call.freeAt, id: call.id, row: call, replacedAt: Infinity });
  });
  return changes;
}

/** Legs: each once, when it is over. Ids are ten times the call's plus the leg's number. */
export function legChanges(world: World, day: number): Change<LegRow>[] {
  const changes: Change<LegRow>[] = [];
  const add = (at: number, number: number, row: LegRow): void => {
    changes.push({ at, id: row.call.id * 10 + number, row, replacedAt: Infinity });
  };
  eachCall(world, day, (call) => {
    add(call.endedAt, 0, { call, kind: 'customer', miss: null });
    if (call.outcome === 'answered') add(call.freeAt, 1, { call, kind: 'agent', miss: null });
    call.missed?.forEach((miss, i) => add(miss.at + miss.seconds, 2 + i, { call, kind: 'missed', miss }));
  });
  return changes;
}

/** Chats: once each, when the conversation is over or the customer gave up. */
export function chatChanges(world: World, day: number): Change<Contact>[] {
  const changes: Change<Contact>[] = [];
  for (const log of [world.log(day - 1), world.log(day)]) {
    for (const chat of log.contacts) {
      if (world.floor.queues[chat.queue]?.medium !== 'chat') continue;
      changes.push({ at: chat.endedAt, id: chat.id, row: chat, replacedAt: Infinity });
    }
  }
  return changes;
}

/** Stays of chat agents in a state, each when it is over. */
export function chatStateChanges(world: World, day: number): Change<StateRow>[] {
  const changes: Change<StateRow>[] = [];
  for (const log of [world.log(day - 1), world.log(day)]) {
    for (const agent of world.floor.agents) {
      if (agent.medium !== 'chat') continue;
      const entries = log.states[agent.index] ?? [];
      entries.forEach((entry, i) => {
        const next = entries[i + 1];
        if (next === undefined || entry.state === 'offline') return;
        changes.push({ at: next.at, id: agent.index, row: { agent, entry, endAt: next.at }, replacedAt: Infinity });
      });
    }
  }
  return changes;
}

/** Tickets: a row for each event, so that a reader sees the latest one that has happened. */
export function ticketChanges(world: World, day: number): Change<Ticket>[] {
  const changes: Change<Ticket>[] = [];
  for (const ticket of world.ticketsAliveOn(day)) {
    ticket.events.forEach((event, i) => {
      changes.push({ at: event.at, id: ticket.id, row: ticket, replacedAt: ticket.events[i + 1]?.at ?? Infinity });
    });
  }
  return changes;
}

export function metricChanges(world: World, day: number): Change<MetricEvent>[] {
  const changes: Change<MetricEvent>[] = [];
  for (const ticket of world.ticketsAliveOn(day)) {
    for (const event of metricEventsOf(world.calendar, ticket)) {
      changes.push({ at: event.at, id: event.id, row: event, replacedAt: Infinity });
    }
  }
  return changes;
}

/** Ratings: when asked for, and again when given. */
export function ratingChanges(world: World, day: number): Change<Ticket>[] {
  const changes: Change<Ticket>[] = [];
  for (const ticket of world.ticketsAliveOn(day)) {
    const { rating } = ticket;
    if (rating === null) continue;
    const replacedAt = rating.ratedAt ?? Infinity;
    changes.push({ at: rating.offeredAt, id: ticket.id, row: ticket, replacedAt });
    if (rating.ratedAt !== null) {
      changes.push({ at: rating.ratedAt, id: ticket.id, row: ticket, replacedAt: Infinity });
    }
  }
  return changes;
}

function eachCall(world: World, day: number, visit: (call: Contact) => void): void {
  for (const log of [world.log(day - 1), world.log(day)]) {
    for (const call of log.contacts) if (world.floor.queues[call.queue]?.medium === 'phone') visit(call);
  }
}

function laterOr(at: number, than: number): number {
  return at > than ? at : Infinity;
}
