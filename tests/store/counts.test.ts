import { describe, expect, test } from 'vitest';
import type { CountsQuery } from '../../electron/store/api.ts';
import { abandoned, contact, DAY, HOUR, MINUTE, MORNING, page, tempStore } from '../helpers/store.ts';

function query(part: Partial<CountsQuery>): CountsQuery {
  return {
    from: MORNING - DAY,
    to: MORNING + DAY,
    by: 'total',
    perQueue: false,
    zone: 'UTC',
    thresholdSeconds: 20,
    comparator: 'le',
    shortAbandonSeconds: 5,
    ...part,
  };
}

/** One answered call at each instant. */
const callsAt = (...instants: number[]) =>
  page({ records: instants.map((createdAt, i) => contact({ id: `c${i}`, createdAt })) });

describe('counts', () => {
  test('tell every outcome apart, and only inbound contacts', () => {
    const store = tempStore();
    store.writePage(
      page({
        records: [
          contact({ id: '1', queueSeconds: 20 }),
          contact({ id: '2', queueSeconds: 20.001 }),
          contact({ id: '3', queueSeconds: null, talkSeconds: null, holdSeconds: null, wrapSeconds: null }),
          abandoned(5, { id: '4' }),
          abandoned(40, { id: '5' }),
          contact({ id: '6', outcome: 'left-before-queue', queueSeconds: null }),
          contact({ id: '7', outcome: 'excluded' }),
          contact({ id: '8', outcome: 'missed' }),
          contact({ id: '9', outcome: 'open', endedAt: null }),
          contact({ id: '10', direction: 'outbound' }),
          contact({ id: '11', direction: 'internal' }),
        ],
      }),
    );
    expect(store.reads.counts(query({}))).toEqual([
      {
        bucketAt: MORNING - DAY,
        source: null,
        queue: null,
        channel: null,
        offered: 5,
        answered: 3,
        abandoned: 2,
        leftBeforeQueue: 1,
        excluded: 1,
        missed: 1,
        open: 1,
        answeredTimed: 2,
        abandonedTimed: 2,
        handled: 2,
        queueSecondsAnswered: 40.001,
        queueSecondsAbandoned: 45,
        talkSeconds: 300,
        holdSeconds: 40,
        wrapSeconds: 60,
        answeredWithin: 1,
        abandonedWithin: 1,
        shortAbandons: 1,
        medianHandleSeconds: null,
      },
    ]);
  });

  test('compare with the threshold as asked, at any threshold, without being told before', () => {
    const store = tempStore();
    store.writePage(
      page({ records: [0, 1, 20, 21, 600, 86_400].map((s) => contact({ id: `${s}`, queueSeconds: s })) }),
    );
    const within = (thresholdSeconds: number, comparator: 'le' | 'lt'): number | undefined =>
      store.reads.counts(query({ thresholdSeconds, comparator }))[0]?.answeredWithin;
    expect([0, 1, 20, 600, 100_000].map((t) => within(t, 'le'))).toEqual([1, 2, 3, 5, 6]);
    expect([0, 1, 20, 600, 100_000].map((t) => within(t, 'lt'))).toEqual([0, 1, 2, 4, 6]);
  });

  test('give the median of handle times, of a queue and of the floor, on request', () => {
    const store = tempStore();
    const handled = (id: string, queue: string, talkSeconds: number) =>
      contact({ id, queue, talkSeconds, holdSeconds: null, wrapSeconds: 10 });
    store.writePage(page({ records: [handled('1', 'a', 10), handled('2', 'a', 30), handled('3', 'b', 90)] }));
    expect(store.reads.counts(query({ withMedian: true }))[0]?.medianHandleSeconds).toBe(40);
    const perQueue = store.reads.counts(query({ withMedian: true, perQueue: true }));
    expect(perQueue.map((row) => [row.queue, row.medianHandleSeconds])).toEqual([
      ['a', 30],
      ['b', 100],
    ]);
  });

  test('cut the night of the spring change by the zone’s own hours: 23 of them', () => {
    const midnight = Date.UTC(2026, 2, 28, 23);
    const store = tempStore({ zone: 'Europe/Berlin' });
    store.writePage(callsAt(midnight, midnight + 90 * MINUTE, midnight + 150 * MINUTE, midnight + 23 * HOUR));
    const zone = 'Europe/Berlin';
    const hours = store.reads.counts(query({ from: midnight, to: midnight + 23 * HOUR, by: 'hour', zone }));
    expect(hours.map((row) => row.bucketAt)).toEqual([midnight, midnight + HOUR, midnight + 2 * HOUR]);
    const days = store.reads.counts(query({ from: midnight, to: midnight + 2 * DAY, by: 'day', zone }));
    expect(days.map((row) => [row.bucketAt, row.answered])).toEqual([
      [midnight, 3],
      [midnight + 23 * HOUR, 1],
    ]);
  });

  test('serve a zone that is not the stored one, and one that is half an hour off', () => {
    const store = tempStore({ zone: 'Europe/Berlin' });
    const kolkata = Date.UTC(2026, 1, 3, 18, 30);
    store.writePage(callsAt(kolkata - 1, kolkata, kolkata + DAY - 1));
    const days = store.reads.counts(query({ from: kolkata - DAY, to: kolkata + DAY, by: 'day', zone: 'Asia/Kolkata' }));
    expect(days.map((row) => [row.bucketAt, row.answered])).toEqual([
      [kolkata - DAY, 1],
      [kolkata, 2],
    ]);
  });

  test('keep to the span to the millisecond, where it cuts a quarter hour too', () => {
    const store = tempStore();
    const instants = [MORNING + 1, MORNING + 2, MORNING + 40 * DAY, MORNING + 40 * DAY + 123];
    store.writePage(callsAt(...instants));
    const count = (from: number, to: number): number => store.reads.counts(query({ from, to }))[0]?.answered ?? 0;
    expect(count(MORNING + 2, MORNING + 40 * DAY + 123)).toBe(2);
    expect(count(MORNING + 1, MORNING + 40 * DAY + 124)).toBe(4);
    expect(count(MORNING + 3, MORNING + 40 * DAY)).toBe(0);
    expect(count(MORNING, MORNING)).toBe(0);
    expect(count(MORNING + 5, MORNING)).toBe(0);
  });

  test('begin weeks on the day asked for', () => {
    const store = tempStore();
    // Wednesday 4 February; Sunday the 8th.
    store.writePage(callsAt(MORNING, MORNING + 4 * DAY));
    const weeks = (weekStart: 1 | 7): number[] =>
      store.reads.counts(query({ to: MORNING + 9 * DAY, by: 'week', weekStart })).map((row) => row.answered);
    expect(weeks(1)).toEqual([2]);
    expect(weeks(7)).toEqual([1, 1]);
  });

  test('name the channel of a row only where it has one', () => {
    const store = tempStore();
    store.writePage(
      page({
        records: [
          contact({ id: '1' }),
          contact({ id: '2', channel: 'chat' }),
          contact({ id: '3', queue: 'q2', channel: 'chat' }),
        ],
      }),
    );
    const rows = store.reads.counts(query({ perQueue: true }));
    expect(rows.map((row) => [row.source, row.queue, row.channel, row.answered])).toEqual([
      ['zd', 'q1', null, 2],
      ['zd', 'q2', 'chat', 1],
    ]);
  });
});

