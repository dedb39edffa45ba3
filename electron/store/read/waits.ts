import { AppError } from '../../../shared/errors/index.ts';
import type { CountsQuery } from '../api.ts';

/**
 * Reads "within t" out of stored distributions (for their bytes see shared/domain/histogram.ts). They come as hexadecimal text: making a
 * Buffer per cell costs the driver three times as much as a short string, and a month of two hundred queues is 12,000 of them.
 */
export class WaitReader {
  abandonedWithin = 0;
  shortAbandons = 0;
  /** The last whole second that is within the threshold, and within the short-abandon limit. */
  readonly #last: number;
  readonly #lastShort: number;
  readonly #limit: number;
  #hex = '';
  #place = 0;

  constructor(query: Pick<CountsQuery, 'thresholdSeconds' | 'comparator' | 'shortAbandonSeconds'>) {
    const { thresholdSeconds, comparator, shortAbandonSeconds } = query;
    this.#last = comparator === 'le' ? Math.floor(thresholdSeconds) : Math.ceil(thresholdSeconds) - 1;
    this.#lastShort = Math.floor(shortAbandonSeconds);
    this.#limit = Math.max(0, this.#last, this.#lastShort);
  }

  /**
   * Bytes of a distribution that are enough for the limits asked for, when no count in it needs more bytes than given: a second up to the
   * limit takes its distance (at most the limit) and its count.
   */
  prefix(countBytes: number): number {
    const distanceBytes = this.#limit < 128 ? 1 : this.#limit < 16_384 ? 2 : 8;
    return (this.#limit + 1) * (distanceBytes + countBytes);
  }

  /** How many of the answered are within the threshold. @throws AppError `store-corrupt` when this is no distribution */
  answeredWithin(hex: string): number {
    let within = 0;
    let second = 0;
    this.#begin(hex);
    for (;;) {
      const first = this.#place === 0;
      const distance = this.#varint();
      second += distance;
      if (distance < 0 || second > this.#last) return within;
      within += this.#count(first || distance > 0);
    }
  }

  /** Sets `abandonedWithin` and `shortAbandons`. Errors as `answeredWithin`. */
  readAbandoned(hex: string): void {
    this.abandonedWithin = 0;
    this.shortAbandons = 0;
    let second = 0;
    this.#begin(hex);
    for (;;) {
      const first = this.#place === 0;
      const distance = this.#varint();
      second += distance;
      if (distance < 0 || second > this.#limit) return;
      const count = this.#count(first || distance > 0);
      if (second <= this.#last) this.abandonedWithin += count;
      if (second <= this.#lastShort) this.shortAbandons += count;
    }
  }

  #begin(hex: string): void {
    this.#hex = hex;
    this.#place = 0;
  }

  #count(ascends: boolean): number {
    const count = this.#varint();
    // A second within the limits was read whole (see prefix), so its count is there and is no zero.
    if (count <= 0 || !ascends) throw malformed();
    return count;
  }

  /** The next number; −1 where the text ends, which is at a second beyond the limits or at the end of the distribution. */
  #varint(): number {
    const hex = this.#hex;
    let value = 0;
    for (let scale = 1; this.#place < hex.length; scale *= 128) {
      const byte = (digit(hex, this.#place) << 4) | digit(hex, this.#place + 1);
      this.#place += 2;
      if (byte < 128) return value + byte * scale;
      // Products, not shifts: shifts end at 31 bits.
      value += (byte - 128) * scale;
    }
    return -1;
  }
}

function malformed(): AppError {
  return new AppError({ code: 'store-corrupt', message: 'A stored distribution of durations cannot be read.' });
}

/** Values of upper-case hexadecimal digits by their character code. */
const DIGITS = new Uint8Array(128);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).toUpperCase().charCodeAt(0)] = value;

function digit(hex: string, place: number): number {
  return DIGITS[hex.charCodeAt(place)] ?? 0;
}
