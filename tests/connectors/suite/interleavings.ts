import fc from 'fast-check';
import { expect } from 'vitest';
import { Bench, mortalStore } from '../support.ts';
import { readOnce } from './cases.ts';
import type { Cases } from './cases.ts';

const RUNS = 15;

/** Any interleaving of pages, crashes, faults and changes ends in the store of one clean read. */
export function interleavingCases(cases: Cases): void {
  const { harness } = cases;
  const runs = Number(process.env['WATCHFLOOR_PROPERTY_RUNS'] ?? harness.propertyRuns ?? RUNS);
  const what = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ happening: fc.constantFrom(...harness.happenings), n: fc.integer({ min: 0, max: 999 }) }),
    },
    ...(harness.failures.length === 0
      ? []
      : [{ weight: 1, arbitrary: fc.record({ failure: fc.constantFrom(...harness.failures) }) }]),
  );
  /** A plan of one read: what happens before which request, and where the process dies, if it does. */
  const round = fc.record({
    events: fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), what), { maxLength: 6 }),
    kill: fc.option(fc.record({ page: fc.integer({ min: 1, max: 14 }), after: fc.boolean() }), { freq: 2 }),
    page: fc.integer({ min: 1, max: 12 }),
  });

  const run = async () => {
    const rounds = fc.array(round, { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(rounds, async (plan) => {
      const bench = new Bench();
      const vendor = await harness.start(() => bench.clock.now());
      const clean = new Bench();
      try {
        for (const { events, kill, page } of plan) {
          vendor.smallPages(page);
          let asked = 0;
          vendor.onRequest(() => {
            asked += 1;
            for (const [at, event] of events) {
              if (at !== asked) continue;
              if ('failure' in event) vendor.failNext(event.failure);
              else vendor.happen(event.happening, event.n);
            }
          });
          const mortal = kill === null ? null : mortalStore(bench.store, kill);
          await readOnce(vendor, bench, mortal === null ? {} : { store: mortal.store });
          if (mortal?.dead() === true) bench.restart();
          bench.clock.advance(61_000);
        }
        vendor.onRequest(() => {});
        vendor.heal();
        bench.clock.advance(harness.settleMs);
        await readOnce(vendor, bench);
        clean.clock.set(bench.clock.now());
        await readOnce(vendor, clean);
        expect(bench.dump(harness.alsoCompare)).toEqual(clean.dump(harness.alsoCompare));
      } finally {
        await vendor.stop();
        clean.close();
        bench.close();
      }
    });
    await fc.assert(property, { numRuns: runs, endOnFailure: false });
  };
  cases.add('interleavings', 'ends in the store of one clean read', run, 240_000 + runs * 10_000);
}
