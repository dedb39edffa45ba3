import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  erlangA,
  erlangB,
  erlangC,
  erlangs,
  loadOf,
  scheduledFor,
  serversForBlocking,
  serversForTarget,
} from '../../../shared/domain/erlang.ts';
import { referencePath } from '../../helpers/reference.ts';

/** Half a unit of the last printed digit. */
function digits(value: number, printed: number): void {
  const text = String(printed);
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  expect(Math.abs(value - printed)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-15 * Math.abs(printed));
}

describe('Erlang C', () => {
  const load = loadOf(100, 1800, 180);
  it.each([
    [11, 0.6821182, 122.78128, 0.3896138, 0.9090909],
    [12, 0.4493882, 40.44494, 0.640158, 0.8333333],
    [13, 0.2852705, 17.11623, 0.7955948, 0.7692308],
    [14, 0.1741319335950498, 7.83593701177724, 0.8883500191794669, 0.7142857142857143],
  ])('matches the printed figures for %i agents', (agents, wait, asa, level, occupancy) => {
    const figures = erlangC(load, agents, 20);
    digits(figures.waitShare, wait);
    digits(figures.meanWaitSeconds, asa);
    digits(figures.serviceLevel, level);
    digits(figures.occupancy, occupancy);
  });

  it('staffs to a target, to an occupancy and for shrinkage', () => {
    expect(serversForTarget(load, { serviceLevel: 0.8, thresholdSeconds: 20, maxOccupancy: 1 })).toBe(14);
    expect(scheduledFor(14, 0.3)).toBe(20);
    expect(serversForTarget(load, { serviceLevel: 0.8, thresholdSeconds: 20, maxOccupancy: 0.7 })).toBe(15);
    expect(scheduledFor(15, 0.3)).toBe(22);
    const target = { serviceLevel: 0.8, thresholdSeconds: 30, maxOccupancy: 1 };
    expect(serversForTarget(loadOf(250, 3600, 330), target)).toBe(28);
    const wrongInPublic = { serviceLevel: 0.8, thresholdSeconds: 20, maxOccupancy: 1 };
    expect(serversForTarget(loadOf(400, 3600, 180), wrongInPublic)).toBe(24);
  });

  it('says that an overloaded queue never settles and that an empty one never waits', () => {
    expect(erlangC(loadOf(100, 1800, 180), 10, 20)).toMatchObject({ serviceLevel: 0, occupancy: 1, waitShare: 1 });
    expect(erlangC(loadOf(0, 1800, 180), 1, 20)).toMatchObject({ serviceLevel: 1, waitShare: 0 });
  });

  it('keeps its digits for thousands of servers', () => {
    const figures = erlangC({ arrivalRate: 19.5, serviceSeconds: 100 }, 2000, 20);
    expect(figures.serviceLevel).toBeGreaterThan(0.9);
    expect(figures.serviceLevel).toBeLessThanOrEqual(1);
    expect(erlangB(10, 5000)).toBe(0);
  });
});

describe('Erlang B', () => {
  it('matches the exact and printed figures', () => {
    expect(erlangB(1, 1)).toBe(0.5);
    expect(erlangB(1, 2)).toBeCloseTo(0.2, 15);
    digits(erlangB(10, 16), 0.022302);
    digits(erlangB(10, 17), 0.012949);
    expect(serversForBlocking(10, 0.02)).toBe(17);
    digits(erlangB(180, 200), 0.010325);
  });
});

describe('Erlang A', () => {
  it('matches Garnett, Mandelbaum and Reiman 2002', () => {
    const load = { arrivalRate: 48 / 60, serviceSeconds: 60 };
    const figures = erlangA(load, 50, 120, 12.5);
    digits(figures.abandonShare, 0.030912);
    digits(figures.meanWaitSeconds, 3.70947);
    digits(figures.meanQueue, 2.96758);
    digits(figures.occupancy, 0.930324);
    const without = erlangC(load, 50, 12.5);
    digits(without.meanWaitSeconds, 20.8337);
    digits(without.meanQueue, 16.667);
    digits(without.occupancy, 0.96);
  });

  it('matches the second example in every variant of service level', () => {
    const figures = erlangA(loadOf(100, 1800, 180), 14, 300, 20);
    digits(figures.waitShare, 0.14526);
    digits(figures.abandonShare, 0.013984);
    digits(figures.occupancy, 0.704297);
    digits(figures.meanWaitSeconds / 60, 0.069919);
    digits(figures.servedInTime, 0.916792);
    digits(figures.servedInTimeOfServed, 0.929794);
    digits(figures.servedInTimeEarlyIgnored, 0.923407);
    digits(figures.overInTime, 0.923956);
  });
});

interface ErlangFile {
  erlang_c: {
    calls: number;
    interval_s: number;
    aht_s: number;
    t_s: number;
    agents?: number;
    computed?: Record<string, unknown>;
    published: Record<string, unknown>;
  }[];
  erlang_a: {
    id: string;
    lambda_per_min?: number;
    mean_service_min?: number;
    mean_patience_min?: number;
    calls?: number;
    interval_s?: number;
    aht_s?: number;
    patience_s?: number;
    t_s?: number;
    agents: number;
    computed: Record<string, unknown>;
  }[];
}
type Figures = Record<string, number>;

const path = referencePath('reference/erlang.json');
describe.skipIf(path === null)('the reference file (skipped where ../shared is absent)', () => {
  const file = JSON.parse(path === null ? '{}' : readFileSync(path, 'utf8')) as ErlangFile;

  it('agrees with every computed Erlang C figure', () => {
    let checked = 0;
    for (const example of file.erlang_c) {
      const load = loadOf(example.calls, example.interval_s, example.aht_s);
      const computed = example.computed ?? {};
      const rows = example.agents === undefined ? computed : { [example.agents]: computed };
      for (const [agents, figures] of Object.entries(rows) as [string, Figures][]) {
        const got = erlangC(load, Number(agents), example.t_s);
        const found = {
          a: erlangs(load),
          pw: got.waitShare,
          asa: got.meanWaitSeconds,
          sl: got.serviceLevel,
          occ: got.occupancy,
          lq: got.meanQueue,
        };
        for (const [name, value] of Object.entries(figures)) {
          digits(found[name as keyof typeof found], value);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(15);
  });

  it('agrees with every computed Erlang A figure', () => {
    for (const example of file.erlang_a) {
      const load =
        example.lambda_per_min === undefined
          ? loadOf(example.calls ?? 0, example.interval_s ?? 1, example.aht_s ?? 1)
          : { arrivalRate: example.lambda_per_min / 60, serviceSeconds: (example.mean_service_min ?? 0) * 60 };
      const patience = example.patience_s ?? (example.mean_patience_min ?? 0) * 60;
      // The first example's shares within t were computed for 12.5 s (its note) — the shares without a threshold hold for any.
      const got = erlangA(load, example.agents, patience, example.t_s ?? 12.5);
      const want = (example.computed['erlang_a'] ?? example.computed) as Figures;
      const found: Figures = {
        pw: got.waitShare,
        ab: got.abandonShare,
        ew: got.meanWaitSeconds,
        lq: got.meanQueue,
        occ: got.occupancy,
        sl_served_of_all: got.servedInTime,
        sl_served_of_served: got.servedInTimeOfServed,
        sl_L1: got.servedInTimeEarlyIgnored,
        sl_L2: got.overInTime,
        abT: got.abandonedInTime,
      };
      for (const [name, value] of Object.entries(found)) digits(value, want[name] ?? Number.NaN);
    }
  });
});
