import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localTime, parseLocal, parseLocalDate } from '../../../shared/time/local.ts';
import { zoneOffsets } from '../../../shared/time/offsets.ts';

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

describe('dates from text', () => {
  test.each([
    ['1999-04-03', 'Europe/Berlin', '1999-04-02T22:00:00Z'],
    ['1999-04', 'Europe/Berlin', '1999-03-31T22:00:00Z'],
    ['1999-04-03T10', 'Europe/Berlin', '1999-04-03T08:00:00Z'],
    ['1999-04-03 10:15', 'Asia/Kathmandu', '1999-04-03T04:30:00Z'],
    [' 1999-04-03T10:15:30 ', 'Asia/Kolkata', '1999-04-03T04:45:30Z'],
    ['1999-04-03T10:15:30.5', 'UTC', '1999-04-03T10:15:30.500Z'],
    ['1999-04-03T10:15:30.123456Z', 'Asia/Kolkata', '1999-04-03T10:15:30.123Z'],
    ['1999-04-03T10:15+05:45', 'UTC', '1999-04-03T04:30:00Z'],
    ['1999-04-03T10:15-0330', 'UTC', '1999-04-03T13:45:00Z'],
    ['1999-04-03T10-03', 'UTC', '1999-04-03T13:00:00Z'],
    ['2000-02-29', 'UTC', '2000-02-29T00:00:00Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(iso(parseLocalDate(text, zone))).toBe(expected);
  });

  test.each([
    [''],
    ['yesterday'],
    ['1999'],
    ['1999-02-30'],
    ['1999-13-01'],
    ['1900-02-29'],
    ['1999-04-03T24:00'],
    ['1999-04-03T10:60'],
    ['1999-04-03T10:15+19:00'],
    ['1999-04-03T10:15 Europe/Berlin'],
    ['03/04/1999'],
    ['0050-01-01'],
    ['9'.repeat(10_000)],
    ['<script>'],
  ])('%s is refused in plain words', (text) => {
    expect(() => parseLocalDate(text, 'UTC')).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });

  test('an unknown zone is refused even where the text brings its offset', () => {
    expect(() => parseLocalDate('1999-04-03T10:15Z', 'Europe/Atlantis')).toThrow(/no time zone/);
  });

  test('a time the spring change skips moves on by the length of the gap, and says so', () => {
    expect(parseLocal('1999-03-28T02:30', 'Europe/Berlin')).toEqual({
      at: Date.parse('1999-03-28T01:30:00Z'),
      kind: 'skipped',
      laterAt: null,
    });
    expect(iso(parseLocalDate('2023-10-01T02:10', 'Australia/Lord_Howe'))).toBe('2023-09-30T15:40:00Z');
  });

  test('a time that occurs twice is the first one, with the second beside it', () => {
    expect(parseLocal('1999-10-31T02:30', 'Europe/Berlin')).toEqual({
      at: Date.parse('1999-10-31T00:30:00Z'),
      kind: 'repeated',
      laterAt: Date.parse('1999-10-31T01:30:00Z'),
    });
    expect(parseLocal('2023-04-02T01:45', 'Australia/Lord_Howe')).toMatchObject({ kind: 'repeated' });
  });

  test('a date whose midnight is skipped is its first instant', () => {
    expect(iso(parseLocalDate('2017-10-15', 'America/Sao_Paulo'))).toBe('2017-10-15T03:00:00Z');
    // Toronto in 1919 moved from 23:30 to 00:30, so the gap began on the evening before.
    const toronto = parseLocalDate('1919-03-31', 'America/Toronto');
    expect(localTime(toronto, 'America/Toronto')).toMatchObject({ day: 31, minuteOfDay: 30 });
  });

  test('a local reading comes back to its instant, or to its twin', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/Havana',
      'Pacific/Apia',
    );
    const instants = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2037-01-01') });
    fc.assert(
      fc.property(instants, zones, (at, zone) => {
        const wall = new Date(at + zoneOffsets(zone).offsetAt(at)).toISOString().slice(0, -1);
        const back = parseLocal(wall, zone);
        expect([back.at, back.laterAt]).toContain(at);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('local fields', () => {
  test('name weekday and minute of the day by the wall clock', () => {
    expect(localTime(Date.parse('1999-02-06T23:30:15Z'), 'Asia/Jerusalem')).toEqual({
      year: 1999,
      month: 2,
      day: 7,
      hour: 1,
      minute: 30,
      second: 15,
      weekday: 7,
      minuteOfDay: 90,
    });
  });
});
