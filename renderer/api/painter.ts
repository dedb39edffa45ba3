/**
 * Says when what was put on screen has been painted: after the next animation frame, in a task of its own. A hidden or covered window
 * gets no animation frames; a timer then stands in, so that the engine never waits for a window that nobody sees. During a scroll the word
 * comes later than the paint, and with it what the engine sends next: the hand goes before the figures.
 */
export class Painter {
  readonly #waiting = new Map<object, () => void>();
  #scheduled = false;
  #scrolledAt = -Infinity;

  constructor() {
    // While somebody scrolls, rows come by with every frame: the engine is to send fewer and larger patches meanwhile.
    const noted = { capture: true, passive: true };
    document.addEventListener('scroll', () => (this.#scrolledAt = performance.now()), noted);
  }

  /** Whether nobody can see the window. */
  get isHidden(): boolean {
    return document.visibilityState === 'hidden';
  }

  /** Told when the window hides or shows. */
  onHidden(listener: () => void): () => void {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  }

  /** Calls `done` after the next paint; a later call for the same owner replaces the earlier one. */
  after(owner: object, done: () => void): void {
    this.#waiting.set(owner, done);
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (this.isHidden) {
      setTimeout(this.#run, HIDDEN_MS);
      return;
    }
    const covered = setTimeout(this.#run, COVERED_MS);
    requestAnimationFrame(() => {
      clearTimeout(covered);
      setTimeout(this.#run, performance.now() - this.#scrolledAt < SCROLLING_MS ? AFTER_SCROLL_MS : 0);
    });
  }

  #run = (): void => {
    if (!this.#scheduled) return;
    this.#scheduled = false;
    const due = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const done of due) done();
  };
}

/** A scroll lasts until none was told for this long. */
const SCROLLING_MS = 100;
/** The word's delay while it lasts: some twenty patches a second come through. */
const AFTER_SCROLL_MS = 80;
const HIDDEN_MS = 30;
const COVERED_MS = 250;
