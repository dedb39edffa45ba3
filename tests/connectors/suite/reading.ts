import { expect } from 'vitest';
import { Bench, changes, mortalStore, streamOf, unwell } from '../support.ts';
import { readOnce } from './cases.ts';
import type { Cases, SuiteTools } from './cases.ts';

/** Dozens of stores are opened and closed: on a busy machine that takes its time. */
const KILLS_MS = 240_000;

/** What is read, once and again, whole and interrupted. */
export function readingCases(cases: Cases): void {
  const { essential } = cases.harness.streams;
  const morePerStamp = (cases.harness.smallestPage ?? 5) + 18;

  cases.add('first-sync', 'reads an account to the end of its streams', async ({ vendor, sync, dump }) => {
    vendor.smallPages();
    const report = await sync();
    expect(unwell(report)).toEqual({});
    expect(report.state).toBe('ok');
    expect(changes(report).new).toBeGreaterThan(0);
    expect(changes(report).quarantined).toBe(0);
    expect(dump()['contacts']?.length).toBeGreaterThan(10);
    expect(dump()['agents']?.length).toBeGreaterThan(0);
  });

  cases.add('incremental', 'the next read brings what is new, and only that changes', async (tools) => {
    const { vendor, bench, sync, dump } = tools;
    await sync();
    const before = dump();
    const id = vendor.addContact(1);
    bench.clock.advance(tools.harness.settleMs);
    const report = await sync();
    expect(unwell(report)).toEqual({});
    expect(changes(report).deleted).toBe(0);
    const contacts = dump()['contacts'] as { id: string }[];
    expect(contacts.filter((row) => row.id === id)).toHaveLength(1);
    expect(contacts.filter((row) => row.id !== id)).toEqual(before['contacts']);
    expect(dump()).toEqual(await cleanDump(tools));
  });

  cases.add('nothing-new', 'a second read changes nothing', async ({ vendor, sync, dump }) => {
    vendor.smallPages();
    await sync();
    const before = dump();
    const second = await sync();
    expect(changes(second)).toEqual({ new: 0, updated: 0, deleted: 0, quarantined: 0 });
    expect(dump()).toEqual(before);
  });

  cases.add('page-size', 'large and small pages end in the same store', async (tools) => {
    const { vendor, sync, dump } = tools;
    await sync();
    const large = dump();
    vendor.smallPages();
    expect(await cleanDump(tools)).toEqual(large);
  });

  for (const after of [false, true]) {
    const words = `ends at the same wherever it is killed (${after ? 'after' : 'before'} the page is written)`;
    const run = async (tools: SuiteTools) => {
      const { vendor } = tools;
      vendor.smallPages(9);
      const wanted = await cleanDump(tools);
      let killed = true;
      for (let page = 1; killed; page += 1) {
        const other = new Bench();
        killed = await killedRead(tools, other, { page, after });
        other.restart();
        const report = await tools.sync(other);
        expect(unwell(report)).toEqual({});
        expect(tools.dump(other), `killed at page ${page}`).toEqual(wanted);
        other.close();
      }
    };
    cases.add('kill', words, run, KILLS_MS);
  }

  cases.add('duplicates-at-edges', 'rows that come again at page edges count once', async (tools) => {
    const { vendor, sync, dump } = tools;
    vendor.smallPages();
    const wanted = await cleanDump(tools);
    const plain = new Bench();
    const rows = streamOf(await sync(plain), essential).rows;
    plain.close();
    vendor.repeatAtEdges(3);
    const report = await sync();
    expect(unwell(report)).toEqual({});
    // They did come again, and made no difference.
    expect(streamOf(report, essential).rows).toBeGreaterThan(rows);
    expect(dump()).toEqual(wanted);
    expect(changes(await sync())).toMatchObject({ new: 0, updated: 0, deleted: 0 });
  });

  cases.add('equal-timestamps', 'more rows of one instant than a page holds come in, each once', async (tools) => {
    const { vendor, sync, dump } = tools;
    vendor.smallPages();
    const ids = vendor.addEqualStamps(morePerStamp);
    expect(new Set(ids).size).toBe(morePerStamp);
    const report = await sync();
    expect(unwell(report)).toEqual({});
    const stored = (dump()['contacts'] as { id: string }[]).map(({ id }) => id).filter((id) => ids.includes(id));
    expect(stored.toSorted()).toEqual(ids.toSorted());
    expect(changes(await sync())).toMatchObject({ new: 0, deleted: 0 });
  });

  const betweenEquals = async (tools: SuiteTools) => {
    const { vendor, dump } = tools;
    vendor.smallPages();
    const ids = vendor.addEqualStamps(morePerStamp);
    const wanted = await cleanDump(tools);
    for (let page = 1; page <= 40; page += 6) {
      const other = new Bench();
      await killedRead(tools, other, { page, after: true });
      other.restart();
      await tools.sync(other);
      expect(dump(other), `killed after page ${page}`).toEqual(wanted);
      other.close();
    }
    expect((wanted['contacts'] as { id: string }[]).filter(({ id }) => ids.includes(id))).toHaveLength(morePerStamp);
  };
  cases.add('equal-timestamps', 'also where a crash falls between them', betweenEquals, KILLS_MS);

  cases.add(
    'mutation-during-read',
    'what changes during a read is there at the latest with the next',
    async (tools) => {
      const { vendor, bench, sync, dump } = tools;
      vendor.smallPages();
      let asked = 0;
      vendor.onRequest(() => {
        asked += 1;
        if (asked % 4 === 0 && asked < 60) vendor.mutate(asked);
      });
      await sync();
      vendor.onRequest(() => {});
      expect(asked).toBeGreaterThan(3);
      bench.clock.advance(tools.harness.settleMs);
      await sync();
      expect(dump()).toEqual(await cleanDump(tools));
    },
  );

  cases.add('deletes-and-merges', 'what is deleted or merged at the source is gone here', async (tools) => {
    const { vendor, bench, sync, dump } = tools;
    await sync();
    const gone = vendor.deleteAndMerge();
    expect(gone.length).toBeGreaterThan(0);
    bench.clock.advance(tools.harness.settleMs);
    const report = await sync();
    expect(unwell(report)).toEqual({});
    expect(changes(report).deleted).toBeGreaterThanOrEqual(gone.length);
    const views = { contact: 'contacts', agent: 'agents', queue: 'queues' } as const;
    for (const { entity, id, mergedInto } of gone) {
      const ids = (dump()[views[entity]] as { id: string }[]).map((row) => row.id);
      expect(ids, `${entity} ${id}`).not.toContain(id);
      if (mergedInto === null) continue;
      expect(ids).toContain(mergedInto);
      expect(bench.store.reads.resolve(vendor.source.id, entity, id)).toBe(mergedInto);
    }
    expect(dump()).toEqual(await cleanDump(tools));
    expect(changes(await sync())).toEqual({ new: 0, updated: 0, deleted: 0, quarantined: 0 });
  });
}

/** What one clean read by somebody who was never here before ends in, now. */
export async function cleanDump({ vendor, bench, dump }: SuiteTools): Promise<Record<string, unknown[]>> {
  const clean = new Bench();
  clean.clock.set(bench.clock.now());
  await readOnce(vendor, clean);
  const content = dump(clean);
  clean.close();
  return content;
}

/** Reads until the store dies, which it then stays. @returns whether it did */
export async function killedRead(
  { vendor }: SuiteTools,
  on: Bench,
  when: { page: number; after: boolean },
): Promise<boolean> {
  const mortal = mortalStore(on.store, when);
  await readOnce(vendor, on, { store: mortal.store });
  return mortal.dead();
}
