import type { Store } from '../store/api.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';

const EVERY_MS = 10 * 60_000;
/** The first look comes soon: a notebook without any backup cannot be restored. */
const FIRST_MS = 30_000;
/** Between two rounds while there is more to do. */
const NEXT_MS = 1000;

/** Thins old snapshots and backs the notebook up, a bounded round at a time, for as long as the engine runs. */
export class Housekeeping {
  readonly #store: Store;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #closed = false;

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
    this.#timer = setInterval(() => this.#round(), EVERY_MS);
    setTimeout(() => this.#round(), FIRST_MS).unref();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  #round(): void {
    if (this.#closed) return;
    try {
      const { thinnedSnapshots, backup } = this.#store.maintain();
      if (backup !== null) this.#log.info('notebook backed up');
      if (thinnedSnapshots > 0) setTimeout(() => this.#round(), NEXT_MS).unref();
    } catch (error) {
      this.#log.error('housekeeping failed', errorFields(error));
    }
  }
}
