/**
 * A mergeable, exact histogram of durations at a resolution of one second, as compact bytes. Rollups keep one per
 * bucket, so that any service-level threshold and any percentile can be answered from them afterwards.
 *
 * Bytes: for each second that occurs, in ascending order, two unsigned varints (7 bits a byte, low end first): the
 * distance from the second before (the first one from zero), and the count. An empty histogram has no bytes. The same
 * content always has the same bytes.
 *
 * Durations finer than a second are rounded **up** (`wholeSecond`): for a whole threshold t, "x ≤ t" holds exactly when
 * "⌈x⌉ ≤ t" does, so `countWithin(…, t, 'le')` is exact whatever the source's resolution. "x < t" is exact for sources
 * that report whole seconds; for finer ones a value between t − 1 and t counts as not within. `sum` and the quantiles are
 * those of the rounded seconds: exact sums are kept beside the histogram.
 */
import { AppError } from '../errors/index.ts';

/** `le`: at most the threshold; `lt`: below it. */
export type Comparator = 'le' | 'lt';

/** A second and how often it occurs, both whole numbers, the count above zero. */
export type SecondCount = readonly [second: number, count: number];

/** The histogram of nothing. */
export const EMPTY: Uint8Array = new Uint8Array(0);

/**
 * The second a duration is counted at: rounded up, so that "within t" stays exact.
 *
 * @param seconds a duration of zero or more, fractions allowed
 * @throws RangeError on a negative or unbounded duration
 */
export function wholeSecond(seconds: number): number {
  if (!(seconds >= 0 && seconds <= Number.MAX_SAFE_INTEGER))
    throw new RangeError('A duration is zero or more seconds.');
  return Math.ceil(seconds);
}

/**
 * The histogram of pairs in any order; a second may occur more than once, a count of zero is left out.
 *
 * @throws RangeError unless seconds are whole and not negative, and the counts of each second add up to zero or more
 */
export function encode(pairs: Iterable<SecondCount>): Uint8Array {
  const counts = new Map<number, number>();
  for (const [second, count] of pairs) counts.set(second, (counts.get(second) ?? 0) + count);
  return applyDeltas(EMPTY, counts);
}

/**
 * The pairs of a histogram, seconds ascending.
 *
 * @throws AppError `store-corrupt` when the bytes are not a histogram (true of every function here that reads one)
 */
export function decode(bytes: Uint8Array): SecondCount[] {
  const pairs: SecondCount[] = [];
  const reader = new Reader(bytes);
  while (reader.next()) pairs.push([reader.second, reader.count]);
  return pairs;
}

/** The histogram of both together. To join many, use `HistogramSum`. */
export function merge(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  if (b.length === 0) return a.slice();
  return combine(new Reader(a), new Reader(b), 1);
}

/**
 * `a` without `b`.
 *
 * @throws AppError `internal` when `b` holds more of a second than `a`: the two were never added
 */
export function subtract(a: Uint8Array, b: Uint8Array): Uint8Array {
  return b.length === 0 ? a.slice() : combine(new Reader(a), new Reader(b), -1);
}

/** The histogram with `count` more of a second (fewer when negative). Errors as `applyDeltas`. */
export function add(bytes: Uint8Array, second: number, count = 1): Uint8Array {
  return applyDeltas(bytes, new Map([[second, count]]));
}

/**
 * The histogram with many changes in one pass.
 *
 * @param deltas by second: how many more (positive) or fewer (negative)
 * @throws RangeError when a second or a change is not a whole number
 * @throws AppError `internal` when a count would fall below zero: then facts and rollups have parted
 */
export function applyDeltas(bytes: Uint8Array, deltas: ReadonlyMap<number, number>): Uint8Array {
  const changes: [number, number][] = [];
  for (const [second, change] of deltas) {
    if (!Number.isSafeInteger(second) || second < 0 || !Number.isSafeInteger(change)) {
      throw new RangeError('A histogram holds whole seconds of zero or more, and whole counts.');
    }
    if (change !== 0) changes.push([second, change]);
  }
  if (changes.length === 0) return bytes.slice();
  changes.sort((a, b) => a[0] - b[0]);
  return combine(new Reader(bytes), new PairCursor(changes), 1);
}

/**
 * How many lie within a threshold. Stops reading at the threshold, so a short threshold on a long tail is cheap.
 *
 * @param threshold seconds
 */
export function countWithin(bytes: Uint8Array, threshold: number, comparator: Comparator): number {
  let within = 0;
  const reader = new Reader(bytes);
  while (reader.next()) {
    if (comparator === 'le' ? reader.second > threshold : reader.second >= threshold) break;
    within += reader.count;
  }
  return within;
}

/** How many durations there are. */
export function total(bytes: Uint8Array): number {
  let count = 0;
  const reader = new Reader(bytes);
  while (reader.next()) count += reader.count;
  return count;
}

