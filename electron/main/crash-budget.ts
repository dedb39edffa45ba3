/** How often a child process may die before it is left alone: a crash loop must become visible, not warm the laptop. */
export class CrashBudget {
  readonly #limit: number;
  readonly #windowMs: number;
  #deaths: number[] = [];

  /**
   * @param limit deaths allowed within the window
   * @param windowMs length of the window in milliseconds
   */
  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /**
   * Counts a death.
   *
   * @param now epoch ms
   * @returns milliseconds to wait before the next start, or null when the budget is used up
   */
  spend(now: number): number | null {
    this.#deaths = this.#deaths.filter((at) => at > now - this.#windowMs);
    this.#deaths.push(now);
    const deaths = this.#deaths.length;
    return deaths > this.#limit ? null : Math.min(4000, 100 * 2 ** (deaths - 1));
  }

  /** A person asked for another try: earlier deaths no longer count. */
  forget(): void {
    this.#deaths = [];
  }
}
