/**
 * Rows of delimited text. A row keeps its text as it came, its line number and what is wrong with its shape; the scanner never throws and never loses a
 * character, and its result does not depend on the pieces in which the text arrives.
 *
 * Quoting is RFC 4180 with what spreadsheets do to it: a quote opens only at the start of a field, `""` is a quote, text after the closing quote is kept as it
 * is. A quote that never closes is given up after `maxChars`: the line that opened it is reported and reading goes on with the line after it, so that
 * one stray quote cannot swallow a file.
 */

export interface RawRow {
  /** As it came, without the line's end; only the beginning of it where `problem` is `too-long`. */
  readonly text: string;
  /** 1-based number of the row's first line in the file. */
  readonly line: number;
  readonly problem: 'too-long' | 'unclosed-quote' | null;
  /** Characters of the whole row. */
  readonly length: number;
  /** Whether a line's end was seen after it: the last row of a file may lack one. */
  readonly ended: boolean;
}

export interface ScanOptions {
  readonly delimiter: string;
  /** Null where quotes mean nothing. */
  readonly quote: string | null;
  readonly newline?: '\n' | '\r';
  /** Longest row in characters; default one million. */
  readonly maxChars?: number;
}

const MAX_CHARS = 1_000_000;
/** How much of an endless line is kept for people to recognise it. */
export const KEPT_OF_TOO_LONG = 4096;

export class RowScanner {
  readonly #delimiter: string;
  readonly #quote: string | null;
  readonly #newline: string;
  readonly #max: number;
  #pending = '';
  #line = 1;
  /** Characters of the pending text in which no line's end was found. */
  #searched = 0;
  /** Set while the rest of a line that is too long goes by. */
  #skipped: { head: string; length: number } | null = null;

  constructor(options: ScanOptions) {
    this.#delimiter = options.delimiter;
    this.#quote = options.quote;
    this.#newline = options.newline ?? '\n';
    this.#max = options.maxChars ?? MAX_CHARS;
  }

