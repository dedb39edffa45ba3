/** Checkpoints off the engine's thread: they wait for the disk, and a floor that is being watched must not. */
import { Worker } from 'node:worker_threads';
import type { ReaderReply, ReaderRequest } from './reader-messages.ts';
import { readerEntry } from './reader-entry.ts';

/** Pages in the write-ahead log, roughly, at which it is moved into the file: 32 MB. Far below where the writer would do it itself. */
const LOG_PAGES = 8_000;
/** A thread holds some 7 MB: given back where nothing is written, started again when the log has grown once more. */
const IDLE_MS = 20_000;
/** Rollup cells, indexes and heads that a commit touches whatever its size; tried with pages of 1 to 1,000 rows. */
const PAGES_OF_A_COMMIT = 50;

export class Checkpoints {
  readonly #directory: string;
  readonly #idleMs: number;
  #idle: NodeJS.Timeout | null = null;
  #worker: Worker | null = null;
  #pages = 0;
  #asked = 0;
  #isClosed = false;

  /** @param idleMs milliseconds after an answer at which the thread ends, if no other checkpoint is wanted by then */
  constructor(directory: string, idleMs = IDLE_MS) {
    this.#directory = directory;
    this.#idleMs = idleMs;
  }

  /** Whether the thread runs now. */
  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** A commit that changed so many rows is in the log. */
  wrote(rows: number): void {
    this.#pages += PAGES_OF_A_COMMIT + rows;
    if (this.#pages < LOG_PAGES || this.#isClosed) return;
    this.#pages = 0;
    this.#asked += 1;
    this.#wake();
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id: this.#asked, kind: 'checkpoint' } satisfies ReaderRequest);
  }

  /** Ends the thread, by its own hand once a checkpoint under way is done: torn down in the midst of SQLite it can take the process with it. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
    this.#worker?.postMessage({ id: 0, kind: 'leave' } satisfies ReaderRequest);
    this.#worker = null;
  }

  #start(): Worker {
    const worker = new Worker(readerEntry(), { workerData: { directory: this.#directory } });
    worker.unref();
    worker.on('message', ({ id }: ReaderReply) => {
      // The answer of an earlier one: the last is still under way.
      if (id !== this.#asked || this.#worker !== worker) return;
      this.#wake();
      this.#idle = setTimeout(() => {
        this.#worker = null;
        worker.postMessage({ id: 0, kind: 'leave' } satisfies ReaderRequest);
      }, this.#idleMs).unref();
    });
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = null;
    };
    // Without a thread the writer moves the log itself, later and at its own cost.
    worker.on('error', gone);
    worker.on('exit', gone);
    return worker;
  }

  #wake(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }
}
