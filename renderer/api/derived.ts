import type { PartStore } from './part.ts';

/** A value computed from all rows of a part, kept up to date without more haste than can be read. */
export class Derived<Row extends { key: string }, T> {
  readonly #part: PartStore<Row>;
  readonly #derive: (rows: Iterable<Row>) => T;
  readonly #restMs: number;
  readonly #glance: boolean;
  readonly #listeners = new Set<() => void>();
  #value: T;
  #version: number;
  #lastAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stop: (() => void) | null = null;

  /** @param glance true: rows as they were are good enough, the part may rest */
  constructor(part: PartStore<Row>, derive: (rows: Iterable<Row>) => T, restMs: number, glance = false) {
    this.#part = part;
    this.#derive = derive;
    this.#restMs = restMs;
    this.#glance = glance;
    this.#value = derive(part.rows());
    this.#version = part.version();
  }

  get = (): T => this.#value;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#stop ??= this.#glance ? this.#part.subscribeGlance(this.#onAny) : this.#part.subscribeAny(this.#onAny);
    // What came between the first reading and the subscription.
    if (this.#version !== this.#part.version()) this.#compute();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  };

  #onAny = (): void => {
    if (this.#timer !== null) return;
    const wait = this.#lastAt + this.#restMs - performance.now();
    if (wait <= 0) return this.#compute();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#compute();
    }, wait);
  };

  #compute(): void {
    this.#lastAt = performance.now();
    this.#version = this.#part.version();
    const next = this.#derive(this.#part.rows());
    if (same(this.#value, next)) return;
    this.#value = next;
    for (const listener of this.#listeners) listener();
  }
}

/** Equality of plain values by their JSON text: derived values are small. */
function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
