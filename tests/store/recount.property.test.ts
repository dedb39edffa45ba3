import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WritePage } from '../../electron/store/api.ts';
import type { AgentStateRecord, CanonicalRecord, ShiftRecord, Tombstone } from '../../shared/domain/records.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { COUNTED, dumpRollups, dumpTables } from '../helpers/dump.ts';
import { recount } from '../helpers/recount.ts';
import { agentState, DAY, HOUR, MINUTE, page, shift, tempFolder, tempStore } from '../helpers/store.ts';

/** The days around 29 March 2026, when Berlin loses an hour. */
const BASE = Date.UTC(2026, 2, 27);
const NOW = BASE + 5 * DAY + 10 * HOUR;
const ZONE = 'Europe/Berlin';
const AGENTS = ['a1', 'a2'];

const quarter = (max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: max / (15 * MINUTE) }).map((n) => n * 15 * MINUTE);

const stateArbitrary: fc.Arbitrary<AgentStateRecord> = fc
  .record({
    id: fc.integer({ min: 1, max: 12 }).map(String),
    version: fc.integer({ min: 1, max: 4 }),
    agent: fc.constantFrom(...AGENTS),
    platform: fc.constantFrom('talk', 'chat'),
    rawState: fc.constantFrom('online', 'away', 'lunch', 'off'),
    startAt: quarter(5 * DAY).map((offset) => BASE + offset),
    length: fc.option(fc.oneof(quarter(10 * HOUR), fc.integer({ min: 0, max: 3 * DAY })), { nil: null }),
  })
  .map(({ length, rawState, ...rest }) =>
    agentState({
      ...rest,
      rawState,
      state: ({ online: 'available', away: 'break', lunch: 'lunch', off: 'offline' } as const)[rawState],
      endAt: length === null ? null : rest.startAt + length,
    }),
  );

const shiftArbitrary: fc.Arbitrary<ShiftRecord> = fc
  .record({
    // One shift of an agent and day, so that shifts of one agent do not overlap.
    day: fc.integer({ min: 0, max: 7 }),
    agent: fc.constantFrom(...AGENTS),
    version: fc.integer({ min: 1, max: 4 }),
    begin: quarter(14 * HOUR),
    length: quarter(3 * HOUR).map((extra) => 5 * HOUR + extra),
  })
  .map(({ day, agent, version, begin, length }) => {
    const startAt = BASE + day * DAY + begin;
    return shift({ id: `${agent}-${day}`, agent, version, startAt, endAt: startAt + length });
  });

const tombstoneArbitrary: fc.Arbitrary<Tombstone> = fc.record({
  entity: fc.constantFrom('agent-state' as const, 'shift' as const),
  id: fc.oneof(fc.integer({ min: 1, max: 12 }).map(String), fc.constantFrom('a1-2', 'a2-3')),
  version: fc.integer({ min: 1, max: 4 }),
  mergedInto: fc.constant(null),
});

const pageArbitrary: fc.Arbitrary<WritePage> = fc
  .record({
    records: fc.array(fc.oneof(stateArbitrary, stateArbitrary, shiftArbitrary), { maxLength: 6 }),
    tombstones: fc.array(tombstoneArbitrary, { maxLength: 1 }),
  })
  .map((part) => page(part));

const APART = AGENTS.map((agent) => ({ key: `zd/${agent}`, agents: [`zd/${agent}`] }));

test('counting what is marked, now and then, leaves what counting everything at the end leaves', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(pageArbitrary, quarter(DAY), fc.boolean()), { minLength: 1, maxLength: 8 }),
      (steps) => {
        const clock = new ManualClock(BASE);
        const kept = tempFolder();
        const fresh = tempFolder();
        const store = tempStore({ directory: kept, clock, zone: ZONE });
        const other = tempStore({ directory: fresh, clock: new ManualClock(NOW), zone: ZONE });
        for (const [written, wait, isCounted] of steps) {
          store.writePage(written);
          other.writePage(written);
          clock.set(Math.min(NOW, clock.now() + wait));
          if (isCounted) recount(store, APART, clock.now());
        }
        clock.set(NOW);
        recount(store, APART, NOW);
        recount(other, APART, NOW);
        expect(dumpTables(kept, SHOWN)).toEqual(dumpTables(fresh, SHOWN));
        expect(store.reads.adherenceMarks(NOW)).toBe(0);
        // And once more changes nothing.
        expect(recount(store, APART, NOW)).toBe(0);
        store.close();
        other.close();
      },
    ),
    { numRuns: 60 },
  );
}, 240_000);

