/** Where the time comes from. Rules and services take a `Clock`, so that replay and tests can hand them another. */

export interface Clock {
  /** The instant, in epoch milliseconds UTC. It may jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. For measuring spans, not for instants. */
  monotonic(): number;
}

interface Monotonic {
  now(): number;
}

function hostMonotonic(): Monotonic {
  const { performance } = globalThis as { performance?: Monotonic };
  if (performance !== undefined) return performance;
  // No monotonic source in this host: hold the last value while the wall clock goes back.
  let last = 0;
  return { now: () => (last = Math.max(last, Date.now())) };
}

const monotonicSource = hostMonotonic();

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => monotonicSource.now(),
};

/** A clock that stands still until it is told to move. For tests, and for a paused replay. */
export class ManualClock implements Clock {
  #now: number;
  #monotonic = 0;

  /** @param startAt epoch milliseconds UTC */
  constructor(startAt = 0) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  /**
   * Puts the wall clock at an instant, backwards too, as a person or a time server may. The monotonic reading follows
   * a step forward and stays where it is on a step back.
   *
   * @param at epoch milliseconds UTC
   */
  set(at: number): void {
    this.#monotonic += Math.max(0, at - this.#now);
    this.#now = at;
  }

  /** Moves both readings on. @param ms milliseconds, not negative. @throws RangeError on a negative step */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError('A clock is advanced by zero or more milliseconds.');
    this.#now += ms;
    this.#monotonic += ms;
  }
}

export interface AffineClockOptions {
  /** The clock that drives this one. */
  readonly base: Clock;
  /** The base clock's `monotonic()` or `now()` reading (see `drivenBy`) at which this clock shows `anchorAt`. */
  readonly anchorRealAt: number;
  /** What this clock shows at the anchor, in epoch milliseconds UTC. */
  readonly anchorAt: number;
  /** Seconds of this clock in a second of the base: 1 is real time, 60 a minute a second, 0 stands still. */
  readonly speed: number;
  /** Which reading of the base moves this clock. `now` by default: two processes then agree on the time. */
  readonly drivenBy?: 'now' | 'monotonic';
}

/**
 * A clock that runs at another speed from another instant: `anchorAt + (base − anchorRealAt) × speed`. Replay and the
 * sped-up practice floor run on it; two processes with the same four numbers show the same instant.
 *
 * @throws RangeError when the speed is negative or not finite
 */
export function affineClock(options: AffineClockOptions): Clock {
  const { base, anchorRealAt, anchorAt, speed } = options;
  if (!Number.isFinite(speed) || speed < 0) throw new RangeError('The speed of a clock is a number of zero or more.');
  const reading = options.drivenBy === 'monotonic' ? () => base.monotonic() : () => base.now();
  return {
    now: () => anchorAt + (reading() - anchorRealAt) * speed,
    monotonic: () => base.monotonic() * speed,
  };
}
