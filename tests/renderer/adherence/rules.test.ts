import { describe, expect, it } from 'vitest';
import { hullOf, spanOn } from '../../../renderer/features/adherence/days.ts';
import { countGroups } from '../../../renderer/features/adherence/list/groups.ts';
import { levelOf, worstFirst } from '../../../renderer/features/adherence/order.ts';
import { readRoute, shiftDay } from '../../../renderer/features/adherence/routes.ts';
import { cursorAt, movePicked, rowsOf, spanOf } from '../../../renderer/features/adherence/timeline/picked.ts';
import { TimeWindow } from '../../../renderer/features/adherence/track/time-window.ts';
import { fakeAdherence } from '../../helpers/fake-adherence.ts';
import { FLOOR_AT } from '../../helpers/fake-rows.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const row = fakeAdherence({ people: 1, calm: true }).people[0]!.row;
const out = (minutes: number, impact: 'negative' | 'neutral' | 'positive', excused: string | null = null) => ({
  ...row,
  key: `${minutes} ${impact}`,
  deviation: {
    since: FLOOR_AT - minutes * 60_000,
    scheduled: 'work' as const,
    actual: 'away' as const,
    impact,
    excused,
  },
});

describe('impact × minutes', () => {
  it('puts ten minutes that hurt before twenty that do not', () => {
    const rows = [out(20, 'neutral'), out(20, 'positive'), out(10, 'negative'), out(60, 'negative', 'tolerance'), row];
    const order = rows.toSorted(worstFirst(FLOOR_AT)).map(({ key }) => key);
    expect(order).toEqual(['10 negative', '20 neutral', '20 positive', '60 negative', row.key]);
  });

  it('lets help raise no alarm', () => {
    expect(levelOf({ ...out(90, 'positive'), level: 'breach' })).toBe('normal');
    expect(levelOf({ ...out(90, 'negative'), level: 'breach' })).toBe('breach');
  });

  it('counts five minutes into the middle bucket and the excused apart', () => {
    const rows = [
      out(0.5, 'negative'),
      out(1, 'negative'),
      out(5, 'neutral'),
      out(6, 'negative'),
      out(9, 'negative', 'x'),
    ];
    expect(countGroups(rows, FLOOR_AT)).toMatchObject({ out: 4, under1: 1, from1: 2, over5: 1, excused: 1, all: 5 });
  });
});

describe('times of an exception', () => {
  it('reads an end before its beginning as the next day', () => {
    const span = spanOn('2026-03-03', '22:30', '01:00', 'Asia/Jerusalem');
    expect(span).toEqual({ from: Date.UTC(2026, 2, 3, 20, 30), to: Date.UTC(2026, 2, 3, 23, 0) });
  });

  it('keeps wall times on the day the clocks change', () => {
    const span = spanOn('2026-03-27', '01:00', '04:00', 'Asia/Jerusalem');
    expect(span === null ? 0 : (span.to - span.from) / HOUR).toBe(2);
  });

  it('refuses what is no time', () => {
    expect(spanOn('2026-03-03', '25:00', '26:00', 'UTC')).toBeNull();
  });
});

describe('the choice on the timeline', () => {
  const keys = ['a', 'b', 'c'];
  it('extends over quarter hours and people and shrinks again', () => {
    let picked = cursorAt('b', FLOOR_AT - (FLOOR_AT % QUARTER));
    picked = movePicked(picked, keys, 0, 2, true);
    picked = movePicked(picked, keys, 1, 0, true);
    expect(spanOf(picked).to - spanOf(picked).from).toBe(3 * QUARTER);
    expect(rowsOf(picked, keys)).toEqual({ first: 1, last: 2 });
    picked = movePicked(picked, keys, -5, 0, true);
    expect(rowsOf(picked, keys)).toEqual({ first: 0, last: 1 });
    expect(movePicked(picked, keys, 0, 1, false)).toMatchObject({ row: 'a', headRow: 'a' });
  });
});

describe('what the tracks show', () => {
  it('zooms where the pointer is and keeps that instant in place', () => {
    const window = new TimeWindow(0, 10 * HOUR);
    window.resize(1000);
    const x = window.x(4 * HOUR);
    window.zoom(0.5, 4 * HOUR);
    expect(window.x(4 * HOUR)).toBeCloseTo(x, 6);
    expect(window.get().to - window.get().from).toBe(5 * HOUR);
    window.zoom(1e-6);
    expect(window.get().to - window.get().from).toBe(HOUR / 2);
  });

  it('takes in every shift, over midnight too', () => {
    const block = (from: number, to: number) => ({ activity: 'work' as const, rawActivity: '', from, to });
    const hull = hullOf([
      { planned: [block(8 * HOUR, 16 * HOUR)], actual: [] },
      { planned: [block(22 * HOUR, 30 * HOUR)], actual: [] },
    ]);
    expect(hull).toEqual({ from: 7.5 * HOUR, to: 30.5 * HOUR });
  });
});

describe('routes', () => {
  it('reads people with slashes in their keys, and days', () => {
    expect(readRoute('day/gc%2F3/2026-03-03')).toEqual({ tab: null, day: { person: 'gc/3', day: '2026-03-03' } });
    expect(readRoute('day/%E0%A4%A/2026-03-03')).toEqual({ tab: 'now', day: null });
    expect(readRoute('')).toEqual({ tab: 'now', day: null });
    expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28');
  });
});
