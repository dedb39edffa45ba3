import { afterAll, afterEach, beforeEach, describe } from 'vitest';
import type { ConnectorHarness, FakeVendor } from './harness.ts';
import { Cases, readOnce } from './suite/cases.ts';
import type { SuiteTools } from './suite/cases.ts';
import { dataCases } from './suite/data.ts';
import { faultCases } from './suite/faults.ts';
import { interleavingCases } from './suite/interleavings.ts';
import { largeCases } from './suite/large.ts';
import { pushCases } from './suite/push.ts';
import { readingCases } from './suite/reading.ts';
import { CaseTable } from './suite/table.ts';
import { Bench } from './support.ts';

/**
 * What every connector must do, whatever its vendor. A connector passes it with a harness of its own. At its end the suite writes what became of
 * each case as a column of one table, case × connector (node_modules/.cache/watchfloor/contract/contract-suite.md).
 */
export function contractSuite(harness: ConnectorHarness): void {
  describe(`contract: ${harness.kind}`, () => {
    let tools: SuiteTools;
    let vendor: FakeVendor;
    let bench: Bench;
    const table = new CaseTable(harness.kind);
    const cases = new Cases(harness, table, () => tools);

    beforeEach(async () => {
      bench = new Bench();
      vendor = await harness.start(() => bench.clock.now());
      tools = {
        harness,
        vendor,
        bench,
        sync: (on = bench, options = {}) => readOnce(vendor, on, options),
        dump: (on = bench) => on.dump(harness.alsoCompare),
      };
    });

    afterEach(async ({ task }) => {
      table.done(task.name, task.result?.state === 'pass');
      await vendor.stop();
      bench.close();
    });

    afterAll(() => {
      const { markdown, path } = table.write();
      process.stdout.write(`${markdown}\nAll connectors: ${path}\n`);
    });

    readingCases(cases);
    faultCases(cases);
    dataCases(cases);
    interleavingCases(cases);
    pushCases(cases);
    largeCases(cases, table);
  });
}
