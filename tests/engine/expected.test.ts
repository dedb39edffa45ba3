import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/time/clock.ts';
import { DayCache } from '../../electron/live/day-cache.ts';
import { LiveFloor } from '../../electron/live/live-floor.ts';
import type { Store } from '../../electron/store/index.ts';
import { SETTINGS, contact, furnish, temporaryStore, until, write } from './helpers.ts';
import { adherenceOf } from '../helpers/adherence.ts';

const WEEK = 7 * 86_400_000;
const NOON = Date.UTC(2026, 5, 17, 10);

/** The state of a source whose calls are read from the instant on. */
function readBackTo(store: Store, readFrom: number | null): void {
  const stream = { asOf: NOON, rows: 1, quarantined: 0, progress: null, fault: null };
  store.saveStatus({
    source: 'zd',
    kind: 'zendesk',
    name: 'zd',
    state: 'ok',
    asOf: NOON,
    skewMs: 0,
    fault: null,
    streams: [
      { ...stream, stream: 'calls', state: readFrom === 0 ? 'ok' : 'backfill', readFrom },
      { ...stream, stream: 'tickets', state: 'unavailable', readFrom: null },
      { ...stream, stream: 'agents', state: 'backfill' },
    ],
  });
}

function weekBefore(store: Store, week: number, calls: number): void {
  const at = NOON - week * WEEK - 3_600_000;
  write(
    store,
    'zd',
    Array.from({ length: calls }, (_, index) =>
      contact({
        id: `w${week}-${index}`,
        createdAt: at + index * 1000,
        answeredAt: at + index * 1000 + 5000,
        endedAt: at + index * 1000 + 60_000,
        outcome: 'answered',
        queueSeconds: 5,
      }),
    ),
  );
}

describe('what is expected of a day', () => {
  it('is not said before the weekdays it comes from are read, and then is said of all of them', async () => {
    const clock = new ManualClock(NOON);
    const store = temporaryStore(clock);
    furnish(store, 'zd', 1, 1);
    for (let week = 1; week <= 3; week += 1) weekBefore(store, week, 10);
    readBackTo(store, null);
    let reads = 0;
    const live = new LiveFloor({
      reads: store.reads,
      countsReader: async (query) => {
        reads += 1;
        return store.reads.counts(query);
      },
      settings: () => SETTINGS,
      days: new DayCache(),
      alarms: store.notebook,
      adherence: adherenceOf(store, SETTINGS.zone),
      fault: (what, error) => {
        throw new Error(what, { cause: error });
      },
      clock,
      real: clock,
      speed: 1,
      subscribe: (listener) => store.onChange(listener),
      raised: () => undefined,
    });
    try {
      const row = () => live.floor.queueRows.get('zd/q0');
      const tick = (): void => {
        clock.advance(1000);
        live.tick();
      };
      await until(() => live.floor.expectations !== null, 'the expectations');
      tick();
      expect(row()).toMatchObject({ expected: null, expectedReason: 'floor.noData.history' });
      // Four weeks are read, and eight are needed.
      weekBefore(store, 4, 50);
      readBackTo(store, NOON - 4 * WEEK);
      tick();
      expect(row()).toMatchObject({ expected: null, expectedReason: 'floor.noData.history' });
      for (let week = 5; week <= 8; week += 1) weekBefore(store, week, 10);
      const before = reads;
      readBackTo(store, NOON - 9 * WEEK);
      tick();
      await until(() => (tick(), row()?.expected !== null), 'a figure');
      expect(reads).toBeGreaterThan(before);
      expect(row()).toMatchObject({ expected: (7 * 10 + 50) / 8, expectedReason: null });
    } finally {
      live.close();
    }
  });
});
