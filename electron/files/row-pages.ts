import type { Mapping } from './mapping.ts';
import { RowScanner } from './rows.ts';
import type { RawRow } from './rows.ts';
import type { TextSource } from './source.ts';

/** Rows in a page, and so in a transaction. The same in every run: cursors count in pages. */
const PAGE_ROWS = 1000;

/** The file's rows in pages of the same size, the header and blank lines left out; the last page may be empty. */
export async function* pages(text: TextSource, mapping: Mapping): AsyncGenerator<{ rows: RawRow[]; last: boolean }> {
  const { delimiter, quote, header, skipLines } = mapping.format;
  const scanner = new RowScanner({ delimiter, quote, newline: text.newline });
  let toSkip = skipLines;
  let headerToCome = header;
  let page: RawRow[] = [];
  const wanted = (row: RawRow): boolean => {
    if (toSkip > 0) {
      toSkip -= 1;
      return false;
    }
    if (row.text.trim() === '') return false;
    if (!headerToCome) return true;
    headerToCome = false;
    return false;
  };
  for await (const piece of text.text) {
    for (const row of scanner.push(piece)) {
      if (wanted(row)) page.push(row);
      if (page.length < PAGE_ROWS) continue;
      yield { rows: page, last: false };
      page = [];
    }
  }
  for (const row of scanner.end()) {
    if (wanted(row)) page.push(row);
    if (page.length < PAGE_ROWS) continue;
    yield { rows: page, last: false };
    page = [];
  }
  yield { rows: page, last: true };
}
