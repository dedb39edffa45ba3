import type { Command, SqlValue, WritableDb } from '../sqlite.ts';

export interface SumTableSpec {
  readonly table: string;
  /** Columns of the key after grain, bucket_at and source. */
  readonly names: readonly string[];
  /** Columns that are added to. */
  readonly sums: readonly string[];
}

export interface SumRow {
  readonly key: readonly SqlValue[];
  readonly sums: readonly number[];
}

/** Rows per statement: most of the cost of a small row is the call, not the row. */
const BATCH = 32;

/** A table of sums by key: rows are added to what is there, and vanish when they become nothing. */
export class SumTable {
  readonly #one: Command;
  readonly #batch: Command;
  readonly #prune: Command;

  constructor(db: WritableDb, spec: SumTableSpec) {
    const { table, names, sums } = spec;
    const width = 3 + names.length + sums.length;
    const row = `(${Array.from({ length: width }, () => '?').join(', ')})`;
    const upsert = (rows: number): string =>
      `INSERT INTO ${table} (grain, bucket_at, source, ${[...names, ...sums].join(', ')})
       VALUES ${Array.from({ length: rows }, () => row).join(', ')}
       ON CONFLICT DO UPDATE SET ${sums.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`;
    this.#one = db.command(upsert(1));
    this.#batch = db.command(upsert(BATCH));
    this.#prune = db.command(
      `DELETE FROM ${table} WHERE grain = ? AND bucket_at = ? AND source = ?
       AND ${[...names.map((name) => `${name} = ?`), ...sums.map((sum) => `${sum} = 0`)].join(' AND ')}`,
    );
  }

  addAll(rows: Iterable<SumRow>): void {
    const shrunk: (readonly SqlValue[])[] = [];
    let parameters: SqlValue[] = [];
    let count = 0;
    for (const { key, sums } of rows) {
      if (sums.every((sum) => sum === 0)) continue;
      parameters.push(...key, ...sums);
      count += 1;
      // A row can only have become nothing when something was taken out of it.
      if (sums.some((sum) => sum < 0)) shrunk.push(key);
      if (count < BATCH) continue;
      this.#batch.run(parameters);
      parameters = [];
      count = 0;
    }
    const width = count === 0 ? 0 : parameters.length / count;
    for (let i = 0; i < count; i += 1) this.#one.run(parameters.slice(i * width, (i + 1) * width));
    for (const key of shrunk) this.#prune.run(key);
  }
}
