/**
 * Seeded randomness. Every stream of the practice floor (a queue's day, an agent's day, an incident) has a generator of its own, keyed by
 * what it is and not by when it is asked, so any instant can be reached without drawing what lies before it.
 */

/** A 32-bit key for a stream, from its seed and its name. Numbers are taken as integers. */
export function streamKey(seed: number, ...parts: readonly (number | string)[]): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1);
  hash = stir(hash, Math.floor(seed / 0x100000000) | 0);
  for (const part of parts) {
    if (typeof part === 'number') {
      hash = stir(hash, part | 0);
      hash = stir(hash, Math.floor(part / 0x100000000) | 0);
    } else {
      for (let i = 0; i < part.length; i += 1) hash = Math.imul(hash ^ part.charCodeAt(i), 0x01000193);
      hash = stir(hash, part.length);
    }
  }
  return hash >>> 0;
}

function stir(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ value, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Small fast counter generator (sfc32): 32 bits a step, period over 2^64 for every key. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare = NaN;

  /** @param key from {@link streamKey} */
  constructor(key: number) {
    this.a = key | 0;
    this.b = Math.imul(key, 0x9e3779b1) | 0;
    this.c = Math.imul(key ^ 0x5bf03635, 0xc2b2ae35) | 0;
    for (let i = 0; i < 12; i += 1) this.uniform();
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  /** Whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** Standard normal (Box-Muller, both halves used). */
  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const kept = this.spare;
      this.spare = NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Lognormal with the given mean and coefficient of variation: sigma² = ln(1 + cv²), mu = ln(mean) − sigma²/2. */
  lognormal(mean: number, cv: number): number {
    const variance = Math.log1p(cv * cv);
    return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * this.normal());
  }

  /** Weibull by scale and shape: scale × (−ln U)^(1/shape). Shape below 1: the longer they wait, the less they leave. */
  weibull(scale: number, shape: number): number {
    return scale * (-Math.log(1 - this.uniform())) ** (1 / shape);
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('Nothing to pick from an empty list.');
    return item;
  }
}

/**
 * Arrival times of a Poisson process with a rate that is constant within each bin: unit exponentials run through the cumulative rate, which is
 * exact for any rate.
 *
 * @param expected expected arrivals per bin
 * @param binSeconds length of a bin
 * @returns whole seconds since the start of the first bin, ascending
 */
export function poissonArrivals(random: Random, expected: readonly number[], binSeconds: number): number[] {
  const times: number[] = [];
  let bin = 0;
  let used = 0;
  for (;;) {
    let need = random.exponential(1);
    for (;;) {
      if (bin >= expected.length) return times;
      const left = (expected[bin] ?? 0) - used;
      if (need < left) break;
      need -= left;
      bin += 1;
      used = 0;
    }
    used += need;
    times.push(Math.floor((bin + used / (expected[bin] ?? 1)) * binSeconds));
  }
}
