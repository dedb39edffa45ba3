import { expect } from 'vitest';
import { changes, streamOf, unwell } from '../support.ts';
import type { Cases } from './cases.ts';

const HOSTILE = [
  ['10,000 characters', 'x'.repeat(10_000)],
  ['right to left', '\u202Eevil\u202C مرحبا שלום'],
  ['emoji', '👩‍👩‍👧‍👦🏴‍☠️ \u{1F9D1}\u200D\u{1F680}'],
  ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['a formula', "=cmd|' /C calc'!A0"],
  ['SQL', "'; DROP TABLE contact_row; --"],
  ['control characters', 'a\u0000b\u0007c\r\nd\te'],
  ['a lone surrogate', 'x\uD800y'],
] as const;

/** What the rows may hold. */
export function dataCases(cases: Cases): void {
  const { essential } = cases.harness.streams;

  cases.add('empty-account', 'is well', async ({ vendor, sync, dump }) => {
    vendor.empty();
    const report = await sync();
    expect(unwell(report)).toEqual({});
    expect(changes(report)).toMatchObject({ quarantined: 0, deleted: 0 });
    expect(dump()['contacts']).toEqual([]);
  });

  cases.add('unknowns', 'pass', async ({ vendor, sync, dump }) => {
    await sync();
    const before = dump()['contacts']?.length ?? 0;
    vendor.putUnknowns();
    const report = await sync();
    expect(unwell(report)).toEqual({});
    expect(changes(report).quarantined).toBe(0);
    expect(dump()['contacts']?.length).toBeGreaterThanOrEqual(before);
  });

  cases.add('unknowns', 'pass on the first read', async ({ vendor, sync, dump }) => {
    vendor.putUnknowns();
    const report = await sync();
    expect(unwell(report)).toEqual({});
    expect(changes(report).quarantined).toBe(0);
    expect(dump()['contacts']?.length).toBeGreaterThan(0);
  });

  for (const [name, text] of HOSTILE) {
    cases.add('hostile', `keeps ${name} as it came`, async ({ vendor, bench, sync }) => {
      vendor.putText(text);
      const report = await sync();
      expect(unwell(report)).toEqual({});
      expect(changes(report).quarantined).toBe(0);
      const [agent] = bench.store.reads.agents();
      expect(agent?.name).toBe(storable(cases.harness.repaired?.(text) ?? text));
    });
  }

  cases.add('quarantine', 'with its reason, and released once it can be read', async (tools) => {
    const { vendor, bench, sync } = tools;
    vendor.putUnreadable();
    const report = await sync();
    expect(streamOf(report, essential)).toMatchObject({ state: 'ok', quarantined: 1 });
    const kept = bench.store.quarantined(vendor.source.id, essential, 10);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.reason).not.toBe('');
    vendor.mendUnreadable();
    bench.clock.advance(Math.max(300_000, tools.harness.settleMs));
    await sync();
    expect(bench.store.quarantined(vendor.source.id, essential, 10)).toEqual([]);
  });

  cases.add('mass-delete', 'and says so', async ({ vendor, bench, sync }) => {
    await sync();
    const before = bench.store.reads.agents().length;
    expect(before).toBeGreaterThan(20);
    vendor.loseMostAgents();
    const report = await sync();
    expect(bench.store.reads.agents()).toHaveLength(before);
    expect(Object.values(unwell(report)).join()).toMatch(/refused-mass-delete: .*Nothing was deleted/);
    expect(report.state).toBe('degraded');
  });
}

/** What a database keeps of a text: half a surrogate pair is no character and becomes U+FFFD. */
function storable(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