  /** The rows that are complete with this piece. */
  push(piece: string): RawRow[] {
    const rows: RawRow[] = [];
    if (this.#skipped === null) this.#pending += piece;
    else this.#pending = this.#goOnSkipping(piece, rows);
    this.#drain(rows, false);
    return rows;
  }

  /** What is left when the text has ended. */
  end(): RawRow[] {
    const rows: RawRow[] = [];
    if (this.#skipped !== null) {
      rows.push(this.#tooLong(this.#skipped, false));
      this.#skipped = null;
    }
    this.#drain(rows, true);
    return rows;
  }

  #drain(rows: RawRow[], last: boolean): void {
    const text = this.#pending;
    let at = 0;
    let nextQuote = -1;
    while (at < text.length) {
      const lineEnd = text.indexOf(this.#newline, Math.max(at, this.#searched));
      const firstEnd = lineEnd === -1 ? text.length : lineEnd;
      if (firstEnd - at > this.#max) {
        if (lineEnd === -1 && !last) {
          this.#skipped = { head: text.slice(at, at + KEPT_OF_TOO_LONG), length: text.length - at };
          at = text.length;
          break;
        }
        rows.push(
          this.#tooLong(
            { head: text.slice(at, Math.min(firstEnd, at + KEPT_OF_TOO_LONG)), length: firstEnd - at },
            lineEnd !== -1,
          ),
        );
        at = firstEnd + 1;
        continue;
      }
      if (nextQuote < at) nextQuote = this.#quote === null ? Infinity : positionOf(text, this.#quote, at);
      const plain = nextQuote >= firstEnd;
      const end = plain ? (lineEnd === -1 && !last ? 'more' : firstEnd) : this.#quotedRowEnd(text, at, last);
      if (end === 'more') {
        this.#searched = lineEnd === -1 ? text.length : 0;
        break;
      }
      this.#searched = 0;
      if (end === 'unclosed') {
        rows.push(this.#row(text, at, firstEnd, lineEnd !== -1, 'unclosed-quote'));
        at = firstEnd + 1;
      } else {
        rows.push(this.#row(text, at, end, end < text.length, null));
        at = end + 1;
      }
    }
    const kept = at >= text.length ? '' : text.slice(at);
    this.#searched = Math.max(0, this.#searched - at);
    this.#pending = kept;
  }

  /** Where a row with quotes ends; `more` when that cannot be known yet, `unclosed` when a quote in it never closes. */
  #quotedRowEnd(text: string, at: number, last: boolean): number | 'more' | 'unclosed' {
    const end = quotedEnd(text, at, this.#delimiter, this.#quote ?? '', this.#newline);
    if (end === null) return last || text.length - at > this.#max ? 'unclosed' : 'more';
    if (end - at > this.#max) return 'unclosed';
    return end === text.length && !last ? 'more' : end;
  }

  #goOnSkipping(piece: string, rows: RawRow[]): string {
    const skipped = this.#skipped;
    if (skipped === null) return piece;
    const end = piece.indexOf(this.#newline);
    const more = end === -1 ? piece.length : end;
    skipped.head += piece.slice(0, Math.min(more, KEPT_OF_TOO_LONG - skipped.head.length));
    skipped.length += more;
    if (end === -1) return '';
    rows.push(this.#tooLong(skipped, true));
    this.#skipped = null;
    return piece.slice(end + 1);
  }

  #tooLong(skipped: { head: string; length: number }, ended: boolean): RawRow {
    const row: RawRow = { text: skipped.head, line: this.#line, problem: 'too-long', length: skipped.length, ended };
    this.#line += 1;
    return row;
  }

  #row(text: string, from: number, to: number, ended: boolean, problem: RawRow['problem']): RawRow {
    const carriage = this.#newline === '\n' && ended && to > from && text.charCodeAt(to - 1) === 13;
    const own = text.slice(from, carriage ? to - 1 : to);
    const row: RawRow = { text: own, line: this.#line, problem, length: own.length, ended };
    this.#line += 1;
    if (this.#quote !== null && own.includes(this.#newline)) this.#line += own.split(this.#newline).length - 1;
    return row;
  }
}

function positionOf(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found === -1 ? Infinity : found;
}

/** End of the row that starts at `at`: the index of its newline or the text's length; null where a quote is still open there. */
function quotedEnd(text: string, at: number, delimiter: string, quote: string, newline: string): number | null {
  let position = at;
  for (;;) {
    if (text.startsWith(quote, position)) {
      const close = closingQuote(text, position + 1, quote);
      if (close === null) return null;
      position = close + 1;
    }
    const nextField = text.indexOf(delimiter, position);
    const nextLine = text.indexOf(newline, position);
    const lineEnd = nextLine === -1 ? text.length : nextLine;
    if (nextField === -1 || nextField >= lineEnd) return lineEnd;
    position = nextField + delimiter.length;
  }
}

function closingQuote(text: string, from: number, quote: string): number | null {
  let position = from;
  for (;;) {
    const found = text.indexOf(quote, position);
    if (found === -1) return null;
    if (text[found + 1] !== quote) return found;
    position = found + 2;
  }
}

/** The cells of one row, unquoted. */
export function splitRow(text: string, delimiter: string, quote: string | null): string[] {
  if (quote === null || !text.includes(quote)) return text.split(delimiter);
  const cells: string[] = [];
  let position = 0;
  for (;;) {
    let cell = '';
    if (text.startsWith(quote, position)) {
      const close = closingQuote(text, position + 1, quote) ?? text.length;
      cell = text.slice(position + 1, close).replaceAll(quote + quote, quote);
      position = close + 1;
    }
    const next = text.indexOf(delimiter, position);
    cells.push(cell + text.slice(position, next === -1 ? text.length : next));
    if (next === -1) return cells;
    position = next + delimiter.length;
  }
}
