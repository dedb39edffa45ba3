import { describe, expect, test } from 'vitest';
import {
  addShrinkage,
  agentTimeOf,
  combineShrinkage,
  deviationsOf,
  impactOf,
  shrinkageOf,
  shrinkageRatio,
  spareAt,
  staffingOf,
} from '../../../../shared/domain/adherence/index.ts';
import type { Staffing } from '../../../../shared/domain/adherence/index.ts';
import { occupancy } from '../../../../shared/domain/kpis.ts';
import { at, excuse, monday, planned, stay, words } from './world.ts';

const WORK = [planned('work', '9:00', '11:00')];
const present = stay('available', '9:00', '11:00');
const late = stay('available', '10:00', '11:00');

/** Judged floor of people who are there, and people who come an hour late. */
function floor(there: number, missing: number, required: number): string[] {
  const people = [...Array<typeof present>(there).fill(present), ...Array<typeof late>(missing).fill(late)];
  const requirement = [{ startAt: at('9:00'), endAt: at('11:00'), required }];
  const staffing = staffingOf(
    requirement,
    people.map((one) => monday(WORK, [one]).segments),
  );
  return deviationsOf(monday(WORK, [late], { staffing }).segments).map(words);
}

describe('impact', () => {
  test('of what is done against what is planned', () => {
    expect(impactOf('work', 'offline')).toBe('negative');
    expect(impactOf('back-office', 'break')).toBe('negative');
    expect(impactOf('break', 'on-contact')).toBe('positive');
    expect(impactOf('off', 'wrap')).toBe('positive');
    expect(impactOf(null, 'available')).toBe('positive');
    expect(impactOf('meeting', 'break')).toBe('neutral');
    expect(impactOf('work', 'back-office')).toBe('neutral');
    expect(impactOf('off', 'away')).toBeNull();
    expect(impactOf('work', null)).toBeNull();
  });

  test('two missing in an overstaffed hour do not hurt, three do', () => {
    expect(floor(10, 2, 10)).toEqual(['9:00–10:00 work/offline neutral']);
    expect(floor(9, 3, 10)).toEqual(['9:00–10:00 work/offline negative']);
  });

  test('changes where the requirement does', () => {
    const staffing: Staffing = { at: [at('9:00'), at('9:20'), at('9:40')], spare: [-1, 0, null] };
    expect(deviationsOf(monday(WORK, [late], { staffing }).segments).map(words)).toEqual([
      '9:00–9:20 work/offline negative',
      '9:20–9:40 work/offline neutral',
      '9:40–10:00 work/offline negative',
    ]);
    expect(monday(WORK, [late], { staffing }).counts).toMatchObject({ unmatched: 3600, negative: 2400 });
  });

  test('is negative where nobody said how many are needed', () => {
    const staffing = staffingOf(
      [{ startAt: at('9:30'), endAt: at('9:45'), required: 0 }],
      [monday(WORK, [late]).segments],
    );
    expect([spareAt(staffing, at('9:15')), spareAt(staffing, at('9:30')), spareAt(staffing, at('9:45'))]).toEqual([
      null,
      0,
      null,
    ]);
    expect(deviationsOf(monday(WORK, [late], { staffing }).segments).map(words)).toEqual([
      '9:00–9:30 work/offline negative',
      '9:30–9:45 work/offline neutral',
      '9:45–10:00 work/offline negative',
    ]);
  });

  test('requirements that overlap add up; no requirement at all knows nothing', () => {
    const span = { startAt: at('9:00'), endAt: at('10:00') };
    const two = staffingOf(
      [
        { ...span, required: 0.4 },
        { ...span, required: 0.6 },
      ],
      [monday(WORK, [present]).segments],
    );
    expect(spareAt(two, at('9:30'))).toBe(0);
    expect(staffingOf([], [monday(WORK, [present]).segments])).toEqual({ at: [], spare: [] });
  });
});

