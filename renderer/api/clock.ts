/**
 * The moment that a view shows, running on between frames: now, or a replayed instant at its speed. Small differences between the
 * engine's stamps and our own run are left alone, so that no ticking second is skipped or shown twice.
 */
export class MomentClock {
  #anchorAt: number | null = null;
  #anchorReal = 0;
  #speed = 1;
  #jump = false;
  readonly #real: () => number;

  constructor(real: () => number = () => performance.now()) {
    this.#real = real;
  }

  /** @param at epoch ms UTC of the view's moment @param speed floor milliseconds per real millisecond */
  anchor(at: number, speed: number): void {
    const drift = this.#anchorAt === null ? Infinity : Math.abs(at - this.now());
    const jump = this.#jump;
    this.#jump = false;
    if (!jump && speed === this.#speed && drift < TOLERATED_MS * Math.max(1, speed)) return;
    this.#anchorAt = at;
    this.#anchorReal = this.#real();
    this.#speed = speed;
  }

  /** Epoch ms UTC; the machine's own time until the first frame. */
  now(): number {
    if (this.#anchorAt === null) return Date.now();
    return this.#anchorAt + (this.#real() - this.#anchorReal) * this.#speed;
  }

  get speed(): number {
    return this.#speed;
  }

  /** Another moment was asked for: the next frame sets it whatever the distance. Until then the old one runs on. */
  reset(): void {
    this.#jump = true;
  }
}

const TOLERATED_MS = 400;
