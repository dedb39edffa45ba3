import { describe, expect, it } from 'vitest';
import { DayCache } from '../../electron/live/day-cache.ts';
import { Floor } from '../../electron/live/floor.ts';
import { LiveFloor } from '../../electron/live/live-floor.ts';
import { expectDay } from '../../electron/live/expectations.ts';
import { PressureStrip } from '../../electron/live/pressure.ts';
import type { FloorSettings } from '../../electron/live/moves.ts';
import type { Store } from '../../electron/store/index.ts';
import { ManualClock, RULE, contact, freshen, furnish, temporaryStore, write } from './helpers.ts';
import { adherenceOf } from '../helpers/adherence.ts';

const settingsOf = (zone: string): FloorSettings => ({ zone, serviceLevel: RULE, queueServiceLevels: {} });

function liveFloor(store: Store, clock: ManualClock, settings: () => FloorSettings): LiveFloor {
  return new LiveFloor({
    reads: store.reads,
    countsReader: (query) => Promise.resolve(store.reads.counts(query)),
    settings,
    days: new DayCache(),
    alarms: store.notebook,
    adherence: adherenceOf(store, settings().zone),
    fault: () => undefined,
    clock,
    speed: 1,
    real: clock,
    subscribe: (listener) => store.onChange(listener),
    raised: () => undefined,
  });
}

/** One answered after ten seconds, over after a minute. */
const served = (id: string, at: number) =>
  contact({
    id,
    createdAt: at,
    agent: 'a0',
    answeredAt: at + 10_000,
    endedAt: at + 60_000,
    outcome: 'answered',
    queueSeconds: 10,
    talkSeconds: 50,
  });

