const KEPT = 9;

/** Half of the `Date` header's one-second step: on average that much is cut off. */
const TRUNCATION_MS = 500;

/** A sample this far from the estimate is no jitter: one of the clocks was set, and what came before it counts no more. */
const STEP_MS = 5_000;

/** Below this the estimate is the header's coarseness, not a wrong clock. */
const BELIEVED_MS = 1500;

/** Estimates how far a source's clock is ahead of ours from the `Date` header of its replies: the median of the last nine. */
export class SkewEstimate {
  readonly #samples: number[] = [];

  /** @param sentAt @param receivedAt local epoch ms UTC around the exchange */
  observe(dateHeader: string | null, sentAt: number, receivedAt: number): void {
    const at = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
    if (Number.isNaN(at)) return;
    const sample = at + TRUNCATION_MS - (sentAt + receivedAt) / 2;
    const tolerance = STEP_MS + (receivedAt - sentAt);
    if (this.skewMs !== null && Math.abs(sample - this.skewMs) > tolerance) this.#samples.length = 0;
    this.#samples.push(sample);
    if (this.#samples.length > KEPT) this.#samples.shift();
  }

  /** Milliseconds that the source's clock is ahead of ours (negative: behind), null before the first reply with a date. */
  get skewMs(): number | null {
    if (this.#samples.length === 0) return null;
    const sorted = this.#samples.toSorted((a, b) => a - b);
    return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
  }

  /** The source's clock. @param now our own, epoch ms UTC */
  serverNow(now: number): number {
    const skew = this.skewMs;
    return skew === null || Math.abs(skew) < BELIEVED_MS ? now : now + skew;
  }
}
