import { setImmediate as breathe } from 'node:timers/promises';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';
import type { Store } from '../store/api.ts';

export interface UpkeepOptions {
  store: Store;
  log: Log;
  /** Counts what is marked, off this thread; told of days done and of all. */
  recount: (signal: AbortSignal, progress: (done: number, total: number) => void) => Promise<void>;
  /** How far it is; null where everything is done. */
  progress: (done: number, total: number | null, note: string) => void;
}

/** Between two rounds that nobody asked for: running days grow. */
const EVERY_MS = 5 * 60_000;

/**
 * What follows from people's decisions in the background: stored stays get the meaning that people gave a vendor's state, then the days that this and other
 * changes touched are counted again. One round at a time; a change in the middle of one is followed by another.
 */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #closing = new AbortController();
  #running: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | null = null;
  #share: number | null = null;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** 0..1 while counts are behind what is stored, null when they are whole. */
  get share(): number | null {
    // A round that has not said how much there is has everything before it.
    return this.#share ?? (this.#running === null ? null : 0);
  }

  /** Something changed that the kept counts do not know of yet. */
  kick(): void {
    if (this.#closing.signal.aborted) return;
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#running = this.#round().finally(() => {
      this.#running = null;
      if (this.#closing.signal.aborted) return;
      if (this.#again) {
        this.#again = false;
        this.kick();
        return;
      }
      this.#timer = setTimeout(() => this.kick(), EVERY_MS);
      this.#timer.unref();
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  async #round(): Promise<void> {
    const { store, log, recount } = this.#options;
    const { signal } = this.#closing;
    try {
      while (store.remapping() !== null && !signal.aborted) {
        const { done, total } = store.stepRemapping();
        this.#tell(done, total, 'states');
        await breathe();
      }
      if (signal.aborted) return;
      await recount(signal, (done, total) => this.#tell(done, total, 'days'));
    } catch (error) {
      if (!signal.aborted) log.error('counts of adherence are behind', errorFields(error));
    }
    this.#share = null;
    if (!signal.aborted) this.#options.progress(1, 1, 'done');
  }

  #tell(done: number, total: number, note: string): void {
    if (total === 0) return;
    this.#share = Math.min(1, done / total);
    this.#options.progress(done, total, note);
  }
}
