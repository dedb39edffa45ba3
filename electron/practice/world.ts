import { setImmediate as breathe } from 'node:timers/promises';
import type { Contact } from './arrivals.ts';
import { FloorCalendar } from './calendar.ts';
import type { FloorDay } from './calendar.ts';
import { buildFloor } from './floor.ts';
import type { Floor, FloorParameters } from './floor.ts';
import type { Incident } from './incidents.ts';
import { playDay } from './switchboard.ts';
import type { DayLog, StateEntry } from './switchboard.ts';
import { CHAT_TICKET_LIFE_DAYS, chatTickets, TICKET_LIFE_DAYS, ticketsOfDay } from './tickets.ts';
import type { Ticket } from './tickets.ts';

/** Calls and chats kept in memory before the oldest days are played again on demand. */
const CONTACT_BUDGET = 50_000;
const LEAST_DAYS = 4;
const LONGEST_WAIT_SECONDS = 1800;

/**
 * The practice floor at any instant: days are played when somebody asks for them and kept while there is room. What it says of an instant
 * depends on the parameters and the incidents alone, never on what was asked before. Instants here are epoch seconds UTC.
 */
export class World {
  readonly floor: Floor;
  readonly calendar: FloorCalendar;
  private readonly incidents: () => readonly Incident[];
  private readonly logs = new Map<number, DayLog>();
  private readonly ticketDays = new Map<number, { own: Ticket[]; chat: Ticket[] | null }>();
  private byAgent = new WeakMap<DayLog, Contact[][]>();
  private byId = new WeakMap<DayLog, Map<number, Contact>>();
  private readonly forgetters: (() => void)[] = [];

  constructor(parameters: FloorParameters, incidents: () => readonly Incident[]) {
    this.floor = buildFloor(parameters);
    this.calendar = new FloorCalendar(parameters);
    this.incidents = incidents;
  }

  /** Epoch seconds UTC before which nothing happened. */
  get openedAt(): number {
    return Math.floor(this.floor.parameters.openedAt / 1000);
  }

  /** Calls and chats of a day, as played to their end. Whoever reads them shows only what has happened by now. */
  log(day: number): DayLog {
    const known = this.logs.get(day);
    if (known !== undefined) {
      this.logs.delete(day);
      this.logs.set(day, known);
      return known;
    }
    const bounds = this.calendar.day(day);
    const log = playDay(this.floor, bounds, this.incidentsOf(bounds));
    this.logs.set(day, log);
    this.trim();
    return log;
  }

  /** The logs that can hold something of the instant: the day before, for what ran over its end, and the day. */
  logsAt(at: number): DayLog[] {
    const day = this.calendar.dayNumberAt(at);
    return [this.log(day - 1), this.log(day)];
  }

  /** Tickets that may change on the day, opened on it or before. */
  ticketsAliveOn(day: number): Ticket[] {
    const alive: Ticket[] = [];
    for (let opened = day - TICKET_LIFE_DAYS; opened <= day; opened += 1) {
      const withChats = opened >= day - CHAT_TICKET_LIFE_DAYS;
      const made = this.ticketsOpenedOn(opened, withChats);
      for (const ticket of made.own) alive.push(ticket);
      if (withChats) for (const ticket of made.chat ?? []) alive.push(ticket);
    }
    return alive;
  }

  /** Makes the tickets of {@link ticketsAliveOn} day by day, so that a large floor goes on answering meanwhile. */
  async prepareTickets(day: number): Promise<void> {
    for (let opened = day - TICKET_LIFE_DAYS; opened <= day; opened += 1) {
      const withChats = opened >= day - CHAT_TICKET_LIFE_DAYS;
      const known = this.ticketDays.get(opened);
      if (known !== undefined && (known.chat !== null || !withChats)) continue;
      this.ticketsOpenedOn(opened, withChats);
      await breathe();
    }
  }

  /** The ticket with this id, undefined where there is none. */
  ticket(id: number): Ticket | undefined {
    const day = Math.floor(id / 1_000_000);
    if (!Number.isSafeInteger(day) || day < 0 || this.calendar.day(day).endAt <= this.openedAt) return undefined;
    const { own, chat } = this.ticketsOpenedOn(day, true);
    return own.find((ticket) => ticket.id === id) ?? chat?.find((ticket) => ticket.id === id);
  }

