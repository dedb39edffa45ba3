import { countWithin } from '../../../shared/domain/histogram.ts';
import type { CountsQuery } from '../api.ts';

/**
 * Reads "within t" out of stored distributions. They come as hexadecimal text: making a Buffer per cell costs the driver three times as
 * much as a short string, and a month of two hundred queues is 12,000 of them.
 */
export class WaitReader {
  /**
   * Bytes of a distribution that are enough for the limits asked for, 0 for all of it. Each second up to the limit takes at most two
   * bytes of distance (limits are below 16,384) and five of count; the pair after it, which ends the reading, at most eight and eight.
   */
  readonly prefix: number;
  abandonedWithin = 0;
  shortAbandons = 0;
  readonly #threshold: number;
  readonly #comparator: 'le' | 'lt';
  readonly #short: number;
  #bytes = new Uint8Array(256);

  constructor(query: Pick<CountsQuery, 'thresholdSeconds' | 'comparator' | 'shortAbandonSeconds'>) {
    this.#threshold = query.thresholdSeconds;
    this.#comparator = query.comparator;
    this.#short = query.shortAbandonSeconds;
    const limit = Math.max(query.thresholdSeconds, query.shortAbandonSeconds);
    this.prefix = limit < 16_384 ? (Math.floor(limit) + 1) * 7 + 16 : 0;
  }

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

/** The value of an upper-case hexadecimal digit. */
function digit(hex: string, place: number): number {
  const code = hex.charCodeAt(place);
  return code < 58 ? code - 48 : code - 55;
}
