const HOUR_MS = 3_600_000;
const LEAST_MS = HOUR_MS / 2;
const MOST_MS = 48 * HOUR_MS;

export const QUARTER_MS = 900_000;

/** The quarter hour in which an instant lies; every zone's clock agrees with these. */
export function quarterOf(at: number): number {
  return Math.floor(at / QUARTER_MS) * QUARTER_MS;
}

export interface Shown {
  /** Epoch ms UTC. */
  from: number;
  to: number;
  /** Pixels. */
  width: number;
}

/** Which stretch of time the tracks show; every row, the axis and the now-line follow it without a render of the page. */
export class TimeWindow {
  #shown: Shown;
  #fitted = false;
  readonly #listeners = new Set<() => void>();

  constructor(from: number, to: number) {
    this.#shown = { from, to, width: 0 };
  }

  get = (): Shown => this.#shown;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether a person or the data has chosen what is shown; before that it is a guess. */
  get fitted(): boolean {
    return this.#fitted;
  }

  resize(width: number): void {
    if (width !== this.#shown.width) this.#set({ ...this.#shown, width });
  }

  show(from: number, to: number): void {
    this.#fitted = true;
    const length = Math.min(MOST_MS, Math.max(LEAST_MS, to - from));
    this.#set({ ...this.#shown, from, to: from + length });
  }

  /** @param factor below 1: nearer @param at the instant that stays where it is */
  zoom(factor: number, at = (this.#shown.from + this.#shown.to) / 2): void {
    const { from, to } = this.#shown;
    const length = Math.min(MOST_MS, Math.max(LEAST_MS, (to - from) * factor));
    const share = (at - from) / (to - from);
    this.show(at - share * length, at - share * length + length);
  }

  /** Moves by a share of what is shown; positive is later. */
  pan(share: number): void {
    const { from, to } = this.#shown;
    const by = (to - from) * share;
    this.show(from + by, to + by);
  }

  /** Scrolls as little as it takes to have the stretch in sight. */
  reveal(from: number, to: number): void {
    const shown = this.#shown;
    const margin = Math.min(QUARTER_MS, (shown.to - shown.from) / 20);
    if (from - margin < shown.from) this.show(from - margin, from - margin + shown.to - shown.from);
    else if (to + margin > shown.to) this.show(to + margin - (shown.to - shown.from), to + margin);
  }

  /** Pixels from the left edge. */
  x(at: number): number {
    const { from, to, width } = this.#shown;
    return ((at - from) / (to - from)) * width;
  }

  /** The instant at so many pixels from the left edge. */
  at(x: number): number {
    const { from, to, width } = this.#shown;
    return from + (x / Math.max(1, width)) * (to - from);
  }

  #set(next: Shown): void {
    const was = this.#shown;
    if (was.from === next.from && was.to === next.to && was.width === next.width) return;
    this.#shown = next;
    for (const listener of this.#listeners) listener();
  }
}
