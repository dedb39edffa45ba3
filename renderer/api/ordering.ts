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

  #sorted(): readonly string[] {
    const { filter, compare } = this.#rule;
    const rows: Row[] = [];
    for (const row of this.#part.rows()) if (filter === null || filter(row)) rows.push(row);
    rows.sort((a, b) => compare(a, b) || (a.key < b.key ? -1 : 1));
    return rows.map((row) => row.key);
  }

  #publish(keys: readonly string[]): void {
    if (keys.length === this.#keys.length && keys.every((key, index) => key === this.#keys[index])) return;
    this.#keys = keys;
    for (const listener of this.#listeners) listener();
  }
}
