/** What a delimited file looks like from its head: delimiter, header, and the type of each column. Guesses for people to check. */
import { isAppError } from '../../shared/errors/index.ts';
import { parseLocal } from '../../shared/time/local.ts';
import { compileFormat, readDuration } from './formats.ts';
import type { ColumnType } from './mapping.ts';
import { RowScanner, splitRow } from './rows.ts';
import type { RawRow } from './rows.ts';
import type { TextSource } from './source.ts';

export interface DetectedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Format of a date, clock or date-time. */
  readonly format: string | null;
  /** Another format that fits all values as well: day and month cannot be told apart. */
  readonly alsoFits: string | null;
  /** Up to five different values. */
  readonly samples: readonly string[];
  /** Share of empty cells, 0..1. */
  readonly empty: number;
}

const DELIMITERS = [',', '\t', ';', '|'];
const ROWS_LOOKED_AT = 200;

const DATE_FORMATS = [
  'yyyy-MM-dd',
  'd/M/yyyy',
  'M/d/yyyy',
  'd.M.yyyy',
  'd-M-yyyy',
  'yyyy/MM/dd',
  'd MMM yyyy',
  'd-MMM-yyyy',
];
const DIGIT_DATES = ['yyyyMMdd', 'yyMMdd'];
/** Columns in which 0:03:00 is three minutes and not three past midnight. */
const DURATION_NAME = /wait|talk|hold|wrap|acw|ring|duration|handle|seconds|(?:queue|service|after.?call).?time/i;
const CLOCK_FORMATS = ['H:mm:ss', 'H:mm', 'h:mm:ss a', 'h:mm a'];

/** The first rows of a file; where its head is not the whole of it, the last one may be cut off and is left out. */
export function headRows(text: TextSource, delimiter: string, quote: string | null): RawRow[] {
  const { head, newline, headIsWhole } = text;
  const scanner = new RowScanner({ delimiter, quote, newline });
  const rows = [...scanner.push(head), ...scanner.end()].filter((row) => row.text.trim() !== '');
  const whole = rows.filter((row, index) => row.ended || headIsWhole || index === 0);
  return whole.slice(0, ROWS_LOOKED_AT + 1);
}

/** The delimiter that gives the most rows the same number of cells, more than one. */
export function detectDelimiter(text: TextSource): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const widths = headRows(text, delimiter, '"').map((row) => splitRow(row.text, delimiter, '"').length);
    const [first] = widths;
    if (first === undefined || first < 2) continue;
    const score = (widths.filter((width) => width === first).length / widths.length) * Math.log2(first + 1);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Whether the first row names the columns: its cells differ, none is empty or a figure, and the rows below hold figures. */
export function hasHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const names = first.map((cell) => cell.trim());
  if (names.some((name) => name === '' || isFigure(name)) || new Set(names).size !== names.length) return false;
  if (below.length === 0) return true;
  return (
    below.some((row) => row.some((cell) => isFigure(cell.trim()))) || below.every((row) => row.join() !== first.join())
  );
}

function isFigure(text: string): boolean {
  return /^[\d.,:/\-+ ]*\d[\d.,:/\-+ ]*$/.test(text);
}

/** The type of each column, from the cells of the rows. */
export function detectColumns(names: readonly string[], rows: readonly (readonly string[])[]): DetectedColumn[] {
  return names.map((name, index) => {
    const cells = rows.map((row) => (row[index] ?? '').trim());
    const filled = cells.filter((cell) => cell !== '');
    const { type, format, alsoFits } = detectType(name, filled);
    const samples = [...new Set(filled)].slice(0, 5);
    const empty = cells.length === 0 ? 0 : 1 - filled.length / cells.length;
    return { name, type, format, alsoFits, samples, empty };
  });
}

interface Detected {
  readonly type: ColumnType;
  readonly format: string | null;
  readonly alsoFits: string | null;
}

function detectType(name: string, cells: readonly string[]): Detected {
  const plain = (type: ColumnType): Detected => ({ type, format: null, alsoFits: null });
  if (cells.length === 0) return plain('text');
  const all = (test: (cell: string) => boolean): boolean => cells.every(test);
  if (/date/i.test(name)) {
    const digits = DIGIT_DATES.find((format) => fits(format, cells));
    if (digits !== undefined) return { type: 'date', format: digits, alsoFits: null };
  }
  if (all((cell) => /^[+-]?\d{1,15}$/.test(cell)))
    return plain(all((cell) => cell.length >= 13) && isTimeName(name) ? 'epoch-ms' : 'integer');
  if (all((cell) => /^[+-]?\d*\.?\d+$/.test(cell))) return plain('number');
  if (all((cell) => /^(?:true|false|yes|no)$/i.test(cell))) return plain('boolean');
  const date = fitting('date', DATE_FORMATS, cells);
  if (date !== null) return date;
  const clock = fitting('clock', CLOCK_FORMATS, cells);
  if (DURATION_NAME.test(name) && all((cell) => readDuration(cell) !== null)) return plain('duration');
  if (clock !== null) return clock;
  const both = DATE_FORMATS.flatMap((day) => CLOCK_FORMATS.map((time) => `${day} ${time}`));
  const datetime = all(isIso)
    ? { type: 'datetime' as const, format: 'iso', alsoFits: null }
    : fitting('datetime', both, cells);
  if (datetime !== null) return datetime;
  if (all((cell) => readDuration(cell) !== null)) return plain('duration');
  return plain('text');
}

function isTimeName(name: string): boolean {
  return /time|date|at$|stamp|created|ended/i.test(name);
}

function isIso(cell: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d/.test(cell)) return false;
  try {
    parseLocal(cell, 'UTC');
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}

function fitting(type: ColumnType, formats: readonly string[], cells: readonly string[]): Detected | null {
  const [first, second] = formats.filter((format) => fits(format, cells));
  return first === undefined ? null : { type, format: first, alsoFits: second ?? null };
}

function fits(format: string, cells: readonly string[]): boolean {
  const read = compileFormat(format);
  return read !== null && cells.every((cell) => read(cell) !== null);
}
