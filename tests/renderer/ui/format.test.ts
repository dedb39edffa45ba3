import { afterEach, describe, expect, it } from 'vitest';
import {
  formatAge,
  formatCount,
  formatDelta,
  formatDuration,
  formatPercent,
  formatSpan,
  formatTime,
  setLocale,
} from '../../../renderer/ui/index.ts';

afterEach(() => setLocale('en'));

describe('figures on screen', () => {
  it('writes running times so that they never show a second that is not over', () => {
    expect([0, 48.9, 161, 3599, 11_400, 93_600].map(formatDuration)).toEqual([
      '0:00',
      '0:48',
      '2:41',
      '59:59',
      '3 h 10',
      '1 d 2 h',
    ]);
    expect(formatDuration(-3)).toBe('0:00');
  });

  it('writes means with their unit', () => {
    expect([8.7, 59.7, 250, 6720].map(formatSpan)).toEqual(['9 s', '1:00', '4:10', '1 h 52']);
  });

  it('writes ages in one unit', () => {
    expect([-2, 0.5, 14, 240, 7200, 200_000].map(formatAge)).toEqual(['now', 'now', '14 s', '4 min', '2 h', '2 d']);
  });

  it('signs differences and follows the locale', () => {
    expect(formatDelta(0.09)).toBe('+9');
    expect(formatCount(1284)).toBe('1,284');
    setLocale('de');
    expect(formatCount(1284)).toBe('1.284');
    expect(formatPercent(0.714, 1)).toBe('71,4\u00a0%');
  });

  it('shows times in the named zone, and in UTC with a word where the zone is unknown', () => {
    setLocale('en-GB');
    expect(formatTime(Date.UTC(2026, 0, 5, 8, 42, 17), 'Asia/Jerusalem', true)).toBe('10:42:17');
    expect(formatTime(Date.UTC(2026, 0, 5, 8, 42), 'Mars/Olympus')).toBe('08:42 UTC');
  });
});
