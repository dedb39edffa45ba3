import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CountsQuery, Store, WritePage } from '../../electron/store/api.ts';
import type { AgentStateRecord, ContactRecord, Tombstone } from '../../shared/domain/records.ts';
import { CHANNELS, OUTCOMES } from '../../shared/domain/records.ts';
import { countDirectly } from '../helpers/rollup-model.ts';
import type { Kept } from '../helpers/rollup-model.ts';
import { dumpRollups } from '../helpers/dump.ts';
import { agentState, contact, DAY, HOUR, page, tempFolder, tempStore } from '../helpers/store.ts';

/** The night of 29 March 2026, when Berlin loses an hour. */
const BASE = Date.UTC(2026, 2, 29);
const IDS = ['1', '2', '3', '4', '5', '6'];

const seconds = fc.option(fc.oneof(fc.integer({ min: 0, max: 90 }), fc.double({ min: 0, max: 60, noNaN: true })), {
  nil: null,
});
const instant = fc.integer({ min: -3 * DAY, max: 40 * DAY }).map((offset) => BASE + offset);

const contactArbitrary: fc.Arbitrary<ContactRecord> = fc.record({
  entity: fc.constant('contact' as const),
  id: fc.constantFrom(...IDS),
  version: fc.integer({ min: 1, max: 5 }),
  raw: fc.constantFrom(null, '{}', '{"a":1}'),
  channel: fc.constantFrom(CHANNELS[0], CHANNELS[1]),
  direction: fc.constantFrom('inbound', 'inbound', 'inbound', 'outbound', 'internal'),
  queue: fc.constantFrom(null, 'q1', 'q 2', '|'),
  agent: fc.constantFrom(null, 'a1', 'a2'),
  customerKey: fc.constant(null),
  createdAt: fc.oneof(fc.constantFrom(BASE, BASE + HOUR, BASE + HOUR - 1), instant),
  queuedAt: fc.constant(null),
  answeredAt: fc.constant(null),
  endedAt: fc.option(instant, { nil: null }),
  vruSeconds: fc.constant(null),
  queueSeconds: seconds,
  ringSeconds: fc.constant(null),
  talkSeconds: seconds,
  holdSeconds: seconds,
  wrapSeconds: seconds,
  outcome: fc.constantFrom(...OUTCOMES),
  subject: fc.constant(null),
});

const stateArbitrary: fc.Arbitrary<AgentStateRecord> = fc
  .record({
    id: fc.constantFrom(...IDS),
    version: fc.integer({ min: 1, max: 5 }),
    agent: fc.constantFrom('a1', 'a2'),
    platform: fc.constantFrom('talk', 'chat'),
    state: fc.constantFrom('available' as const, 'wrap' as const, 'offline' as const),
    startAt: fc.integer({ min: 0, max: 2 * DAY }).map((offset) => BASE + offset),
    length: fc.option(fc.integer({ min: -HOUR, max: 8 * HOUR }), { nil: null }),
  })
  .map(({ length, ...rest }) => agentState({ ...rest, endAt: length === null ? null : rest.startAt + length }));

const tombstoneArbitrary: fc.Arbitrary<Tombstone> = fc.record({
  entity: fc.constantFrom('contact' as const, 'agent-state' as const),
  id: fc.constantFrom(...IDS),
  version: fc.integer({ min: 1, max: 5 }),
  mergedInto: fc.constantFrom(null, null, '1'),
});

const pageArbitrary: fc.Arbitrary<WritePage> = fc.record({
  source: fc.constantFrom('zd', 'bank'),
  stream: fc.constant('calls'),
  records: fc.array(fc.oneof(contactArbitrary, contactArbitrary, stateArbitrary), { maxLength: 6 }),
  tombstones: fc.array(tombstoneArbitrary, { maxLength: 2 }),
  quarantine: fc.constant([]),
});

/** The rule of versions, on its own. */
class Model {
  readonly #rows = new Map<string, { version: number; record: ContactRecord | AgentStateRecord | null }>();

  apply(written: WritePage): void {
    for (const record of written.records) {
      if (record.entity !== 'contact' && record.entity !== 'agent-state') continue;
      const key = JSON.stringify([written.source, record.entity, record.id]);
      const stored = this.#rows.get(key);
      const wins =
        stored === undefined ||
        record.version > stored.version ||
        (record.version === stored.version && stored.record !== null);
      if (wins) this.#rows.set(key, { version: record.version, record });
    }
    for (const { entity, id, version } of written.tombstones) {
      const key = JSON.stringify([written.source, entity, id]);
      if (version >= (this.#rows.get(key)?.version ?? Number.NEGATIVE_INFINITY)) {
        this.#rows.set(key, { version, record: null });
      }
    }
  }

  contacts(): Kept[] {
    return [...this.#rows].flatMap(([key, { record }]) =>
      record?.entity === 'contact' ? [{ source: (JSON.parse(key) as string[])[0] ?? '', record }] : [],
    );
  }

  /** Milliseconds in a state within the base's two and a half days, by agent, platform and state. */
  stateSeconds(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const [key, { record }] of this.#rows) {
      if (record?.entity !== 'agent-state' || record.endAt === null || record.state === 'offline') continue;
      const length = record.endAt - record.startAt;
      if (length <= 0) continue;
      const name = [(JSON.parse(key) as string[])[0], record.agent, record.platform, record.state].join(' ');
      sums[name] = (sums[name] ?? 0) + length;
    }
    return sums;
  }
}

