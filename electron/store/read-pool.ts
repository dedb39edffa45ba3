/** Heavy reads off the engine's thread: reader threads with read-only connections, and one more for ad-hoc SQL. */
import { AppError } from '../../shared/errors/index.ts';
import type { Reads } from './api.ts';
import { timeLimit } from './read/sql.ts';
import type { SqlAnswer, SqlRequest } from './read/sql.ts';
import { ReaderThread } from './reader-thread.ts';

export type { SqlAnswer } from './read/sql.ts';

export interface ReadPoolOptions {
  readonly directory: string;
  /** ReaderThread threads for named reads; 2 by default. */
  readonly size?: number;
  /** Milliseconds without a question after which a thread ends; the next question starts another. {@link IDLE_MS} by default. */
  readonly idleMs?: number;
}

export interface SqlLimits {
  /** Rows handed out at most. */
  readonly rowCap: number;
  readonly timeLimitMs: number;
}

/** Beside the time limit: what a statement may take to notice it before its thread is given up. */
const GRACE_MS = 1_000;
/** A thread holds some 7 MB and starts in some 50 ms: kept while somebody looks around, given back while the floor alone is on screen. */
export const IDLE_MS = 20_000;
/** For the statement that shows a new thread to be ready. */
const START_MS = 60_000;

export class ReadPool {
  readonly #directory: string;
  readonly #size: number;
  readonly #idleMs: number;
  #readers: ReaderThread[] = [];
  #sqlReader: ReaderThread | null = null;
  #lost = 0;
  #isClosed = false;
  /** The last ad-hoc statement, settled or not: they run one at a time. */
  #lastSql: Promise<unknown> = Promise.resolve();

  constructor(options: ReadPoolOptions) {
    this.#directory = options.directory;
    this.#size = Math.max(1, options.size ?? 2);
    this.#idleMs = options.idleMs ?? IDLE_MS;
  }

  /** Threads that did not stop at their time limit and still run. They hold up the end of the process: end it hard. */
  get lost(): number {
    return this.#lost;
  }

  /** Threads that run now. An idle pool has none. */
  get threads(): number {
    return [...this.#readers, this.#sqlReader].filter((reader) => reader !== null && !reader.isDead).length;
  }

  /** Runs one of `Reads` on the least busy thread. Faults are those of the read itself. */
  async read<N extends keyof Reads>(name: N, ...parameters: Parameters<Reads[N]>): Promise<ReturnType<Reads[N]>> {
    return (await this.#leastBusy().ask({ kind: 'read', name, parameters })) as ReturnType<Reads[N]>;
  }

  /**
   * Runs one reading statement on the public views (see views.md and read/sql.ts). Statements wait for one another; the time limit counts
   * from the start of each.
   *
   * @throws AppError `invalid-input`, `refused`, `time-limit`
   */
  sql(text: string, parameters: SqlRequest['parameters'], limits: SqlLimits): Promise<SqlAnswer> {
    const run = (): Promise<SqlAnswer> => this.#runSql({ text, parameters, ...limits });
    const answer = this.#lastSql.then(run, run);
    this.#lastSql = answer.catch(() => undefined);
    return answer;
  }

  /** Ends all threads. Does not wait for those that will not stop. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const readers = this.#sqlReader === null ? this.#readers : [...this.#readers, this.#sqlReader];
    this.#readers = [];
    this.#sqlReader = null;
    await Promise.all(readers.map((reader) => this.#dismiss(reader, closed())));
  }

  async #runSql(request: SqlRequest): Promise<SqlAnswer> {
    if (this.#isClosed) throw closed();
    const reader = await this.#readySqlReader();
    const overdue = setTimeout(() => {
      this.#sqlReader = null;
      void this.#dismiss(reader, timeLimit());
    }, request.timeLimitMs + GRACE_MS);
    try {
      return (await reader.ask({ kind: 'sql', sql: request })) as SqlAnswer;
    } finally {
      clearTimeout(overdue);
    }
  }

  /** Started, and its file open: what that takes on a busy machine is not the statement's time. */
  async #readySqlReader(): Promise<ReaderThread> {
    if (this.#sqlReader !== null && !this.#sqlReader.isDead) return this.#sqlReader;
    const reader = new ReaderThread(this.#directory, this.#idleMs);
    this.#sqlReader = reader;
    await reader.ask({ kind: 'sql', sql: { text: 'SELECT 1', parameters: [], rowCap: 1, timeLimitMs: START_MS } });
    return reader;
  }

  /** Ends a thread, and counts it as lost while it goes on. */
  async #dismiss(reader: ReaderThread, error: AppError): Promise<void> {
    this.#lost += 1;
    const gone = reader.end(error).finally(() => {
      this.#lost -= 1;
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GRACE_MS);
    });
    await Promise.race([gone, patience]);
    clearTimeout(timer);
  }

  #leastBusy(): ReaderThread {
    if (this.#isClosed) throw closed();
    this.#readers = this.#readers.filter((reader) => !reader.isDead);
    const free = this.#readers.find((reader) => reader.load === 0);
    if (free !== undefined) return free;
    if (this.#readers.length < this.#size) {
      const reader = new ReaderThread(this.#directory, this.#idleMs);
      this.#readers.push(reader);
      return reader;
    }
    return this.#readers.reduce((least, reader) => (reader.load < least.load ? reader : least));
  }
}

function closed(): AppError {
  return new AppError({ code: 'cancelled', message: 'The store is being closed.' });
}
