import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoderFor } from '../../../electron/files/decode.ts';
import { RowScanner, splitRow } from '../../../electron/files/rows.ts';
import type { RawRow, ScanOptions } from '../../../electron/files/rows.ts';

function scan(pieces: readonly string[], options: Partial<ScanOptions> = {}): RawRow[] {
  const scanner = new RowScanner({ delimiter: ',', quote: '"', ...options });
  return [...pieces.flatMap((piece) => scanner.push(piece)), ...scanner.end()];
}

function texts(rows: readonly RawRow[]): string[] {
  return rows.map(({ text }) => text);
}

/** Cuts a text at any places. */
function cut(text: string, at: readonly number[]): string[] {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  const pieces: string[] = [];
  let from = 0;
  for (const place of places) {
    pieces.push(text.slice(from, place));
    from = place;
  }
  return [...pieces, text.slice(from)];
}

const dirty = fc
  .array(fc.constantFrom('a', 'é', '"', '""', ',', '\n', '\r\n', '\r', ' ', '0', 'שלום', '😀'), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('rows of delimited text', () => {
  it('takes both line ends, and the last line without one', () => {
    const rows = scan(['a,b\r\nc,d\ne,f']);
    expect(texts(rows)).toEqual(['a,b', 'c,d', 'e,f']);
    expect(rows.map(({ line, ended }) => [line, ended])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });

  it('keeps line ends inside quotes in the row and goes on counting lines', () => {
    const rows = scan(['id,note\n1,"two\nlines, ""quoted"""\n2,x\n']);
    expect(texts(rows)).toEqual(['id,note', '1,"two\nlines, ""quoted"""', '2,x']);
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(splitRow(rows[1]?.text ?? '', ',', '"')).toEqual(['1', 'two\nlines, "quoted"']);
  });

  it('takes a quote in the middle of a field for itself', () => {
    expect(texts(scan(['5" pipe,x\n6,y\n']))).toEqual(['5" pipe,x', '6,y']);
    expect(splitRow('5" pipe,"a"b', ',', '"')).toEqual(['5" pipe', 'ab']);
  });

  it('reports the line of a quote that never closes and reads the lines after it', () => {
    const rows = scan(['1,a\n2,"open\n3,b\n4,c\n']);
    expect(rows.map(({ text, problem }) => [text, problem])).toEqual([
      ['1,a', null],
      ['2,"open', 'unclosed-quote'],
      ['3,b', null],
      ['4,c', null],
    ]);
  });

  it('gives an open quote up after the longest row, without waiting for the end of the file', () => {
    const scanner = new RowScanner({ delimiter: ',', quote: '"', maxChars: 100 });
    const first = scanner.push(`1,"open\n${'2,x\n'.repeat(50)}`);
    expect(first[0]).toMatchObject({ text: '1,"open', problem: 'unclosed-quote' });
    expect(first).toHaveLength(51);
  });

  it('keeps only the beginning of an endless line and says how long it was', () => {
    const scanner = new RowScanner({ delimiter: ',', quote: '"' });
    const piece = 'x'.repeat(65_536);
    const rows: RawRow[] = scanner.push('1,a\n');
    for (let index = 0; index < 1600; index += 1) rows.push(...scanner.push(piece));
    rows.push(...scanner.push('\n2,b\n'), ...scanner.end());
    expect(rows.map(({ line, problem, length }) => [line, problem, length])).toEqual([
      [1, null, 3],
      [2, 'too-long', 1600 * 65_536],
      [3, null, 3],
    ]);
    expect(rows[1]?.text).toHaveLength(4096);
  });

  it('gives the same rows wherever the text is cut', () => {
    fc.assert(
      fc.property(
        dirty,
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.integer({ min: 3, max: 30 }),
        (text, at, maxChars) => {
          expect(scan(cut(text, at), { maxChars })).toEqual(scan([text], { maxChars }));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives the same rows wherever the bytes of a file are cut', () => {
    const rowsOf = (pieces: readonly Uint8Array[]): RawRow[] => {
      const decoder = decoderFor('utf-8');
      return scan([...pieces.map((piece) => decoder.write(piece)), decoder.end()], { maxChars: 20 });
    };
    fc.assert(
      fc.property(dirty, fc.array(fc.nat(), { maxLength: 12 }), (text, at) => {
        const bytes = Buffer.from(text, 'utf8');
        const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
        const pieces = [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
        expect(rowsOf(pieces)).toEqual(rowsOf([bytes]));
      }),
      { numRuns: 1000 },
    );
  });

  it('loses no character of any text', () => {
    fc.assert(
      fc.property(dirty, (text) => {
        const joined = scan([text])
          .map((row) => row.text + (row.ended ? '\n' : ''))
          .join('');
        expect(joined.replaceAll('\r', '')).toBe(text.replaceAll('\r', ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with csv-parse on well-formed files', () => {
    const cell = fc.stringMatching(/^[a-z0-9 ,"\n;é]{0,8}$/);
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    fc.assert(
      fc.property(table, (cells) => {
        const text = cells.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');
        const mine = scan([text]).map((row) => splitRow(row.text, ',', '"'));
        expect(mine).toEqual(parse(text, { relax_column_count: true }));
      }),
      { numRuns: 500 },
    );
  });
});
