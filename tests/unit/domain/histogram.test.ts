import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as histogram from '../../../shared/domain/histogram.ts';
import { HistogramSum } from '../../../shared/domain/histogram-sum.ts';

/** Mostly waits of a call, some of days, a few absurd. */
const second = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 * 86_400 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 ** 45 }) },
);
const durations = fc.array(second, { maxLength: 200 });

const of = (seconds: readonly number[]): Uint8Array => histogram.encode(seconds.map((value) => [value, 1] as const));

/** Read against a plain list: sort and look. */
const plainQuantile = (values: readonly number[], p: number): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * p;
  const low = sorted[Math.floor(position)];
  const high = sorted[Math.ceil(position)];
  return low === undefined || high === undefined ? null : low + (high - low) * (position - Math.floor(position));
};

describe('histogram', () => {
  test('is compact: two bytes for a short wait', () => {
    expect(histogram.encode([[20, 3]])).toEqual(new Uint8Array([20, 3]));
    expect(
      histogram.encode([
        [130, 1],
        [0, 2],
        [1, 300],
      ]),
    ).toEqual(new Uint8Array([0, 2, 1, 0xac, 2, 0x81, 1, 1]));
    expect(histogram.encode([])).toEqual(histogram.EMPTY);
  });

  test('gives back what was put in, in one form whatever the order', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const bytes = of(values);
        expect(of(values.toReversed())).toEqual(bytes);
        expect(histogram.encode(histogram.decode(bytes))).toEqual(bytes);
        const flat = histogram.decode(bytes).flatMap(([at, count]) => Array.from({ length: count }, () => at));
        expect(flat).toEqual(values.toSorted((a, b) => a - b));
      }),
    );
  });

  test('answers counts, sums and quantiles as the plain list does', () => {
    fc.assert(
      fc.property(durations, second, fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9, 1), (values, threshold, p) => {
        const bytes = of(values);
        expect(histogram.total(bytes)).toBe(values.length);
        expect(histogram.sum(bytes)).toBe(values.reduce((a, b) => a + b, 0));
        expect(histogram.countWithin(bytes, threshold, 'le')).toBe(values.filter((v) => v <= threshold).length);
        expect(histogram.countWithin(bytes, threshold, 'lt')).toBe(values.filter((v) => v < threshold).length);
        expect(histogram.quantile(bytes, p)).toBe(plainQuantile(values, p));
      }),
    );
  });

  test('merging is the histogram of both; subtracting takes it back', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const joined = histogram.merge(of(a), of(b));
        expect(joined).toEqual(of([...a, ...b]));
        expect(joined).toEqual(histogram.merge(of(b), of(a)));
        expect(histogram.subtract(joined, of(b))).toEqual(of(a));
      }),
    );
  });

  test('changes in one pass equal the same changes one by one, and can be undone', () => {
    fc.assert(
      fc.property(durations, durations, (start, more) => {
        const deltas = new Map<number, number>();
        for (const value of more) deltas.set(value, (deltas.get(value) ?? 0) + 1);
        const after = histogram.applyDeltas(of(start), deltas);
        expect(after).toEqual(more.reduce((bytes, value) => histogram.add(bytes, value), of(start)));
        const back = new Map([...deltas].map(([at, count]) => [at, -count] as const));
        expect(histogram.applyDeltas(after, back)).toEqual(of(start));
      }),
    );
  });

  test('a fractional wait is within a whole threshold exactly when its second is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 10_000 }), (ms, threshold) => {
        const bytes = histogram.add(histogram.EMPTY, histogram.wholeSecond(ms / 1000));
        expect(histogram.countWithin(bytes, threshold, 'le')).toBe(ms / 1000 <= threshold ? 1 : 0);
        // Below: never one too many; exact for whole seconds.
        const below = histogram.countWithin(bytes, threshold, 'lt');
        if (ms % 1000 === 0) expect(below).toBe(ms / 1000 < threshold ? 1 : 0);
        else expect(below).toBeLessThanOrEqual(ms / 1000 < threshold ? 1 : 0);
      }),
    );
  });

  test('the median of an even number is the mean of the middle two', () => {
    expect(histogram.median(of([1, 2, 4, 9]))).toBe(3);
    expect(histogram.median(of([1, 2, 9]))).toBe(2);
    expect(histogram.median(of([5, 5]))).toBe(5);
    expect(histogram.median(histogram.EMPTY)).toBeNull();
  });

  test('taking out what is not there is an error and not a negative count', () => {
    expect(() => histogram.add(of([5]), 5, -2)).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => histogram.subtract(of([5]), of([6]))).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => histogram.encode([[3, -1]])).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  test.each([[-1], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY]])('a second of %s is refused', (value) => {
    expect(() => histogram.add(histogram.EMPTY, value)).toThrow(RangeError);
  });

  test.each([[-0.5], [Number.NaN], [Number.POSITIVE_INFINITY]])('a duration of %s seconds is refused', (value) => {
    expect(() => histogram.wholeSecond(value)).toThrow(RangeError);
  });

  test.each([[[20]], [[0x80, 0x80]], [[20, 0]], [[5, 1, 0, 1]], [[...Array<number>(20).fill(0xff), 1]]])(
    'broken bytes %j are named as such',
    (bytes) => {
      expect(() => histogram.decode(new Uint8Array(bytes))).toThrow(expect.objectContaining({ code: 'store-corrupt' }));
    },
  );

  test('any bytes either read as one histogram or are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        let pairs;
        try {
          pairs = histogram.decode(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'store-corrupt' });
          return;
        }
        for (const [index, [at, count]] of pairs.entries()) {
          expect(count).toBeGreaterThan(0);
          expect(at).toBeGreaterThan(pairs[index - 1]?.[0] ?? -1);
        }
      }),
    );
  });

  test('results stand on their own: later work does not change them, and inputs are left alone', () => {
    const first = histogram.merge(of([1, 2]), histogram.EMPTY);
    const copy = first.slice();
    histogram.merge(of([9, 9, 9]), of([7]));
    expect(first).toEqual(copy);
    const input = of([3]);
    expect(histogram.merge(input, histogram.EMPTY)).not.toBe(input);
  });

  test('a tail of many thousand different seconds fits', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => index * 37);
    expect(histogram.total(of(values))).toBe(20_000);
    expect(histogram.median(of(values))).toBe(plainQuantile(values, 0.5));
  });
});

describe('sum of histograms', () => {
  test('answers as the histogram of everything does', () => {
    fc.assert(
      fc.property(
        fc.array(durations, { maxLength: 6 }),
        second,
        fc.constantFrom(0, 0.5, 0.9, 1),
        (parts, threshold, p) => {
          const joined = new HistogramSum();
          for (const part of parts) joined.addBytes(of(part));
          const all = of(parts.flat());
          expect(joined.toBytes()).toEqual(all);
          expect(joined.total).toBe(histogram.total(all));
          expect(joined.sum()).toBe(histogram.sum(all));
          expect(joined.quantile(p)).toBe(histogram.quantile(all, p));
          expect(joined.median()).toBe(histogram.median(all));
          for (const comparator of ['le', 'lt'] as const) {
            expect(joined.countWithin(threshold, comparator)).toBe(histogram.countWithin(all, threshold, comparator));
          }
        },
      ),
    );
  });
});
