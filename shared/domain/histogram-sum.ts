import { encode, pairsOf, quantileOf } from './histogram.ts';
import type { Comparator, PairSource, SecondCount } from './histogram.ts';

/** Seconds kept in a plain array (most waits and talks are shorter); longer ones go into a map. */
const DENSE = 4096;

/**
 * Many histograms joined: a month of quarter hours, a floor of queues. Adding one costs its own length only, where merging
 * bytes pairwise would copy the whole each time.
 */
export class HistogramSum {
  readonly #dense = new Float64Array(DENSE);
  readonly #sparse = new Map<number, number>();
  #total = 0;

  /** Adds a histogram's bytes. @throws AppError `store-corrupt` when they are not a histogram */
  addBytes(bytes: Uint8Array): void {
    const pairs = pairsOf(bytes);
    while (pairs.next()) this.add(pairs.second, pairs.count);
  }

  /** Adds `count` durations of a whole second. */
  add(second: number, count = 1): void {
    if (second < DENSE) this.#dense[second] = (this.#dense[second] ?? 0) + count;
    else this.#sparse.set(second, (this.#sparse.get(second) ?? 0) + count);
    this.#total += count;
  }

  /** How many durations there are. */
  get total(): number {
    return this.#total;
  }

  /** The sum of the durations, in (rounded-up) seconds. */
  sum(): number {
    let seconds = 0;
    for (const [second, count] of this.pairs()) seconds += second * count;
    return seconds;
  }

  /** As `countWithin` of the histogram. @param threshold seconds */
  countWithin(threshold: number, comparator: Comparator): number {
    let within = 0;
    for (const [second, count] of this.pairs()) {
      if (comparator === 'le' ? second > threshold : second >= threshold) break;
      within += count;
    }
    return within;
  }

  /** As `quantile` of the histogram: seconds, null when empty. @param p 0–1 */
  quantile(p: number): number | null {
    return quantileOf(() => cursor(this.pairs()), this.#total, p);
  }

  /** As `median` of the histogram: seconds, null when empty. */
  median(): number | null {
    return this.quantile(0.5);
  }

  /** The pairs, seconds ascending. */
  pairs(): SecondCount[] {
    const pairs: SecondCount[] = [];
    for (let second = 0; second < DENSE; second += 1) {
      const count = this.#dense[second] ?? 0;
      if (count !== 0) pairs.push([second, count]);
    }
    const long = [...this.#sparse].filter(([, count]) => count !== 0);
    long.sort((a, b) => a[0] - b[0]);
    return [...pairs, ...long];
  }

  /** The joined histogram as bytes. */
  toBytes(): Uint8Array {
    return encode(this.pairs());
  }
}

function cursor(pairs: readonly SecondCount[]): PairSource {
  let index = -1;
  return {
    get second() {
      return pairs[index]?.[0] ?? 0;
    },
    get count() {
      return pairs[index]?.[1] ?? 0;
    },
    next: () => {
      index += 1;
      return index < pairs.length;
    },
  };
}
