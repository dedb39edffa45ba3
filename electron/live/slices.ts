/**
 * Work that is cut in slices, one for each turn of the event loop: whatever came meanwhile is taken in between two of them. One piece of
 * work at a time.
 */
export class Slices {
  #next: NodeJS.Immediate | null = null;
  readonly #guard: (slice: () => void) => void;

  /** @param guard runs a slice and deals with what it throws: the work ends there */
  constructor(guard: (slice: () => void) => void) {
    this.#guard = guard;
  }

  /** Begins the work at once; work that is not through yet (the machine slept, or is busy) is not overtaken. */
  begin(work: () => Generator<void>): void {
    if (this.#next === null) this.#go(work());
  }

  close(): void {
    if (this.#next !== null) clearImmediate(this.#next);
    this.#next = null;
  }

  #go(work: Generator<void>): void {
    this.#next = null;
    let through = true;
    this.#guard(() => {
      through = work.next().done === true;
    });
    if (!through) this.#next = setImmediate(() => this.#go(work));
  }
}
