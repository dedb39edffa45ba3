import {
  OCCUPANCY_EVERY_SECONDS,
  SEEN_FOR_MS,
  WINDOW_MS,
  occupancyMark,
  occupancyPhase,
} from '../../shared/domain/floor-rules.ts';
import { busySeconds, combineStates } from '../../shared/domain/floor-agent.ts';
import type { Stay } from '../../shared/domain/floor-agent.ts';
import type { AgentStateRow } from '../store/api.ts';
import { keyOf } from './reads.ts';

const QUARTER_MS = 900_000;

/** An agent as the board knows them. */
export interface AgentEntry {
  readonly key: string;
  readonly source: string;
  readonly id: string;
  name: string;
  teams: readonly string[];
  /** Board keys of the queues served; empty where the source does not say. */
  queues: readonly string[];
  /** Whether the source lists them as working here. */
  active: boolean;
  readonly stays: Map<string, Stay>;
  /** Start of the quarter hour of the last contact, where contacts are all there is; -Infinity: none seen. */
  seenQuarterAt: number;
  busy: number;
  ready: number;
  /** Second (modulo the cadence) at which the occupancy is brought up to date. */
  readonly phase: number;
  /** Mark at which busy and ready were reckoned. */
  reckonedAt: number;
}

/** Agents and their stays, and for each source whether it speaks of states at all. */
export class AgentBook {
  readonly entries = new Map<string, AgentEntry>();
  readonly #statesFrom = new Set<string>();
  readonly #byStay = new Map<string, AgentEntry>();
  #byPhase: AgentEntry[][] = [];
  #arranged = -1;

  /** Takes over the source's list. @returns keys of agents whose description changed */
  describe(
    agents: readonly {
      source: string;
      id: string;
      name: string;
      active: boolean;
      teams: string[];
      queues: string[];
    }[],
  ): string[] {
    const changed: string[] = [];
    for (const agent of agents) {
      const entry = this.entry(agent.source, agent.id);
      const queues = agent.queues.map((id) => keyOf(agent.source, id));
      const same =
        entry.name === agent.name &&
        entry.active === agent.active &&
        entry.teams.join('\n') === agent.teams.join('\n') &&
        entry.queues.join('\n') === queues.join('\n');
      if (same) continue;
      Object.assign(entry, { name: agent.name, active: agent.active, teams: agent.teams, queues });
      changed.push(entry.key);
    }
    return changed;
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
        teams: [],
        queues: [],
        active: false,
        stays: new Map(),
        seenQuarterAt: Number.NEGATIVE_INFINITY,
        busy: 0,
        ready: 0,
        phase: occupancyPhase(key),
        reckonedAt: Number.NaN,
      };
      this.entries.set(key, entry);
    }
    return entry;
  }

  /** A stay as the store has it now. @returns the agent's key */
  apply(row: AgentStateRow): string {
    this.#statesFrom.add(row.source);
    const stayKey = keyOf(row.source, row.id);
    const entry = this.entry(row.source, row.agent);
    const before = this.#byStay.get(stayKey);
    if (before !== undefined && before !== entry) {
      before.stays.delete(row.id);
      before.reckonedAt = Number.NaN;
    }
    entry.stays.set(row.id, row);
    this.#byStay.set(stayKey, entry);
    entry.reckonedAt = Number.NaN;
    return entry.key;
  }

  /** A stay that the source took back. @returns the agent's key, null where it was not known */
  remove(source: string, id: string): string | null {
    const entry = this.#byStay.get(keyOf(source, id));
    if (entry === undefined) return null;
    entry.stays.delete(id);
    this.#byStay.delete(keyOf(source, id));
    entry.reckonedAt = Number.NaN;
    return entry.key;
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

  /** The agent's state at the instant out of the platforms', null where none says anything. */
  state(entry: AgentEntry, at: number): ReturnType<typeof combineStates> {
    return combineStates([...entry.stays.values()], at);
  }

  /**
   * Brings the half hour's busy and ready seconds up to the agent's own mark, and drops stays that have left it.
   *
   * @returns whether they changed
   */
  reckon(entry: AgentEntry, at: number): boolean {
    const mark = occupancyMark(entry.phase, at);
    if (entry.reckonedAt === mark) return false;
    const from = mark - WINDOW_MS;
    for (const stay of entry.stays.values()) {
      if (stay.endAt !== null && stay.endAt <= from) {
        entry.stays.delete(stay.id);
        this.#byStay.delete(keyOf(entry.source, stay.id));
      }
    }
    const { busy, ready } = busySeconds([...entry.stays.values()], from, mark);
    entry.reckonedAt = mark;
    if (busy === entry.busy && ready === entry.ready) return false;
    entry.busy = busy;
    entry.ready = ready;
    return true;
  }

  /**
   * Brings those up to date whose second has come since the last look.
   *
   * @param last instant of the last look @param at this one; both epoch ms UTC
   * @returns keys of agents whose seconds changed
   */
  reckonDue(last: number, at: number): string[] {
    if (this.#arranged !== this.entries.size) this.#arrange();
    const from = Math.floor(last / 1000) + 1;
    const to = Math.floor(at / 1000);
    const due = Math.min(OCCUPANCY_EVERY_SECONDS, to - from + 1);
    const changed: string[] = [];
    for (let step = 0; step < due; step += 1) {
      for (const entry of this.#byPhase[(to - step) % OCCUPANCY_EVERY_SECONDS] ?? []) {
        if (entry.stays.size > 0 && this.reckon(entry, at)) changed.push(entry.key);
      }
    }
    return changed;
  }

  #arrange(): void {
    this.#byPhase = Array.from({ length: OCCUPANCY_EVERY_SECONDS }, () => []);
    for (const entry of this.entries.values()) this.#byPhase[entry.phase]?.push(entry);
    this.#arranged = this.entries.size;
  }
}
