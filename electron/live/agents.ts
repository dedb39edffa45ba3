import {
  OCCUPANCY_EVERY_SECONDS,
  SEEN_FOR_MS,
  WINDOW_MS,
  occupancyMark,
  occupancyPhase,
} from '../../shared/domain/floor-rules.ts';
import { busySeconds, combineStates } from '../../shared/domain/floor-agent.ts';
import { matchPeople } from '../../shared/domain/people.ts';
import type { PeopleDecision } from '../../shared/domain/people.ts';
import type { Stay } from '../../shared/domain/floor-agent.ts';
import type { AgentStateRow } from '../store/api.ts';
import { keyOf } from './reads.ts';

const QUARTER_MS = 900_000;

/** One human: the agents of all systems that are the same person. The row on the board is theirs. */
export interface PersonEntry {
  /** The lowest of the agents' keys. */
  readonly key: string;
  /** In order of their keys. */
  readonly agents: AgentEntry[];
  busy: number;
  ready: number;
  /** Second (modulo the cadence) at which the occupancy is brought up to date. */
  readonly phase: number;
  /** Mark at which busy and ready were reckoned. */
  reckonedAt: number;
}

/** An agent as one system knows them. */
export interface AgentEntry {
  readonly key: string;
  readonly source: string;
  readonly id: string;
  name: string;
  email: string | null;
  teams: readonly string[];
  /** Board keys of the queues served; empty where the source does not say. */
  queues: readonly string[];
  /** Whether the source lists them as working here. */
  active: boolean;
  /** By id; their platforms are named `source/platform`. */
  readonly stays: Map<string, Stay>;
  /** Start of the quarter hour of the last contact, where contacts are all there is; -Infinity: none seen. */
  seenQuarterAt: number;
  person: PersonEntry;
}

/** Agents and their stays, who of them is one human, and for each source whether it speaks of states at all. */
export class AgentBook {
  readonly entries = new Map<string, AgentEntry>();
  readonly people = new Map<string, PersonEntry>();
  /** Platforms in order of trust. */
  readonly order: readonly string[];
  readonly #statesFrom = new Set<string>();
  readonly #byStay = new Map<string, AgentEntry>();
  #byPhase: PersonEntry[][] = [];
  #arranged = -1;
  /** What the people were last put together from. */
  #matched = '';

  constructor(order: readonly string[] = []) {
    this.order = order;
  }

  /** Takes over the sources' lists, and who of them is one human. @returns keys of people whose description changed, appeared or went */
  describe(
    agents: readonly {
      source: string;
      id: string;
      name: string;
      email: string | null;
      active: boolean;
      teams: string[];
      queues: string[];
    }[],
    decisions: readonly PeopleDecision[] = [],
  ): Set<string> {
    const changed = new Set<string>();
    for (const agent of agents) {
      const entry = this.entry(agent.source, agent.id);
      const queues = agent.queues.map((id) => keyOf(agent.source, id));
      const same =
        entry.name === agent.name &&
        entry.email === agent.email &&
        entry.active === agent.active &&
        entry.teams.join('\n') === agent.teams.join('\n') &&
        entry.queues.join('\n') === queues.join('\n');
      if (same) continue;
      const { name, email, active, teams } = agent;
      Object.assign(entry, { name, email, active, teams, queues });
      changed.add(entry.key);
    }
    this.#match(decisions, changed);
    return new Set([...changed].map((key) => this.entries.get(key)?.person.key ?? key));
  }

  /** Puts agents together to people, where names, addresses or decisions are others than the last time. */
  #match(decisions: readonly PeopleDecision[], changed: Set<string>): void {
    const agents = [...this.entries.values()].map(({ key, source, name, email }) => ({ key, source, name, email }));
    const basis = JSON.stringify([decisions, agents.map(({ key, name, email }) => [key, name, email])]);
    if (basis === this.#matched) return;
    this.#matched = basis;
    for (const { key, agents: members } of matchPeople(agents, decisions).people) {
      const before = this.people.get(key);
      if (before !== undefined && before.agents.map((agent) => agent.key).join('\n') === members.join('\n')) continue;
      const person = alone(key);
      for (const member of members) {
        const entry = this.entries.get(member);
        if (entry === undefined) continue;
        const old = entry.person;
        changed.add(old.key);
        if (old.key !== key && this.people.get(old.key) === old) this.people.delete(old.key);
        entry.person = person;
        person.agents.push(entry);
      }
      this.people.set(key, person);
      changed.add(key);
    }
    this.#arranged = -1;
  }

  entry(source: string, id: string): AgentEntry {
    const key = keyOf(source, id);
    let entry = this.entries.get(key);
    if (entry === undefined) {
      entry = {
        key,
        source,
        id,
        name: id,
        email: null,
        teams: [],
        queues: [],
        active: false,
        stays: new Map(),
        seenQuarterAt: Number.NEGATIVE_INFINITY,
        person: alone(key),
      };
      entry.person.agents.push(entry);
      this.entries.set(key, entry);
      this.people.set(key, entry.person);
      this.#arranged = -1;
    }
    return entry;
  }

