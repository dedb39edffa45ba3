import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import type { ReadPage, StoredShift } from '../../connector.ts';
import type { QuarantineItem, ShiftRecord, Tombstone } from '../../../../shared/domain/records.ts';
import { asideOf } from '../../normalise/each.ts';
import { optionalText } from '../../normalise/fields.ts';
import type { ActivityCode, ManagementUnit } from '../lookups.ts';
import { dayOffOf, scheduleSchema, shiftOf } from '../normalise/shifts.ts';
import { readShape } from '../../common/reply.ts';
import { NO_ROWS, pageOf, progressOf } from '../../common/page.ts';
import { DAY_MS } from './stream.ts';
import type { GenesysStream, StreamContext } from './stream.ts';

const cursorSchema = z.object({
  /** Up to here (epoch ms UTC) all weeks have been read at least once; null before the first read. */
  readTo: z.number().nullable(),
  /** The read in hand: the weeks from `from` to `to`, the one that is next, and how many management units of it are done. */
  round: z.object({ week: z.number(), to: z.number(), unit: z.number() }).nullable(),
});

const WEEK_MS = 7 * DAY_MS;
/** Plans are changed after the fact for about so long, and made so far ahead. */
const BEHIND_MS = 2 * WEEK_MS;
const AHEAD_MS = 4 * WEEK_MS;
/** People asked for at once where a whole unit is too much for one answer. */
const USERS_AT_ONCE = 50;

/**
 * Published schedules, a week and a management unit at a time: the shifts with their activities, and full days off. The vendor stamps no version on
 * a shift, so what was read is held against what is stored: only what is new or different is taken, with the instant of the read as its version,
 * and what the plan no longer holds is deleted. Where something of it cannot be read, what is stored of those whom it may be about stays.
 */
export const schedules: GenesysStream = {
  spec: { name: 'schedules', mode: 'incremental', everySeconds: 600, bucket: 'wfm', planGated: true },
  replay: null,
  async read(value, context) {
    const parsed = cursorSchema.safeParse(value);
    const before = parsed.success ? parsed.data : { readTo: null, round: null };
    const now = context.serverNow();
    const units = await context.lookups.units(context);
    const round = before.round ?? begun(before.readTo, now, context.startTime);
    const unit = units[round.unit];
    if (unit === undefined && round.unit === 0) {
      return pageOf(NO_ROWS, { cursor: { readTo: round.to, round: null }, done: true, asOf: now });
    }
    const page = unit === undefined ? NO_ROWS : await readWeek(unit, round.week, now, context);
    const next =
      round.unit + 1 < units.length
        ? { ...round, unit: round.unit + 1 }
        : { ...round, week: round.week + WEEK_MS, unit: 0 };
    const done = next.week >= round.to;
    return pageOf(page, {
      cursor: done ? { readTo: round.to, round: null } : { readTo: before.readTo, round: next },
      done,
      asOf: done ? now : null,
      progress: before.readTo === null && !done ? progressOf(next.week, context.startTime, round.to) : null,
    });
  },
};

/** A first read begins at the oldest instant wanted; later ones read again what may still change. Weeks are counted from the epoch, in UTC. */
function begun(readTo: number | null, now: number, startTime: number): { week: number; to: number; unit: number } {
  const from = readTo === null ? startTime : Math.max(startTime, Math.min(readTo - AHEAD_MS, now) - BEHIND_MS);
  return { week: Math.floor(from / WEEK_MS) * WEEK_MS, to: now + AHEAD_MS, unit: 0 };
}

const searchReply = z.looseObject({
  status: optionalText,
  downloadUrl: optionalText,
  result: z.unknown().optional(),
});

const searchResult = z.looseObject({
  agentSchedules: z
    .array(z.unknown())
    .nullish()
    .transform((value) => value ?? []),
  businessUnitTimeZone: optionalText,
});

type SearchResult = z.infer<typeof searchResult>;

