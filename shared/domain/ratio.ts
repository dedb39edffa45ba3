/**
 * A ratio with its counts. Ratios are always a sum over a sum, made at the time of reading: they are never stored and never
 * averaged, because the mean of interval ratios is not the ratio of the day.
 */
export interface Ratio {
  /** Null where the denominator is zero or a part is not known: "no data", which is not zero. */
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
}

/** Numerator over denominator; the value is null unless the denominator is above zero. */
export function ratioOf(numerator: number, denominator: number): Ratio {
  return { value: denominator > 0 ? numerator / denominator : null, numerator, denominator };
}

/** A sum of parts that may be unknown: null only when all of them are. */
export function sumKnown(...parts: readonly (number | null)[]): number | null {
  let sum: number | null = null;
  for (const part of parts) if (part !== null) sum = (sum ?? 0) + part;
  return sum;
}