  /** A stay as the store has it now. @returns the person's key */
  apply(row: AgentStateRow): string {
    this.#statesFrom.add(row.source);
    const stayKey = keyOf(row.source, row.id);
    const entry = this.entry(row.source, row.agent);
    const before = this.#byStay.get(stayKey);
    if (before !== undefined && before !== entry) {
      before.stays.delete(row.id);
      before.person.reckonedAt = Number.NaN;
    }
    entry.stays.set(row.id, stayOf(row));
    this.#byStay.set(stayKey, entry);
    entry.person.reckonedAt = Number.NaN;
    return entry.person.key;
  }

  /** A stay that the source took back. @returns the person's key, null where it was not known */
  remove(source: string, id: string): string | null {
    const entry = this.#byStay.get(keyOf(source, id));
    if (entry === undefined) return null;
    entry.stays.delete(id);
    this.#byStay.delete(keyOf(source, id));
    entry.person.reckonedAt = Number.NaN;
    return entry.person.key;
  }

  /** Whether the source tells states; otherwise its contacts are all there is to go by. */
  tellsStates(source: string): boolean {
    return this.#statesFrom.has(source);
  }

  /** The agent had a contact: present from then on for a while. @returns whether that is news */
  seen(source: string, id: string, at: number): boolean {
    const entry = this.entry(source, id);
    const quarterAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
    if (quarterAt <= entry.seenQuarterAt) return false;
    entry.seenQuarterAt = quarterAt;
    return true;
  }

  /** Whether an agent without states is taken to be at work. */
  isPresent(entry: AgentEntry, at: number): boolean {
    return entry.seenQuarterAt >= Math.floor(at / QUARTER_MS) * QUARTER_MS - SEEN_FOR_MS;
  }

  /** The state of these agents of one human at the instant, null where no platform says anything. */
  state(agents: readonly AgentEntry[], at: number): ReturnType<typeof combineStates> {
    return combineStates(staysOf(agents), at, this.order);
  }

  /**
   * Brings the half hour's busy and ready seconds up to the person's own mark, and drops stays that have left it.
   *
   * @returns whether they changed
   */
  reckon(person: PersonEntry, at: number): boolean {
    const mark = occupancyMark(person.phase, at);
    if (person.reckonedAt === mark) return false;
    const from = mark - WINDOW_MS;
    for (const { source, stays } of person.agents) {
      for (const stay of stays.values()) {
        if (stay.endAt !== null && stay.endAt <= from) {
          stays.delete(stay.id);
          this.#byStay.delete(keyOf(source, stay.id));
        }
      }
    }
    const { busy, ready } = busySeconds(staysOf(person.agents), from, mark, this.order);
    person.reckonedAt = mark;
    if (busy === person.busy && ready === person.ready) return false;
    person.busy = busy;
    person.ready = ready;
    return true;
  }

  /**
   * Brings those up to date whose second has come since the last look.
   *
   * @param last instant of the last look @param at this one; both epoch ms UTC
   * @returns keys of people whose seconds changed
   */
  reckonDue(last: number, at: number): string[] {
    if (this.#arranged !== this.people.size) this.#arrange();
    const from = Math.floor(last / 1000) + 1;
    const to = Math.floor(at / 1000);
    const due = Math.min(OCCUPANCY_EVERY_SECONDS, to - from + 1);
    const changed: string[] = [];
    for (let step = 0; step < due; step += 1) {
      for (const person of this.#byPhase[(to - step) % OCCUPANCY_EVERY_SECONDS] ?? []) {
        if (person.agents.some(({ stays }) => stays.size > 0) && this.reckon(person, at)) changed.push(person.key);
      }
    }
    return changed;
  }

  #arrange(): void {
    this.#byPhase = Array.from({ length: OCCUPANCY_EVERY_SECONDS }, () => []);
    for (const person of this.people.values()) this.#byPhase[person.phase]?.push(person);
    this.#arranged = this.people.size;
  }
}

function alone(key: string): PersonEntry {
  return { key, agents: [], busy: 0, ready: 0, phase: occupancyPhase(key), reckonedAt: Number.NaN };
}

/** A stay as the rules want it: the platform with its source. */
function stayOf(row: AgentStateRow): Stay {
  const { id, state, rawState, startAt, endAt, contact } = row;
  const bound = row.startIsBound === 1 ? { startIsBound: 1 } : {};
  return { id, platform: keyOf(row.source, row.platform), state, rawState, startAt, endAt, contact, ...bound };
}

/** Stays of one human. Agents of one source keep their platforms apart: one would hide the other. */
function staysOf(agents: readonly AgentEntry[]): Stay[] {
  const [only] = agents;
  if (agents.length === 1 && only !== undefined) return [...only.stays.values()];
  return agents.flatMap(({ source, id, stays }, index) => {
    const first = agents.findIndex((agent) => agent.source === source) === index;
    if (first) return [...stays.values()];
    return [...stays.values()].map((stay) => ({ ...stay, platform: `${stay.platform}#${id}` }));
  });
}
