/**
 * One heartbeat for everything on screen that counts time. Cells register a function that rewrites their text node, so that a second
 * passing costs no render. It rests while nobody listens and while the window is hidden.
 */
class Ticker {
  readonly #cells = new Map<() => void, boolean>();
  #now: () => number = () => Date.now();
  #speed = 1;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #still = false;
  /** Cells that the second under way has not come to yet. */
  #rest: IterableIterator<[() => void, boolean]> | null = null;

  /** The moment shown, in epoch ms UTC. */
  now(): number {
    return this.#now();
  }

  /** Takes the time from the view on screen. @param speed floor milliseconds per real millisecond */
  setClock(now: () => number, speed: number): void {
    this.#now = now;
    this.#speed = speed;
    this.beat();
  }

  /** Holds the running times as they are (the picture is paused, or nobody knows whether they still run). Ages go on. */
  setStill(still: boolean): void {
    this.#still = still;
    this.beat();
  }

  /** @param always goes on while the rest is held still: ages, the clock */
  add(cell: () => void, always = false): () => void {
    this.#cells.set(cell, always);
    this.#plan();
    return () => {
      this.#cells.delete(cell);
      if (this.#cells.size === 0) this.#pause();
    };
  }

  /** Rewrites every cell now. */
  beat(): void {
    this.#pause();
    this.#rest = this.#cells.entries();
    this.#go(Infinity);
    this.#plan();
  }

  #plan(): void {
    if (this.#timer !== null || this.#cells.size === 0) return;
    // On the second of the moment shown, so that a clock and a waiting time change together.
    const wait = this.#speed > 1 ? FAST_MS : SECOND_MS - (((this.now() % SECOND_MS) + SECOND_MS) % SECOND_MS) + 5;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#rest = this.#cells.entries();
      this.#go(AT_ONCE);
      this.#plan();
    }, wait);
  }

  /** Rewrites the next cells; a frame that had to rewrite all of a large floor would come late with its events. */
  #go(most: number): void {
    const rest = this.#rest;
    if (rest === null || document.visibilityState === 'hidden') {
      this.#rest = null;
      return;
    }
    for (let count = 0; count < most; count += 1) {
      const next = rest.next();
      if (next.done === true) {
        this.#rest = null;
        return;
      }
      const [cell, always] = next.value;
      if (always || !this.#still) cell();
    }
    requestAnimationFrame(() => {
      if (this.#rest === rest) this.#go(AT_ONCE);
    });
  }

  #pause(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

const SECOND_MS = 1000;
/** Cells rewritten in one frame. */
const AT_ONCE = 24;
/** A replay at speed counts faster than once a second. */
const FAST_MS = 250;

export const ticker = new Ticker();

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') ticker.beat();
  });
}
