import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { Store, WritePage } from '../../../electron/store/index.ts';
import { unwell } from '../support.ts';
import type { Cases } from './cases.ts';
import type { CaseTable } from './table.ts';

/** Contacts of the large account. `WATCHFLOOR_MANY_ROWS=1000000` makes it the million; the memory allowed is the same. */
const CONTACTS = Number(process.env['WATCHFLOOR_MANY_ROWS'] ?? 30_000);

/** What memory may grow by from a fifth of the account to its end. The parsed rows of the rest would take several times as much. */
const GROWTH_BYTES = 6 * 1024 * 1024;

const SAMPLES = 20;

/** An account far larger than what may lie in memory at once. */
export function largeCases(cases: Cases, table: CaseTable): void {
  const words = `${CONTACTS.toLocaleString('en')} contacts, the heap measured after garbage collection`;
  cases.add(
    'million-rows',
    words,
    async ({ vendor, bench, sync }) => {
      vendor.many(CONTACTS);
      const samples: { rows: number; bytes: number }[] = [];
      let rows = 0;
      const startedAt = performance.now();
      const store = countingStore(bench.store, (page) => {
        rows += page.records.length;
        if (rows * SAMPLES < CONTACTS * (samples.length + 1)) return;
        samples.push({ rows, bytes: usedBytes() });
      });
      const report = await sync(bench, { store });
      const seconds = (performance.now() - startedAt) / 1000;
      expect(unwell(report)).toEqual({});
      const [counted] = bench.count('contacts');
      expect(counted).toBe(CONTACTS);
      const early = samples.find((sample) => sample.rows * 5 >= CONTACTS);
      const late = samples.filter((sample) => sample.rows * 2 >= CONTACTS);
      expect(early).toBeDefined();
      expect(late.length).toBeGreaterThan(3);
      const growth = Math.max(...late.map(({ bytes }) => bytes)) - (early?.bytes ?? 0);
      const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
      table.note(
        `${CONTACTS.toLocaleString('en')} contacts in ${seconds.toFixed(1)} s; memory grew by ${megabytes(growth)} MB ` +
          `from a fifth of them to the end (${megabytes(early?.bytes ?? 0)} MB in use then)`,
      );
      expect(growth).toBeLessThan(GROWTH_BYTES);
    },
    60_000 + CONTACTS * 2,
  );
}

let collect: (() => void) | null = null;

/** Bytes in use once everything that nobody holds is gone. */
function usedBytes(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function countingStore(store: Store, seen: (page: WritePage) => void): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'writePage') {
        return (page: WritePage) => {
          const result = target.writePage(page);
          seen(page);
          return result;
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
