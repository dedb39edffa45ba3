/** Intervals that say how far a share of few answers can be trusted. */
import type { Ratio } from './ratio.ts';

export type ConfidenceLevel = 0.9 | 0.95 | 0.99;

/** Two-sided quantiles of the standard normal distribution. */
const Z: Readonly<Record<ConfidenceLevel, number>> = {
  0.9: 1.6448536269514722,
  0.95: 1.959963984540054,
  0.99: 2.5758293035489004,
};

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a share, without continuity correction (E. B. Wilson, JASA 22, 1927; method 3 of R. Newcombe,
 * Statistics in Medicine 17, 1998). It stays between 0 and 1 and holds for few answers and for none or all.
 *
 * @param successes whole or fractional, 0 … n
 * @param n answers; blanks are not answers
 * @returns bounds between 0 and 1; null when there are no answers
 * @throws RangeError when successes lie outside 0 … n
 */
export function wilson(successes: number, n: number, level: ConfidenceLevel = 0.95): Interval | null {
  if (n === 0) return null;
  if (!(n > 0 && successes >= 0 && successes <= n)) throw new RangeError('Successes lie between none and all of n.');
  const z = Z[level];
  const share = successes / n;
  const weight = (z * z) / n;
  const centre = share + weight / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / n + weight / (4 * n));
  // At none and all the bound is exact; the arithmetic misses it by a rounding.
  const low = successes === 0 ? 0 : Math.max(0, (centre - reach) / (1 + weight));
  const high = successes === n ? 1 : Math.min(1, (centre + reach) / (1 + weight));
  return { low, high };
}

export interface TopBox extends Ratio {
  /** Answers with a rating; the same as the denominator. */
  readonly n: number;
  readonly interval: Interval | null;
}

/** Customer satisfaction: answers in the top two boxes of the rated ones (0–1), with n and the 95 % Wilson interval. */
export function customerSatisfaction(satisfied: number, rated: number): TopBox {
  return {
    value: rated > 0 ? satisfied / rated : null,
    numerator: satisfied,
    denominator: rated,
    n: rated,
    interval: wilson(satisfied, rated),
  };
}

/** Answers to "how likely are you to recommend us", 0–10. */
export interface NpsCounts {
  /** 9–10 */
  readonly promoters: number;
  /** 7–8 */
  readonly passives: number;
  /** 0–6 */
  readonly detractors: number;
}

export interface Nps {
  /** Share of promoters less share of detractors, −1 … 1 (33 % is 0.33); null without answers. */
  readonly value: number | null;
  readonly n: number;
  /** Standard error √((p + d − (p − d)²) / n) on the same scale; null without answers. */
  readonly standardError: number | null;
  /** Normal interval value ± z × SE within −1 … 1; null without answers. */
  readonly interval: Interval | null;
}

/** Net promoter score with its standard error and interval (B. Rocks, Journal of Modern Applied Statistical Methods 15, 2016). */
export function netPromoterScore(counts: NpsCounts, level: ConfidenceLevel = 0.95): Nps {
  const n = counts.promoters + counts.passives + counts.detractors;
  if (n === 0) return { value: null, n, standardError: null, interval: null };
  const promoters = counts.promoters / n;
  const detractors = counts.detractors / n;
  const value = promoters - detractors;
  const standardError = Math.sqrt(Math.max(0, promoters + detractors - value * value) / n);
  const reach = Z[level] * standardError;
  const interval = { low: Math.max(-1, value - reach), high: Math.min(1, value + reach) };
  return { value, n, standardError, interval };
}
