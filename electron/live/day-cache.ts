import type { DayCells } from './tallies.ts';

const KEPT = 4;

/**
 * The counts of whole days, for replays that jump within a day. A day is forgotten as soon as a contact of it changes; what is handed out
 * is never changed by who gets it.
 */
export class DayCache {
  readonly #days = new Map<string, DayCells>();

  /** The day's counts, read where they are not remembered. @param version names the rules that they are counted by */
  get(from: number, to: number, version: string, read: () => DayCells): DayCells {
    const key = `${from} ${to} ${version}`;
    const known = this.#days.get(key);
    const cells = known ?? read();
    this.#days.delete(key);
    this.#days.set(key, cells);
    for (const oldest of this.#days.keys()) {
      if (this.#days.size <= KEPT) break;
      this.#days.delete(oldest);
    }
    return cells;
  }

  /** A contact created at this instant changed. */
  forget(createdAt: number): void {
    for (const [key, cells] of this.#days) {
      if (createdAt >= cells.from && createdAt < cells.to) this.#days.delete(key);
    }
  }

  clear(): void {
    this.#days.clear();
  }
}
