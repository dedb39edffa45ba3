import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAge,
  formatCount,
  formatDate,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatPercent,
  formatPoints,
  formatSeconds,
  formatTime,
  isoInstant,
} from '../../../shared/domain/format.ts';

describe('durations', () => {
  test.each([
    [0, '0:00'],
    [5, '0:05'],
    [59.6, '1:00'],
    [161, '2:41'],
    [3599.4, '59:59'],
    [3599.6, '1 h 00'],
    [6720, '1 h 52'],
    [86_399, '1 d 0 h'],
    [93_600, '1 d 2 h'],
    [40 * 86_400, '40 d 0 h'],
    [-65, '-1:05'],
    [-0.2, '0:00'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds, 'en')).toBe(text);
  });

  test.each([
    [59.9, '0:59'],
    [3599.9, '59:59'],
    [6779.9, '1 h 52'],
    [86_399.9, '23 h 59'],
    [97_199, '1 d 2 h'],
  ])('a timer at %d s shows %s: nothing that is not over', (seconds, text) => {
    expect(formatDuration(seconds, 'en', { rounding: 'down' })).toBe(text);
  });

  test('take digits and units from the locale', () => {
    expect(formatDuration(93_600, 'fr')).toBe('1 j 2 h');
    expect(formatDuration(161, 'ar-EG')).toBe('٢:٤١');
  });

  test('never shrink as time passes', () => {
    const read = (seconds: number): number => {
      const text = formatDuration(seconds, 'en', { rounding: 'down' }) ?? '';
      const [a = 0, b = 0] = text.match(/\d+/g)?.map(Number) ?? [];
      return text.includes('d') ? a * 86_400 + b * 3600 : text.includes('h') ? a * 3600 + b * 60 : a * 60 + b;
    };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 400_000, noNaN: true }), (seconds) => {
        expect(read(seconds)).toBeLessThanOrEqual(seconds);
        expect(read(seconds + 1)).toBeGreaterThanOrEqual(read(seconds));
      }),
    );
  });
});

describe('ages', () => {
  test.each([
    [-3, '0 s'],
    [8.9, '8 s'],
    [200, '3 min'],
    [7300, '2 h'],
    [5.5 * 86_400, '5 d'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatAge(seconds, 'en')).toBe(text);
  });
});

describe('numbers', () => {
  test('carry the grouping, decimals and signs of the locale', () => {
    expect(formatCount(27_060, 'en')).toBe('27,060');
    expect(formatCount(27_060, 'de')).toBe('27.060');
    expect(formatNumber(7.83593, 'en', 2)).toBe('7.84');
    expect(formatPercent(0.819047, 'en')).toBe('81.9%');
    expect(formatPercent(0.819047, 'de')).toBe('81,9\u00a0%');
    expect(formatPercent(1, 'en', 0)).toBe('100%');
    expect(formatPoints(0.042, 'en')).toBe('+4.2');
    expect(formatPoints(-0.1, 'en', 0)).toBe('-10');
    expect(formatPoints(0, 'en', 0)).toBe('0');
    expect(formatSeconds(35.028, 'en')).toBe('35.0 s');
  });
});

describe('instants', () => {
  const at = Date.parse('1999-02-03T22:05:09Z');
  const kathmandu = { locale: 'en-GB', zone: 'Asia/Kathmandu' };

  test('are shown in the zone that is named', () => {
    expect(formatTime(at, kathmandu)).toBe('03:50');
    expect(formatTime(at, { ...kathmandu, seconds: true })).toBe('03:50:09');
    expect(formatDate(at, kathmandu)).toBe('4 Feb 1999');
    expect(formatDate(at, { ...kathmandu, weekday: true })).toMatch(/^Thu.* 4 Feb 1999$/);
    expect(formatDateTime(at, kathmandu)).toBe('4 Feb 1999, 03:50');
    expect(isoInstant(at)).toBe('1999-02-03T22:05:09.000Z');
  });
});

test('no data has no text', () => {
  const zone = { locale: 'en', zone: 'UTC' };
  for (const format of [
    formatCount,
    formatNumber,
    formatPercent,
    formatPoints,
    formatDuration,
    formatSeconds,
    formatAge,
  ]) {
    expect(format(null, 'en')).toBeNull();
  }
  for (const format of [formatTime, formatDate, formatDateTime]) expect(format(null, zone)).toBeNull();
  expect(isoInstant(null)).toBeNull();
});
