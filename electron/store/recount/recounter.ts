/** Recounts of adherence: counted on a thread of their own, written here in small commits. */
import { AppError } from '../../../shared/errors/index.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Store } from '../api.ts';
import { ReaderThread } from '../reader-thread.ts';
import type { RecountBatch, RecountPerson, RecountRules } from './job.ts';

export interface RecountOptions {
  /** Everybody, as `matchPeople` put them together. */
  readonly people: readonly RecountPerson[];
  readonly rules: RecountRules;
  /** Told after each commit: people done, of those with anything to count. */
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** Ends the recount between two commits; what is not counted stays marked. */
  readonly signal?: AbortSignal | undefined;
}

export interface RecountResult {
  readonly people: number;
  /** Days of people counted, and minutes of them. */
  readonly days: number;
  readonly agentMinutes: number;
}

/** Milliseconds without work after which the thread ends. */
const IDLE_MS = 20_000;

export class Recounter {
  readonly #store: Store;
  readonly #clock: Clock;
  #thread: ReaderThread | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Counts every day whose counts do not hold: days whose facts or exceptions changed, everything where rules, zone or people did, and days
   * that were still running when they were counted last. Calls wait for one another. What a crash or the signal leaves over is counted by the
   * next call.
   *
   * @throws AppError `cancelled` when the signal or `close` ended it, and the store's own faults
   */
  run(options: RecountOptions): Promise<RecountResult> {
    const run = (): Promise<RecountResult> => this.#run(options);
    const result = this.#last.then(run, run);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Ends the thread; a recount under way is cancelled between two commits. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const thread = this.#thread;
    this.#thread = null;
    await thread?.end(cancelled());
  }

  async #run({ people, rules, onProgress, signal }: RecountOptions): Promise<RecountResult> {
    this.#checkGoing(signal);
    this.#store.beginRecount(people, rules);
    const job = { people, rules, zone: this.#store.zone, nowAt: this.#clock.now() };
    const thread = this.#startThread();
    const total = (await thread.ask({ kind: 'recount', job })) as number;
    const sum = { people: total, days: 0, agentMinutes: 0 };
    let done = 0;
    onProgress?.({ done, total });
    // The thread counts the next batch while this one is written.
    let next = thread.ask({ kind: 'recount-next' }) as Promise<RecountBatch | null>;
    for (;;) {
      const batch = await next;
      if (batch === null) break;
      this.#checkGoing(signal);
      next = thread.ask({ kind: 'recount-next' }) as Promise<RecountBatch | null>;
      // A fault below must not leave this one to be reported as nobody's.
      next.catch(() => undefined);
      this.#store.commitRecount(batch);
      sum.days += batch.days;
      sum.agentMinutes += batch.agentMinutes;
      done = Math.min(total, done + batch.finished);
      onProgress?.({ done, total });
    }
    return sum;
  }

  #checkGoing(signal: AbortSignal | undefined): void {
    if (this.#isClosed || signal?.aborted === true) throw cancelled();
  }

  #startThread(): ReaderThread {
    if (this.#thread === null || this.#thread.isDead) this.#thread = new ReaderThread(this.#store.directory, IDLE_MS);
    return this.#thread;
  }
}

function cancelled(): AppError {
  return new AppError({ code: 'cancelled', message: 'The recount was stopped. It goes on from here next time.' });
}
