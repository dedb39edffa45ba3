import type { SqlValue } from '../sqlite.ts';

/** In every runtime the program meets; the compiler's library for ES2023 does not name them yet. */
interface WellFormed {
  isWellFormed(): boolean;
  toWellFormed(): string;
}

/**
 * The text as SQLite will give it back: half a surrogate pair becomes U+FFFD. Without this a hostile string would differ from its own
 * stored copy, and every replay would look like a change.
 */
export function storable(text: string): string {
  const checked = text as string & WellFormed;
  return checked.isWellFormed() ? text : checked.toWellFormed();
}

/** Applies `storable` to the texts among the values, in place. */
export function makeStorable(values: SqlValue[]): SqlValue[] {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (typeof value === 'string') values[i] = storable(value);
  }
  return values;
}
