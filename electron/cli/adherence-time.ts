/** Instants and spans as the adherence command reads them. */
import { isAppError } from '../../shared/errors/index.ts';
import { parseLocal } from '../../shared/time/local.ts';
import type { LocalInstant } from '../../shared/time/local.ts';
import { shown } from '../files/problem.ts';
import { LineProblem } from './adherence-table.ts';

const DAY_MS = 86_400_000;
const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}(?:$|[T ])/i;
const MIDNIGHT_AFTER = /^(\d{4}-\d{2}-\d{2})[T ]24:00(?::00(?:[.,]0+)?)?(?![\d:.,])/i;
/** Outside these years an instant is a slip. */
const FIRST_INSTANT = Date.UTC(1900, 0, 1);
const LAST_INSTANT = Date.UTC(2200, 0, 1);

/**
 * Instants of a file: ISO 8601 with an offset, or a local time of the zone, or a date (its first instant). `24:00` is the next midnight. What ends one row
 * mostly begins the next, so the last one is kept.
 */
export class Instants {
  readonly zone: string;
  #lastText = '';
  #last: LocalInstant | null = null;

  /** @param zone IANA name, known to be one */
  constructor(zone: string) {
    this.zone = zone;
  }

  /** @throws LineProblem where the text is no instant */
  read(text: string, column: string): LocalInstant {
    if (this.#last !== null && text === this.#lastText) return this.#last;
    const found = readInstant(text, column, this.zone);
    this.#lastText = text;
    this.#last = found;
    return found;
  }
}

function readInstant(text: string, column: string, zone: string): LocalInstant {
  // “09:00 +01:00”: the blank is in nobody's way.
  const close = text.includes(' ', 12) ? text.replace(/ (?=(?:Z|[+-]\d{2}:?\d{2})$)/i, '') : text;
  const late = close.includes('24:00') && MIDNIGHT_AFTER.test(close);
  const plain = late ? close.replace(MIDNIGHT_AFTER, '$1T23:59:59') : close;
  let found: LocalInstant;
  try {
    if (!WHOLE_DATE.test(plain)) throw new LineProblem('');
    found = parseLocal(plain, zone);
  } catch (error) {
    if (!isAppError(error, 'invalid-input') && !(error instanceof LineProblem)) throw error;
    throw new LineProblem(
      `${column} ${shown(text)} is no instant. Write it as 2026-03-02T09:00:00+01:00, or 2026-03-02T09:00 for the zone's own time.`,
    );
  }
  if (late) found = { ...found, at: found.at + 1000, laterAt: found.laterAt === null ? null : found.laterAt + 1000 };
  if (!(found.at >= FIRST_INSTANT && found.at < LAST_INSTANT)) {
    throw new LineProblem(`${column} ${shown(text)} lies outside the years 1900 to 2199.`);
  }
  return found;
}

export interface SpanTexts {
  readonly start: string;
  /** Empty: no end, where that is allowed. */
  readonly end: string;
  /** Where the row before it of the same agent ended. */
  readonly afterAt: number | null;
}

/**
 * A span `[start, end)`. A local time that occurs twice in autumn is the first of the two, unless the row before it ended at the second one, or the end would not
 * lie after the start: then it is the second. A local time that the spring change skips moves forward by the length of the gap; a span that
 * lies wholly in the gap has no length.
 *
 * @throws LineProblem where a text is no instant, or the end does not lie after the start
 */
export function readSpan(
  texts: SpanTexts,
  instants: Instants,
  open: 'may-be-open' | 'closed',
): { startAt: number; endAt: number | null } {
  if (texts.start === '') throw new LineProblem('start is empty.');
  const start = instants.read(texts.start, 'start');
  const startAt = start.laterAt !== null && start.laterAt === texts.afterAt ? start.laterAt : start.at;
  if (texts.end === '') {
    if (open === 'closed') throw new LineProblem('end is empty.');
    return { startAt, endAt: null };
  }
  const end = instants.read(texts.end, 'end');
  const endAt = end.at <= startAt && end.laterAt !== null ? end.laterAt : end.at;
  if (endAt <= startAt && (start.kind === 'skipped' || end.kind === 'skipped')) return { startAt, endAt: startAt };
  const words = `end ${shown(texts.end)}`;
  if (endAt < startAt) throw new LineProblem(`${words} lies before start ${shown(texts.start)}.`);
  if (endAt === startAt && open === 'closed') throw new LineProblem(`${words} is the same as start.`);
  if (endAt - startAt > 400 * DAY_MS) throw new LineProblem('start and end are more than a year apart.');
  return { startAt, endAt };
}

/** @throws LineProblem where the text is no instant */
export function readMoment(text: string, zone: string): number {
  return readInstant(text, 'instant', zone).at;
}