/** Counts as the reads and as the public views show them. */
const SHOWN = { ...COUNTED, adherence: '*', adherence_days: '*' } as const;

/** Of deleted rows only that they are: what a mapping would say of them is nobody's business. */
const FACTS = {
  'agent_state_row WHERE deleted_at IS NULL':
    'source, id, version, deleted_at IS NULL, agent, platform, state, raw_state, standard_state, start_at, end_at',
  'agent_state_row WHERE deleted_at IS NOT NULL': 'source, id, version',
  'shift_row WHERE deleted_at IS NULL': 'source, id, version, agent, start_at, end_at, activities, span',
  'shift_row WHERE deleted_at IS NOT NULL': 'source, id, version',
} as const;

/** The same version has the same content wherever it comes from, and a deletion has a version of its own. */
function consistent(pages: readonly WritePage[]): WritePage[] {
  const known = new Map<string, CanonicalRecord>();
  return pages.map((written) => ({
    ...written,
    records: written.records.map((record) => {
      const key = `${record.entity} ${record.id} ${record.version}`;
      const first = known.get(key) ?? record;
      known.set(key, first);
      return first;
    }),
    tombstones: written.tombstones.map((tombstone) => ({ ...tombstone, version: tombstone.version + 0.5 })),
  }));
}

test('any order of pages gives the same stays, shifts, rollups and counts', () => {
  fc.assert(
    fc.property(
      fc
        .array(pageArbitrary, { minLength: 2, maxLength: 6 })
        .chain((pages) => fc.tuple(fc.constant(pages), fc.shuffledSubarray(pages, { minLength: pages.length }))),
      ([drawn, order]) => {
        const pages = consistent(drawn);
        const shuffled = order.map((one) => pages[drawn.indexOf(one)] ?? page());
        const [first, second] = [pages, shuffled].map((all) => {
          const directory = tempFolder();
          const store = tempStore({ directory, clock: new ManualClock(NOW), zone: ZONE });
          store.setStateMapping({ source: 'zd', platform: 'talk', rawState: 'away', state: 'meeting' }, 'Ada');
          for (const written of all) store.writePage(written);
          recount(store, APART, NOW);
          store.close();
          return { ...dumpTables(directory, { ...FACTS, ...SHOWN }), ...dumpRollups(directory) };
        });
        expect(second).toEqual(first);
      },
    ),
    { numRuns: 40 },
  );
}, 240_000);

test('a mapping that changes and is followed in slices leaves what the mapping from the start would have', () => {
  const choice = fc.record({
    platform: fc.constantFrom('talk', 'chat'),
    rawState: fc.constantFrom('online', 'away', 'lunch', 'off'),
    state: fc.constantFrom(null, 'meeting' as const, 'available' as const, 'offline' as const),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(pageArbitrary, fc.option(choice, { nil: null }), fc.boolean()), { minLength: 1, maxLength: 8 }),
      (steps) => {
        const changed = tempFolder();
        const direct = tempFolder();
        const store = tempStore({ directory: changed, clock: new ManualClock(NOW), zone: ZONE });
        const other = tempStore({ directory: direct, clock: new ManualClock(NOW), zone: ZONE });
        for (const [, mapping] of steps)
          if (mapping !== null) other.setStateMapping({ source: 'zd', ...mapping }, 'Ada');
        while (!other.stepRemapping().isDone);
        for (const [written, mapping, isStepped] of steps) {
          store.writePage(written);
          other.writePage(written);
          if (mapping !== null) store.setStateMapping({ source: 'zd', ...mapping }, 'Ada');
          if (isStepped) {
            store.stepRemapping();
            recount(store, APART, NOW);
          }
        }
        while (!store.stepRemapping().isDone);
        expect(store.remapping()).toBeNull();
        recount(store, APART, NOW);
        recount(other, APART, NOW);
        expect(dumpTables(changed, FACTS)).toEqual(dumpTables(direct, FACTS));
        expect(dumpRollups(changed)).toEqual(dumpRollups(direct));
        expect(dumpTables(changed, SHOWN)).toEqual(dumpTables(direct, SHOWN));
        const kept = dumpRollups(changed);
        store.recomputeRollups();
        expect(dumpRollups(changed)).toEqual(kept);
        store.close();
        other.close();
      },
    ),
    { numRuns: 40 },
  );
}, 240_000);