async function readWeek(
  unit: ManagementUnit,
  week: number,
  version: number,
  context: StreamContext,
): Promise<Pick<ReadPage, 'rows' | 'records' | 'tombstones' | 'quarantine'>> {
  const codes = unit.businessUnit === null ? {} : await context.lookups.activityCodes(context, unit.businessUnit);
  const people = await context.lookups.unitUsers(context, unit.id);
  const results = await search(unit, week, people, context);
  const plan: Plan = { shifts: [], quarantine: [], unread: new Set(), nameless: false };
  let rows = 0;
  for (const { agentSchedules, businessUnitTimeZone } of results) {
    for (const row of agentSchedules) {
      rows += 1;
      readSchedule(row, codes, businessUnitTimeZone ?? 'UTC', version, plan);
    }
  }
  const { shifts, quarantine, unread, nameless } = plan;
  const stored = context.stored.shifts(week, week + WEEK_MS);
  const planned = new Set(shifts.map((shift) => shift.id));
  // Nobody else's are to be deleted here: those of other units come with their own.
  const mine = new Set([...people, ...shifts.map(({ agent }) => agent)]);
  // What cannot be read is no word that something is gone.
  const isGone = ({ id, agent }: StoredShift) => !nameless && mine.has(agent) && !unread.has(agent) && !planned.has(id);
  const tombstones: Tombstone[] = stored
    .filter(isGone)
    .map(({ id }) => ({ entity: 'shift', id, version, mergedInto: null }));
  const known = new Map(stored.map((shift) => [shift.id, print(shift)]));
  // A shift that reaches into this week from the one before is read there.
  const isNew = (shift: ShiftRecord) =>
    shift.startAt >= week && shift.startAt < week + WEEK_MS && known.get(shift.id) !== print(shift);
  return { rows, records: shifts.filter(isNew), tombstones, quarantine };
}

function print({ agent, startAt, endAt, activities }: StoredShift): string {
  const parts = activities.map((part) => [part.activity, part.rawActivity, part.startAt, part.endAt, part.paid]);
  return JSON.stringify([agent, startAt, endAt, parts]);
}

/** The week's schedules: of the unit as a whole, or in parts where the vendor will not answer that at once. */
async function search(
  unit: ManagementUnit,
  week: number,
  people: readonly string[],
  context: StreamContext,
): Promise<SearchResult[]> {
  const whole = await searchFor(unit, week, null, context);
  if (whole !== null) return [whole];
  const results: SearchResult[] = [];
  for (let from = 0; from < people.length; from += USERS_AT_ONCE) {
    const part = await searchFor(unit, week, people.slice(from, from + USERS_AT_ONCE), context);
    if (part === null) throw new HttpFault('server', 'The vendor is still at work on the schedules.');
    results.push(part);
  }
  return results;
}

/** @returns null where the vendor works on it and would tell the outcome elsewhere */
async function searchFor(
  unit: ManagementUnit,
  week: number,
  userIds: readonly string[] | null,
  context: StreamContext,
): Promise<SearchResult | null> {
  const target = `/api/v2/workforcemanagement/managementunits/${encodeURIComponent(unit.id)}/agentschedules/search`;
  const body = {
    startDate: new Date(week).toISOString(),
    endDate: new Date(week + WEEK_MS).toISOString(),
    ...(userIds === null ? {} : { userIds }),
  };
  const reply = await context.client.send(context, 'wfm', 'POST', target, body);
  const { status, downloadUrl, result } = readShape(searchReply, reply, 'schedules');
  if (status === 'Processing') return null;
  if (status === 'Error' || status === 'Canceled')
    throw new HttpFault('server', `The search for schedules ended as ${status}.`);
  const found = downloadUrl === null ? result : await context.client.download(context, 'wfm', downloadUrl);
  return readShape(searchResult, found ?? {}, 'schedules');
}

/** What was read of a week, and of whom not all could be. */
interface Plan {
  shifts: ShiftRecord[];
  quarantine: QuarantineItem[];
  /** Agents of whose schedule something could not be read. */
  unread: Set<string>;
  /** A schedule does not say whose it is. */
  nameless: boolean;
}

function readSchedule(
  row: unknown,
  codes: Readonly<Record<string, ActivityCode>>,
  zone: string,
  version: number,
  plan: Plan,
): void {
  const schedule = scheduleSchema.safeParse(row);
  if (!schedule.success) {
    plan.quarantine.push(asideOf(row, 'shift', schedule.error));
    plan.nameless = true;
    return;
  }
  const { user, shifts, fullDayTimeOffMarkers } = schedule.data;
  const attempt = (payload: unknown, read: () => ShiftRecord | null) => {
    try {
      const shift = read();
      if (shift !== null) plan.shifts.push(shift);
    } catch (error) {
      plan.quarantine.push(asideOf(payload, 'shift', error));
      plan.unread.add(user.id);
    }
  };
  for (const shift of shifts ?? []) attempt(shift, () => shiftOf(user.id, shift, codes, version));
  for (const marker of fullDayTimeOffMarkers ?? [])
    attempt(marker, () => dayOffOf(user.id, marker, codes, zone, version));
}
