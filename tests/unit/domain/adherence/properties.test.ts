import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addAdherence,
  adherence,
  conformance,
  countsOf,
  dayFrames,
  deviationsOf,
  isProductiveState,
  judge,
  judgePerson,
  matchRuns,
  normalisePlan,
  personStates,
  platformLane,
  quartersOf,
  shiftsOf,
  shrinkageOf,
  sumAdherence,
} from '../../../../shared/domain/adherence/index.ts';
import type { PersonInput } from '../../../../shared/domain/adherence/index.ts';
import { anyExceptions, anyPlan, anyStays, anyTolerance, at, MONDAY, planned, stay } from './world.ts';

const MINUTE = 60_000;

const anyInput: fc.Arbitrary<PersonInput> = fc
  .record({
    plan: anyPlan,
    stays: anyStays,
    exceptions: anyExceptions,
    tolerance: anyTolerance,
    silence: fc.constantFrom('offline' as const, 'unknown' as const),
    platformOrder: fc.constantFrom([], ['chat', 'phone'], ['gc/acd']),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia'),
    nowAt: fc.integer({ min: 600, max: 4500 }).map((minute) => MONDAY + minute * MINUTE),
    blind: fc.constantFrom([], [{ startAt: at('9:00'), endAt: at('11:30') }]),
  })
  .map(({ plan, ...rest }) => ({ ...rest, shifts: shiftsOf(plan), fromAt: MONDAY, toAt: MONDAY + 3 * 1440 * MINUTE }));

