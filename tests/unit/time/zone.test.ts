import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { bucketLabel, bucketStart, GRAINS, nextBucket, range } from '../../../shared/time/zone.ts';
import { isZone, zoneOffsets } from '../../../shared/time/offsets.ts';

const HOUR = 3_600_000;
const utc = (text: string): number => Date.parse(text);
const iso = (at: number): string => new Date(at).toISOString();

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Jerusalem',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'UTC+5:45',
];

const anyZone = fc.constantFrom(...ZONES);
const anyGrain = fc.constantFrom(...GRAINS);
const anyInstant = fc.integer({ min: utc('1985-01-01T00:00:00Z'), max: utc('2037-12-31T00:00:00Z') });

/** Uniform instants all but never meet a change of the clocks: half of these lie within three hours of one. */
const CHANGES = ZONES.flatMap((zone) => {
  const found: { zone: string; changeAt: number }[] = [];
  for (let year = 2005; year < 2014; year += 1) {
    for (let month = 0; month < 12; month += 1) {
      const changeAt = zoneOffsets(zone).changeIn(Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1));
      if (changeAt !== null) found.push({ zone, changeAt });
    }
  }
  return found;
});
const anyMoment = fc.oneof(
  fc.record({ zone: anyZone, at: anyInstant }),
  fc
    .record({ change: fc.constantFrom(...CHANGES), by: fc.integer({ min: -3 * HOUR, max: 3 * HOUR }) })
    .map(({ change, by }) => ({ zone: change.zone, at: change.changeAt + by })),
);