describe('shrinkage by cause', () => {
  const plan = [
    planned('work', '9:00', '12:00'),
    planned('lunch', '12:00', '13:00', false),
    planned('training', '13:00', '14:00'),
    planned('work', '14:00', '17:00'),
  ];

  test('is what was done, and for time away what was planned, or why it was excused', () => {
    const day = monday(
      plan,
      [
        stay('available', '9:00', '10:00'),
        stay('break', '10:00', '10:30'),
        stay('on-contact', '10:30', '12:00'),
        stay('away', '13:00', '14:00'),
        stay('away', '14:00', '14:30'),
        stay('back-office', '14:30', '15:00'),
      ],
      { exceptions: [excuse('16:00', '17:00', 'sick')] },
    );
    const counts = shrinkageOf(day.segments, day.plan, [excuse('16:00', '17:00', 'sick')]);
    expect(counts).toEqual({
      paid: 7 * 3600,
      causes: { break: 1800, training: 3600, away: 1800, 'back-office': 1800, offline: 3600, 'exception:sick': 3600 },
    });
    expect(shrinkageRatio(counts).value).toBeCloseTo(4.5 / 7, 12);
    expect(shrinkageRatio(counts, 'exception:sick').value).toBeCloseTo(1 / 7, 12);
    expect(addShrinkage(counts, counts)).toEqual({
      paid: 14 * 3600,
      causes: { break: 3600, training: 7200, away: 3600, 'back-office': 3600, offline: 7200, 'exception:sick': 7200 },
    });
  });

  test('planned back office is no shrinkage while it is done, and an absence from it is one', () => {
    const day = monday(
      [planned('back-office', '9:00', '11:00')],
      [stay('back-office', '9:00', '10:00'), stay('away', '10:00', '11:00')],
    );
    expect(shrinkageOf(day.segments, day.plan)).toEqual({ paid: 7200, causes: { away: 3600 } });
  });

  test('time off counts where it is paid, time of which nothing is known never', () => {
    const leave = monday([planned('off', '9:00', '17:00', true)], []);
    expect(shrinkageOf(leave.segments, leave.plan)).toEqual({ paid: 8 * 3600, causes: { off: 8 * 3600 } });
    const free = monday([planned('off', '9:00', '17:00')], []);
    expect(shrinkageRatio(shrinkageOf(free.segments, free.plan)).value).toBeNull();
    const blind = monday(plan, [], { silence: 'unknown' });
    expect(shrinkageOf(blind.segments, blind.plan)).toEqual({ paid: 0, causes: {} });
  });

  test('a reason cannot disturb the counts', () => {
    const exceptions = [excuse('9:00', '17:00', '__proto__')];
    const day = monday([planned('work', '9:00', '10:00')], [], { exceptions });
    expect(Object.entries(shrinkageOf(day.segments, day.plan, exceptions).causes)).toEqual([
      ['exception:__proto__', 3600],
    ]);
  });

  test('shares out of their range are refused', () => {
    expect(combineShrinkage([], 'additive')).toBe(0);
    expect(() => combineShrinkage([1], 'multiplicative')).toThrow(RangeError);
    expect(() => combineShrinkage([0.6, 0.5], 'additive')).toThrow(RangeError);
  });
});

test('occupancy is of the time on contacts, in wrap and available', () => {
  const { states } = monday(
    [],
    [
      stay('available', '9:00', '9:30'),
      stay('on-contact', '9:30', '10:10'),
      stay('wrap', '10:10', '10:20'),
      stay('break', '10:20', '11:00'),
    ],
  );
  const time = agentTimeOf(states, { startAt: at('9:10'), endAt: at('24:00') });
  expect(time).toEqual({ contactSeconds: 2400, wrapSeconds: 600, availableSeconds: 1200, paidSeconds: null });
  expect(occupancy(time).value).toBeCloseTo(50 / 70, 12);
});
