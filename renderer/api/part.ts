/**
 * Rows of one part of a live view, outside React: a patch wakes the components that show the rows it touched, and nobody else.
 */
export class PartStore<Row extends { key: string }> {
  readonly #rows = new Map<string, Row>();
  readonly #gone = new Map<string, Row>();
  readonly #byKey = new Map<string, Set<() => void>>();
  readonly #onKeys = new Set<() => void>();
  readonly #onAny = new Set<() => void>();
  readonly #onGlance = new Set<() => void>();
  #keys: readonly string[] = [];
  #version = 0;
  #touched = new Set<string>();
  #membershipChanged = false;
  #watching: (() => void) | null = null;

  /** Whether anything on screen shows or adds up rows of this part. Who only wants to know which rows there are does not count. */
  get isWatched(): boolean {
    return this.#byKey.size > 0 || this.#onAny.size > 0;
  }

  /** @param told when the part begins or ceases to be watched */
  onWatched(told: () => void): void {
    this.#watching = told;
  }

  get = (key: string): Row | undefined => this.#rows.get(key);

  /** The row, or the last one known of it when it is gone: a list that is held still goes on showing it. */
  last = (key: string): Row | undefined => this.#rows.get(key) ?? this.#gone.get(key);

  /** Keys in the order of arrival; the same array until a row comes or goes. */
  keys = (): readonly string[] => this.#keys;

  /** Rises with every patch that touched this part. */
  version = (): number => this.#version;

  get size(): number {
    return this.#rows.size;
  }

  rows(): IterableIterator<Row> {
    return this.#rows.values();
  }

  subscribeKey(key: string, listener: () => void): () => void {
    const was = this.isWatched;
    let set = this.#byKey.get(key);
    if (set === undefined) this.#byKey.set(key, (set = new Set()));
    const listeners = set;
    listeners.add(listener);
    if (!was) this.#watching?.();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byKey.get(key) === listeners) this.#byKey.delete(key);
      if (!this.isWatched) this.#watching?.();
    };
  }

  /** Told when a row comes or goes. */
  subscribeKeys = (listener: () => void): (() => void) => {
    this.#onKeys.add(listener);
    return () => this.#onKeys.delete(listener);
  };

  /** Told once per frame that touched this part. */
  subscribeAny = (listener: () => void): (() => void) => {
    const was = this.isWatched;
    this.#onAny.add(listener);
    if (!was) this.#watching?.();
    return () => {
      this.#onAny.delete(listener);
      if (!this.isWatched) this.#watching?.();
    };
  };

  /** As `subscribeAny`, for who is content with rows as they were: it does not keep the part from resting. */
  subscribeGlance = (listener: () => void): (() => void) => {
    this.#onGlance.add(listener);
    return () => this.#onGlance.delete(listener);
  };

  /** Takes the changes in without telling anybody: `flush` tells, once every part of the frame is in. */
  apply(upsert: readonly Row[], remove: readonly string[], replace: boolean): void {
    if (replace) {
      const keep = new Set(upsert.map((row) => row.key));
      for (const key of this.#rows.keys()) if (!keep.has(key)) this.#drop(key);
    }
    for (const row of upsert) {
      if (!this.#rows.has(row.key)) {
        this.#membershipChanged = true;
        this.#gone.delete(row.key);
      }
      this.#rows.set(row.key, row);
      this.#touched.add(row.key);
    }
    for (const key of remove) this.#drop(key);
  }

  flush(): void {
    if (this.#touched.size === 0) return;
    const touched = this.#touched;
    const membership = this.#membershipChanged;
    this.#touched = new Set();
    this.#membershipChanged = false;
    this.#version += 1;
    if (membership) this.#keys = [...this.#rows.keys()];
    for (const key of touched) for (const listener of this.#byKey.get(key) ?? NOBODY) listener();
    if (membership) for (const listener of this.#onKeys) listener();
    for (const listener of this.#onAny) listener();
    for (const listener of this.#onGlance) listener();
  }

  #drop(key: string): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    this.#rows.delete(key);
    this.#gone.set(key, row);
    if (this.#gone.size > MOST_GONE) {
      for (const oldest of this.#gone.keys()) {
        this.#gone.delete(oldest);
        break;
      }
    }
    this.#touched.add(key);
    this.#membershipChanged = true;
  }
}

const NOBODY: readonly (() => void)[] = [];
/** Rows kept beyond their end; a held list shows a few dozen at most. */
const MOST_GONE = 500;