describe('any plan and any states', () => {
  test('matched, unmatched, excused and unknown time partition the scheduled time, which the plan alone decides', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { counts, segments, startAt, endAt, plan } of judgePerson(input)) {
          expect(counts.matched + counts.unmatched + counts.excused + counts.unknown).toBeCloseTo(counts.scheduled, 6);
          const until = Math.min(endAt, input.nowAt);
          const within = plan
            .filter(({ activity }) => activity !== 'off')
            .reduce((sum, row) => sum + Math.max(0, Math.min(row.endAt, until) - Math.max(row.startAt, startAt)), 0);
          expect(counts.scheduled).toBeCloseTo(within / 1000, 6);
          // Segments leave no gap and do not overlap.
          let reached = startAt;
          for (const segment of segments) {
            expect(segment.startAt).toBe(reached);
            expect(segment.endAt).toBeGreaterThan(segment.startAt);
            reached = segment.endAt;
          }
          expect(reached).toBe(until);
        }
      }),
    );
  });

  test('the order in which events arrive does not matter', () => {
    const shuffled = anyInput.chain((input) =>
      fc.record({
        input: fc.constant(input),
        stays: fc.shuffledSubarray([...input.stays], { minLength: input.stays.length }),
        exceptions: fc.shuffledSubarray([...(input.exceptions ?? [])], { minLength: input.exceptions?.length ?? 0 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ input, stays, exceptions }) => {
        const other = judgePerson({ ...input, stays, exceptions });
        expect(other.map(({ segments }) => segments)).toEqual(judgePerson(input).map(({ segments }) => segments));
      }),
    );
  });

  test('hearing of a stay twice changes nothing', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const twice = judgePerson({ ...input, stays: [...input.stays, ...input.stays] });
        expect(twice.map(({ segments }) => segments)).toEqual(judgePerson(input).map(({ segments }) => segments));
      }),
    );
  });

  test('adherence never passes 100 %, of all and of what is productive; nothing is null but no data', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { counts } of judgePerson(input)) {
          for (const { value, denominator } of [adherence(counts), adherence(counts, 'productive')]) {
            expect(value === null).toBe(denominator <= 0);
            if (value !== null) expect(value).toBeLessThanOrEqual(1 + 1e-12);
            if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  test('conformance passes 100 % where more is worked than planned', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (plan, more) => {
        const worked = [{ ...stay('available', '9:00', '9:00'), endAt: at('9:00') + (plan + more) * MINUTE }];
        const rows = [{ ...planned('work', '9:00', '9:00'), endAt: at('9:00') + plan * MINUTE }];
        const [day] = judgePerson({
          zone: 'UTC',
          fromAt: MONDAY,
          toAt: at('24:00'),
          nowAt: at('24:00'),
          silence: 'offline',
          shifts: shiftsOf(rows),
          stays: worked,
        });
        const counts = day?.counts;
        expect(counts && conformance(counts).value).toBeCloseTo((plan + more) / plan, 10);
        expect(counts && adherence(counts).value).toBe(1);
      }),
    );
  });

  test('quarter hours add up to the day, to the second', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { segments, counts } of judgePerson(input)) {
          const quarters = quartersOf(segments);
          expect(sumAdherence(quarters.map((quarter) => quarter.counts))).toEqual(counts);
          expect(quarters.every(({ startAt }) => startAt % 900_000 === 0)).toBe(true);
          expect(quarters.map(({ startAt }) => startAt)).toEqual(
            [...new Set(quarters.map(({ startAt }) => startAt))].sort(),
          );
          for (const quarter of quarters) expect(quarter.counts.scheduled).toBeLessThanOrEqual(900);
        }
      }),
    );
  });

  test('from a quarter hour on they are the same as those of the whole day', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(96), (input, index) => {
        const fromAt = MONDAY + index * 900_000;
        for (const { segments } of judgePerson(input)) {
          expect(quartersOf(segments, fromAt)).toEqual(quartersOf(segments).filter(({ startAt }) => startAt >= fromAt));
        }
      }),
    );
  });

  test('deviations hold exactly the time that has an impact', () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom('state' as const, 'activity' as const), (input, join) => {
        for (const { segments, counts } of judgePerson(input)) {
          const deviations = deviationsOf(segments, { exceptions: input.exceptions, join });
          const seconds = deviations.reduce((sum, deviation) => sum + deviation.seconds, 0);
          const counted = segments.filter(({ impact }) => impact !== null);
          expect(seconds).toBeCloseTo(countsSeconds(counted), 6);
          const hurting = deviations.filter(
            ({ impact, excusedBecause }) => impact === 'negative' && excusedBecause === null,
          );
          expect(hurting.reduce((sum, deviation) => sum + deviation.seconds, 0)).toBeCloseTo(counts.negative, 6);
        }
      }),
    );
  });

  test('nothing that a span of the day is judged by lies in its own future: worked time is what the states say', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const worked = judgePerson(input).reduce((sum, { counts }) => sum + counts.worked, 0);
        const days = judgePerson(input);
        const [first] = days;
        const last = days.at(-1);
        if (first === undefined || last === undefined) return;
        const untilAt = Math.min(last.endAt, input.nowAt);
        const states = personStates(input.stays, {
          untilAt: input.nowAt,
          order: input.platformOrder,
          blind: input.blind,
        });
        const expected = states
          .filter(({ state }) => isProductiveState(state))
          .reduce(
            (sum, { startAt, endAt }) => sum + Math.max(0, Math.min(endAt, untilAt) - Math.max(startAt, first.startAt)),
            0,
          );
        expect(worked).toBeCloseTo(expected / 1000, 6);
      }),
    );
  });

  test('the strip on the timeline covers what is planned', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { segments } of judgePerson(input)) {
          const strip = matchRuns(segments);
          const planned = segments.filter(({ match }) => match !== 'outside');
          expect(countsSeconds(strip.filter(({ match }) => match !== 'outside'))).toBeCloseTo(
            countsSeconds(planned),
            6,
          );
        }
      }),
    );
  });

  test('shrinkage never passes the paid time', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { segments, plan } of judgePerson(input)) {
          const { paid, causes } = shrinkageOf(segments, plan, input.exceptions);
          const lost = Object.values(causes).reduce((sum: number, seconds) => sum + (seconds ?? 0), 0);
          expect(lost).toBeLessThanOrEqual(paid + 1e-6);
        }
      }),
    );
  });
});

function countsSeconds(spans: readonly { startAt: number; endAt: number }[]): number {
  return spans.reduce((sum, { startAt, endAt }) => sum + (endAt - startAt) / 1000, 0);
}

describe('counts', () => {
  test('add up in any order', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const all = judgePerson(input).map(({ counts }) => counts);
        expect(sumAdherence([...all].reverse())).toEqual(all.reduce(addAdherence, countsOf([])));
      }),
    );
  });

  test('judged in two parts at a change of the plan they are those of the whole, where nothing is excused', () => {
    fc.assert(
      fc.property(anyStays, fc.integer({ min: 1, max: 2879 }), (stays, minute) => {
        const cutAt = MONDAY + minute * MINUTE;
        const states = personStates(stays, { untilAt: MONDAY + 2880 * MINUTE });
        const span = { startAt: MONDAY, endAt: MONDAY + 2880 * MINUTE };
        const rules = { plan: [{ activity: 'work' as const, ...span }], states, silence: 'offline' as const };
        const parts = [
          judge({ ...rules, startAt: span.startAt, endAt: cutAt }),
          judge({ ...rules, startAt: cutAt, endAt: span.endAt }),
        ];
        expect(sumAdherence(parts.map(countsOf))).toEqual(countsOf(judge({ ...rules, ...span })));
      }),
    );
  });
});

