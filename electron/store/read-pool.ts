/** Heavy reads off the engine's thread: reader threads with read-only connections, and one more for ad-hoc SQL. */
import { Worker } from 'node:worker_threads';
import { AppError, unwrap } from '../../shared/errors/index.ts';
import type { Reads } from './api.ts';
import { timeLimit } from './read/sql.ts';
import type { SqlAnswer, SqlRequest } from './read/sql.ts';
import { readerEntry } from './reader-entry.ts';
import type { ReaderReply, ReaderRequest } from './reader-messages.ts';

export type { SqlAnswer } from './read/sql.ts';

export interface ReadPoolOptions {
  readonly directory: string;
  /** Reader threads for named reads; 2 by default. */
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
/** How long a thread that was told to leave may take before it is torn down. */
const FORCE_MS = 30_000;
/** For the statement that shows a new thread to be ready. */
const START_MS = 60_000;

/** A request without its number, for each kind. */
type Unnumbered<R> = R extends unknown ? Omit<R, 'id'> : never;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One thread and what it was asked. A thread that dies rejects what it owed, and the pool starts another. */
class Reader {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #idleMs: number;
  #nextId = 1;
  #idle: NodeJS.Timeout | null = null;
  #isGone = false;
  isDead = false;

  constructor(directory: string, idleMs: number) {
    this.#idleMs = idleMs;
    this.#worker = new Worker(readerEntry(), { workerData: { directory } });
    this.#worker.unref();
    this.#worker.on('message', (reply: ReaderReply) => this.#settle(reply));
    this.#worker.on('error', () => this.#die());
    this.#worker.on('exit', () => {
      this.#isGone = true;
      this.#die();
    });
  }

  get load(): number {
    return this.#pending.size;
  }

  ask(request: Unnumbered<ReaderRequest>): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      // Held while it owes an answer, and only then: an idle reader does not keep the process alive.
      this.#worker.ref();
      this.#wake();
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  /**
   * Ends the thread; what it owes is rejected with the error. Settles once the thread is gone, which a statement can hold up. It goes by its own
   * hand: torn down from outside in the midst of SQLite it can take the process with it, so that is for a thread that does not go.
   */
  async end(error: AppError): Promise<void> {
    this.isDead = true;
    this.#wake();
    this.#rejectAll(error);
    if (this.#isGone) return;
    const gone = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.postMessage({ id: 0, kind: 'leave' } satisfies ReaderRequest);
    const force = setTimeout(() => void this.#worker.terminate(), FORCE_MS).unref();
    await gone;
    clearTimeout(force);
  }

  #settle(reply: ReaderReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#rest();
    if (pending === undefined) return;
    try {
      pending.resolve(unwrap(reply.result));
    } catch (error) {
      pending.reject(error);
    }
  }

  /** Nothing is owed: the thread keeps no process alive, and ends after a while. */
  #rest(): void {
    this.#worker.unref();
    if (this.isDead) return;
    this.#wake();
    this.#idle = setTimeout(() => {
      this.isDead = true;
      this.#worker.postMessage({ id: 0, kind: 'leave' } satisfies ReaderRequest);
    }, this.#idleMs).unref();
  }

  #wake(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }

  #die(): void {
    this.isDead = true;
    this.#wake();
    this.#rejectAll(new AppError({ code: 'internal', message: 'A reader of the store stopped. Try again.' }));
  }

  #rejectAll(error: AppError): void {
    const owed = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of owed) reject(error);
  }
}

export class ReadPool {
  readonly #directory: string;
  readonly #size: number;
  readonly #idleMs: number;
  #readers: Reader[] = [];
  #sqlReader: Reader | null = null;
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
  async #readySqlReader(): Promise<Reader> {
    if (this.#sqlReader !== null && !this.#sqlReader.isDead) return this.#sqlReader;
    const reader = new Reader(this.#directory, this.#idleMs);
    this.#sqlReader = reader;
    await reader.ask({ kind: 'sql', sql: { text: 'SELECT 1', parameters: [], rowCap: 1, timeLimitMs: START_MS } });
    return reader;
  }

  /** Ends a thread, and counts it as lost while it goes on. */
  async #dismiss(reader: Reader, error: AppError): Promise<void> {
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

  #leastBusy(): Reader {
    if (this.#isClosed) throw closed();
    this.#readers = this.#readers.filter((reader) => !reader.isDead);
    const free = this.#readers.find((reader) => reader.load === 0);
    if (free !== undefined) return free;
    if (this.#readers.length < this.#size) {
      const reader = new Reader(this.#directory, this.#idleMs);
      this.#readers.push(reader);
      return reader;
    }
    return this.#readers.reduce((least, reader) => (reader.load < least.load ? reader : least));
  }
}

function closed(): AppError {
  return new AppError({ code: 'cancelled', message: 'The store is being closed.' });
}
