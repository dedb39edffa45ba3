import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customerSatisfaction, netPromoterScore, wilson } from '../../../shared/domain/confidence.ts';

describe('Wilson interval', () => {
  test.each([
    [4, 5, '38–96'],
    [9, 10, '60–98'],
    [27, 30, '74–97'],
    [45, 50, '79–96'],
  ])('%d of %d is %s %', (successes, n, printed) => {
    const interval = wilson(successes, n);
    const shown = [interval?.low, interval?.high].map((bound) => ((bound ?? Number.NaN) * 100).toFixed(0)).join('–');
    expect(shown).toBe(printed);
  });

  test('90 of 100 is 82.6–94.5 %; the 83–95 in print is that rounded a second time', () => {
    const interval = wilson(90, 100);
    expect([interval?.low.toFixed(4), interval?.high.toFixed(4)]).toEqual(['0.8256', '0.9448']);
    const onceRounded = [interval?.low, interval?.high].map((bound) =>
      Number(((bound ?? Number.NaN) * 100).toFixed(1)),
    );
    expect(onceRounded).toEqual([82.6, 94.5]);
    expect(onceRounded.map((bound) => bound.toFixed(0))).toEqual(['83', '95']);
  });

  // Newcombe 1998, table I, method 3.
  test.each([
    [81, 263, '0.2553', '0.3662'],
    [15, 148, '0.0624', '0.1605'],
    [0, 20, '0.0000', '0.1611'],
    [1, 29, '0.0061', '0.1718'],
  ])('%d of %d is %s to %s', (successes, n, low, high) => {
    const interval = wilson(successes, n);
    expect([interval?.low.toFixed(4), interval?.high.toFixed(4)]).toEqual([low, high]);
  });

  test('of no answers there is none, and more successes than answers are refused', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(() => wilson(3, 2)).toThrow(RangeError);
    expect(() => wilson(-1, 2)).toThrow(RangeError);
  });

  test('holds the share, stays between 0 and 1, mirrors, and widens with the level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const successes = Math.round(n * share);
        const interval = wilson(successes, n) ?? { low: Number.NaN, high: Number.NaN };
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(successes / n);
        expect(interval.high).toBeGreaterThanOrEqual(successes / n);
        const mirror = wilson(n - successes, n);
        expect(mirror?.low).toBeCloseTo(1 - interval.high, 12);
        expect(wilson(successes, n, 0.99)?.high).toBeGreaterThanOrEqual(interval.high);
        expect(wilson(successes, n, 0.9)?.low).toBeGreaterThanOrEqual(interval.low);
      }),
    );
  });
});

describe('survey scores', () => {
  test('satisfaction is over the rated answers, with n and interval', () => {
    const score = customerSatisfaction(9, 10);
    expect(score).toMatchObject({ value: 0.9, numerator: 9, denominator: 10, n: 10 });
    expect(score.interval?.low.toFixed(2)).toBe('0.60');
    expect(customerSatisfaction(0, 0)).toEqual({ value: null, numerator: 0, denominator: 0, n: 0, interval: null });
  });

  test('a half, a third and a sixth of 324 answers score 33 % with an SE of 4.14 points', () => {
    const nps = netPromoterScore({ promoters: 162, passives: 108, detractors: 54 });
    expect(((nps.value ?? 0) * 100).toFixed(0)).toBe('33');
    expect(((nps.standardError ?? 0) * 100).toFixed(2)).toBe('4.14');
    expect(nps.n).toBe(324);
    expect(((nps.interval?.low ?? 0) * 100).toFixed(1)).toBe('25.2');
  });

  test('all of one kind has no spread; no answers have no score', () => {
    expect(netPromoterScore({ promoters: 7, passives: 0, detractors: 0 })).toEqual({
      value: 1,
      n: 7,
      standardError: 0,
      interval: { low: 1, high: 1 },
    });
    expect(netPromoterScore({ promoters: 0, passives: 0, detractors: 0 }).value).toBeNull();
  });

  test('the score stays within its scale', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (promoters, passives, detractors) => {
        const nps = netPromoterScore({ promoters, passives, detractors });
        if (nps.interval === null) return;
        expect(nps.interval.low).toBeGreaterThanOrEqual(-1);
        expect(nps.interval.high).toBeLessThanOrEqual(1);
        expect(nps.interval.low).toBeLessThanOrEqual(nps.value ?? Number.NaN);
      }),
    );
  });
});
