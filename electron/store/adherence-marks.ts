/** Marks agent-days whose counts of adherence do not hold any more, within the transaction of the fact that says so. */
import type { Command, Query, RawRow, SqlValue, WritableDb } from './sqlite.ts';

const DAY_MS = 86_400_000;
/** Day of a mark that stands for all of an agent's days. */
export const EVERY_DAY = -1;
/** A change that touches more days marks them all. */
const MANY_DAYS = 62;

/** Gathers marks in memory; `flush` writes them. */
export class AdherenceMarks {
  readonly #put: Command;
  readonly #open: Query<RawRow>;
  readonly #now: () => number;
  readonly #days = new Map<string, Map<string, Set<number>>>();

  /** @param now epoch ms UTC: where a stay that lasts has come to */
  constructor(db: WritableDb, now: () => number) {
    this.#now = now;
    this.#open = db.raw(`SELECT 1 FROM agent_state_row INDEXED BY agent_state_long_agent
      WHERE source = ? AND agent = ? AND start_at < ? AND span > 0 AND end_at IS NULL AND deleted_at IS NULL LIMIT 1`);
    this.#put = db.command(`INSERT INTO adherence_mark_row (source, agent, day, seq) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET seq = excluded.seq`);
  }

  /** Marks the UTC days that a span touches. @param endAt null while it lasts */
  mark(source: string, agent: string, startAt: number, endAt: number | null): void {
    const days = this.#daysOf(source, agent);
    const first = Math.floor(startAt / DAY_MS);
    const last = Math.floor(Math.max(startAt, (endAt ?? this.#now()) - 1) / DAY_MS);
    if (last - first >= MANY_DAYS) days.add(EVERY_DAY);
    else for (let day = first; day <= last; day += 1) days.add(day);
  }

  /** Marks every day of an agent. */
  markAll(source: string, agent: string): void {
    this.#daysOf(source, agent).add(EVERY_DAY);
  }

  /** A row of stays or shifts that changed: what it was and what it is, null where there is none. Places: of all that counts. */
  changed(
    source: string,
    before: readonly SqlValue[] | null,
    after: readonly SqlValue[] | null,
    places: { readonly agent: number; readonly startAt: number; readonly endAt: number },
  ): void {
    if (before !== null && after !== null && Object.values(places).every((place) => before[place] === after[place]))
      return;
    for (const row of [before, after]) {
      if (row === null) continue;
      this.mark(source, row[places.agent] as string, row[places.startAt] as number, row[places.endAt] as number | null);
    }
  }

  /** Writes what was gathered. Call it inside the transaction. @param seq number of the change; a higher one is a later one */
  flush(seq: number): void {
    const today = Math.floor(this.#now() / DAY_MS);
    for (const [source, agents] of this.#days) {
      for (const [agent, days] of agents) {
        this.#reachToday(source, agent, days, today);
        for (const day of days) this.#put.run([source, agent, day, seq]);
      }
    }
    this.#days.clear();
  }

  /** A stay without an end lasts to the platform's next one: what is put after such a stay, or taken from there, moves its end. */
  #reachToday(source: string, agent: string, days: Set<number>, today: number): void {
    if (days.has(EVERY_DAY)) return;
    const first = Math.min(...days);
    const last = Math.max(...days);
    if (last >= today || this.#open.get([source, agent, (last + 1) * DAY_MS]) === undefined) return;
    if (today - first >= MANY_DAYS) days.add(EVERY_DAY);
    else for (let day = last + 1; day <= today; day += 1) days.add(day);
  }

  /** Forgets what was gathered, after a rollback. */
  reset(): void {
    this.#days.clear();
  }

  #daysOf(source: string, agent: string): Set<number> {
    let agents = this.#days.get(source);
    if (agents === undefined) this.#days.set(source, (agents = new Map()));
    let days = agents.get(agent);
    if (days === undefined) agents.set(agent, (days = new Set()));
    return days;
  }
}
