import type { FloorAgent } from '../floor.ts';
import type { FloorState, StateEntry } from '../switchboard.ts';
import type { AwayReason } from '../roster.ts';
import type { World } from '../world.ts';

/**
 * What the organisation says of its people: a presence that they choose and a routing status that the phones make. Those who serve chats and
 * tickets have a presence alone; they are never on queue.
 */

export type RoutingStatus = 'OFF_QUEUE' | 'IDLE' | 'INTERACTING' | 'NOT_RESPONDING';

/** A presence of the organisation: number of its id, the system's word, and its own name where it is none of the system's. */
export interface Presence {
  number: number;
  system: 'Available' | 'Away' | 'Busy' | 'Offline' | 'Idle' | 'On Queue' | 'Meal' | 'Training' | 'Meeting' | 'Break';
  own: string | null;
}

const PRESENCES = {
  offline: { number: 0, system: 'Offline', own: null },
  available: { number: 1, system: 'Available', own: null },
  away: { number: 2, system: 'Away', own: null },
  busy: { number: 3, system: 'Busy', own: null },
  onQueue: { number: 4, system: 'On Queue', own: null },
  meal: { number: 5, system: 'Meal', own: null },
  training: { number: 6, system: 'Training', own: null },
  meeting: { number: 7, system: 'Meeting', own: null },
  break: { number: 8, system: 'Break', own: null },
  idle: { number: 9, system: 'Idle', own: null },
  tickets: { number: 10, system: 'Busy', own: 'Tickets' },
  coaching: { number: 11, system: 'Meeting', own: 'Coaching' },
} as const satisfies Record<string, Presence>;

/** All presences that the organisation defines. */
export const DEFINED: readonly Presence[] = Object.values(PRESENCES);

/** From `at` (epoch seconds UTC) on, until the next. */
export interface Said<T> {
  at: number;
  value: T;
}

export interface Stay<T> extends Said<T> {
  /** Null while it lasts. */
  endAt: number | null;
}

const REASONS: Record<AwayReason, Presence> = {
  break: PRESENCES.break,
  lunch: PRESENCES.meal,
  meeting: PRESENCES.meeting,
  training: PRESENCES.training,
  coaching: PRESENCES.coaching,
  // Who does not answer stays on queue, and the phones say that they do not respond.
  missed: PRESENCES.onQueue,
};

export function presenceOf(agent: FloorAgent, entry: StateEntry | null): Presence {
  const state: FloorState = entry?.state ?? 'offline';
  if (state === 'offline') return PRESENCES.offline;
  const phone = agent.medium === 'phone';
  const working = phone ? PRESENCES.onQueue : agent.medium === 'ticket' ? PRESENCES.tickets : PRESENCES.available;
  if (state !== 'away') return working;
  const reason = entry?.reason ?? 'break';
  return reason === 'missed' && !phone ? PRESENCES.away : REASONS[reason];
}

export function routingOf(agent: FloorAgent, entry: StateEntry | null): RoutingStatus {
  const state = entry?.state ?? 'offline';
  if (agent.medium !== 'phone' || state === 'offline') return 'OFF_QUEUE';
  if (state === 'away') return entry?.reason === 'missed' ? 'NOT_RESPONDING' : 'OFF_QUEUE';
  return state === 'talking' || state === 'wrap' ? 'INTERACTING' : 'IDLE';
}

/** How far back the beginning of a stay is looked for, in days. */
const FURTHEST = 12;

/** The stays of everybody in their presences and routing statuses, read off the played days. Instants are epoch seconds UTC. */
export class StateBook {
  private readonly world: World;
  /** What everybody's last entry was when a day began. */
  private readonly atDawn = new Map<number, readonly (StateEntry | null)[]>();

  constructor(world: World) {
    this.world = world;
    world.onForget(() => this.atDawn.clear());
  }

  presence(agent: FloorAgent, at: number): Said<Presence> {
    return this.last(agent, at, presenceOf, sameNumber);
  }

  routing(agent: FloorAgent, at: number): Said<RoutingStatus> {
    return this.last(agent, at, routingOf, Object.is);
  }

  /** Presences that began before `to` and had not ended by `from`, as known at `now`. */
  presences(agent: FloorAgent, from: number, to: number, now: number): Stay<Presence>[] {
    return this.stays(agent, from, to, now, presenceOf, sameNumber);
  }