  /** Calls and chats that stand in line at the instant (ringing counts as waiting), those of longest wait first. */
  waitingAt(at: number): Contact[] {
    const waiting: Contact[] = [];
    for (const log of this.logsAt(at)) {
      for (let i = firstAfter(log.contacts, at - LONGEST_WAIT_SECONDS - 1); i < log.contacts.length; i += 1) {
        const contact = log.contacts[i];
        if (contact === undefined || contact.queuedAt > at) break;
        if (contact.outcome === 'left-in-menu') continue;
        if (at < (contact.outcome === 'answered' ? contact.answeredAt : contact.endedAt)) waiting.push(contact);
      }
    }
    return waiting;
  }

  /** What the agent is doing at the instant and since when; null when off since before yesterday. */
  stateAt(agent: number, at: number): StateEntry | null {
    let found: StateEntry | null = null;
    for (const log of this.logsAt(at)) {
      const entry = lastEntry(log.states[agent] ?? [], at);
      if (entry !== null) found = entry;
    }
    return found;
  }

  /** The agent's contacts of a log, in order of joining the queue. */
  contactsOf(log: DayLog, agent: number): readonly Contact[] {
    let lists = this.byAgent.get(log);
    if (lists === undefined) {
      lists = this.floor.agents.map(() => []);
      for (const contact of log.contacts) if (contact.agent >= 0) lists[contact.agent]?.push(contact);
      this.byAgent.set(log, lists);
    }
    return lists[agent] ?? [];
  }

  /** The call or chat of a log with this id, undefined where there is none. */
  contact(log: DayLog, id: number): Contact | undefined {
    let known = this.byId.get(log);
    if (known === undefined) {
      known = new Map(log.contacts.map((contact) => [contact.id, contact]));
      this.byId.set(log, known);
    }
    return known.get(id);
  }

  /** Forgets every day that an incident beginning or ending at the instant can have changed. @param at epoch ms UTC */
  forgetFrom(at: number): void {
    const first = this.calendar.dayNumberAt(Math.floor(at / 1000));
    for (const day of this.logs.keys()) if (day >= first) this.logs.delete(day);
    for (const day of this.ticketDays.keys()) if (day >= first) this.ticketDays.delete(day);
    for (const forget of this.forgetters) forget();
  }

  /** Calls back whenever played days were forgotten. */
  onForget(forget: () => void): void {
    this.forgetters.push(forget);
  }

  private ticketsOpenedOn(day: number, withChats: boolean): { own: Ticket[]; chat: Ticket[] | null } {
    const known = this.ticketDays.get(day);
    if (known !== undefined && (known.chat !== null || !withChats)) return known;
    const bounds = this.calendar.day(day);
    const made = known ?? {
      own: ticketsOfDay(this.floor, this.calendar, bounds, this.incidentsOf(bounds)),
      chat: null,
    };
    if (withChats) {
      const chats =
        bounds.endAt <= this.openedAt
          ? []
          : this.log(day).contacts.filter((contact) => this.floor.queues[contact.queue]?.medium === 'chat');
      made.chat = chatTickets(this.floor, chats);
    }
    this.ticketDays.delete(day);
    this.ticketDays.set(day, made);
    for (const oldest of this.ticketDays.keys()) {
      if (this.ticketDays.size <= TICKET_LIFE_DAYS + 3) break;
      this.ticketDays.delete(oldest);
    }
    return made;
  }

  private incidentsOf(day: FloorDay): Incident[] {
    return this.incidents().filter(
      (incident) => incident.startAt / 1000 < day.endAt && incident.endAt / 1000 > day.startAt,
    );
  }

  private trim(): void {
    let kept = 0;
    for (const log of this.logs.values()) kept += log.contacts.length;
    for (const [day, log] of this.logs) {
      if (kept <= CONTACT_BUDGET || this.logs.size <= LEAST_DAYS) return;
      this.logs.delete(day);
      kept -= log.contacts.length;
    }
  }
}

/** Index of the first contact that joined its queue after the instant. */
export function firstAfter(contacts: readonly Contact[], at: number): number {
  let low = 0;
  let high = contacts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((contacts[middle]?.queuedAt ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last entry at or before the instant. */
function lastEntry(entries: readonly StateEntry[], at: number): StateEntry | null {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1] ?? null;
}
