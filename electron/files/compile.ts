/** Expressions and conditions of a mapping, compiled to functions of a row. */
import { AppError } from '../../shared/errors/index.ts';
import { instantOfWall } from '../../shared/time/local.ts';
import type { Condition, Expression, Scalar } from './expression.ts';

/** A row while it is read. */
export interface Row {
  /** Cells as written, trimmed. */
  texts: string[];
  /** Typed values of the columns. */
  values: Scalar[];
  /** `let`s, outcome and fields, by slot. */
  fields: Scalar[];
  /** Names of the repairs made. */
  notes: Set<string>;
}

export type Evaluate = (row: Row) => Scalar;
export type Test = (row: Row) => boolean;

/** What names mean where an expression stands. */
export interface Scope {
  readonly mapping: string;
  readonly zone: string;
  /** Place of a column in the row, undefined for an unknown name. */
  column(name: string): number | undefined;
  /** Slot of a field that is worked out before this one, undefined for an unknown name. */
  field(name: string): number | undefined;
}

const HALF_DAY_MS = 43_200_000;
const DAY_MS = 86_400_000;

/** @throws AppError `invalid-input` where a name is unknown */
export function compileExpression(expression: Expression, scope: Scope): Evaluate {
  if (expression === null || typeof expression !== 'object') return () => expression;
  if ('column' in expression) return columnValue(expression.column, scope);
  if ('text' in expression) return cellText(expression.text, scope);
  if ('field' in expression) return fieldValue(expression.field, scope);
  if ('concat' in expression) return concat(expression.concat, expression.separator ?? '', scope);
  if ('firstOf' in expression) return firstOf(expression.firstOf, scope);
  if ('lower' in expression) return lowered(expression.lower, scope);
  if ('at' in expression) return placeClock(expression.at, scope);
  if ('plus' in expression) return moved(expression.plus, 1000, scope);
  if ('minus' in expression) return moved(expression.minus, -1000, scope);
  if ('between' in expression) return between(expression.between, scope);
  if ('scale' in expression) return scaled(expression.scale, scope);
  if ('map' in expression) return lookedUp(expression.map, scope);
  return firstCase(expression, scope);
}

/** @throws AppError `invalid-input` where a name is unknown */
export function compileCondition(condition: Condition, scope: Scope): Test {
  if ('all' in condition) {
    const tests = condition.all.map((one) => compileCondition(one, scope));
    return (row) => tests.every((test) => test(row));
  }
  if ('any' in condition) {
    const tests = condition.any.map((one) => compileCondition(one, scope));
    return (row) => tests.some((test) => test(row));
  }
  if ('not' in condition) {
    const test = compileCondition(condition.not, scope);
    return (row) => !test(row);
  }
  const of = compileExpression(condition.of, scope);
  if ('empty' in condition) {
    const wanted = condition.empty;
    return (row) => (of(row) === null) === wanted;
  }
  if ('in' in condition) {
    const members = new Set<Scalar>(condition.in);
    return (row) => members.has(of(row));
  }
  if ('startsWith' in condition) {
    const start = condition.startsWith;
    return (row) => String(of(row) ?? '').startsWith(start);
  }
  if ('contains' in condition) {
    const part = condition.contains;
    return (row) => String(of(row) ?? '').includes(part);
  }
  if ('is' in condition) return compared(of, condition.is, (a, b) => a === b, scope);
  if ('above' in condition) return compared(of, condition.above, (a, b) => a > b, scope);
  if ('atLeast' in condition) return compared(of, condition.atLeast, (a, b) => a >= b, scope);
  if ('below' in condition) return compared(of, condition.below, (a, b) => a < b, scope);
  return compared(of, condition.atMost, (a, b) => a <= b, scope);
}

type Present = string | number | boolean;

function compared(of: Evaluate, other: Expression, holds: (a: Present, b: Present) => boolean, scope: Scope): Test {
  const right = compileExpression(other, scope);
  return (row) => {
    const a = of(row);
    const b = right(row);
    return a !== null && b !== null && typeof a === typeof b && holds(a, b);
  };
}

function columnValue(name: string, scope: Scope): Evaluate {
  const index = columnIndex(name, scope);
  return (row) => row.values[index] ?? null;
}

function cellText(name: string, scope: Scope): Evaluate {
  const index = columnIndex(name, scope);
  return (row) => row.texts[index] || null;
}

/** @throws AppError `invalid-input` where the mapping has no such column */
export function columnIndex(name: string, scope: Scope): number {
  const index = scope.column(name);
  if (index === undefined) throw unknownName('column', name, scope.mapping);
  return index;
}

function fieldValue(name: string, scope: Scope): Evaluate {
  const slot = scope.field(name);
  if (slot === undefined) throw unknownName('field', name, scope.mapping);
  return (row) => row.fields[slot] ?? null;
}

