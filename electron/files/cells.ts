/** Cells to typed values, by the column's type and format. */
import { AppError, isAppError } from '../../shared/errors/index.ts';
import { parseLocal } from '../../shared/time/local.ts';
import { wallToInstant } from './compile.ts';
import type { Scalar } from './expression.ts';
import { compileFormat, readDuration } from './formats.ts';
import type { WallReading } from './formats.ts';
import type { Mapping, MappingColumn } from './mapping.ts';
import { RowProblem, shown } from './problem.ts';

/** Reads one trimmed, non-empty cell; throws {@link RowProblem} where it does not fit the type. */
export type CellReader = (text: string, notes: Set<string>) => Scalar;

const DEFAULT_FORMATS = { date: ['yyyy-MM-dd'], clock: ['H:mm:ss', 'H:mm'], datetime: ['iso'] } as const;
const INTEGER = /^[+-]?\d{1,15}$/;
const NUMBER = /^[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:e[+-]?\d{1,3})?$/i;
const YES = new Set(['true', 'yes', 'y', '1', 't']);
const NO = new Set(['false', 'no', 'n', '0', 'f']);
/** Outside these years an instant is a slip, not a contact. */
const FIRST_INSTANT = Date.UTC(1900, 0, 1);
const LAST_INSTANT = Date.UTC(2200, 0, 1);

/** @throws AppError `invalid-input` where the column's format is not understood */
export function cellReader(column: MappingColumn, mapping: Mapping): CellReader {
  const decimal = mapping.format.decimal;
  switch (column.type) {
    case 'text':
      return (text) => text;
    case 'integer':
      return (text) => (INTEGER.test(text) ? Number(text) : fail(column, text, 'is not a whole number'));
    case 'number':
      return (text) => readNumber(text, decimal) ?? fail(column, text, 'is not a number');
    case 'boolean':
      return (text) => readBoolean(text) ?? fail(column, text, 'is neither yes nor no');
    case 'duration':
      return (text) => readDuration(text) ?? readNumber(text, decimal) ?? fail(column, text, 'is not a duration');
    case 'epoch-seconds':
      return (text) => epoch(column, text, readNumber(text, decimal), 1000);
    case 'epoch-ms':
      return (text) => epoch(column, text, readNumber(text, decimal), 1);
    case 'date':
    case 'clock':
    case 'datetime':
      return timeReader(column, column.type, mapping);
  }
}

function fail(column: MappingColumn, text: string, what: string): never {
  throw new RowProblem(`Column “${column.name}”: ${shown(text)} ${what}.`);
}

function readNumber(text: string, decimal: '.' | ','): number | null {
  const plain = decimal === ',' ? text.replace(',', '.') : text;
  if (decimal === ',' && text.includes('.')) return null;
  return NUMBER.test(plain) ? Number(plain) : null;
}

function readBoolean(text: string): boolean | null {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

function epoch(column: MappingColumn, text: string, value: number | null, factor: number): number {
  const at = value === null ? Number.NaN : Math.round(value * factor);
  return at >= FIRST_INSTANT && at < LAST_INSTANT ? at : fail(column, text, 'is not an instant between 1900 and 2200');
}

function timeReader(column: MappingColumn, type: 'date' | 'clock' | 'datetime', mapping: Mapping): CellReader {
  const formats = column.format ?? DEFAULT_FORMATS[type];
  const readers = (typeof formats === 'string' ? [formats] : formats).map((format) =>
    oneReader(format, column, mapping),
  );
  const words = { date: 'is not a date', clock: 'is not a time of day', datetime: 'is not a date and time' }[type];
  const inForm = `${words} in the form ${typeof formats === 'string' ? formats : formats.join(' or ')}`;
  return (text, notes) => {
    for (const read of readers) {
      const found = read(text, notes);
      if (found !== null) return found;
    }
    return fail(column, text, inForm);
  };
}

function oneReader(
  format: string,
  column: MappingColumn,
  mapping: Mapping,
): (text: string, notes: Set<string>) => number | null {
  if (format === 'iso') return isoReader(column.type, mapping.zone);
  const compiled = compileFormat(format);
  if (compiled === null) {
    throw new AppError({
      code: 'invalid-input',
      message: `The mapping “${mapping.name}” gives column “${column.name}” a format that is not understood: ${shown(format)}.`,
    });
  }
  return (text, notes) => {
    const reading = compiled(text);
    if (reading === null) return null;
    if (column.type === 'clock') return (((reading.wall % 86_400_000) + 86_400_000) % 86_400_000) / 1000;
    if (column.type === 'date') return reading.wall;
    return instantOf(reading, mapping.zone, notes);
  };
}

function instantOf(reading: WallReading, zone: string, notes: Set<string>): number {
  if (reading.offset !== null) return reading.wall - reading.offset * 60_000;
  return wallToInstant(reading.wall, zone, notes, null);
}

function isoReader(type: MappingColumn['type'], zone: string): (text: string, notes: Set<string>) => number | null {
  return (text, notes) => {
    try {
      const found = parseLocal(text, type === 'date' ? 'UTC' : zone);
      if (found.kind === 'skipped') notes.add('nonexistent-local-time');
      if (found.kind === 'repeated') notes.add('ambiguous-local-time');
      return found.at;
    } catch (error) {
      if (isAppError(error, 'invalid-input')) return null;
      throw error;
    }
  };
}