function query(part: Partial<CountsQuery>): CountsQuery {
  return {
    from: BASE - 5 * DAY,
    to: BASE + 50 * DAY,
    by: 'day',
    perQueue: true,
    zone: 'Europe/Berlin',
    thresholdSeconds: 20,
    comparator: 'le',
    shortAbandonSeconds: 5,
    withMedian: true,
    ...part,
  };
}

function expectAgreement(store: Store, model: Model): void {
  for (const asked of [
    query({}),
    query({ by: 'month', perQueue: false }),
    query({ by: 'week', weekStart: 7 }),
    query({ by: 'total', perQueue: false, from: BASE + 1, to: BASE + 20 * DAY + 12_345, queues: ['zd/q1', 'bank/'] }),
    query({ by: 'hour', zone: 'Australia/Lord_Howe', thresholdSeconds: 7 }),
    query({ by: 'month', zone: 'Asia/Kathmandu', shortAbandonSeconds: 0 }),
  ]) {
    expect(store.reads.counts(asked)).toEqual(countDirectly(model.contacts(), asked));
  }
  const seconds = store.reads.agentSeconds(BASE - 5 * DAY, BASE + 50 * DAY);
  const sums = Object.fromEntries(
    seconds.map((row) => [[row.source, row.agent, row.platform, row.state].join(' '), Math.round(row.seconds * 1000)]),
  );
  expect(sums).toEqual(model.stateSeconds());
}

test('rollups equal the facts after any pages: inserts, changes, repeats, deletes, revivals, late versions', () => {
  fc.assert(
    fc.property(fc.array(pageArbitrary, { minLength: 1, maxLength: 8 }), (pages) => {
      const directory = tempFolder();
      const store = tempStore({ directory, zone: 'Europe/Berlin' });
      const model = new Model();
      for (const written of pages) {
        store.writePage(written);
        model.apply(written);
      }
      expectAgreement(store, model);
      const kept = dumpRollups(directory);
      store.recomputeRollups();
      expect(dumpRollups(directory)).toEqual(kept);
      // Nothing is left of an interval from which all was taken.
      for (const row of store.reads.counts(query({ by: 'quarter' }))) {
        expect(row.offered + row.leftBeforeQueue + row.excluded + row.missed + row.open).toBeGreaterThan(0);
      }
      store.close();
    }),
    { numRuns: 80 },
  );
}, 120_000);

test('a page that is sent again changes no rollup', () => {
  fc.assert(
    fc.property(fc.array(contactArbitrary, { maxLength: 8 }), (records) => {
      const directory = tempFolder();
      const store = tempStore({ directory });
      // One record per id: a page that contradicts itself is settled by its order each time it comes.
      const distinct = [...new Map(records.map((record) => [record.id, record])).values()];
      store.writePage(page({ records: distinct }));
      const before = dumpRollups(directory);
      expect(store.writePage(page({ records: distinct })).repeated).toBe(distinct.length);
      expect(dumpRollups(directory)).toEqual(before);
      store.close();
    }),
    { numRuns: 30 },
  );
}, 120_000);

test('moving to another zone gives the days and months that the zone would have had from the start', () => {
  fc.assert(
    fc.property(fc.array(pageArbitrary, { minLength: 1, maxLength: 6 }), (pages) => {
      const moved = tempFolder();
      const direct = tempFolder();
      const first = tempStore({ directory: moved, zone: 'America/St_Johns' });
      const second = tempStore({ directory: direct, zone: 'Asia/Kolkata' });
      for (const written of pages) {
        first.writePage(written);
        second.writePage(written);
      }
      first.setZone('Asia/Kolkata');
      expect(first.zone).toBe('Asia/Kolkata');
      expect(dumpRollups(moved)).toEqual(dumpRollups(direct));
      // And the cells that the writer remembers are those of the new zone.
      first.writePage(page({ records: [contact({ id: 'later', createdAt: BASE + DAY })] }));
      second.writePage(page({ records: [contact({ id: 'later', createdAt: BASE + DAY })] }));
      expect(dumpRollups(moved)).toEqual(dumpRollups(direct));
      first.close();
      second.close();
    }),
    { numRuns: 30 },
  );
}, 120_000);
