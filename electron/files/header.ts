/** The file's header against the mapping, and what to say where they do not fit. */
import { AppError } from '../../shared/errors/index.ts';
import type { Mapping } from './mapping.ts';
import { shown } from './problem.ts';
import { RowScanner, splitRow } from './rows.ts';
import type { TextSource } from './source.ts';

/**
 * Names of the file's columns in their order. Without a header they are the mapping's. Columns that the mapping does not name stay in the kept line.
 *
 * @throws AppError `invalid-input` where a column of the mapping is missing, or the file has no row at all
 */
export function readHeader(text: TextSource, mapping: Mapping): string[] {
  const names = mapping.columns.map(({ name }) => name);
  if (!mapping.format.header) return names;
  const first = firstRow(text, mapping);
  const { delimiter, quote } = mapping.format;
  const header = splitRow(first, delimiter, quote).map((name) => name.trim());
  const missing = names.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    throw new AppError({
      code: 'invalid-input',
      message:
        `“${text.name}” does not fit the mapping “${mapping.name}”: ${missing.length} of its ${names.length} columns ` +
        `are missing (${listed(missing)}). The file's first line has ${listed(header)}. Choose another mapping.`,
      detail: { missing: missing.slice(0, 20), found: header.slice(0, 20).map((name) => name.slice(0, 80)) },
    });
  }
  const twice = names.find((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice !== undefined) {
    throw new AppError({
      code: 'invalid-input',
      message: `“${text.name}” has two columns ${shown(twice)}: which one is meant cannot be told.`,
    });
  }
  return header;
}

function firstRow(text: TextSource, mapping: Mapping): string {
  const { delimiter, quote, skipLines } = mapping.format;
  const scanner = new RowScanner({ delimiter, quote, newline: text.newline });
  const rows = [...scanner.push(text.head), ...scanner.end()].slice(skipLines);
  const first = rows.find((row) => row.text.trim() !== '');
  if (first === undefined) {
    throw new AppError({
      code: 'invalid-input',
      message: `“${text.name}” has no header line: there is nothing to import.`,
    });
  }
  return first.text;
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, 6).map(shown).join(', ');
  return names.length > 6 ? `${some} and ${names.length - 6} more` : some;
}