describe('the reporting day', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T10:00:00Z', 92],
    ['Europe/Berlin', '2026-10-25T10:00:00Z', 100],
    ['Australia/Lord_Howe', '2026-04-04T20:00:00Z', 98],
    ['Asia/Kathmandu', '2026-03-29T10:00:00Z', 96],
  ])('in %s on the day of %s has %i quarter hours, each contact in its own', (zone, noon, quarters) => {
    const at = Date.parse(noon);
    const clock = new ManualClock(at);
    const store = temporaryStore(clock, zone);
    furnish(store, 'zd', 1, 1);
    freshen(store, 'zd', at);
    const floor = (): Floor => {
      const made = new Floor({
        reads: store.reads,
        settings: settingsOf(zone),
        mode: 'replay',
        dayCells: (_f, _t, read) => read(),
      });
      made.loadAt(at);
      made.evaluate();
      return made;
    };
    const { dayFrom, dayTo } = floor();
    expect(dayTo - dayFrom).toBe(quarters * 900_000);
    const starts = Array.from({ length: quarters }, (_, index) => dayFrom + index * 900_000);
    write(
      store,
      'zd',
      starts.map((start, index) => served(`c${index}`, start + 1000)),
    );
    write(store, 'zd', [served('before', dayFrom - 1000), served('after', dayTo + 1000)]);
    const whole = floor();
    const rows = new PressureStrip().rows(whole, [...whole.queues.values()]);
    expect(rows.map((row) => row.at)).toEqual(starts);
    expect(rows.every((row) => row.offered === 1)).toBe(true);
    const until = starts.filter((start) => start + 11_000 <= at).length;
    expect(whole.queueRows.get('zd/q0')?.offered).toBe(until);
  });

  it('begins anew at midnight, keeps the half hour that straddles it, and the trend of the evening before', () => {
    const midnight = Date.parse('2026-03-10T23:00:00Z');
    const clock = new ManualClock(midnight - 60_000);
    const store = temporaryStore(clock);
    furnish(store, 'zd', 1, 1);
    freshen(store, 'zd', clock.now());
    write(store, 'zd', [
      served('evening', midnight - 1_000_000),
      contact({ id: 'waits', createdAt: midnight - 90_000 }),
    ]);
    const live = liveFloor(store, clock, () => settingsOf('Europe/Berlin'));
    try {
      const row = () => live.floor.queueRows.get('zd/q0');
      expect(row()).toMatchObject({ offered: 1, waiting: 1, slNow: { denominator: 1 } });
      clock.advance(61_000);
      freshen(store, 'zd', clock.now());
      live.tick();
      expect(live.floor.dayFrom).toBe(midnight);
      expect(row()).toMatchObject({
        offered: 0,
        waiting: 1,
        longestSince: midnight - 90_000,
        slNow: { denominator: 1 },
      });
      expect(row()?.trend.slice(-3)).toEqual([1, 0, 0]);
      clock.advance(1000);
      write(store, 'zd', [served('morning', clock.now() - 500)]);
      clock.advance(15_000);
      live.tick();
      expect(row()).toMatchObject({ offered: 1, slDay: { value: 1, denominator: 1 } });
    } finally {
      live.close();
    }
  });

  it('is found again after a night asleep, after a clock set back, and in another zone', () => {
    const at = Date.parse('2026-03-10T12:00:00Z');
    const clock = new ManualClock(at);
    const store = temporaryStore(clock);
    furnish(store, 'zd', 1, 1);
    freshen(store, 'zd', at);
    write(store, 'zd', [served('noon', at - 600_000)]);
    let zone = 'Europe/Berlin';
    const live = liveFloor(store, clock, () => settingsOf(zone));
    try {
      const offered = () => live.floor.queueRows.get('zd/q0')?.offered;
      expect(offered()).toBe(1);
      clock.advance(24 * 3_600_000);
      live.tick();
      expect(live.floor.loadedAt).toBe(clock.now());
      expect(offered()).toBe(0);
      expect(live.floor.queueRows.get('zd/q0')?.stale).toBe(true);
      clock.set(at);
      live.tick();
      expect(live.floor.loadedAt).toBe(at);
      expect(offered()).toBe(1);
      // Half past twelve in Berlin is after midnight at the date line.
      zone = 'Pacific/Kiritimati';
      live.reload();
      expect(live.floor.dayFrom).toBe(Date.parse('2026-03-10T10:00:00Z'));
      expect(offered()).toBe(1);
    } finally {
      live.close();
    }
  });

  it('expects what the same weekdays brought, as far as the clock has gone', async () => {
    const noon = Date.parse('2026-04-07T10:07:30Z');
    const clock = new ManualClock(noon);
    const store = temporaryStore(clock);
    furnish(store, 'zd', 1, 1);
    // Three Tuesdays, two of them before the clocks changed: nine o'clock stays nine o'clock. Wednesdays do not count.
    const nine = ['2026-03-17T08:00:00Z', '2026-03-24T08:00:00Z', '2026-03-31T07:00:00Z', '2026-04-01T07:00:00Z'];
    for (const [week, start] of nine.entries()) {
      const first = Date.parse(start);
      const many = Array.from({ length: 6 + 3 * week }, (_, index) =>
        served(`w${week}-${index}`, first + index * 1000),
      );
      const later = Array.from({ length: 4 }, (_, index) => served(`l${week}-${index}`, first + 3 * 3_600_000 + index));
      write(store, 'zd', [...many, ...later]);
    }
    const floor = new Floor({
      reads: store.reads,
      settings: settingsOf('Europe/Berlin'),
      mode: 'live',
      dayCells: (_f, _t, read) => read(),
    });
    floor.loadAt(noon);
    const day = await expectDay((query) => Promise.resolve(store.reads.counts(query)), floor.dayFrom, 'Europe/Berlin', {
      aborted: false,
    });
    floor.expect(day);
    floor.evaluate();
    // (6 + 9 + 12) / 3 at nine, and half of the quarter hour of noon: 4 / 2.
    expect(day.until('zd/q0', noon)).toBeCloseTo(9 + 2, 9);
    expect(floor.queueRows.get('zd/q0')?.expected).toBe(11);
    expect(day.next('zd/q0', noon, 900_000)).toBeCloseTo(2, 9);
    expect(day.until('zd/none', noon)).toBeNull();
  });
});
