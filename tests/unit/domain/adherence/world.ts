import fc from 'fast-check';
import { judgePerson, shiftsOf } from '../../../../shared/domain/adherence/index.ts';
import type {
  Deviation,
  Exception,
  JudgedDay,
  PersonInput,
  Planned,
  PlatformStay,
} from '../../../../shared/domain/adherence/index.ts';
import { ACTIVITIES, AGENT_STATES } from '../../../../shared/domain/records.ts';
import type { Activity, AgentState } from '../../../../shared/domain/records.ts';

/** Monday 2 March 2026, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 2, 2);

/** `9:30` of Monday as an instant; hours beyond 24 are of the days after. */
export function at(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return MONDAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The clock of an instant of Monday or later, for failures that people can read. */
export function clock(instant: number): string {
  const seconds = Math.round((instant - MONDAY) / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}${rest}`;
}

export function planned(activity: Activity, from: string, to: string, paid?: boolean): Planned {
  return { activity, startAt: at(from), endAt: at(to), ...(paid === undefined ? {} : { paid }) };
}

export function stay(state: AgentState, from: string, to: string | null, platform = 'phone'): PlatformStay {
  return { platform, state, startAt: at(from), endAt: to === null ? null : at(to) };
}

export function excuse(from: string, to: string, reason = 'fire alarm', id = 'e1'): Exception {
  return { id, startAt: at(from), endAt: at(to), reason, approver: 'Ann' };
}

export type Rules = Partial<Omit<PersonInput, 'shifts' | 'stays'>>;

/** Monday of one person in UTC, unless said otherwise. */
export function days(plan: readonly Planned[], stays: readonly PlatformStay[], rules: Rules = {}): JudgedDay[] {
  return judgePerson({
    zone: 'UTC',
    fromAt: at('0:00'),
    toAt: at('24:00'),
    nowAt: at('72:00'),
    silence: 'offline',
    shifts: shiftsOf(plan),
    stays,
    ...rules,
  });
}

export function monday(plan: readonly Planned[], stays: readonly PlatformStay[], rules: Rules = {}): JudgedDay {
  const [day] = days(plan, stays, rules);
  if (day === undefined) throw new Error('there is no Monday');
  return day;
}

/** A deviation in one line: `10:00–10:05 break/on-contact positive (contact-overrun)`. */
export function words({ startAt, endAt, scheduled, actual, impact, excusedBecause }: Deviation): string {
  const end = endAt === null ? '…' : clock(endAt);
  const because = excusedBecause === null ? '' : ` (${excusedBecause})`;
  return `${clock(startAt)}–${end} ${scheduled ?? 'nothing'}/${actual ?? 'unknown'} ${impact}${because}`;
}

/** Any plan, overlapping rows included, over two days, in whole minutes. */
export const anyPlan: fc.Arbitrary<Planned[]> = fc.array(
  fc
    .record({
      activity: fc.constantFrom(...ACTIVITIES),
      startAt: fc.nat(2 * 1440).map((minute) => MONDAY + minute * 60_000),
      minutes: fc.integer({ min: 0, max: 600 }),
    })
    .map(({ activity, startAt, minutes }) => ({ activity, startAt, endAt: startAt + minutes * 60_000 })),
  { maxLength: 12 },
);

/** Any stays on three platforms, overlapping and open ones included, in whole minutes; no two of a platform begin at one instant with one state. */
export const anyStays: fc.Arbitrary<PlatformStay[]> = fc.array(
  fc
    .record({
      platform: fc.constantFrom('phone', 'chat', 'gc/acd'),
      state: fc.constantFrom(...AGENT_STATES),
      startAt: fc.nat(2 * 1440).map((minute) => MONDAY + minute * 60_000),
      minutes: fc.option(fc.integer({ min: 0, max: 300 }), { freq: 6 }),
    })
    .map(({ platform, state, startAt, minutes }) => ({
      platform,
      state,
      startAt,
      endAt: minutes === null ? null : startAt + minutes * 60_000,
    })),
  { maxLength: 40 },
);

export const anyExceptions: fc.Arbitrary<Exception[]> = fc
  .array(fc.tuple(fc.nat(2 * 1440), fc.integer({ min: 0, max: 200 })), { maxLength: 4 })
  .map((spans) =>
    spans.map(([minute, minutes], index) => ({
      id: `e${index}`,
      startAt: MONDAY + minute * 60_000,
      endAt: MONDAY + (minute + minutes) * 60_000,
      reason: `reason ${index}`,
      approver: 'Ann',
    })),
  );

export const anyTolerance: fc.Arbitrary<Partial<Record<Activity, number>>> = fc.dictionary(
  fc.constantFrom(...ACTIVITIES),
  fc.constantFrom(0, 60, 300, 1200),
);