describe('offsets', () => {
  test('are those of the zone library at any instant', () => {
    fc.assert(
      fc.property(anyMoment, ({ at, zone }) => {
        expect(zoneOffsets(zone).offsetAt(at)).toBe(DateTime.fromMillis(at, { zone }).offset * 60_000);
      }),
      { numRuns: 1500 },
    );
  });

  test('change at the very instant the clocks do', () => {
    const change = utc('1999-03-28T01:00:00Z');
    const berlin = zoneOffsets('Europe/Berlin');
    expect([berlin.offsetAt(change - 1), berlin.offsetAt(change)]).toEqual([HOUR, 2 * HOUR]);
    expect(berlin.changeIn(change - HOUR, change)).toBe(change);
    expect(berlin.changeIn(change, change + 48 * HOUR)).toBeNull();
    // This one falls on midnight UTC, the seam between two cached days.
    const seam = utc('1977-05-06T00:00:00Z');
    const algiers = zoneOffsets('Africa/Algiers');
    expect([algiers.offsetAt(seam - 1), algiers.offsetAt(seam)]).toEqual([0, HOUR]);
    expect(algiers.changeIn(seam - 1, seam)).toBe(seam);
  });

  test('a name that depends on the machine or does not exist is refused', () => {
    for (const zone of ['local', 'system', 'default', '', 'Europe/Atlantis', 'x'.repeat(10_000)]) {
      expect(isZone(zone)).toBe(false);
      expect(() => zoneOffsets(zone)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    }
    expect(isZone('Asia/Kathmandu')).toBe(true);
  });

  test('a broken instant is refused and not computed with', () => {
    expect(() => zoneOffsets('UTC').offsetAt(Number.NaN)).toThrow(RangeError);
  });
});

describe('buckets', () => {
  test('hold their instant, touch the next one and share one label, for every grain and zone', () => {
    fc.assert(
      fc.property(anyMoment, anyGrain, ({ at, zone }, grain) => {
        const start = bucketStart(at, grain, zone);
        const end = nextBucket(at, grain, zone);
        expect(start).toBeLessThanOrEqual(at);
        expect(end).toBeGreaterThan(at);
        expect(bucketStart(start, grain, zone)).toBe(start);
        expect(bucketStart(end - 1, grain, zone)).toBe(start);
        expect(bucketStart(end, grain, zone)).toBe(end);
        expect(bucketLabel(end - 1, grain, zone)).toBe(bucketLabel(start, grain, zone));
      }),
      { numRuns: 3000 },
    );
  });

  test('finer buckets lie within coarser ones', () => {
    fc.assert(
      fc.property(anyMoment, ({ at, zone }) => {
        const starts = GRAINS.map((grain) => bucketStart(at, grain, zone));
        const [quarter, hour, day, week, month] = starts as [number, number, number, number, number];
        expect(hour).toBeLessThanOrEqual(quarter);
        expect(day).toBeLessThanOrEqual(hour);
        expect(week).toBeLessThanOrEqual(day);
        expect(month).toBeLessThanOrEqual(day);
      }),
      { numRuns: 1000 },
    );
  });

  test('agree with the zone library on days, weeks and months', () => {
    // Zones whose clocks never change around midnight; the others have rules of their own below.
    const plain = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC');
    fc.assert(
      fc.property(anyInstant, plain, fc.constantFrom('day', 'week', 'month'), (at, zone, grain) => {
        const local = DateTime.fromMillis(at, { zone });
        expect(bucketStart(at, grain, zone)).toBe(local.startOf(grain).toMillis());
        const formats = { day: 'yyyy-MM-dd', week: "kkkk-'W'WW", month: 'yyyy-MM' };
        expect(bucketLabel(at, grain, zone)).toBe(local.toFormat(formats[grain]));
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    ['month', '1999-04'],
    ['week', '1999-W13'],
    ['day', '1999-04-03'],
    ['hour', '1999-04-03T10'],
    ['quarter', '1999-04-03T10:15'],
  ] as const)('are labelled by their local start: %s', (grain, label) => {
    expect(bucketLabel(utc('1999-04-03T08:22:09Z'), grain, 'Europe/Berlin')).toBe(label);
  });

  test.each([
    ['2021-01-03T12:00:00Z', '2020-W53'],
    ['2019-12-31T12:00:00Z', '2020-W01'],
    ['1999-02-08T12:00:00Z', '1999-W06'],
  ])('the ISO week of %s is %s', (text, label) => {
    expect(bucketLabel(utc(text), 'week', 'UTC')).toBe(label);
  });

  test('a week may start on Sunday, and then carries a date and no ISO number', () => {
    const wednesday = utc('1999-02-03T10:00:00Z');
    expect(iso(bucketStart(wednesday, 'week', 'Asia/Jerusalem', { weekStart: 7 }))).toBe('1999-01-30T22:00:00.000Z');
    expect(iso(nextBucket(wednesday, 'week', 'Asia/Jerusalem', { weekStart: 7 }))).toBe('1999-02-06T22:00:00.000Z');
    expect(bucketLabel(wednesday, 'week', 'Asia/Jerusalem', { weekStart: 7 })).toBe('1999-01-31');
    expect(bucketStart(wednesday, 'week', 'Asia/Jerusalem')).toBe(utc('1999-01-31T22:00:00Z'));
  });
});

describe('nights of change', () => {
  const hoursOf = (day: string, zone: string): number[] => {
    const at = utc(`${day}T12:00:00Z`);
    return range(bucketStart(at, 'day', zone), nextBucket(at, 'day', zone), 'hour', zone);
  };

  test('a spring day has 23 hours and no label for the missing one', () => {
    const labels = hoursOf('1999-03-28', 'Europe/Berlin').map((at) => bucketLabel(at, 'hour', 'Europe/Berlin'));
    expect(labels).toHaveLength(23);
    expect(labels.slice(1, 3)).toEqual(['1999-03-28T01', '1999-03-28T03']);
  });

  test('an autumn day has 25 hours; the repeated one has its own start and the same label', () => {
    const hours = hoursOf('1999-10-31', 'Europe/Berlin');
    expect(hours).toHaveLength(25);
    expect(hours.slice(2, 4).map((at) => bucketLabel(at, 'hour', 'Europe/Berlin'))).toEqual([
      '1999-10-31T02',
      '1999-10-31T02',
    ]);
    expect((hours[3] ?? 0) - (hours[2] ?? 0)).toBe(HOUR);
  });

  test('Lord Howe shifts by half an hour: the hour at the change is cut short there', () => {
    const zone = 'Australia/Lord_Howe';
    const shape = (from: string, to: string): string[] => {
      const starts = range(utc(from), utc(to), 'hour', zone);
      return starts.map((at) => `${bucketLabel(at, 'hour', zone)} ${(nextBucket(at, 'hour', zone) - at) / 60_000}`);
    };
    expect(shape('2023-04-01T14:00:00Z', '2023-04-01T16:00:00Z')).toEqual([
      '2023-04-02T01 60',
      '2023-04-02T01 30',
      '2023-04-02T02 60',
    ]);
    expect(shape('2023-09-30T14:30:00Z', '2023-09-30T16:30:00Z')).toEqual([
      '2023-10-01T01 60',
      '2023-10-01T02 30',
      '2023-10-01T03 60',
    ]);
    const at = utc('2023-04-01T20:00:00Z');
    expect((nextBucket(at, 'day', zone) - bucketStart(at, 'day', zone)) / HOUR).toBe(24.5);
  });

  test.each([
    ['Asia/Kolkata', '1999-02-02T18:30:00.000Z'],
    ['Asia/Kathmandu', '1999-02-02T18:15:00.000Z'],
    ['Pacific/Chatham', '1999-02-02T10:15:00.000Z'],
  ])('a day of %s begins off the hour', (zone, start) => {
    const at = utc('1999-02-03T08:07:00Z');
    expect(iso(bucketStart(at, 'day', zone))).toBe(start);
    expect(range(bucketStart(at, 'day', zone), nextBucket(at, 'day', zone), 'quarter', zone)).toHaveLength(96);
    expect(bucketStart(at, 'hour', zone)).toBe(DateTime.fromMillis(at, { zone }).startOf('hour').toMillis());
  });

  test('a date without a midnight begins where the gap ends', () => {
    const zone = 'America/Sao_Paulo';
    const start = bucketStart(utc('2017-10-15T15:00:00Z'), 'day', zone);
    expect(iso(start)).toBe('2017-10-15T03:00:00.000Z');
    expect(bucketLabel(start, 'hour', zone)).toBe('2017-10-15T01');
    expect(hoursOf('2017-10-15', zone)).toHaveLength(23);
  });

  test('a repeated midnight does not start the day twice', () => {
    const zone = 'America/Havana';
    const first = utc('2022-11-06T04:00:00Z');
    expect(bucketStart(first, 'day', zone)).toBe(first);
    expect(bucketStart(first + 90 * 60_000, 'day', zone)).toBe(first);
    expect(hoursOf('2022-11-06', zone)).toHaveLength(25);
  });

  test('a minute past midnight that falls back into the old date stays with the new one', () => {
    const zone = 'America/St_Johns';
    const days = range(utc('2007-11-03T12:00:00Z'), utc('2007-11-05T12:00:00Z'), 'day', zone);
    expect(days.map((at) => bucketLabel(at, 'day', zone))).toEqual(['2007-11-03', '2007-11-04', '2007-11-05']);
  });

  test('an hour that the clocks leave after a minute is a bucket of a minute', () => {
    const zone = 'America/St_Johns';
    const starts = range(utc('2007-11-04T02:30:00Z'), utc('2007-11-04T03:31:00Z'), 'hour', zone);
    expect(
      starts.map((at) => `${bucketLabel(at, 'hour', zone)} ${(nextBucket(at, 'hour', zone) - at) / 60_000}`),
    ).toEqual(['2007-11-04T00 1', '2007-11-03T23 59', '2007-11-04T00 60']);
  });

  test('the date that Samoa left out has no bucket', () => {
    const zone = 'Pacific/Apia';
    const days = range(utc('2011-12-29T12:00:00Z'), utc('2011-12-31T12:00:00Z'), 'day', zone);
    expect(days.map((at) => bucketLabel(at, 'day', zone))).toEqual(['2011-12-29', '2011-12-31', '2012-01-01']);
  });
});

describe('range', () => {
  test('covers [from, to) without gap or overlap', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.integer({ min: 1, max: 40 * 24 * HOUR }),
        anyZone,
        anyGrain,
        (from, span, zone, grain) => {
          const starts = range(from, from + span, grain, zone);
          expect(starts[0]).toBe(bucketStart(from, grain, zone));
          for (const [index, start] of starts.entries()) {
            expect(nextBucket(start, grain, zone)).toBe(
              starts[index + 1] ?? bucketStart(nextBucket(start, grain, zone), grain, zone),
            );
          }
          expect(starts.at(-1)).toBe(bucketStart(from + span - 1, grain, zone));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('is empty for an empty span and refuses an absurd one', () => {
    expect(range(5, 5, 'hour', 'UTC')).toEqual([]);
    expect(range(6, 5, 'hour', 'UTC')).toEqual([]);
    expect(() => range(utc('1000-01-01T00:00:00Z'), utc('2999-01-01T00:00:00Z'), 'quarter', 'UTC')).toThrow(
      expect.objectContaining({ code: 'row-cap' }),
    );
  });
});