describe('most of a day or a month', () => {
  const midnight = MORNING - 10 * HOUR;
  const upTo = (to: number, part: Partial<CountsQuery> = {}): CountsQuery =>
    query({ from: midnight, to, perQueue: true, ...part });

  test('has what lies within, and neither rows nor channels of what lies outside', () => {
    const store = tempStore();
    store.writePage(
      page({
        records: [
          contact({ id: 'noon', createdAt: MORNING + 2 * HOUR }),
          abandoned(4, { id: 'seven', createdAt: MORNING + 9 * HOUR + 7 * MINUTE }),
          contact({ id: 'late chat', channel: 'chat', createdAt: MORNING + 13 * HOUR }),
          contact({ id: 'late', createdAt: MORNING + 13 * HOUR, queueSeconds: 3 }),
          contact({ id: 'elsewhere', queue: 'q2', createdAt: MORNING + 12 * HOUR }),
        ],
      }),
    );
    for (const by of ['total', 'day', 'week', 'month'] as const) {
      expect(store.reads.counts(upTo(MORNING + 9 * HOUR + 10 * MINUTE, { by }))).toMatchObject([
        {
          queue: 'q1',
          channel: 'voice',
          offered: 2,
          answered: 1,
          answeredWithin: 1,
          abandonedWithin: 1,
          shortAbandons: 1,
        },
      ]);
      expect(store.reads.counts(upTo(MORNING + 9 * HOUR + 6 * MINUTE, { by }))).toMatchObject([{ offered: 1 }]);
    }
    expect(store.reads.counts(upTo(MORNING + 13 * HOUR + MINUTE))).toMatchObject([
      { queue: 'q1', channel: null, offered: 4, answeredWithin: 3 },
      { queue: 'q2', channel: 'voice', offered: 1 },
    ]);
  });

  test('is the same from either side: a month without its first days, a day without its last hours', () => {
    const store = tempStore();
    const instants = Array.from({ length: 200 }, (_, i) => MORNING - 20 * DAY + i * (5 * HOUR + 7 * MINUTE));
    store.writePage(callsAt(...instants));
    for (const from of [MORNING - 21 * DAY, midnight - 3 * DAY, midnight, midnight + 5 * MINUTE]) {
      for (const to of [midnight + 22 * HOUR, midnight + 20 * DAY, midnight + 23 * DAY + 21 * HOUR + MINUTE]) {
        const within = instants.filter((at) => at >= from && at < to).length;
        expect(store.reads.counts(query({ from, to, perQueue: true }))).toMatchObject([{ answered: within }]);
        expect(store.reads.counts(query({ from, to }))).toMatchObject([{ answered: within }]);
      }
    }
  });
});
