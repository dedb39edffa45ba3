import { QUARTER_MS } from '../track/time-window.ts';

/** Quarter hours of people, from where the choice began to where it has come to. A single cell is the cursor. */
export interface Picked {
  /** Person's key and start of the quarter hour where it began. */
  row: string;
  at: number;
  /** Where it has come to. */
  headRow: string;
  headAt: number;
}

export function cursorAt(row: string, at: number): Picked {
  return { row, at, headRow: row, headAt: at };
}

/** The stretch of time chosen, epoch ms UTC. */
export function spanOf({ at, headAt }: Picked): { from: number; to: number } {
  return { from: Math.min(at, headAt), to: Math.max(at, headAt) + QUARTER_MS };
}

/** Whether more than the cursor's own cell is chosen. */
export function isRange({ row, headRow, at, headAt }: Picked): boolean {
  return row !== headRow || at !== headAt;
}

/** First and last place in the list of those chosen; null while one of them is not in it. */
export function rowsOf({ row, headRow }: Picked, keys: readonly string[]): { first: number; last: number } | null {
  const from = keys.indexOf(row);
  const to = keys.indexOf(headRow);
  return from < 0 || to < 0 ? null : { first: Math.min(from, to), last: Math.max(from, to) };
}

/** Moves the cursor, or with `extend` the end of the choice. @param rows places in the list @param quarters later if positive */
export function movePicked(
  picked: Picked,
  keys: readonly string[],
  rows: number,
  quarters: number,
  extend: boolean,
): Picked {
  const index = Math.max(0, keys.indexOf(picked.headRow));
  const headRow = keys[Math.min(keys.length - 1, Math.max(0, index + rows))] ?? picked.headRow;
  const headAt = picked.headAt + quarters * QUARTER_MS;
  return extend ? { ...picked, headRow, headAt } : cursorAt(headRow, headAt);
}
