/**
 * Ad-hoc SQL on the public views, on a connection of its own.
 *
 * What keeps it there, from the outside in:
 * 1. The file is opened read-only, and the notebook is not attached.
 * 2. One statement, beginning with SELECT, WITH or VALUES, that SQLite itself calls read-only (no PRAGMA, ATTACH, write).
 * 3. No token may be the name of anything but a public view: internal tables and indexes, `sqlite_…`, `pragma_…`, a schema prefix. A
 *    statement can only reach a table by naming it, and internal names are chosen to be nobody's column.
 * 4. Recursion is refused: it need not end, and a step of it cannot be interrupted.
 *
 * What ends it in time: SQLite has no progress callback in this build, so every stored table is wrapped in a temporary view with a
 * condition that, once in 1,024 rows, calls back and looks at the clock. A statement that outlives even that (it multiplies
 * intermediate results) is the pool's business.
 */
import { AppError } from '../../../shared/errors/index.ts';
import type { ReadonlyDb, SqlValue } from '../sqlite.ts';
import { tokensOf } from './sql-tokens.ts';

export interface SqlRequest {
  readonly text: string;
  /** Values for `?` in the text. */
  readonly parameters: readonly (string | number | null)[];
  readonly rowCap: number;
  readonly timeLimitMs: number;
}

export interface SqlAnswer {
  readonly columns: string[];
  readonly rows: SqlValue[][];
  /** More rows were there than the cap (or 64 MB of text) let through. */
  readonly truncated: boolean;
  readonly elapsedMs: number;
}

const MAX_TEXT_CHARACTERS = 64 * 1024 * 1024;
const TICK = 'watchfloor_tick';
/** Rows between two looks at the clock, in large tables; a power of two. */
const ROWS_PER_TICK = 1_024;
/** Looked up once per contact by its view: the contacts' own ticks are enough. */
const UNWRAPPED: ReadonlySet<string> = new Set(['short_abandon_row']);
const FORBIDDEN_FUNCTIONS: ReadonlySet<string> = new Set([TICK, 'load_extension', 'zeroblob', 'randomblob', 'dbstat']);

export class SqlReader {
  readonly #db: ReadonlyDb;
  readonly #internal: ReadonlySet<string>;
  #deadline = Number.POSITIVE_INFINITY;

  /** Takes the connection over: it is of no other use afterwards. */
  constructor(db: ReadonlyDb) {
    this.#db = db;
    const schema = db
      .rows<{ type: string; name: string; sql: string | null }>('SELECT type, name, sql FROM sqlite_schema')
      .all();
    this.#internal = new Set(schema.filter(({ type }) => type !== 'view').map(({ name }) => name.toLowerCase()));
    db.driver.function(TICK, { deterministic: false }, () => {
      if (performance.now() > this.#deadline) throw timeLimit();
      return 1;
    });
    for (const { type, name, sql } of schema) {
      if (type === 'table' && !UNWRAPPED.has(name) && !/WITHOUT\s+ROWID/i.test(sql ?? '')) this.#wrap(name);
    }
    for (const { type, sql } of schema) {
      // The same definitions again, as temporary views: their tables are now the wrapped ones.
      if (type === 'view' && sql !== null) db.driver.exec(sql.replace(/^CREATE VIEW/i, 'CREATE TEMP VIEW'));
    }
  }

  /**
   * @throws AppError `invalid-input` (SQLite's own words), `refused` (not a single reading statement on the views), `time-limit`
   */
  run(request: SqlRequest): SqlAnswer {
    this.#refuseNames(request.text);
    const start = performance.now();
    this.#deadline = start + request.timeLimitMs;
    try {
      const statement = this.#db.driver.prepare<unknown[], Record<string, unknown>>(request.text);
      if (!statement.reader || !statement.readonly) throw refused('Only one statement that reads is allowed.');
      this.#refuseRecursion(request);
      const columns = statement.columns().map((column) => column.name);
      const { rows, truncated } = this.#collect(statement.raw().iterate(...request.parameters), request.rowCap);
      return { columns, rows, truncated, elapsedMs: performance.now() - start };
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError({
        code: 'invalid-input',
        message: error instanceof Error ? error.message : 'The statement cannot be run.',
        cause: error,
      });
    } finally {
      this.#deadline = Number.POSITIVE_INFINITY;
    }
  }

  #collect(source: Iterable<unknown>, rowCap: number): { rows: SqlValue[][]; truncated: boolean } {
    const rows: SqlValue[][] = [];
    let characters = 0;
    for (const row of source as Iterable<SqlValue[]>) {
      if (rows.length >= rowCap || characters > MAX_TEXT_CHARACTERS) return { rows, truncated: true };
      if (performance.now() > this.#deadline) throw timeLimit();
      for (const value of row) if (typeof value === 'string') characters += value.length;
      rows.push(row);
    }
    return { rows, truncated: false };
  }

  #refuseNames(text: string): void {
    const tokens = tokensOf(text);
    const first = tokens[0]?.value.toLowerCase();
    if (first !== 'select' && first !== 'with' && first !== 'values') {
      throw refused('Only one statement that reads is allowed: it begins with SELECT, WITH or VALUES.');
    }
    tokens.forEach((token, place) => {
      if (token.kind === 'other') return;
      const name = token.value.toLowerCase();
      const isSchema = (name === 'main' || name === 'temp') && tokens[place + 1]?.value === '.';
      if (isSchema || this.#internal.has(name) || /^(sqlite|pragma)_/.test(name) || FORBIDDEN_FUNCTIONS.has(name)) {
        throw refused(`“${token.value.slice(0, 60)}” is not part of the public views.`);
      }
    });
  }

  #refuseRecursion(request: SqlRequest): void {
    const plan = this.#db.driver
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${request.text}`)
      .all(...request.parameters);
    if (plan.some((step) => step.detail === 'RECURSIVE STEP')) {
      throw refused('Recursive queries are not allowed: they cannot be stopped at the time limit.');
    }
  }

  #wrap(table: string): void {
    const rows = Number(this.#db.raw(`SELECT coalesce(max(rowid), 0) FROM main.${table}`).get()?.[0] ?? 0);
    // A join multiplies small tables, too: there each row looks at the clock.
    const every = rows < 16 * ROWS_PER_TICK ? 1 : ROWS_PER_TICK;
    this.#db.driver.exec(
      `CREATE TEMP VIEW ${table} AS SELECT * FROM main.${table} WHERE (rowid & ${every - 1}) <> 0 OR ${TICK}()`,
    );
  }
}

function refused(message: string): AppError {
  return new AppError({ code: 'refused', message });
}

/** The statement ran out of its time. */
export function timeLimit(): AppError {
  return new AppError({
    code: 'time-limit',
    message: 'The query took longer than its time limit. Ask for less: a shorter span, fewer columns, one source.',
  });
}
