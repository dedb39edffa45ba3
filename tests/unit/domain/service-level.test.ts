import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_SERVICE_LEVEL_VARIANT,
  isWithin,
  serviceLevel,
  SERVICE_LEVEL_FORMULAS,
  serviceLevels,
  SERVICE_LEVEL_VARIANTS,
} from '../../../shared/domain/service-level.ts';
import type { ServiceLevelCounts, ServiceLevelVariant } from '../../../shared/domain/service-level.ts';

const percent = (value: number | null, digits: number): string | null =>
  value === null ? null : (value * 100).toFixed(digits);

describe('service level', () => {
  const day = { answered: 1000, abandoned: 60, answeredWithin: 860, abandonedWithin: 20, shortAbandons: 10 };

  test.each([
    ['abandons-met', '83.0', 880, 1060],
    ['answered-only', '86.0', 860, 1000],
    ['abandons-missed', '81.1', 860, 1060],
    ['early-abandons-ignored', '82.7', 860, 1040],
    ['short-abandons-met', '82.1', 870, 1060],
    ['short-abandons-removed', '81.9', 860, 1050],
  ] as const)('%s of the same day is %s %', (variant, printed, numerator, denominator) => {
    const result = serviceLevel(day, variant);
    expect(percent(result.value, 1)).toBe(printed);
    expect(result).toMatchObject({ variant, numerator, denominator });
  });

  // Cisco: 70 answered within, 10 abandoned within, 20 later than the threshold, 100 offered.
  test.each([
    ['early-abandons-ignored', '77.8'],
    ['abandons-missed', '70.0'],
    ['abandons-met', '80.0'],
  ] as const)("%s of Cisco's example is %s %", (variant, printed) => {
    const cisco = { answered: 90, abandoned: 10, answeredWithin: 70, abandonedWithin: 10, shortAbandons: 0 };
    expect(percent(serviceLevel(cisco, variant).value, 1)).toBe(printed);
  });

  // The bank's January 1999 at 20 seconds: reference/anonymous_bank_monthly.csv.
  test.each([
    ['abandons-missed', 0.544194],
    ['early-abandons-ignored', 0.562579],
    ['abandons-met', 0.576875],
    ['answered-only', 0.606135],
  ] as const)("%s of a real bank's month is %d", (variant, printed) => {
    const bank = { answered: 27060, abandoned: 3080, answeredWithin: 16402, abandonedWithin: 985, shortAbandons: 0 };
    expect(Number(serviceLevel(bank, variant).value?.toFixed(6))).toBe(printed);
  });

  test('no contacts is no data, in every variant', () => {
    const none = { answered: 0, abandoned: 0, answeredWithin: 0, abandonedWithin: 0, shortAbandons: 0 };
    expect(serviceLevels(none).map(({ value }) => value)).toEqual(SERVICE_LEVEL_VARIANTS.map(() => null));
  });

  test('a variant that takes every contact out has no value, the others have', () => {
    const counts = { answered: 0, abandoned: 3, answeredWithin: 0, abandonedWithin: 3, shortAbandons: 3 };
    const values = Object.fromEntries(serviceLevels(counts).map(({ variant, value }) => [variant, value]));
    expect(values).toEqual({
      'abandons-met': 1,
      'answered-only': null,
      'abandons-missed': 0,
      'early-abandons-ignored': null,
      'short-abandons-met': 1,
      'short-abandons-removed': null,
    });
  });

  const counts: fc.Arbitrary<ServiceLevelCounts> = fc
    .record({
      answered: fc.nat(5000),
      abandoned: fc.nat(5000),
      a: fc.double({ min: 0, max: 1, noNaN: true }),
      b: fc.double({ min: 0, max: 1, noNaN: true }),
      s: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ answered, abandoned, a, b, s }) => ({
      answered,
      abandoned,
      answeredWithin: Math.floor(answered * a),
      abandonedWithin: Math.floor(abandoned * b),
      shortAbandons: Math.floor(abandoned * s),
    }));

  test('stays between 0 and 1, and the variants keep their order', () => {
    fc.assert(
      fc.property(counts, (some) => {
        const by = new Map<ServiceLevelVariant, number | null>(serviceLevels(some).map((x) => [x.variant, x.value]));
        for (const value of by.values()) {
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        const missed = by.get('abandons-missed');
        if (missed === null || missed === undefined) return;
        for (const value of by.values()) if (value !== null) expect(value).toBeGreaterThanOrEqual(missed);
      }),
    );
  });

  test('the default takes short abandons out, and every variant names its formula', () => {
    expect(DEFAULT_SERVICE_LEVEL_VARIANT).toBe('short-abandons-removed');
    expect(Object.keys(SERVICE_LEVEL_FORMULAS).toSorted()).toEqual(SERVICE_LEVEL_VARIANTS.toSorted());
  });

  test('a wait of exactly the threshold is within for ≤ and not for <', () => {
    expect([isWithin(20, 20, 'le'), isWithin(20, 20, 'lt'), isWithin(19.9, 20, 'lt')]).toEqual([true, false, true]);
  });
});
