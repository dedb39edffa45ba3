import { describe, expect, it } from 'vitest';
import { compileFormat, readDuration } from '../../../electron/files/formats.ts';

function read(format: string, text: string): string | null {
  const reading = compileFormat(format)?.(text) ?? null;
  return reading === null
    ? null
    : new Date(reading.wall).toISOString() + (reading.offset === null ? '' : ` ${reading.offset}`);
}

describe('date and time formats of files', () => {
  it.each([
    ['yyMMdd', '990203', '1999-02-03T00:00:00.000Z'],
    ['yyMMdd', '690203', '2069-02-03T00:00:00.000Z'],
    ['dd/MM/yyyy HH:mm', '03/02/2024 07:05', '2024-02-03T07:05:00.000Z'],
    ['M/d/yyyy h:mm:ss a', '2/3/2024 12:00:01 AM', '2024-02-03T00:00:01.000Z'],
    ['M/d/yyyy h:mm a', '12/31/2024 12:59 pm', '2024-12-31T12:59:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSZ", '2024-02-03T07:05:09.25+05:30', '2024-02-03T07:05:09.250Z 330'],
    ['d MMM yyyy', '3 Feb 2024', '2024-02-03T00:00:00.000Z'],
    ['H:mm:ss', '0:00:31', '1970-01-01T00:00:31.000Z'],
  ])('reads %s from %s', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  it.each([
    ['yyyy-MM-dd', '2024-02-30'],
    ['yyyy-MM-dd', '2024-13-01'],
    ['yyyy-MM-dd', '2024-02-03 '],
    ['yyyy-MM-dd', '0099-02-03'],
    ['HH:mm', '24:00'],
    ['HH:mm', '7:00'],
    ['h:mm a', '13:00 PM'],
    ['yyMMdd', '99020'],
  ])('refuses %s for %s', (format, text) => {
    expect(read(format, text)).toBeNull();
  });

  it('refuses a format with letters that mean nothing', () => {
    expect(compileFormat('yyyy-QQ')).toBeNull();
    expect(compileFormat("yyyy 'open")).toBeNull();
    expect(compileFormat('')).toBeNull();
  });

  it.each([
    ['1:02:03', 3723],
    ['02:03', 123],
    ['-0:30', -30],
    ['100:00:00.5', 360_000.5],
    ['1:60:00', null],
    ['0:61', null],
    ['abc', null],
  ])('reads the duration %s as %s seconds', (text, seconds) => {
    expect(readDuration(text)).toBe(seconds);
  });
});
