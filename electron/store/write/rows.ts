/** Puts records of one entity into their table by the rule of versions. */
import type { CanonicalRecord, Tombstone } from '../../../shared/domain/records.ts';
import type { Command, RawRow, SqlValue, WritableDb } from '../sqlite.ts';
import type { TableSpec } from './tables.ts';
import { makeStorable, storable } from './text.ts';

/** `revived`: it was deleted and is back. */
export type PutOutcome = 'new' | 'revived' | 'updated' | 'repeated';

/** Told of each change of a live row, with the values of the table's columns in order; null where there is no live row. */
export type RowChange = (
  source: string,
  before: readonly SqlValue[] | null,
  after: readonly SqlValue[] | null,
  of: RowVersions,
) => void;

/** Which row changed, and its versions: of the row before (of a deletion too, null where there was no row), and now. */
export interface RowVersions {
  readonly id: string;
  readonly before: number | null;
  readonly after: number;
}

/** Places of version and deleted_at in the row read back; the columns follow. */
const HEAD = 2;

/**
 * - A row is known by (source, id). A lower version never overwrites a higher one.
 * - The same version with the same content is a repetition and changes nothing; with other content the last one wins.
 * - A deleted row stays, marked; only a higher version than the deletion's brings it back. A deletion of a row that is not there yet is
 *   kept too, so that a late page cannot bring in what is known to be gone.
 */
export class RowWriter<R extends CanonicalRecord> {
  readonly #db: WritableDb;
  readonly #spec: TableSpec<R>;
  readonly #changed: RowChange | null;
  readonly #insert: Command;
  readonly #select: string;
  readonly #update: string;

  constructor(db: WritableDb, spec: TableSpec<R>, changed: RowChange | null = null) {
    this.#db = db;
    this.#spec = spec;
    this.#changed = changed;
    const { table, columns } = spec;
    const names = columns.join(', ');
    // The key comes last, so that the values need no copy to be bound: this statement runs once for every row that comes in.
    this.#insert = db.command(`INSERT INTO ${table} (${names}, source, id, version)
      VALUES (${columns.map(() => '?').join(', ')}, ?, ?, ?) ON CONFLICT (source, id) DO NOTHING`);
    this.#select = `SELECT version, deleted_at, ${names} FROM ${table} WHERE source = ? AND id = ?`;
    this.#update = `UPDATE ${table} SET version = ?, deleted_at = NULL, ${columns.map((c) => `${c} = ?`).join(', ')}
      WHERE source = ? AND id = ?`;
  }

  /** Stores a record that the spec has no problem with. */
  put(source: string, record: R): PutOutcome {
    const id = storable(record.id);
    const values = makeStorable(this.#spec.values(record, source));
    if (this.#insert.run(values) === 1) {
      this.#changed?.(source, null, values, { id, before: null, after: record.version });
      return 'new';
    }
    const stored = this.#read(source, id);
    const version = stored[0] as number;
    const isDeleted = stored[1] !== null;
    if (record.version < version) return 'repeated';
    if (record.version === version && (isDeleted || sameContent(stored, values, this.#spec.columns.length)))
      return 'repeated';
    this.#db.command(this.#update).run([record.version, ...values.slice(0, this.#spec.columns.length), source, id]);
    const versions = { id, before: version, after: record.version };
    this.#changed?.(source, isDeleted ? null : stored.slice(HEAD), values, versions);
    return isDeleted ? 'revived' : 'updated';
  }

  /** Marks a row as deleted. @param at epoch ms UTC @returns whether a live row went */
  bury(source: string, tombstone: Tombstone, at: number): boolean {
    const id = storable(tombstone.id);
    const { table } = this.#spec;
    const stub = this.#db.command(
      `INSERT INTO ${table} (source, id, version, deleted_at) VALUES (?, ?, ?, ?) ON CONFLICT (source, id) DO NOTHING`,
    );
    if (stub.run([source, id, tombstone.version, at]) === 1) return false;
    const stored = this.#read(source, id);
    if (tombstone.version < (stored[0] as number)) return false;
    const isLive = stored[1] === null;
    this.#db
      .command(`UPDATE ${table} SET version = ?, deleted_at = coalesce(deleted_at, ?) WHERE source = ? AND id = ?`)
      .run([tombstone.version, at, source, id]);
    if (isLive) {
      const versions = { id, before: stored[0] as number, after: tombstone.version };
      this.#changed?.(source, stored.slice(HEAD), null, versions);
    }
    return isLive;
  }

  /** Ids of the source's live rows. */
  liveIds(source: string): string[] {
    return this.#db
      .raw(`SELECT id FROM ${this.#spec.table} WHERE source = ? AND deleted_at IS NULL`)
      .all([source])
      .map((row) => row[0] as string);
  }

  #read(source: string, id: string): RawRow {
    const row = this.#db.raw(this.#select).get([source, id]);
    if (row === undefined) throw new Error(`A row of ${this.#spec.table} was there and is not.`);
    return row;
  }
}

function sameContent(stored: RawRow, values: readonly SqlValue[], columns: number): boolean {
  for (let i = 0; i < columns; i += 1) {
    if (stored[i + HEAD] !== values[i]) return false;
  }
  return true;
}
