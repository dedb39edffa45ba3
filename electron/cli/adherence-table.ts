/** Delimited files of the adherence command: named columns in any order, each row with its line. */
import { AppError } from '../../shared/errors/index.ts';
import { detectDelimiter, headRows } from '../files/detect.ts';
import { cleaned, isUnusable, shown } from '../files/problem.ts';
import { RowScanner, splitRow } from '../files/rows.ts';
import type { RawRow } from '../files/rows.ts';
import { openText } from '../files/source.ts';
import type { TextSource } from '../files/source.ts';

/** A row by the names of its columns, all cells without surrounding blanks. */
export interface TableRow {
  readonly line: number;
  /** The cell of a column; empty where the column is optional and absent. */
  cell(column: string): string;
}

export interface TableSpec {
  /** As the user named it. */
  readonly file: string;
  /** Where it lies. */
  readonly path: string;
  readonly columns: readonly string[];
  readonly optional?: readonly string[];
  readonly signal: AbortSignal;
}

/** Why one row of a file cannot be used. */
export class LineProblem extends Error {
  override readonly name = 'LineProblem';
}

const MOST_PROBLEMS = 20;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Reads every row of a file. What is wrong with rows is gathered and said at the end, each with its file and line; a figure is never made of a part of a
 * file.
 *
 * @param onRow throws {@link LineProblem} where a row cannot be used
 * @throws AppError `not-found`, `invalid-input` (no text, columns missing, rows that cannot be used), `cancelled`
 */
export async function readTable(spec: TableSpec, onRow: (row: TableRow) => void): Promise<void> {
  const text = await openText(spec.path, { signal: spec.signal });
  try {
    const delimiter = delimiterOf(text, spec);
    const scanner = new RowScanner({ delimiter, quote: '"', newline: text.newline });
    const problems: string[] = [];
    let count = 0;
    let header: Header | null = null;
    const take = (raw: RawRow): void => {
      if (raw.text.trim() === '' && raw.problem === null) return;
      if (header === null) {
        header = headerOf(raw, delimiter, spec);
        return;
      }
      try {
        onRow(rowOf(raw, delimiter, header));
      } catch (error) {
        if (!(error instanceof LineProblem)) throw error;
        count += 1;
        if (problems.length < MOST_PROBLEMS) problems.push(`${fileName(spec)}, line ${raw.line}: ${error.message}`);
      }
    };
    for await (const piece of text.text) for (const raw of scanner.push(piece)) take(raw);
    for (const raw of scanner.end()) take(raw);
    if (header === null)
      throw new AppError({ code: 'invalid-input', message: `${fileName(spec)} has no header line.` });
    const damage = text.damage();
    if (damage !== null) throw new AppError({ code: 'invalid-input', message: `${fileName(spec)}: ${damage}` });
    if (count > 0) throw refused(problems, count);
  } finally {
    text.close();
  }
}

/** The file as it stands in a message. */
function fileName({ file }: TableSpec): string {
  return shown(file);
}

function refused(problems: readonly string[], count: number): AppError {
  const more = count > problems.length ? [`… and ${count - problems.length} more.`] : [];
  return new AppError({
    code: 'invalid-input',
    message: [...problems, ...more].join('\n'),
    detail: { rows: count },
  });
}

/** The delimiter under which the header has the columns; where there is none, the likeliest, for the words of the failure. */
function delimiterOf(text: TextSource, spec: TableSpec): string {
  const [first] = headRows(text, ',', '"');
  const fitting = DELIMITERS.find((delimiter) => {
    const names = namesOf(first?.text ?? '', delimiter);
    return spec.columns.every((column) => names.includes(column));
  });
  return fitting ?? detectDelimiter(text);
}

function namesOf(text: string, delimiter: string): string[] {
  return splitRow(text, delimiter, '"').map((name) => cleaned(name).trim().toLowerCase());
}

interface Header {
  readonly width: number;
  readonly places: ReadonlyMap<string, number>;
}

function headerOf(raw: RawRow, delimiter: string, spec: TableSpec): Header {
  const names = namesOf(raw.text, delimiter);
  const wanted = [...spec.columns, ...(spec.optional ?? [])];
  const missing = spec.columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const found = names.slice(0, 10).map(shown).join(', ');
    throw new AppError({
      code: 'invalid-input',
      message:
        `${fileName(spec)}, line ${raw.line}: the header lacks ${missing.map(shown).join(', ')}. ` +
        `It needs the columns ${spec.columns.join(', ')}; it has ${found}.`,
      detail: { missing },
    });
  }
  const twice = wanted.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) {
    throw new AppError({
      code: 'invalid-input',
      message: `${fileName(spec)}, line ${raw.line}: there are two columns ${shown(twice)}.`,
    });
  }
  return { width: names.length, places: new Map(wanted.map((column) => [column, names.indexOf(column)])) };
}

function rowOf(raw: RawRow, delimiter: string, header: Header): TableRow {
  if (raw.problem === 'too-long') throw new LineProblem('the line is too long for a row.');
  if (raw.problem === 'unclosed-quote') throw new LineProblem('a quote opens and never closes.');
  const cells = splitRow(raw.text, delimiter, '"');
  if (cells.length > header.width && cells.slice(header.width).some((cell) => cell.trim() !== '')) {
    throw new LineProblem(
      `it has ${cells.length} columns and the header ${header.width}; quote what holds a delimiter.`,
    );
  }
  return { line: raw.line, cell: (column) => plain(cells[header.places.get(column) ?? -1] ?? '') };
}

function plain(cell: string): string {
  return (isUnusable(cell) ? cleaned(cell) : cell).trim();
}
