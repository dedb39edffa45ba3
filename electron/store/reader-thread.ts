/** One thread with read-only connections of its own, and what it was asked. See reader-worker.ts. */
import { Worker } from 'node:worker_threads';
import { AppError, unwrap } from '../../shared/errors/index.ts';
import { readerEntry } from './reader-entry.ts';
import type { ReaderReply, ReaderRequest } from './reader-messages.ts';

/** How long a thread that was told to leave may take before it is torn down. */
const FORCE_MS = 30_000;

/** A request without its number, for each kind. */
type Unnumbered<R> = R extends unknown ? Omit<R, 'id'> : never;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One thread and what it was asked. A thread that dies rejects what it owed, and the pool starts another. */
export class ReaderThread {
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
