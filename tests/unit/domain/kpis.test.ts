import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  abandonRate,
  addAgentTime,
  addCounts,
  averageHandleTime,
  averageSpeedOfAnswer,
  meanAbandonWait,
  NO_COUNTS,
  occupancy,
  offered,
  requiredWithShrinkage,
  shrinkage,
  utilisation,
} from '../../../shared/domain/kpis.ts';
import type { KpiCounts } from '../../../shared/domain/kpis.ts';

const sums = fc.option(fc.nat(1_000_000), { nil: null });
const anyCounts: fc.Arbitrary<KpiCounts> = fc.record({
  answered: fc.nat(1000),
  abandoned: fc.nat(1000),
  answeredWithin: fc.nat(1000),
  abandonedWithin: fc.nat(1000),
  shortAbandons: fc.nat(1000),
  leftBeforeQueue: fc.nat(1000),
  excluded: fc.nat(1000),
  handled: fc.nat(1000),
  answeredWaitSeconds: sums,
  abandonedWaitSeconds: sums,
  talkSeconds: sums,
  holdSeconds: sums,
  wrapSeconds: sums,
});

describe('counts', () => {
  test('add up in any order and grouping, and nothing changes nothing', () => {
    fc.assert(
      fc.property(anyCounts, anyCounts, anyCounts, (a, b, c) => {
        expect(addCounts(a, b)).toEqual(addCounts(b, a));
        expect(addCounts(addCounts(a, b), c)).toEqual(addCounts(a, addCounts(b, c)));
        expect(addCounts(a, NO_COUNTS)).toEqual(a);
      }),
    );
  });

  test('a sum nobody measured stays unknown, beside one that is zero', () => {
    expect(addCounts(NO_COUNTS, NO_COUNTS).wrapSeconds).toBeNull();
    expect(addCounts(NO_COUNTS, { ...NO_COUNTS, wrapSeconds: 0 }).wrapSeconds).toBe(0);
  });
});

describe('ratios of contacts', () => {
  test('the rate of two intervals is that of their counts, not the mean of their rates', () => {
    const quiet = { ...NO_COUNTS, answered: 1, abandoned: 1 };
    const busy = { ...NO_COUNTS, answered: 98, abandoned: 0 };
    expect(abandonRate(addCounts(quiet, busy))).toEqual({ value: 0.01, numerator: 1, denominator: 100 });
  });

  test('those who left before the queue and the excluded are in no ratio', () => {
    const counts = { ...NO_COUNTS, answered: 9, abandoned: 1, leftBeforeQueue: 50, excluded: 40 };
    expect(offered(counts)).toBe(10);
    expect(abandonRate(counts).value).toBe(0.1);
  });

  test('speed of answer is over the answered, the abandoned have their own mean', () => {
    const counts = { ...NO_COUNTS, answered: 4, abandoned: 2, answeredWaitSeconds: 50, abandonedWaitSeconds: 90 };
    expect(averageSpeedOfAnswer(counts)).toEqual({ value: 12.5, numerator: 50, denominator: 4 });
    expect(meanAbandonWait(counts).value).toBe(45);
  });

  test('handle time with and without wrap', () => {
    const counts = { ...NO_COUNTS, handled: 10, talkSeconds: 1500, holdSeconds: 200, wrapSeconds: 300 };
    expect(averageHandleTime(counts).value).toBe(200);
    expect(averageHandleTime(counts, { wrap: 'out' }).value).toBe(170);
  });

  test('handle time of a source that measures talk alone is its talk; of one that measures nothing there is none', () => {
    expect(averageHandleTime({ ...NO_COUNTS, handled: 2, talkSeconds: 300 }).value).toBe(150);
    expect(averageHandleTime({ ...NO_COUNTS, handled: 2 }).value).toBeNull();
    expect(averageHandleTime({ ...NO_COUNTS, handled: 2, wrapSeconds: 9 }, { wrap: 'out' }).value).toBeNull();
  });

  test('nothing to divide by is no data', () => {
    for (const ratio of [abandonRate, averageSpeedOfAnswer, meanAbandonWait, averageHandleTime]) {
      expect(ratio({ ...NO_COUNTS, talkSeconds: 0, answeredWaitSeconds: 0 }).value).toBeNull();
    }
  });
});

describe('ratios of time', () => {
  const time = { contactSeconds: 2400, wrapSeconds: 300, availableSeconds: 300, paidSeconds: 4000 };

  test('occupancy is busy of ready, utilisation ready of paid, shrinkage the rest of paid', () => {
    expect(occupancy(time)).toEqual({ value: 0.9, numerator: 2700, denominator: 3000 });
    expect(utilisation(time)).toEqual({ value: 0.75, numerator: 3000, denominator: 4000 });
    expect(shrinkage(time)).toEqual({ value: 0.25, numerator: 1000, denominator: 4000 });
  });

  test('an unknown part leaves the ratio unknown; unknown wrap alone does not', () => {
    expect(occupancy({ ...time, availableSeconds: null }).value).toBeNull();
    expect(occupancy({ ...time, contactSeconds: null, wrapSeconds: null }).value).toBeNull();
    expect(occupancy({ ...time, wrapSeconds: null }).value).toBeCloseTo(2400 / 2700, 12);
    expect(utilisation({ ...time, paidSeconds: null }).value).toBeNull();
    expect(shrinkage({ ...time, paidSeconds: null }).value).toBeNull();
    expect(occupancy({ ...time, contactSeconds: 0, wrapSeconds: 0, availableSeconds: 0 }).value).toBeNull();
  });

  test('times of agents add up', () => {
    expect(addAgentTime(time, { ...time, wrapSeconds: null, paidSeconds: 1000 })).toEqual({
      contactSeconds: 4800,
      wrapSeconds: 300,
      availableSeconds: 600,
      paidSeconds: 5000,
    });
  });

  test('seventy at work with 30 % shrinkage are a hundred on the plan', () => {
    expect(requiredWithShrinkage(70, 0.3)).toBeCloseTo(100, 12);
    expect(requiredWithShrinkage(100, 0.3).toFixed(3)).toBe('142.857');
    expect(requiredWithShrinkage(14, 0.3)).toBeCloseTo(20, 12);
    expect(() => requiredWithShrinkage(10, 1)).toThrow(RangeError);
    expect(() => requiredWithShrinkage(10, -0.1)).toThrow(RangeError);
  });
});
