import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listBackups } from '../../electron/store/backups.ts';
import { Recounter } from '../../electron/store/index.ts';
import type { Store } from '../../electron/store/index.ts';
import { beginNotebook, restoreNotebook } from '../../electron/store/recovery.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { COUNTED, dumpTables } from '../helpers/dump.ts';
import { PLAIN_RULES, recount } from '../helpers/recount.ts';
import { agentState, DAY, HOUR, MINUTE, MORNING, page, shift, tempFolder, tempStore } from '../helpers/store.ts';

const ADA = [{ key: 'zd/a1', agents: ['zd/a1'] }];
const EVENING = MORNING + 12 * HOUR;
/** The shift begins at 8:00; available from then to 12:30, break to 13:00, available to 16:00: lunch at 12:00 is taken half an hour late. */
const STAYS = [
  agentState({ id: 's1', startAt: MORNING - 2 * HOUR, endAt: MORNING + 2.5 * HOUR }),
  agentState({ id: 's2', startAt: MORNING + 2.5 * HOUR, endAt: MORNING + 3 * HOUR, state: 'lunch', rawState: 'lunch' }),
  agentState({ id: 's3', startAt: MORNING + 3 * HOUR, endAt: MORNING + 6 * HOUR }),
];
const WHOLE = { fromDay: '2026-02-01', toDay: '2026-02-28' };

function ready(records = [shift(), ...STAYS]): { store: Store; clock: ManualClock } {
  const clock = new ManualClock(EVENING);
  const store = tempStore({ clock });
  store.writePage(page({ records }));
  return { store, clock };
}

