import { systemClock } from '../../shared/time/clock.ts';
import type { BoardFacts } from './floor-view.ts';
import type { Store } from '../store/api.ts';

const EVERY_MS = 10_000;

/** What the engine knows of itself, now. */
type Own = Pick<BoardFacts, 'locale' | 'online' | 'practice'>;

/** What the board says of the whole: every window asks each second, so what the store has to count is kept for a while. */
export class FactsBook {
  readonly #store: Store;
  readonly #own: () => Own;
  #stored: { at: number; extent: BoardFacts['extent']; empty: boolean } | null = null;

  constructor(store: Store, own: () => Own) {
    this.#store = store;
    this.#own = own;
  }

  get(): BoardFacts {
    const now = systemClock.monotonic();
    const { reads, notebook } = this.#store;
    if (this.#stored === null || now - this.#stored.at > EVERY_MS) {
      const extent = reads.extent();
      this.#stored = { at: now, extent, empty: extent === null && reads.sources().length === 0 };
    }
    const { extent, empty } = this.#stored;
    return { ...this.#own(), queued: notebook.outboxCount(), empty, extent };
  }

  /** What is stored is another: counted anew when it is asked for next. */
  forget(): void {
    this.#stored = null;
  }
}
