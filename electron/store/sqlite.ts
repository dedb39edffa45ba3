/**
 * The only file that opens SQLite. It gives the store two connection types that cannot be taken for one another, statements that are
 * prepared once, and faults as `AppError` values.
 */
import { statfsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '../../shared/errors/index.ts';

/** What goes into and comes out of a column. Blobs come out as Buffers. */
export type SqlValue = string | number | null | Uint8Array;

/** A positional row, in the order of the select list. */
export type RawRow = SqlValue[];

const NO_PARAMETERS: readonly SqlValue[] = [];

/** A prepared statement that yields rows. */
export class Query<Row> {
  readonly #path: string;
  readonly #statement: Sqlite.Statement<unknown[], Row>;

  constructor(path: string, statement: Sqlite.Statement<unknown[], Row>) {
    this.#path = path;
    this.#statement = statement;
  }

  all(parameters: readonly SqlValue[] = NO_PARAMETERS): Row[] {
    try {
      return this.#statement.all(parameters);
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }

  get(parameters: readonly SqlValue[] = NO_PARAMETERS): Row | undefined {
    try {
      return this.#statement.get(parameters);
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }

  /** Rows one at a time; the connection takes no other statement until the loop ends. */
  *each(parameters: readonly SqlValue[] = NO_PARAMETERS): Generator<Row> {
    try {
      yield* this.#statement.iterate(parameters);
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }
}

/** A prepared statement that changes rows. */
export class Command {
  readonly #path: string;
  readonly #statement: Sqlite.Statement;

  constructor(path: string, statement: Sqlite.Statement) {
    this.#path = path;
    this.#statement = statement;
  }

  /** @returns how many rows it changed */
  run(parameters: readonly SqlValue[] = NO_PARAMETERS): number {
    try {
      return this.#statement.run(parameters).changes;
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }

  /** @returns the rowid of the row it inserted */
  insert(parameters: readonly SqlValue[]): number {
    try {
      return Number(this.#statement.run(parameters).lastInsertRowid);
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }
}

abstract class Connection {
  readonly path: string;
  protected readonly inner: Sqlite.Database;
  readonly #rows = new Map<string, Query<Record<string, unknown>>>();
  readonly #raw = new Map<string, Query<RawRow>>();

  constructor(path: string, inner: Sqlite.Database) {
    this.path = path;
    this.inner = inner;
  }

  /** Rows as objects, keyed by the names of the select list. The text is prepared once per connection: keep it constant. */
  rows<Row>(sql: string): Query<Row> {
    let query = this.#rows.get(sql);
    if (query === undefined) {
      query = new Query(this.path, this.#prepare(sql) as Sqlite.Statement<unknown[], Record<string, unknown>>);
      this.#rows.set(sql, query);
    }
    return query as Query<Row>;
  }

  /** Rows as arrays: cheaper where there are thousands. */
  raw(sql: string): Query<RawRow> {
    let query = this.#raw.get(sql);
    if (query === undefined) {
      query = new Query(this.path, this.#prepare(sql).raw() as Sqlite.Statement<unknown[], RawRow>);
      this.#raw.set(sql, query);
    }
    return query;
  }

  /** The value of a pragma, for example `user_version`. */
  pragma(text: string): SqlValue {
    try {
      return this.inner.pragma(text, { simple: true }) as SqlValue;
    } catch (error) {
      throw storeFault(error, this.path);
    }
  }

  /** Texts of all queries prepared so far, but for those about plans. */
  get prepared(): string[] {
    return [...this.#rows.keys(), ...this.#raw.keys()].filter((sql) => !sql.startsWith('EXPLAIN'));
  }

  /** How SQLite would run a statement, one line per step. For tests of index use. */
  plan(sql: string): string[] {
    return this.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(Array.from(sql.match(/\?/g) ?? [], () => null))
      .map((step) => step.detail);
  }

  get isOpen(): boolean {
    return this.inner.open;
  }

  close(): void {
    this.inner.close();
  }

  #prepare(sql: string): Sqlite.Statement {
    try {
      return this.inner.prepare(sql);
    } catch (error) {
      throw storeFault(error, this.path);
    }
  }
}

/** A connection that SQLite itself keeps from writing. */
export class ReadonlyDb extends Connection {
  readonly access = 'read' as const;

  /** The driver's own handle, for the ad-hoc reader that registers functions on it. */
  get driver(): Sqlite.Database {
    return this.inner;
  }
}

/** The one writing connection of a file. */
export class WritableDb extends Connection {
  readonly access = 'write' as const;
  readonly #commands = new Map<string, Command>();

  command(sql: string): Command {
    let command = this.#commands.get(sql);
    if (command === undefined) {
      try {
        command = new Command(this.path, this.inner.prepare(sql));
      } catch (error) {
        throw storeFault(error, this.path);
      }
      this.#commands.set(sql, command);
    }
    return command;
  }

  /** Runs a script of statements without parameters. */
  exec(sql: string): void {
    try {
      this.inner.exec(sql);
    } catch (error) {
      throw storeFault(error, this.path);
    }
  }

  /** All of the work or nothing of it. The write lock is taken at once, so that the work cannot fail half-way for want of it. */
  transaction<T>(work: () => T): T {
    try {
      return this.inner.transaction(work).immediate();
    } catch (error) {
      throw storeFault(error, this.path);
    }
  }
}

/** The fallback runtime needs an addon of its own; plain Node takes the one in the package, whatever the environment says. */
function driverOptions(): { nativeBinding?: string } {
  const binding = process.versions['electron'] === undefined ? undefined : process.env['WATCHFLOOR_SQLITE_BINDING'];
  return binding === undefined || binding === '' ? {} : { nativeBinding: binding };
}

/** Milliseconds a connection waits for another one's lock (a checkpoint, a backup) before it gives up. */
const BUSY_WAIT_MS = 5_000;

/** Opens an existing file for reading. @throws AppError `not-found`, `store-corrupt` */
export function openReadonly(path: string): ReadonlyDb {
  try {
    return new ReadonlyDb(
      path,
      new Sqlite(path, { ...driverOptions(), readonly: true, fileMustExist: true, timeout: BUSY_WAIT_MS }),
    );
  } catch (error) {
    throw storeFault(error, path);
  }
}

/** Opens a file for writing, and makes it where there is none. @throws AppError `store-corrupt`, `store-full` */
export function openWritable(path: string, waitMs: number = BUSY_WAIT_MS): WritableDb {
  try {
    return new WritableDb(path, new Sqlite(path, { ...driverOptions(), timeout: waitMs }));
  } catch (error) {
    throw storeFault(error, path);
  }
}

/**
 * SQLite's error as the program's own. Anything else passes through as it is.
 *
 * @param path the database file at fault; people are told its name, not where it lies
 */
export function storeFault(error: unknown, path: string): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  const file = basename(path);
  const detail = { file, sqlite: error.code };
  const fault = (code: 'store-full' | 'store-corrupt' | 'store-busy' | 'not-found', message: string): AppError =>
    new AppError({ code, message, detail, cause: error });
  if (error.code === 'SQLITE_FULL' || (IO_WRITES.has(error.code) && isFull(path))) {
    return fault('store-full', 'The disk is full. Nothing was half-written; free some space and go on.');
  }
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
    return fault('store-corrupt', `${file} is damaged and cannot be read.`);
  }
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED')) {
    return fault('store-busy', `${file} is in use by another program.`);
  }
  if (error.code.startsWith('SQLITE_CANTOPEN')) return fault('not-found', `${file} cannot be opened.`);
  return error;
}

const IO_WRITES: ReadonlySet<string> = new Set([
  'SQLITE_IOERR_WRITE',
  'SQLITE_IOERR_FSYNC',
  'SQLITE_IOERR_SHMSIZE',
  'SQLITE_IOERR_SHMMAP',
  'SQLITE_IOERR_TRUNCATE',
]);

/** Some writes report a full disk as a plain I/O fault: look at the disk itself. */
function isFull(path: string): boolean {
  try {
    const disk = statfsSync(dirname(path));
    return disk.bavail * disk.bsize < 1024 * 1024;
  } catch {
    return false;
  }
}