describe('counts of adherence', () => {
  test('by day and quarter hour, the same in the reads and in the public views', () => {
    const { store } = ready();
    recount(store, ADA, EVENING);
    const [day] = store.reads.adherenceDays(WHOLE);
    expect(day).toMatchObject({
      person: 'zd/a1',
      day: '2026-02-04',
      counts: { scheduled: 8 * 3600, matched: 7 * 3600, unmatched: 3600, worked: 7.5 * 3600 },
      paidSeconds: 7.5 * 3600,
      shrinkage: { lunch: 1800 },
    });
    const quarters = store.reads.adherenceQuarters({ from: MORNING - DAY, to: MORNING + DAY, people: ['zd/a1'] });
    expect(quarters).toHaveLength(32);
    expect(quarters[0]).toMatchObject({ at: MORNING - 2 * HOUR, counts: { scheduled: 900, matched: 900 } });
    expect(store.reads.adherenceQuarters({ from: MORNING, to: MORNING + HOUR })).toHaveLength(4);
    const db = openReadonly(join(store.directory, 'mirror.db'));
    expect(
      db
        .raw(
          `SELECT count(*), min(interval_start), max(interval_start), sum(scheduled_seconds), sum(unmatched_seconds),
             sum(worked_seconds) FROM adherence WHERE agent = 'a1' AND day = '2026-02-04'`,
        )
        .get(),
    ).toEqual([32, '2026-02-04T08:00:00Z', '2026-02-04T15:45:00Z', 28_800, 3_600, 27_000]);
    expect(db.raw('SELECT day, start_at, scheduled_seconds, shrinkage FROM adherence_days').all()).toEqual([
      ['2026-02-04', '2026-02-04T00:00:00Z', 28_800, '{"lunch":1800}'],
    ]);
    expect(
      db.raw('SELECT activity, raw_activity, start_at, seconds, paid FROM schedules ORDER BY start_at').all()[1],
    ).toEqual(['lunch', 'Meal', '2026-02-04T12:00:00Z', 1800, 0]);
    db.close();
  });

  test('a running day on which nothing was planned and nothing done is in none of them', () => {
    const { store } = ready();
    recount(store, ADA, EVENING);
    const tomorrow = EVENING + DAY;
    recount(store, ADA, tomorrow);
    expect(store.reads.adherenceDays(WHOLE).map(({ day }) => day)).toEqual(['2026-02-04']);
    expect(store.reads.adherenceQuarters({ from: EVENING, to: tomorrow + DAY })).toEqual([]);
    const { adherence, adherence_days } = dumpTables(store.directory, {
      adherence: 'DISTINCT day',
      adherence_days: 'day',
    });
    expect([adherence, adherence_days]).toEqual([['["2026-02-04"]'], ['["2026-02-04"]']]);
  });

  test('a night shift belongs to the day on which it begins', () => {
    const startAt = Date.UTC(2026, 1, 3, 22);
    const { store } = ready([shift({ startAt, endAt: startAt + 8 * HOUR })]);
    recount(store, ADA, EVENING);
    expect(store.reads.adherenceDays(WHOLE)).toMatchObject([{ day: '2026-02-03', counts: { scheduled: 8 * 3600 } }]);
    expect(store.reads.adherenceQuarters({ from: startAt + 4 * HOUR, to: startAt + 5 * HOUR })).toHaveLength(4);
  });

  test('a running day is brought up to now, and a planned one waits for its beginning', () => {
    const { store, clock } = ready([shift(), shift({ id: 'p2', startAt: MORNING + 22 * HOUR })]);
    clock.set(MORNING);
    recount(store, ADA, MORNING);
    expect(store.reads.adherenceDays(WHOLE)).toMatchObject([{ countedUntil: MORNING, counts: { scheduled: 7200 } }]);
    recount(store, ADA, MORNING + HOUR);
    expect(store.reads.adherenceDays(WHOLE)).toMatchObject([
      { countedUntil: MORNING + HOUR, counts: { scheduled: 10_800 } },
    ]);
    recount(store, ADA, MORNING + 3 * DAY);
    expect(store.reads.adherenceDays(WHOLE)).toMatchObject([
      { day: '2026-02-04', counts: { scheduled: 28_800 } },
      { day: '2026-02-05', counts: { scheduled: 28_800 } },
    ]);
  });

  test('exceptions that come and go, other rules and another zone are noticed', () => {
    const { store } = ready();
    recount(store, ADA, EVENING);
    const unmatched = (): number | undefined => store.reads.adherenceDays(WHOLE)[0]?.counts.unmatched;
    const [id = ''] = store.notebook.addExceptions(
      [
        {
          agent: 'zd/a1',
          startAt: MORNING + 2 * HOUR,
          endAt: MORNING + 2.5 * HOUR,
          reason: 'Fire drill',
          approver: 'Grace',
          note: null,
        },
      ],
      'Tom',
    );
    recount(store, ADA, EVENING);
    expect(unmatched()).toBe(1800);
    store.notebook.removeException(id, 'Tom');
    recount(store, ADA, EVENING);
    expect(unmatched()).toBe(3600);
    recount(store, ADA, EVENING, { ...PLAIN_RULES, tolerance: { lunch: 1800 } });
    expect(unmatched()).toBe(0);
    store.setZone('Pacific/Auckland');
    recount(store, ADA, EVENING, { ...PLAIN_RULES, tolerance: { lunch: 1800 } });
    expect(store.reads.adherenceDays(WHOLE).map(({ day }) => day)).toEqual(['2026-02-04']);
    expect(store.reads.adherenceDays(WHOLE)[0]?.startAt).toBe(Date.UTC(2026, 1, 3, 11));
  });

  test('exceptions of a notebook that was put back count as that notebook has them', () => {
    const directory = tempFolder();
    const clock = new ManualClock(EVENING);
    let store = tempStore({ directory, clock });
    const again = (change: () => void): void => {
      store.close();
      change();
      store = tempStore({ directory, clock });
    };
    const unmatched = (): number | undefined => {
      recount(store, ADA, EVENING);
      return store.reads.adherenceDays(WHOLE)[0]?.counts.unmatched;
    };
    const excuse = (minutes: number): string | undefined => {
      const about = { agent: 'zd/a1', reason: 'Fire drill', approver: 'Grace', note: null };
      const startAt = MORNING + 2 * HOUR;
      return store.notebook.addExceptions([{ ...about, startAt, endAt: startAt + minutes * MINUTE }], 'Tom')[0];
    };
    store.writePage(page({ records: [shift(), ...STAYS] }));
    const first = excuse(10);
    expect(unmatched()).toBe(3000);
    store.maintain();
    const [copy] = listBackups(directory);
    store.notebook.removeException(first ?? '', 'Tom');
    excuse(20);
    expect(unmatched()).toBe(2400);

    again(() => restoreNotebook(directory, copy?.path ?? '', clock));
    expect(unmatched()).toBe(3000);
    again(() => beginNotebook(directory, clock));
    expect(unmatched()).toBe(3600);
    // As many changes as the notebook before it had, so that their number alone says nothing.
    excuse(30);
    expect(unmatched()).toBe(1800);
    again(() => restoreNotebook(directory, copy?.path ?? '', clock));
    expect(unmatched()).toBe(3000);
  });

  test('people put together are one, and split they are two again', () => {
    const { store } = ready();
    store.writePage({
      ...page({ records: [agentState({ agent: 'x', startAt: MORNING - HOUR, endAt: EVENING })] }),
      source: 'gc',
    });
    const apart = [...ADA, { key: 'gc/x', agents: ['gc/x'] }];
    const together = [{ key: 'gc/x', agents: ['gc/x', 'zd/a1'] }];
    const people = (): string[] => store.reads.adherenceDays(WHOLE).map(({ person }) => person);
    recount(store, apart, EVENING);
    expect(people().sort()).toEqual(['gc/x', 'zd/a1']);
    const before = dumpTables(store.directory, COUNTED);
    recount(store, together, EVENING);
    expect(people()).toEqual(['gc/x']);
    recount(store, apart, EVENING);
    expect(dumpTables(store.directory, COUNTED)).toEqual(before);
  });

  test('where there were people to spare an absence is neutral, also when that is kept after the day was counted', () => {
    const { store } = ready();
    const negative = (): number | undefined => {
      recount(store, ADA, EVENING + DAY);
      return store.reads.adherenceDays(WHOLE)[0]?.counts.negative;
    };
    // Half an hour at lunch that was planned to be worked.
    expect(negative()).toBe(1800);
    const cell = { pool: 'zd/q1', required: 3, scheduled: 5, missing: 2 };
    const at = MORNING + 2.5 * HOUR;
    const members = [{ agent: 'zd/a1', from: MORNING - 10 * HOUR, pool: 'zd/q1' }];
    store.saveStaffing({ cells: [{ ...cell, at }], members });
    expect(negative()).toBe(900);
    store.saveStaffing({ cells: [{ ...cell, at: at + 15 * MINUTE, missing: 2.5 }], members: [] });
    expect(negative()).toBe(900);
    store.saveStaffing({ cells: [{ ...cell, at, required: null }], members: [] });
    expect(negative()).toBe(1800);
    // Put together later with somebody who belonged nowhere: what was known of the one who did holds.
    store.saveStaffing({ cells: [{ ...cell, at }], members: [] });
    recount(store, [{ key: 'gc/x', agents: ['gc/x', 'zd/a1'] }], EVENING + DAY);
    expect(store.reads.adherenceDays(WHOLE)).toMatchObject([{ person: 'gc/x', counts: { negative: 900 } }]);
    store.removeSource('zd');
    expect(dumpTables(store.directory, { staffing_row: '*', staffing_member_row: '*' })).toEqual({
      staffing_row: [],
      staffing_member_row: [],
    });
  });

  test('time before a stay that was running when it was first seen is not known, and is no absence', () => {
    const { store } = ready([
      shift(),
      agentState({ id: 's2', startAt: MORNING, endAt: EVENING, startIsBound: true }),
      agentState({ id: 's1', startAt: MORNING - 2 * HOUR, endAt: MORNING - HOUR }),
    ]);
    recount(store, ADA, EVENING);
    expect(store.reads.adherenceDays(WHOLE)).toMatchObject([{ counts: { unknown: 3600, unmatched: 1800 } }]);
  });

  test('a changed mapping counts after its slices', () => {
    const { store } = ready();
    recount(store, ADA, EVENING);
    store.setStateMapping({ source: 'zd', platform: 'talk', rawState: 'online', state: 'meeting' }, 'Tom');
    while (!store.stepRemapping().isDone);
    recount(store, ADA, EVENING);
    expect(store.reads.adherenceDays(WHOLE)).toMatchObject([
      { counts: { matched: 0, worked: 0 }, shrinkage: { meeting: 7 * 3600 } },
    ]);
    expect(store.reads.agentSeconds(MORNING, MORNING + 900)).toMatchObject([{ state: 'meeting', seconds: 900 }]);
    expect(store.reads.rawStates()).toMatchObject([
      { rawState: 'lunch', standard: 'lunch', stays: 1 },
      { rawState: 'online', standard: 'available', stays: 2 },
    ]);
  });

  test('a removed source takes its counts along', () => {
    const { store } = ready();
    recount(store, ADA, EVENING);
    store.removeSource('zd');
    expect(
      dumpTables(store.directory, {
        adherence_day_row: '*',
        shift_row: '*',
        adherence_mark_row: '*',
        raw_state_rollup: '*',
      }),
    ).toEqual({
      adherence_day_row: [],
      shift_row: [],
      adherence_mark_row: [],
      raw_state_rollup: [],
    });
  });

  test('a fact that comes in while its day is being counted is counted next time', () => {
    const { store } = ready();
    store.beginRecount(ADA, PLAIN_RULES);
    // A batch that was computed before the fact, and is committed after it.
    const late = {
      people: [],
      marks: [['zd', 'a1', Math.floor(MORNING / DAY), 1] as const],
      days: 0,
      agentMinutes: 0,
      finished: 0,
    };
    store.writePage(page({ records: [agentState({ id: 's9', startAt: MORNING, endAt: MORNING + MINUTE })] }));
    store.commitRecount(late);
    expect(store.reads.adherenceMarks(EVENING)).toBeGreaterThan(0);
  });
});