  routings(agent: FloorAgent, from: number, to: number, now: number): Stay<RoutingStatus>[] {
    return this.stays(agent, from, to, now, routingOf, Object.is);
  }

  private last<T>(agent: FloorAgent, at: number, read: Reading<T>, same: Same<T>): Said<T> {
    const { world } = this;
    const day = world.calendar.dayNumberAt(at);
    let said: Said<T> | null = null;
    for (const entry of this.backwards(agent, day, at)) {
      const value = read(agent, entry);
      if (said !== null && !same(said.value, value)) return said;
      said = { at: entry.at, value };
    }
    return said ?? { at: this.begin(), value: read(agent, null) };
  }

  /** The agent's entries at or before an instant, the latest first: of the day, of the day before, and the one before those. */
  private *backwards(agent: FloorAgent, day: number, at: number): Generator<StateEntry> {
    for (const number of [day, day - 1]) {
      const entries = this.world.log(number).states[agent.index] ?? [];
      for (let i = entries.length - 1; i >= 0; i -= 1) {
        const entry = entries[i];
        if (entry !== undefined && entry.at <= at) yield entry;
      }
    }
    const before = this.dawn(day - 1)[agent.index];
    if (before !== null && before !== undefined) yield before;
  }

  private stays<T>(
    agent: FloorAgent,
    from: number,
    to: number,
    now: number,
    read: Reading<T>,
    same: Same<T>,
  ): Stay<T>[] {
    const { calendar } = this.world;
    const first = calendar.dayNumberAt(from) - 1;
    const last = calendar.dayNumberAt(Math.min(to, now));
    const said = merged(agent, this.entries(agent, first, last, now), read, same);
    const stays: Stay<T>[] = [];
    said.forEach((one, i) => {
      const endAt = said[i + 1]?.at ?? null;
      if (one.at < to && (endAt === null || endAt > from)) stays.push({ ...one, endAt });
    });
    return stays;
  }

  /** The agent's entries of some days up to an instant, after the one with which the first of them began. */
  private entries(agent: FloorAgent, first: number, last: number, until: number): StateEntry[] {
    const before = this.dawn(first)[agent.index];
    const entries: StateEntry[] = before === null || before === undefined ? [] : [before];
    for (let day = first; day <= last; day += 1) {
      for (const entry of this.world.log(day).states[agent.index] ?? []) {
        if (entry.at > until) return entries;
        entries.push(entry);
      }
    }
    return entries;
  }

  /** The last entry of everybody before a day: of the day before, or of the one that they last worked on. */
  private dawn(day: number): readonly (StateEntry | null)[] {
    const known = this.atDawn.get(day);
    if (known !== undefined) return known;
    const { floor } = this.world;
    const found: (StateEntry | null)[] = floor.agents.map(() => null);
    let missing = floor.agents.length;
    for (let back = 1; back <= FURTHEST && missing > 0; back += 1) {
      const earlier = back === 1 ? undefined : this.atDawn.get(day - back + 1);
      if (earlier !== undefined) {
        found.forEach((entry, i) => (found[i] = entry ?? earlier[i] ?? null));
        break;
      }
      const { states } = this.world.log(day - back);
      missing = 0;
      found.forEach((entry, i) => {
        found[i] = entry ?? states[i]?.at(-1) ?? null;
        if (found[i] === null) missing += 1;
      });
    }
    this.atDawn.set(day, found);
    return found;
  }

  private begin(): number {
    return this.world.openedAt - FURTHEST * 86_400;
  }
}

type Reading<T> = (agent: FloorAgent, entry: StateEntry | null) => T;
type Same<T> = (a: T, b: T) => boolean;

function sameNumber(a: Presence, b: Presence): boolean {
  return a.number === b.number;
}

function merged<T>(agent: FloorAgent, entries: readonly StateEntry[], read: Reading<T>, same: Same<T>): Said<T>[] {
  const said: Said<T>[] = [];
  for (const entry of entries) {
    const value = read(agent, entry);
    const last = said.at(-1);
    if (last === undefined || !same(last.value, value)) said.push({ at: entry.at, value });
  }
  return said;
}
