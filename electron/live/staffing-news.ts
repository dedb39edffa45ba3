import type { StaffingCell } from '../../shared/domain/adherence/heard.ts';
import type { StaffingPage } from '../store/api.ts';
import type { PersonAgents } from './adherence-day.ts';

/** What of the staffing is not kept yet. Figures are worked out every few seconds, and kept a few times an hour. */
export class StaffingNews {
  readonly #cells = new Map<string, { pool: string; at: number; cell: StaffingCell }>();
  readonly #kept = new Map<string, StaffingCell>();
  readonly #pools = new Map<string, string | null>();
  #dayFrom = 0;

  /** Pools of people hold from here on: the start of the reporting day, epoch ms UTC. */
  startsAt(dayFrom: number): void {
    this.#dayFrom = dayFrom;
  }

  /** A pool's quarter hour as it is known now. @param at its start, epoch ms UTC */
  put(pool: string, at: number, cell: StaffingCell): void {
    const key = `${at} ${pool}`;
    const kept = this.#kept.get(key);
    const isKept =
      kept !== undefined &&
      kept.required === cell.required &&
      kept.scheduled === cell.scheduled &&
      kept.missing === cell.missing;
    if (isKept) this.#cells.delete(key);
    else this.#cells.set(key, { pool, at, cell });
  }

  /** All that is new since the last time, null where nothing is. @param poolOf by the person's key */
  take(people: Iterable<PersonAgents>, poolOf: (person: string) => string | null): StaffingPage | null {
    const members: { agent: string; from: number; pool: string | null }[] = [];
    for (const { key, agents } of people) {
      const pool = poolOf(key);
      for (const { key: agent } of agents) {
        if ((this.#pools.get(agent) ?? null) === pool) continue;
        this.#pools.set(agent, pool);
        members.push({ agent, from: this.#dayFrom, pool });
      }
    }
    const cells = [...this.#cells].map(([key, { pool, at, cell }]) => {
      this.#kept.set(key, cell);
      return { pool, at, ...cell };
    });
    this.#cells.clear();
    // Days gone by do not change any more.
    if (this.#kept.size > KEPT) this.#kept.clear();
    return cells.length === 0 && members.length === 0 ? null : { cells, members };
  }
}

/** Quarter hours that are remembered as kept; what is forgotten is written once more. */
const KEPT = 20_000;
