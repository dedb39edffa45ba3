/** Checkpoints off the engine's thread: they wait for the disk, and a floor that is being watched must not. */
import { Worker } from 'node:worker_threads';
import type { ReaderRequest } from './reader-messages.ts';
import { readerEntry } from './reader-entry.ts';

/** Pages in the write-ahead log, roughly, at which it is moved into the file: 32 MB. Far below where the writer would do it itself. */
const LOG_PAGES = 8_000;
/** Rollup cells, indexes and heads that a commit touches whatever its size; tried with pages of 1 to 1,000 rows. */
const PAGES_OF_A_COMMIT = 50;

export class Checkpoints {
  readonly #directory: string;
  #worker: Worker | null = null;
  #pages = 0;
  #asked = 0;
  #isClosed = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** A commit that changed so many rows is in the log. */
  wrote(rows: number): void {
    this.#pages += PAGES_OF_A_COMMIT + rows;
    if (this.#pages < LOG_PAGES || this.#isClosed) return;
    this.#pages = 0;
    this.#asked += 1;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id: this.#asked, kind: 'checkpoint' } satisfies ReaderRequest);
  }

  /** Ends the thread. A checkpoint under way is done by whoever opens the file next. */
  close(): void {
    this.#isClosed = true;
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    const worker = new Worker(readerEntry(), { workerData: { directory: this.#directory } });
    worker.unref();
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = null;
    };
    // Without a thread the writer moves the log itself, later and at its own cost.
    worker.on('error', gone);
    worker.on('exit', gone);
    return worker;
  }
}
