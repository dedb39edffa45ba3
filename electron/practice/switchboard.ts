import { contactsOfDay } from './arrivals.ts';
import type { Contact } from './arrivals.ts';
import type { FloorDay } from './calendar.ts';
import type { Floor, FloorAgent } from './floor.ts';
import { TimeHeap } from './heap.ts';
import { strikesFloor } from './incidents.ts';
import type { Incident } from './incidents.ts';
import { planOf } from './roster.ts';
import type { AwayReason, PlanStep } from './roster.ts';

/**
 * One day of calls and chats, played event by event: who waits, who rings, who talks, who is away. Everything random was drawn before
 * (arrivals.ts, roster.ts), so an incident that begins at an instant changes nothing before it. Times are epoch seconds UTC.
 */

/** What an agent is doing. `gone`: away without having pressed the button, so the vendor still says online. */
export type FloorState = 'offline' | 'available' | 'ringing' | 'talking' | 'wrap' | 'away' | 'gone';

/** From `at` on the agent is in this state, until the next entry. */
export interface StateEntry {
  at: number;
  state: FloorState;
  reason: AwayReason | null;
  /** Contact in hand (the latest one where there are several), -1 without. */
  contact: number;
  /** Contacts in hand. */
  load: number;
}

export interface DayLog {
  day: FloorDay;
  /** Calls and chats that arrived on the day, by the time they joined the queue. */
  contacts: Contact[];
  /** Per agent, in order of time; empty for those with the day off. */
  states: StateEntry[][];
}

interface Desk {
  agent: FloorAgent;
  mode: 'off' | 'on' | 'away' | 'gone';
  load: number;
  idleSince: number;
  pending: PlanStep | null;
  /** Counts stays away, so that a return belongs to its own. */
  stay: number;
  goneUntil: number;
  log: StateEntry[];
}

interface Line {
  waiting: Contact[];
  head: number;
  desks: Desk[];
  priority: number;
}

type Move =
  | { kind: 'step'; desk: Desk; step: PlanStep }
  | { kind: 'free'; desk: Desk }
  | { kind: 'back'; desk: Desk; stay: number }
  | { kind: 'missed'; desk: Desk; contact: Contact };

const GHOST_RING_SECONDS = 25;

/** Plays a day. The result depends on the arguments alone. */
export function playDay(floor: Floor, day: FloorDay, incidents: readonly Incident[]): DayLog {
  return new Switchboard(floor, day, incidents.filter(strikesFloor)).run();
}

class Switchboard {
  private readonly day: FloorDay;
  private readonly contacts: Contact[];
  private readonly desks: Desk[];
  private readonly lines: Line[];
  private readonly moves = new TimeHeap<Move>();

  constructor(floor: Floor, day: FloorDay, incidents: readonly Incident[]) {
    this.day = day;
    this.contacts = contactsOfDay(floor, day, incidents);
    this.desks = floor.agents.map((agent) => ({
      agent,
      mode: 'off',
      load: 0,
      idleSince: 0,
      pending: null,
      stay: 0,
      goneUntil: 0,
      log: [],
    }));
    this.lines = floor.queues.map((queue) => ({
      waiting: [],
      head: 0,
      desks: queue.medium === 'ticket' ? [] : queue.agents.map((index) => this.desk(index)),
      priority: queue.priority,
    }));
    for (const desk of this.desks) {
      for (const step of planOf(floor, desk.agent, day, incidents)) {
        this.moves.push(step.at, { kind: 'step', desk, step });
      }
    }
  }

  run(): DayLog {
    let next = 0;
    for (;;) {
      const contact = this.contacts[next];
      // At the same second the desks move first, so that a freed agent can take the call that comes.
      if (contact !== undefined && contact.queuedAt < this.moves.next) {
        next += 1;
        if (contact.outcome === 'waiting') this.arrive(contact);
      } else if (this.moves.size > 0) {
        const at = this.moves.next;
        this.move(at, this.moves.pop());
      } else break;
    }
    for (const line of this.lines) {
      for (let i = line.head; i < line.waiting.length; i += 1) abandon(line.waiting[i]);
    }
    return { day: this.day, contacts: this.contacts, states: this.desks.map((desk) => desk.log) };
  }

