/** How long the next seek waits for the frame of the last one, in real milliseconds. */
const PATIENCE_MS = 700;

/**
 * Sends seeks one at a time: while the picture of one is on its way, only the latest of the others is kept. So a drag over the whole day asks
 * for as many pictures as can be shown and always ends at the last place.
 */
export class Seeker {
  readonly #go: (at: number) => void;
  #pending: number | null = null;
  #underWay: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param go shows an instant (epoch ms UTC) */
  constructor(go: (at: number) => void) {
    this.#go = go;
  }

  /** Where the person wants to be, until it is on screen. */
  get wanted(): number | null {
    return this.#pending ?? this.#underWay;
  }

  seek(at: number): void {
    if (this.#underWay !== null) {
      this.#pending = at;
      return;
    }
    this.#underWay = at;
    this.#timer = setTimeout(() => this.arrived(), PATIENCE_MS);
    this.#go(at);
  }

  /** A picture came, or is not worth waiting for any longer. */
  arrived(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#underWay = null;
    const next = this.#pending;
    this.#pending = null;
    if (next !== null) this.seek(next);
  }

  /** Forgets everything that has not been sent. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pending = null;
    this.#underWay = null;
  }
}
