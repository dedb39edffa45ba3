import { countWithin } from '../../../shared/domain/histogram.ts';
import type { CountsQuery } from '../api.ts';

/**
 * Reads "within t" out of stored distributions. They come as hexadecimal text: making a Buffer per cell costs the driver three times as
 * much as a short string, and a month of two hundred queues is 12,000 of them.
 */
export class WaitReader {
  abandonedWithin = 0;
  shortAbandons = 0;
  readonly #threshold: number;
  readonly #comparator: 'le' | 'lt';
  readonly #short: number;
  readonly #limit: number;
  #bytes = new Uint8Array(256);

  constructor(query: Pick<CountsQuery, 'thresholdSeconds' | 'comparator' | 'shortAbandonSeconds'>) {
    this.#threshold = query.thresholdSeconds;
    this.#comparator = query.comparator;
    this.#short = query.shortAbandonSeconds;
    this.#limit = Math.floor(Math.max(query.thresholdSeconds, query.shortAbandonSeconds));
  }

  /**
   * Bytes of a distribution that are enough for the limits asked for, when no count in it needs more bytes than given. A second up to
   * the limit takes its distance (at most the limit) and its count; the pair after it, which ends the reading, at most eight and eight.
   */
  prefix(countBytes: number): number {
    const distanceBytes = this.#limit < 128 ? 1 : this.#limit < 16_384 ? 2 : 8;
    return (this.#limit + 1) * (distanceBytes + countBytes) + 16;
  }

  /** How many of the answered are within the threshold. */
  answeredWithin(hex: string): number {
    return hex === '' ? 0 : countWithin(this.#decode(hex), this.#threshold, this.#comparator);
  }

  /** Sets `abandonedWithin` and `shortAbandons`. */
  readAbandoned(hex: string): void {
    if (hex === '') {
      this.abandonedWithin = 0;
      this.shortAbandons = 0;
      return;
    }
    const bytes = this.#decode(hex);
    this.abandonedWithin = countWithin(bytes, this.#threshold, this.#comparator);
    this.shortAbandons = countWithin(bytes, this.#short, 'le');
  }

  #decode(hex: string): Uint8Array {
    const length = hex.length / 2;
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length * 2);
    const bytes = this.#bytes;
    for (let i = 0; i < length; i += 1) bytes[i] = (digit(hex, 2 * i) << 4) | digit(hex, 2 * i + 1);
    return bytes.subarray(0, length);
  }
}

/** Values of upper-case hexadecimal digits by their character code. */
const DIGITS = new Uint8Array(128);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).toUpperCase().charCodeAt(0)] = value;

function digit(hex: string, place: number): number {
  return DIGITS[hex.charCodeAt(place)] ?? 0;
}