  private arrive(contact: Contact): void {
    const line = this.line(contact.queue);
    const desk = firstWaiting(line, contact.queuedAt) === undefined ? this.idleDesk(line) : null;
    if (desk !== null) this.offer(contact, desk, contact.queuedAt);
    else line.waiting.push(contact);
  }

  private idleDesk(line: Line): Desk | null {
    let best: Desk | null = null;
    for (const desk of line.desks) {
      if ((desk.mode !== 'on' && desk.mode !== 'gone') || desk.pending !== null) continue;
      if (desk.load >= desk.agent.capacity || (desk.mode === 'gone' && desk.load > 0)) continue;
      if (best === null || desk.load < best.load || (desk.load === best.load && desk.idleSince < best.idleSince)) {
        best = desk;
      }
    }
    return best;
  }

  private offer(contact: Contact, desk: Desk, at: number): void {
    desk.load += 1;
    if (desk.mode === 'gone') {
      this.note(desk, at, 'ringing', contact.id);
      const missAt = at + GHOST_RING_SECONDS;
      if (contact.leavesAt <= missAt) {
        abandon(contact);
        this.moves.push(contact.leavesAt, { kind: 'free', desk });
      } else this.moves.push(missAt, { kind: 'missed', desk, contact });
      return;
    }
    const answeredAt = at + contact.ringSeconds;
    if (contact.leavesAt <= answeredAt) {
      this.note(desk, at, 'ringing', contact.id);
      abandon(contact);
      this.moves.push(contact.leavesAt, { kind: 'free', desk });
      return;
    }
    // Each further chat at once slows all of them.
    const crowd = 1 + 0.2 * (desk.load - 1);
    contact.outcome = 'answered';
    contact.agent = desk.agent.index;
    contact.answeredAt = answeredAt;
    contact.endedAt = answeredAt + Math.max(1, Math.round(contact.serviceSeconds * desk.agent.pace * crowd));
    contact.freeAt = contact.endedAt + contact.wrapSeconds;
    if (desk.agent.capacity === 1) {
      this.note(desk, at, 'ringing', contact.id);
      this.note(desk, answeredAt, 'talking', contact.id);
      this.note(desk, contact.endedAt, 'wrap', contact.id);
    } else this.note(desk, at, 'talking', contact.id);
    this.moves.push(contact.freeAt, { kind: 'free', desk });
  }

  private move(at: number, move: Move): void {
    const { desk } = move;
    if (move.kind === 'step') {
      if (move.step.kind === 'on') this.comeOn(desk, at);
      else if (desk.load > 0)
        desk.pending = move.step.kind === 'off' || desk.pending?.kind !== 'off' ? move.step : desk.pending;
      else this.take(desk, at, move.step);
    } else if (move.kind === 'back') {
      if (desk.stay === move.stay && (desk.mode === 'away' || desk.mode === 'gone')) this.comeOn(desk, at);
    } else if (move.kind === 'missed') {
      const { contact } = move;
      (contact.missed ??= []).push({
        agent: desk.agent.index,
        at: at - GHOST_RING_SECONDS,
        seconds: GHOST_RING_SECONDS,
      });
      desk.load -= 1;
      // The vendor takes who does not answer out of the line.
      if (desk.mode === 'gone') desk.mode = 'away';
      this.note(desk, at, 'away', -1, 'missed');
      if (desk.pending !== null) this.takePending(desk, at);
      const other = this.idleDesk(this.line(contact.queue));
      if (other !== null) this.offer(contact, other, at);
      else {
        const line = this.line(contact.queue);
        line.waiting.splice(line.head, 0, contact);
      }
    } else {
      desk.load -= 1;
      desk.idleSince = at;
      if (desk.load === 0 && desk.pending !== null) this.takePending(desk, at);
      else this.settle(desk, at);
    }
  }

