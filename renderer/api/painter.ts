/**
 * Says when what was put on screen has been painted: after the next animation frame, in a task of its own. A hidden or covered window
 * gets no animation frames; a timer then stands in, so that the engine never waits for a window that nobody sees.
 */
export class Painter {
  readonly #waiting = new Map<object, () => void>();
  #scheduled = false;

  /** Calls `done` after the next paint; a later call for the same owner replaces the earlier one. */
  after(owner: object, done: () => void): void {
    this.#waiting.set(owner, done);
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (document.visibilityState === 'hidden') {
      setTimeout(this.#run, HIDDEN_MS);
      return;
    }
    const covered = setTimeout(this.#run, COVERED_MS);
    requestAnimationFrame(() => {
      clearTimeout(covered);
      setTimeout(this.#run, 0);
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

const HIDDEN_MS = 30;
const COVERED_MS = 250;
