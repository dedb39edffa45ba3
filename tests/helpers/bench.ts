/** What the benches share: a seeded random source, medians, and the lines they print. */

/** One measured figure beside its budget. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** Null where the figure only informs. */
  readonly budget: number | null;
  readonly ok: boolean;
}

/** Prints a figure as one JSON line. @param budget with `atLeast` or `atMost`; null: the figure only informs */
export function report(
  figure: string,
  value: number,
  unit: string,
  budget: { atLeast: number } | { atMost: number } | null = null,
): Figure {
  const ok = budget === null || ('atLeast' in budget ? value >= budget.atLeast : value <= budget.atMost);
  const line: Figure = {
    figure,
    value: Number(value.toPrecision(4)),
    unit,
    budget: budget === null ? null : 'atLeast' in budget ? budget.atLeast : budget.atMost,
    ok,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return line;
}

/** Said on the side of people, not of programs. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function quantileOf(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

/** 1 by default; `WATCHFLOOR_BENCH_SCALE=0.01` for a quick try. */
export function benchScale(): number {
  const scale = Number(process.env['WATCHFLOOR_BENCH_SCALE'] ?? '1');
  if (!(scale > 0)) throw new RangeError('WATCHFLOOR_BENCH_SCALE is a number above zero.');
  return scale;
}
