/** Plain-text tables for people. */
import { shown } from '../files/problem.ts';

const MAX_CELL = 60;

/** Columns aligned: the first to the left, the others to the right where `numbers` is set. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], numbers = true): string {
  const all = [header, ...rows].map((row) => row.map(cell));
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return numbers && column > 0 ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** Names in data may be hostile: nothing in a cell may move the cursor or change the direction of the line. */
function cell(text: string): string {
  const short = text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
  const quoted = shown(short);
  return quoted.slice(1, quoted.length - 1);
}