describe('the recounter', () => {
  const many = Array.from({ length: 40 }, (_, i) => `a${i}`);
  const everybody = many.map((id) => ({ key: `zd/${id}`, agents: [`zd/${id}`] }));

  function floor(directory: string, clock: ManualClock): Store {
    const store = tempStore({ directory, clock });
    const records = many.flatMap((agent) => [
      ...Array.from({ length: 20 }, (_, day) =>
        shift({ id: `${agent}-${day}`, agent, startAt: MORNING - 2 * HOUR - day * DAY }),
      ),
      ...Array.from({ length: 20 }, (_, day) =>
        agentState({ id: `${agent}-${day}`, agent, startAt: MORNING - day * DAY, endAt: MORNING + HOUR - day * DAY }),
      ),
    ]);
    store.writePage(page({ records }));
    return store;
  }

  test('counts on a thread, tells how far it is, goes on after it was stopped, and ends as one that was not', async () => {
    const clock = new ManualClock(EVENING);
    const directory = tempFolder();
    const store = floor(directory, clock);
    const recounter = new Recounter(store, clock);
    const stop = new AbortController();
    const seen: { done: number; total: number }[] = [];
    const stopped = recounter.run({
      people: everybody,
      rules: PLAIN_RULES,
      signal: stop.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.done > 5) stop.abort();
      },
    });
    await expect(stopped).rejects.toSatisfy((error) => isAppError(error, 'cancelled'));
    expect(seen[0]).toEqual({ done: 0, total: 40 });
    expect(store.reads.adherenceMarks(EVENING)).toBeGreaterThan(0);
    expect(store.reads.adherenceDays(WHOLE).length).toBeGreaterThan(0);
    await recounter.close();
    store.close();

    const again = tempStore({ directory, clock });
    const next = new Recounter(again, clock);
    const result = await next.run({ people: everybody, rules: PLAIN_RULES });
    expect(result.people).toBeLessThan(40 + 1);
    expect(again.reads.adherenceMarks(EVENING)).toBe(0);
    const other = tempFolder();
    const whole = floor(other, clock);
    recount(whole, everybody, EVENING);
    expect(dumpTables(directory, COUNTED)).toEqual(dumpTables(other, COUNTED));
    expect(await next.run({ people: everybody, rules: PLAIN_RULES })).toMatchObject({ days: 0 });
    await next.close();
    await expect(next.run({ people: everybody, rules: PLAIN_RULES })).rejects.toSatisfy((error) =>
      isAppError(error, 'cancelled'),
    );
  }, 60_000);
});
