/** Flags of a command, read strictly: an unknown one is an error, not a guess. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './io.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The flags' values and the rest of the arguments.
 *
 * @throws UsageError on an unknown flag, a flag without its value, and on arguments where the command takes none
 */
export function readFlags<T extends Options>(argv: readonly string[], options: T, positionals: boolean) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: positionals });
  } catch (error) {
    const [first = 'The arguments are not understood.'] = (error instanceof Error ? error.message : '').split('. ');
    throw new UsageError(first.endsWith('.') ? first : `${first}.`);
  }
}

/** A flag that must be given. */
export function needed(value: string | undefined, flag: string): string {
  if (value === undefined || value === '') throw new UsageError(`Give --${flag}.`);
  return value;
}

/** A flag that holds a number within limits, or its default. */
export function numberFlag(
  value: string | undefined,
  flag: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  if (value === undefined) return otherwise;
  const number = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(`--${flag} is a number from ${least} to ${most}, not “${value.slice(0, 40)}”.`);
  return number;
}

/** A flag that holds one of a few words, or its default. */
export function wordFlag<T extends string>(
  value: string | undefined,
  flag: string,
  words: readonly T[],
  otherwise: T,
): T {
  if (value === undefined) return otherwise;
  const found = words.find((word) => word === value);
  if (found === undefined)
    throw new UsageError(`--${flag} is one of ${words.join(', ')}, not “${value.slice(0, 40)}”.`);
  return found;
}
