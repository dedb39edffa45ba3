import type { PartStore } from './part.ts';

export interface OrderingRule<Row> {
  filter: ((row: Row) => boolean) | null;
  /** Worst first, or as the person asked. Ties are broken by key, so that equal rows never swap places. */
  compare: (a: Row, b: Row) => number;
}

/** Real milliseconds between two re-sorts: a list that jumps thirty times a second cannot be read. */
const SETTLE_MS = 1000;

/**
 * The order of a part's rows, apart from their content. Rows that come or go are taken in at once; changed places wait for the next
 * settling. While frozen nothing moves: newcomers line up at the end and rows that are gone keep their place until the thaw.
 */
export class Ordering<Row extends { key: string }> {
  readonly #part: PartStore<Row>;
  readonly #listeners = new Set<() => void>();
  #rule: OrderingRule<Row>;
  #keys: readonly string[] = [];
  /** The rows that the last sorting put in order, as they were then. */
  #placed: Placed<Row>[] = [];
  #placedBy: OrderingRule<Row> | null = null;
  #frozen = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stops: (() => void)[] = [];
  #lastAt = -Infinity;

  constructor(part: PartStore<Row>, rule: OrderingRule<Row>) {
    this.#part = part;
    this.#rule = rule;
    this.#keys = this.#sorted();
  }

  get = (): readonly string[] => this.#keys;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.#stops = [this.#part.subscribeKeys(this.#onKeys), this.#part.subscribeAny(this.#onAny)];
      this.#settle();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      for (const stop of this.#stops.splice(0)) stop();
      this.#cancel();
    };
  };

  setRule(rule: OrderingRule<Row>): void {
    if (rule.filter === this.#rule.filter && rule.compare === this.#rule.compare) return;
    this.#rule = rule;
    this.#publish(this.#sorted());
  }

  setFrozen(frozen: boolean): void {
    if (frozen === this.#frozen) return;
    this.#frozen = frozen;
    if (!frozen) this.#settle();
  }

  #onKeys = (): void => {
    if (!this.#frozen) return this.#settle();
    const known = new Set(this.#keys);
    const { filter } = this.#rule;
    const added = this.#part.keys().filter((key) => {
      const row = this.#part.get(key);
      return !known.has(key) && row !== undefined && (filter === null || filter(row));
    });
    if (added.length > 0) this.#publish([...this.#keys, ...added]);
  };

  #onAny = (): void => {
    if (this.#frozen || this.#timer !== null) return;
    const wait = this.#lastAt + SETTLE_MS - performance.now();
    if (wait <= 0) return this.#settle();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#frozen) this.#settle();
    }, wait);
  };

  #settle(): void {
    this.#cancel();
    this.#lastAt = performance.now();
    this.#publish(this.#sorted());
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /**
   * Sorts what may stand elsewhere than before, and puts it among what does not. In a second nearly every row changes and few change their
   * place, and comparing two thousand names anew takes longer than a frame.
   */
  #sorted(): readonly string[] {
    const { filter, compare } = this.#rule;
    const inOrder = (a: Placed<Row>, b: Placed<Row>): number => compare(a.row, b.row) || (a.key < b.key ? -1 : 1);
    const stay: Placed<Row>[] = [];
    const seen = new Set<string>();
    if (this.#placedBy === this.#rule) {
      for (const { key, row: before } of this.#placed) {
        const row = this.#part.get(key);
        if (row === undefined || (row !== before && compare(before, row) !== 0)) continue;
        seen.add(key);
        if (filter === null || filter(row)) stay.push({ key, row });
      }
    }
    const moved: Placed<Row>[] = [];
    for (const row of this.#part.rows()) {
      if (!seen.has(row.key) && (filter === null || filter(row))) moved.push({ key: row.key, row });
    }
    moved.sort(inOrder);
    this.#placed = merge(stay, moved, inOrder);
    this.#placedBy = this.#rule;
    return this.#placed.map(({ key }) => key);
  }

  #publish(keys: readonly string[]): void {
    if (keys.length === this.#keys.length && keys.every((key, index) => key === this.#keys[index])) return;
    this.#keys = keys;
    for (const listener of this.#listeners) listener();
  }
}

interface Placed<Row> {
  key: string;
  row: Row;
}

/** Two sorted lists as one: each of the few finds its place among the many by halving. */
function merge<T>(many: readonly T[], few: readonly T[], compare: (a: T, b: T) => number): T[] {
  const merged: T[] = [];
  let taken = 0;
  for (const item of few) {
    let low = taken;
    let high = many.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(many[middle] as T, item) < 0) low = middle + 1;
      else high = middle;
    }
    while (taken < low) merged.push(many[taken++] as T);
    merged.push(item);
  }
  while (taken < many.length) merged.push(many[taken++] as T);
  return merged;
}
