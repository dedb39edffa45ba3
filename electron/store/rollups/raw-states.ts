/** How often each vendor state was seen, by UTC day, in step with the stays. */
import type { SqlValue, WritableDb } from '../sqlite.ts';
import { STATE_PLACE } from '../write/state-mapping.ts';
import { SumTable } from './sum-table.ts';

const DAY_MS = 86_400_000;
const DAY_GRAIN = 1;

export class RawStates {
  readonly #table: SumTable;
  readonly #cells = new Map<string, { key: SqlValue[]; sums: [number] }>();

  constructor(db: WritableDb) {
    this.#table = new SumTable(db, {
      table: 'raw_state_rollup',
      names: ['platform', 'raw_state', 'standard_state'],
      sums: ['stays'],
    });
  }

  /** Values are those of all of agent_state_row's columns; null where there is no live row. */
  changed(source: string, before: readonly SqlValue[] | null, after: readonly SqlValue[] | null): void {
    if (before !== null) this.#add(source, before, -1);
    if (after !== null) this.#add(source, after, 1);
  }

  /** Writes what was gathered. Call it inside the transaction. */
  flush(): void {
    this.#table.addAll(this.#cells.values());
    this.#cells.clear();
  }

  reset(): void {
    this.#cells.clear();
  }

  #add(source: string, row: readonly SqlValue[], sign: 1 | -1): void {
    const startAt = row[STATE_PLACE.startAt] as number;
    const dayAt = startAt - (startAt % DAY_MS);
    const standard = row[STATE_PLACE.standard] ?? row[STATE_PLACE.state] ?? null;
    const names = [row[STATE_PLACE.platform] ?? null, row[STATE_PLACE.rawState] ?? null, standard];
    const name = JSON.stringify([dayAt, source, ...names]);
    const cell = this.#cells.get(name);
    if (cell === undefined) this.#cells.set(name, { key: [DAY_GRAIN, dayAt, source, ...names], sums: [sign] });
    else cell.sums[0] += sign;
  }
}
