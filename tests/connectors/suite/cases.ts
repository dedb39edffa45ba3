import { it } from 'vitest';
import type { SourceReport } from '../../../electron/sync/index.ts';
import type { CaseId, CaseTools, ConnectorHarness, FakeVendor } from '../harness.ts';
import { CASES } from '../harness.ts';
import type { Bench, SyncOnceOptions } from '../support.ts';
import type { CaseTable } from './table.ts';

/** What the cases of one connector are run with; made anew for each test. */
export interface SuiteTools extends CaseTools {
  harness: ConnectorHarness;
  /** Everything stored that does not depend on when it was read, the harness's own views included. */
  dump(on?: Bench): Record<string, unknown[]>;
}

/** Reads a source once to its end, in the way of its kind. */
export function readOnce(vendor: FakeVendor, bench: Bench, options: SyncOnceOptions = {}): Promise<SourceReport> {
  return vendor.read?.(bench, options) ?? bench.syncOnce(vendor.source, vendor.secret, options);
}

/** Defines the suite's tests for one connector: those of a case that means nothing to it are skipped with the reason, others may be its own. */
export class Cases {
  readonly harness: ConnectorHarness;
  readonly #table: CaseTable;
  readonly #tools: () => SuiteTools;
  readonly #settled = new Set<CaseId>();

  constructor(harness: ConnectorHarness, table: CaseTable, tools: () => SuiteTools) {
    this.harness = harness;
    this.#table = table;
    this.#tools = tools;
  }

  /**
   * @param detail what this test of the case shows, where a case has several
   * @param timeout milliseconds, where a test may take longer than usual
   */
  add(id: CaseId, detail: string, run: (tools: SuiteTools) => Promise<void>, timeout?: number): void {
    const reason = this.harness.notApplicable?.[id];
    const own = this.harness.own?.[id];
    if (reason !== undefined) {
      if (!this.#settled.has(id)) it.skip(`${CASES[id]}: does not apply (${reason})`, () => {});
      this.#table.notApplicable(id, reason);
    } else if (own !== undefined) {
      if (!this.#settled.has(id)) this.#test(id, 'in the way of its kind', own, timeout);
    } else this.#test(id, detail, run, timeout);
    this.#settled.add(id);
  }

  #test(id: CaseId, detail: string, run: (tools: SuiteTools) => Promise<void>, timeout?: number): void {
    const name = `${CASES[id]}: ${detail}`;
    this.#table.planned(id, name);
    const options = timeout === undefined ? {} : { timeout };
    it(`${name}`, options, () => expectToHold(run, this.#tools()));
  }
}

function expectToHold(run: (tools: SuiteTools) => Promise<void>, tools: SuiteTools): Promise<void> {
  return run(tools);
}