  private takePending(desk: Desk, at: number): void {
    const step = desk.pending;
    desk.pending = null;
    if (step !== null) this.take(desk, at, step);
  }

  private take(desk: Desk, at: number, step: PlanStep): void {
    if (desk.mode === 'off') return;
    desk.stay += 1;
    if (step.kind === 'off') {
      desk.mode = 'off';
      this.note(desk, at, 'offline', -1);
    } else if (step.kind === 'away') {
      desk.mode = step.forgot ? 'gone' : 'away';
      desk.goneUntil = at + step.seconds;
      this.note(desk, at, step.forgot ? 'gone' : 'away', -1, step.reason);
      this.moves.push(at + step.seconds, { kind: 'back', desk, stay: desk.stay });
    }
  }

  private comeOn(desk: Desk, at: number): void {
    // Still with a contact, or with a phone that rings unheard: the return waits for it.
    if (desk.mode === 'gone' && desk.load > 0) {
      this.moves.push(at + 1, { kind: 'back', desk, stay: desk.stay });
      return;
    }
    // Called back before the contact in hand let them go: they simply stay.
    if (desk.pending?.kind === 'off') desk.pending = null;
    desk.mode = 'on';
    desk.idleSince = at;
    if (desk.load === 0) this.settle(desk, at);
  }

  /** The desk has room: the next in line, or the idle state. */
  private settle(desk: Desk, at: number): void {
    if (desk.load === 0) this.note(desk, at, desk.mode === 'gone' ? 'gone' : 'available', -1);
    else this.note(desk, at, 'talking', desk.log.at(-1)?.contact ?? -1);
    if (desk.pending !== null) return;
    while (desk.mode === 'on' && desk.load < desk.agent.capacity) {
      const contact = this.nextFor(desk, at);
      if (contact === null) return;
      this.offer(contact, desk, at);
    }
  }

  private nextFor(desk: Desk, at: number): Contact | null {
    let best: Line | null = null;
    for (const index of desk.agent.queues) {
      const line = this.line(index);
      const first = firstWaiting(line, at);
      if (first === undefined) continue;
      const other = best?.waiting[best.head];
      if (
        best === null ||
        other === undefined ||
        line.priority > best.priority ||
        (line.priority === best.priority && first.queuedAt < other.queuedAt)
      ) {
        best = line;
      }
    }
    const contact = best?.waiting[best.head];
    if (best === null || contact === undefined) return null;
    best.head += 1;
    if (best.head > 512) {
      best.waiting.splice(0, best.head);
      best.head = 0;
    }
    return contact;
  }

  private note(desk: Desk, at: number, state: FloorState, contact: number, reason: AwayReason | null = null): void {
    const last = desk.log.at(-1);
    const entry: StateEntry = { at, state, reason, contact, load: desk.load };
    if (last !== undefined && last.at === at) desk.log[desk.log.length - 1] = entry;
    else desk.log.push(entry);
  }

  private desk(index: number): Desk {
    const desk = this.desks[index];
    if (desk === undefined) throw new RangeError(`No agent ${index}.`);
    return desk;
  }

  private line(index: number): Line {
    const line = this.lines[index];
    if (line === undefined) throw new RangeError(`No queue ${index}.`);
    return line;
  }
}

/** Who is first in line at the instant; those who gave up before it are counted out. */
function firstWaiting(line: Line, at: number): Contact | undefined {
  let first = line.waiting[line.head];
  while (first !== undefined && first.leavesAt <= at) {
    abandon(first);
    line.head += 1;
    first = line.waiting[line.head];
  }
  return first;
}

function abandon(contact: Contact | undefined): void {
  if (contact === undefined || contact.outcome !== 'waiting') return;
  contact.outcome = 'abandoned';
  contact.endedAt = contact.leavesAt;
  contact.freeAt = contact.leavesAt;
}
