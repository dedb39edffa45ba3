/** The shape of rows: how many cells, which column is where, and rows that are short because two columns were joined. */
import { AppError } from '../../shared/errors/index.ts';
import { unknownName } from './compile.ts';
import type { Mapping } from './mapping.ts';
import { RowProblem } from './problem.ts';
import { KEPT_OF_TOO_LONG } from './rows.ts';
import type { RawRow } from './rows.ts';

/** A rule that takes a cell apart into adjacent columns. */
export interface RowShape {
  readonly name: string;
  /** Place of the cell. */
  readonly at: number;
  /** Into how many. */
  readonly into: number;
}

const BLANKS = /\s+/;

/**
 * The cells of a row with the wrong number of them, put right by the first rule that gives exactly the right number.
 *
 * @throws RowProblem where none does
 */
export function reshaped(
  cells: readonly string[],
  width: number,
  shapes: readonly RowShape[],
  notes: Set<string>,
): string[] {
  for (const shape of shapes) {
    if (cells.length !== width - shape.into + 1) continue;
    const parts = (cells[shape.at] ?? '').trim().split(BLANKS);
    if (parts.length !== shape.into || parts.includes('')) continue;
    notes.add(shape.name);
    return cells.toSpliced(shape.at, 1, ...parts);
  }
  throw new RowProblem(`The row has ${cells.length} columns instead of ${width}.`);
}

/** @throws RowProblem where the scanner could not make a row of the line */
export function refuseShape(raw: RawRow): void {
  if (raw.problem === 'too-long') {
    throw new RowProblem(
      `The line has ${raw.length} characters, more than any row may have; its first ${KEPT_OF_TOO_LONG} are kept here.`,
    );
  }
  if (raw.problem === 'unclosed-quote') throw new RowProblem('A quote opens in this line and never closes.');
}

/** Place of each column the mapping names. */
export function columnPlaces(mapping: Mapping, header: readonly string[]): Map<string, number> {
  if (!mapping.format.header) {
    return new Map(mapping.columns.map((column, index) => [column.name, index]));
  }
  return new Map(header.map((name, index) => [name, index]));
}

/** @throws AppError `invalid-input` where the columns of the rule do not follow each other in the file */
export function rowShape(repair: Mapping['rowRepairs'][number], header: readonly string[], mapping: string): RowShape {
  const at = header.indexOf(repair.split);
  if (at === -1) throw unknownName('column', repair.split, mapping);
  const adjacent = repair.into.every((name, index) => header[at + index] === name);
  if (!adjacent) {
    throw new AppError({
      code: 'invalid-input',
      message: `The mapping “${mapping}”, rule “${repair.name}”: the columns ${repair.into.join(', ')} do not follow each other in the file.`,
    });
  }
  return { name: repair.name, at, into: repair.into.length };
}
