/**
 * What no source can be asked for again is put into the notebook before the mirror gives it up: replaced plans, and what agents were called
 * and belonged to. The notebook commits first and durably; should the mirror's commit then fail, the same page brings the same rows again,
 * which are known by their content and entered once.
 */
import type { SqlValue, WritableDb } from '../sqlite.ts';

/** Places in the rows of shift_row's and agent_row's columns. */
export const SHIFT_PLACE = { agent: 0, startAt: 1, endAt: 2, activities: 3 } as const;
const AGENT_PLACE = { name: 0, active: 2, teams: 3 } as const;

/** A version stamp is taken for an instant from here on. */
const FIRST_STAMP = Date.UTC(2000, 0);

interface Replaced {
  readonly kind: 'shift' | 'agent';
  readonly source: string;
  readonly id: string;
  readonly version: number;
  readonly row: readonly SqlValue[];
  readonly untilAt: number;
}

export class History {
  readonly #notebook: WritableDb;
  readonly #now: () => number;
  readonly #replaced: Replaced[] = [];

  /** @param now epoch ms UTC */
  constructor(notebook: WritableDb, now: () => number) {
    this.#notebook = notebook;
    this.#now = now;
  }

  /** A live row of shift_row that gives way to another one, or to none. */
  shiftReplaced(
    source: string,
    id: string,
    version: number,
    before: readonly SqlValue[],
    after: readonly SqlValue[] | null,
  ): void {
    const isSame = after !== null && Object.values(SHIFT_PLACE).every((place) => before[place] === after[place]);
    if (!isSame) this.#replaced.push({ kind: 'shift', source, id, version, row: before, untilAt: this.#now() });
  }

  /** The same of agent_row. @param nextVersion the vendor's stamp of the change: when it took effect, where it is an instant */
  agentReplaced(
    source: string,
    id: string,
    version: number,
    before: readonly SqlValue[],
    after: readonly SqlValue[] | null,
    nextVersion: number,
  ): void {
    if (after !== null && Object.values(AGENT_PLACE).every((place) => before[place] === after[place])) return;
    const now = this.#now();
    const untilAt = nextVersion >= FIRST_STAMP && nextVersion < now ? Math.round(nextVersion) : now;
    this.#replaced.push({ kind: 'agent', source, id, version, row: before, untilAt });
  }

  /** Commits what was gathered to the notebook. Call it as the last thing within the mirror's transaction. */
  flush(): void {
    if (this.#replaced.length === 0) return;
    this.#notebook.transaction(() => {
      for (const replaced of this.#replaced) this.#enter(replaced);
    });
    this.#replaced.length = 0;
  }

  reset(): void {
    this.#replaced.length = 0;
  }

  #enter({ kind, source, id, version, row, untilAt }: Replaced): void {
    const at = (place: number): SqlValue => row[place] ?? null;
    if (kind === 'shift') {
      this.#notebook
        .command(
          `INSERT INTO earlier_plan_row (source, id, version, agent, start_at, end_at, activities, known_until)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run([
          source,
          id,
          version,
          at(SHIFT_PLACE.agent),
          at(SHIFT_PLACE.startAt),
          at(SHIFT_PLACE.endAt),
          at(SHIFT_PLACE.activities),
          untilAt,
        ]);
      return;
    }
    this.#notebook
      .command(
        `INSERT INTO agent_version_row (source, id, version, name, teams, active, until_at)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run([source, id, version, at(AGENT_PLACE.name), at(AGENT_PLACE.teams), at(AGENT_PLACE.active), untilAt]);
  }
}