describe('the plan', () => {
  test('made fit has one activity at a time, where any row has one, whatever their order', () => {
    const shuffled = anyPlan.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.nat(2 * 1440), ([rows, others], minute) => {
        const plan = normalisePlan(rows);
        expect(normalisePlan(others)).toEqual(plan);
        expect(normalisePlan(plan)).toEqual(plan);
        for (const [index, row] of plan.entries())
          expect(row.startAt).toBeGreaterThanOrEqual(plan[index - 1]?.endAt ?? 0);
        const instant = MONDAY + minute * MINUTE + 1;
        const covers = (row: { startAt: number; endAt: number }): boolean =>
          row.startAt <= instant && row.endAt > instant;
        const here = rows.filter(covers);
        const found = plan.find(covers);
        expect(found === undefined).toBe(here.length === 0);
        if (found === undefined) return;
        const shortest = Math.min(...here.map(({ startAt, endAt }) => endAt - startAt));
        expect(
          here.filter(({ startAt, endAt }) => endAt - startAt === shortest).map(({ activity }) => activity),
        ).toContain(found.activity);
      }),
    );
  });

  test('its shifts hold all of it, once', () => {
    fc.assert(
      fc.property(anyPlan, (rows) => {
        const shifts = shiftsOf(rows);
        expect(shifts.flatMap(({ activities }) => activities)).toEqual(normalisePlan(rows));
        for (const { startAt, endAt, activities } of shifts) {
          expect([startAt, endAt]).toEqual([activities[0]?.startAt, activities.at(-1)?.endAt]);
          if (activities.some(({ activity }) => activity !== 'off'))
            expect(endAt - startAt).toBeLessThanOrEqual(86_400_000);
        }
      }),
    );
  });
});

describe('days', () => {
  test('leave no gap, do not overlap, and hold their shifts whole', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns');
    const starts = fc.constantFrom(MONDAY, Date.UTC(2026, 2, 28), Date.UTC(2026, 9, 24), Date.UTC(2026, 3, 4));
    fc.assert(
      fc.property(anyPlan, zones, starts, (rows, zone, startAt) => {
        const shift = (instant: number): number => instant - MONDAY + startAt;
        const shifts = shiftsOf(rows.map((row) => ({ ...row, startAt: shift(row.startAt), endAt: shift(row.endAt) })));
        const [fromAt, toAt] = [startAt - 86_400_000, startAt + 5 * 86_400_000];
        const frames = dayFrames(shifts, fromAt, toAt, zone);
        expect(frames[0]?.startAt).toBeLessThanOrEqual(fromAt);
        expect(frames.at(-1)?.endAt).toBeGreaterThanOrEqual(toAt);
        for (const [index, frame] of frames.entries()) {
          if (index > 0) expect(frame.startAt).toBe(frames[index - 1]?.endAt);
          for (const { startAt: from, endAt: to, activities } of frame.shifts) {
            if (activities.every(({ activity }) => activity === 'off')) continue;
            expect(frame.startAt).toBeLessThanOrEqual(from);
            expect(frame.endAt).toBeGreaterThanOrEqual(to);
          }
        }
        expect(frames.flatMap((frame) => frame.shifts)).toEqual(shifts);
      }),
    );
  });
});

describe('states', () => {
  test('of a person are one at a time, and known wherever a platform says anything', () => {
    fc.assert(
      fc.property(anyStays, fc.constantFrom([], ['phone', 'chat']), fc.nat(2880), (stays, order, minute) => {
        const untilAt = MONDAY + 3000 * MINUTE;
        const states = personStates(stays, { untilAt, order });
        for (const [index, state] of states.entries()) {
          expect(state.endAt).toBeGreaterThan(state.startAt);
          expect(state.sinceAt).toBeLessThanOrEqual(state.startAt);
          if (index > 0) expect(state.startAt).toBeGreaterThanOrEqual(states[index - 1]?.endAt ?? Infinity);
        }
        const instant = MONDAY + minute * MINUTE + 1;
        const here = (span: { startAt: number; endAt: number }): boolean =>
          span.startAt <= instant && span.endAt > instant;
        const spoken = ['phone', 'chat', 'gc/acd'].flatMap((platform) =>
          platformLane(
            stays.filter((one) => one.platform === platform),
            untilAt,
          ).filter(here),
        );
        const found = states.find(here);
        expect(found === undefined).toBe(spoken.length === 0);
        if (found !== undefined) expect(spoken.map(({ state }) => state)).toContain(found.state);
        const contact = spoken.some(({ state }) => state === 'on-contact');
        if (contact && order.length === 0) expect(found?.state).toBe('on-contact');
      }),
    );
  });
});