/** The sum of the durations, in (rounded-up) seconds. */
export function sum(bytes: Uint8Array): number {
  let seconds = 0;
  const reader = new Reader(bytes);
  while (reader.next()) seconds += reader.second * reader.count;
  return seconds;
}

/**
 * The p-quantile in seconds, interpolated between the two nearest durations (Hyndman and Fan's type 7, the one of R, NumPy and
 * spreadsheets); null when the histogram is empty.
 *
 * @param p 0–1
 */
export function quantile(bytes: Uint8Array, p: number): number | null {
  return quantileOf(() => new Reader(bytes), total(bytes), p);
}

/** The median in seconds: the middle duration, or the mean of the middle two; null when the histogram is empty. */
export function median(bytes: Uint8Array): number | null {
  return quantile(bytes, 0.5);
}

/** Anything that yields seconds in ascending order with their counts. */
export interface PairSource {
  readonly second: number;
  readonly count: number;
  next(): boolean;
}

/** As `quantile`, over any ascending source that holds `count` durations. */
export function quantileOf(source: () => PairSource, count: number, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError('A quantile is asked for between 0 and 1.');
  if (count === 0) return null;
  const position = (count - 1) * p;
  const rank = Math.floor(position);
  const share = position - rank;
  let seen = 0;
  let lower: number | null = null;
  const pairs = source();
  while (pairs.next()) {
    seen += pairs.count;
    if (lower === null && seen > rank) lower = pairs.second;
    if (lower === null) continue;
    if (share === 0) return lower;
    if (seen > rank + 1) return lower + (pairs.second - lower) * share;
  }
  return lower;
}

function malformed(): AppError {
  return new AppError({ code: 'store-corrupt', message: 'A stored distribution of durations cannot be read.' });
}

/** Walks the pairs of a histogram without building them. */
class Reader implements PairSource {
  second = 0;
  count = 0;
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): boolean {
    if (this.#offset === this.#bytes.length) return false;
    const first = this.#offset === 0;
    const distance = this.#varint();
    this.second += distance;
    this.count = this.#varint();
    if (this.count === 0 || (distance === 0 && !first)) throw malformed();
    return true;
  }

  #varint(): number {
    let byte = this.#bytes[this.#offset];
    if (byte === undefined) throw malformed();
    this.#offset += 1;
    if (byte < 128) return byte;
    let value = byte - 128;
    // Products, not shifts: shifts end at 31 bits.
    for (let scale = 128; scale <= 2 ** 49; scale *= 128) {
      byte = this.#bytes[this.#offset];
      if (byte === undefined) throw malformed();
      this.#offset += 1;
      if (byte < 128) return value + byte * scale;
      value += (byte - 128) * scale;
    }
    throw malformed();
  }
}

class PairCursor implements PairSource {
  second = 0;
  count = 0;
  readonly #pairs: readonly SecondCount[];
  #index = 0;

  constructor(pairs: readonly SecondCount[]) {
    this.#pairs = pairs;
  }

  next(): boolean {
    const pair = this.#pairs[this.#index];
    if (pair === undefined) return false;
    this.#index += 1;
    [this.second, this.count] = pair;
    return true;
  }
}

/** Reused between calls: a rollup is written for every fact, and its result is copied out at its true length. */
let scratch = new Uint8Array(4096);
let used = 0;

function writeVarint(value: number): void {
  let rest = value;
  while (rest >= 128) {
    scratch[used] = (rest % 128) + 128;
    used += 1;
    rest = Math.floor(rest / 128);
  }
  scratch[used] = rest;
  used += 1;
}

/** `a + sign × b`, both ascending. */
function combine(a: PairSource, b: PairSource, sign: 1 | -1): Uint8Array {
  used = 0;
  let last = 0;
  const write = (second: number, count: number): void => {
    if (count < 0) {
      throw new AppError({
        code: 'internal',
        message: 'More durations were taken out of a distribution than it holds.',
        detail: { second, missing: -count },
      });
    }
    if (count === 0) return;
    // Two varints of at most eight bytes each.
    if (used + 16 > scratch.length) {
      const larger = new Uint8Array(scratch.length * 2);
      larger.set(scratch);
      scratch = larger;
    }
    writeVarint(second - last);
    writeVarint(count);
    last = second;
  };
  let inA = a.next();
  let inB = b.next();
  while (inA && inB) {
    const order = a.second - b.second;
    if (order < 0) write(a.second, a.count);
    else if (order > 0) write(b.second, sign * b.count);
    else write(a.second, a.count + sign * b.count);
    if (order <= 0) inA = a.next();
    if (order >= 0) inB = b.next();
  }
  for (; inA; inA = a.next()) write(a.second, a.count);
  for (; inB; inB = b.next()) write(b.second, sign * b.count);
  return scratch.slice(0, used);
}

/** Walks the pairs of a histogram, for code beside this file. */
export function pairsOf(bytes: Uint8Array): PairSource {
  return new Reader(bytes);
}
