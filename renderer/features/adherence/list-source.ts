import type { RowSource } from '../../ui/index.ts';

/** Rows of an answer as a grid wants them: they stay as they are until the next answer. */
export function listSource<Row extends { key: string }>(rows: readonly Row[]): RowSource<Row> {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const get = (key: string) => byKey.get(key);
  return { get, last: get, subscribeKey: () => () => undefined };
}