export function unknownName(kind: string, name: string, mapping: string): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `The mapping “${mapping}” speaks of a ${kind} “${name}” that it does not have (at that place).`,
    detail: { mapping, [kind]: name },
  });
}

function concat(parts: Expression[], separator: string, scope: Scope): Evaluate {
  const compiled = parts.map((part) => compileExpression(part, scope));
  return (row) => {
    const present: string[] = [];
    for (const part of compiled) {
      const value = part(row);
      if (value !== null && value !== '') present.push(String(value));
    }
    return present.length === 0 ? null : present.join(separator);
  };
}

function firstOf(parts: Expression[], scope: Scope): Evaluate {
  const compiled = parts.map((part) => compileExpression(part, scope));
  return (row) => {
    for (const part of compiled) {
      const value = part(row);
      if (value !== null) return value;
    }
    return null;
  };
}

function lowered(of: Expression, scope: Scope): Evaluate {
  const value = compileExpression(of, scope);
  return (row) => {
    const text = value(row);
    return typeof text === 'string' ? text.toLowerCase() : text;
  };
}

function placeClock(
  place: { date: Expression; clock: Expression; after?: Expression | undefined },
  scope: Scope,
): Evaluate {
  const date = compileExpression(place.date, scope);
  const clock = compileExpression(place.clock, scope);
  const after = compileExpression(place.after ?? null, scope);
  return (row) => {
    const midnight = date(row);
    const seconds = clock(row);
    if (typeof midnight !== 'number' || typeof seconds !== 'number') return null;
    const anchor = after(row);
    return wallToInstant(midnight + seconds * 1000, scope.zone, row.notes, typeof anchor === 'number' ? anchor : null);
  };
}

/**
 * The instant of a wall reading, by the import's rules: a clock over twelve hours before `after` is the next day's; a skipped local time moves
 * forward by the gap; a repeated one is the first, or the one nearer to `after`. Each is noted.
 *
 * @param wall local time as if UTC, milliseconds
 * @param after an instant of the same row that is earlier by its meaning, or null
 */
export function wallToInstant(wall: number, zone: string, notes: Set<string>, after: number | null): number {
  let found = instantOfWall(wall, zone);
  if (after !== null && found.at < after - HALF_DAY_MS) {
    found = instantOfWall(wall + DAY_MS, zone);
    notes.add('past-midnight');
  }
  if (found.kind === 'exact') return found.at;
  if (found.kind === 'skipped') {
    notes.add('nonexistent-local-time');
    return found.at;
  }
  notes.add('ambiguous-local-time');
  if (after === null || found.laterAt === null) return found.at;
  return Math.abs(found.laterAt - after) < Math.abs(found.at - after) ? found.laterAt : found.at;
}

function moved(parts: { instant: Expression; seconds: Expression }, factor: number, scope: Scope): Evaluate {
  const instant = compileExpression(parts.instant, scope);
  const seconds = compileExpression(parts.seconds, scope);
  return (row) => {
    const from = instant(row);
    const by = seconds(row);
    return typeof from === 'number' && typeof by === 'number' ? from + by * factor : null;
  };
}

function between(parts: { from: Expression; to: Expression }, scope: Scope): Evaluate {
  const from = compileExpression(parts.from, scope);
  const to = compileExpression(parts.to, scope);
  return (row) => {
    const start = from(row);
    const end = to(row);
    return typeof start === 'number' && typeof end === 'number' ? (end - start) / 1000 : null;
  };
}

function scaled(parts: { of: Expression; by: number }, scope: Scope): Evaluate {
  const of = compileExpression(parts.of, scope);
  return (row) => {
    const value = of(row);
    return typeof value === 'number' ? value * parts.by : null;
  };
}

function lookedUp(
  parts: { of: Expression; values: Record<string, Scalar>; else?: Expression | undefined },
  scope: Scope,
): Evaluate {
  const of = compileExpression(parts.of, scope);
  const table = new Map(Object.entries(parts.values));
  const otherwise = compileExpression(parts.else ?? null, scope);
  return (row) => {
    const key = of(row);
    if (key === null) return null;
    const value = table.get(String(key));
    return value === undefined ? otherwise(row) : value;
  };
}

function firstCase(parts: { cases: { when: Condition; use: Expression }[]; else: Expression }, scope: Scope): Evaluate {
  const cases = parts.cases.map(({ when, use }) => ({
    test: compileCondition(when, scope),
    use: compileExpression(use, scope),
  }));
  const otherwise = compileExpression(parts.else, scope);
  return (row) => {
    for (const { test, use } of cases) if (test(row)) return use(row);
    return otherwise(row);
  };
}
