import { describe, expect, test } from 'vitest';
import {
  adherence,
  conformance,
  dayFrameAt,
  dayFrameOf,
  judgePerson,
  shiftsOf,
} from '../../../../shared/domain/adherence/index.ts';
import type { Planned, PlatformStay } from '../../../../shared/domain/adherence/index.ts';
import { parseLocalDate } from '../../../../shared/time/local.ts';
import { at, clock, days, planned, stay } from './world.ts';

describe('shifts', () => {
  const shifts = (...rows: Planned[]): string[] =>
    shiftsOf(rows).map(
      ({ startAt, endAt, activities }) =>
        `${clock(startAt)}–${clock(endAt)} ${activities.map(({ activity }) => activity).join(' ')}`,
    );

  test('breaks and lunches, planned or not, never split one', () => {
    expect(
      shifts(
        planned('work', '9:00', '12:00'),
        planned('work', '13:00', '17:00'),
        planned('break', '10:00', '10:15'),
        planned('lunch', '17:00', '17:30'),
      ),
    ).toEqual(['9:00–17:30 work break work work lunch']);
  });

  test('two hours between them do', () => {
    expect(shifts(planned('work', '9:00', '12:00'), planned('work', '14:00', '17:00'))).toEqual([
      '9:00–12:00 work',
      '14:00–17:00 work',
    ]);
    expect(shifts(planned('work', '9:00', '12:00'), planned('work', '13:59', '17:00'))).toEqual([
      '9:00–17:00 work work',
    ]);
  });

  test('time off is a stretch of its own, and stays within a shift that surrounds it', () => {
    expect(
      shifts(planned('off', '0:00', '9:00'), planned('work', '9:00', '12:00'), planned('off', '12:00', '24:00')),
    ).toEqual(['0:00–9:00 off', '9:00–12:00 work', '12:00–24:00 off']);
    expect(
      shifts(planned('work', '9:00', '12:00'), planned('off', '12:00', '13:00'), planned('work', '13:00', '17:00')),
    ).toEqual(['9:00–17:00 work off work']);
  });

  test('the shorter of two rows lies over the longer', () => {
    expect(
      shifts(
        planned('off', '0:00', '24:00'),
        planned('work', '9:00', '17:00'),
        planned('lunch', '12:00', '13:00'),
        planned('meeting', '12:30', '14:00'),
      ),
    ).toEqual(['0:00–9:00 off', '9:00–17:00 work lunch meeting work', '17:00–24:00 off']);
  });
});

describe('days', () => {
  test('a shift over midnight belongs to the day on which it starts, with the overtime after it', () => {
    const judged = days([planned('work', '22:00', '30:00')], [stay('available', '22:00', '30:15')], {
      toAt: at('48:00'),
    });
    const [first, second] = judged;
    expect(first?.day).toBe('2026-03-02');
    expect(first?.counts).toMatchObject({ scheduled: 8 * 3600, matched: 8 * 3600, worked: 8 * 3600 + 900 });
    expect(second?.counts).toMatchObject({ scheduled: 0, worked: 0 });
  });

  test('a login before midnight goes with the shift that begins at midnight', () => {
    const judged = days([planned('work', '24:00', '32:00')], [stay('available', '23:50', '32:00')], {
      toAt: at('48:00'),
    });
    expect(judged.map(({ day, counts }) => [day, counts.worked])).toEqual([
      ['2026-03-02', 0],
      ['2026-03-03', 8 * 3600 + 600],
    ]);
  });

  test('between shifts of two days that are close the cut lies in the middle', () => {
    const rows = [planned('work', '20:00', '26:00'), planned('work', '28:00', '30:00')];
    expect(dayFrameAt(shiftsOf(rows), at('26:30'), 'UTC').day).toBe('2026-03-02');
    expect(dayFrameAt(shiftsOf(rows), at('27:30'), 'UTC').day).toBe('2026-03-03');
    expect(clock(dayFrameAt(shiftsOf(rows), at('26:30'), 'UTC').endAt)).toBe('27:00');
  });

  test('two shifts of a day are one row', () => {
    const [day, ...more] = days(
      [planned('work', '8:00', '12:00'), planned('work', '16:00', '20:00')],
      [stay('available', '8:00', '12:00'), stay('available', '16:00', '19:00')],
    );
    expect(more).toEqual([]);
    expect(day?.shifts).toHaveLength(2);
    expect(day?.counts).toMatchObject({ scheduled: 8 * 3600, matched: 7 * 3600 });
  });

  test('a day is found by its name, also where a shift of the evening before reaches into it', () => {
    const shifts = shiftsOf([planned('work', '22:00', '30:00'), planned('work', '46:00', '54:00')]);
    const frame = dayFrameOf(shifts, at('24:00'), 'UTC');
    expect(frame && [frame.day, clock(frame.startAt), clock(frame.endAt), frame.shifts.length]).toEqual([
      '2026-03-03',
      '32:00',
      '56:00',
      1,
    ]);
  });

  test('days of the future are not judged, and today only to now', () => {
    const judged = days(
      [planned('work', '9:00', '17:00'), planned('work', '33:00', '41:00')],
      [stay('available', '9:00', null)],
      {
        toAt: at('48:00'),
        nowAt: at('10:00'),
      },
    );
    expect(judged.map(({ day, counts }) => [day, counts.scheduled])).toEqual([['2026-03-02', 3600]]);
  });
});

describe('nights on which the clocks change, in Berlin', () => {
  const local = (text: string): number => parseLocalDate(text, 'Europe/Berlin');
  const night = (from: string, to: string): { rows: Planned[]; stays: PlatformStay[] } => ({
    rows: [{ activity: 'work', startAt: local(from), endAt: local(to) }],
    stays: [{ platform: 'phone', state: 'available', startAt: local(from), endAt: local(to) }],
  });
  const judge = ({ rows, stays }: ReturnType<typeof night>, from: string, to: string) =>
    judgePerson({
      zone: 'Europe/Berlin',
      fromAt: local(from),
      toAt: local(to),
      nowAt: local(to),
      silence: 'offline',
      shifts: shiftsOf(rows),
      stays,
    });

  test('the shift of the spring night is seven hours, that of the autumn night nine', () => {
    const spring = judge(night('2026-03-28T22:00', '2026-03-29T06:00'), '2026-03-28', '2026-03-30');
    expect(spring.map(({ day, counts }) => [day, counts.scheduled / 3600])).toEqual([
      ['2026-03-28', 7],
      ['2026-03-29', 0],
    ]);
    const autumn = judge(night('2026-10-24T22:00', '2026-10-25T06:00'), '2026-10-24', '2026-10-26');
    expect(autumn.map(({ day, counts }) => [day, counts.scheduled / 3600])).toEqual([
      ['2026-10-24', 9],
      ['2026-10-25', 0],
    ]);
    for (const { counts } of [spring[0], autumn[0]].filter((day) => day !== undefined)) {
      expect([adherence(counts).value, conformance(counts).value]).toEqual([1, 1]);
    }
  });

  test('days have 23 and 25 hours and the days around them are whole', () => {
    const off = { rows: [], stays: [] };
    const hours = (judged: ReturnType<typeof judge>): number[] =>
      judged.map(({ startAt, endAt }) => (endAt - startAt) / 3_600_000);
    expect(hours(judge(off, '2026-03-28', '2026-03-31'))).toEqual([24, 23, 24]);
    expect(hours(judge(off, '2026-10-24', '2026-10-27'))).toEqual([24, 25, 24]);
  });
});
