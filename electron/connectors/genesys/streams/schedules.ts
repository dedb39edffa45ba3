import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import type { ReadPage, StoredShift } from '../../connector.ts';
import type { QuarantineItem, ShiftRecord, Tombstone } from '../../../../shared/domain/records.ts';
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
 * and what the plan no longer holds is deleted.
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
  const shifts: ShiftRecord[] = [];
  const quarantine: QuarantineItem[] = [];
  let rows = 0;
  for (const { agentSchedules, businessUnitTimeZone } of results) {
    for (const row of agentSchedules) {
      rows += 1;
      readSchedule(row, codes, businessUnitTimeZone ?? 'UTC', version, shifts, quarantine);
    }
  }
  const stored = context.stored.shifts(week, week + WEEK_MS);
  const planned = new Set(shifts.map((shift) => shift.id));
  // Nobody else's are to be deleted here: those of other units come with their own.
  const mine = new Set([...people, ...shifts.map(({ agent }) => agent)]);
  const unread = new Set(quarantine.map((item) => item.key));
  const tombstones: Tombstone[] = stored
    .filter(({ id, agent }) => mine.has(agent) && !planned.has(id) && !unread.has(id) && !unread.has(agent))
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

function readSchedule(
  row: unknown,
  codes: Readonly<Record<string, ActivityCode>>,
  zone: string,
  version: number,
  shifts: ShiftRecord[],
  quarantine: QuarantineItem[],
): void {
  const schedule = scheduleSchema.safeParse(row);
  if (!schedule.success) {
    quarantine.push(unreadable(row, schedule.error, 'schedule'));
    return;
  }
  const { user, shifts: planned, fullDayTimeOffMarkers } = schedule.data;
  for (const shift of planned ?? []) {
    attempt(shift, user.id, quarantine, () => shifts.push(shiftOf(user.id, shift, codes, version)));
  }
  for (const marker of fullDayTimeOffMarkers ?? []) {
    attempt(marker, user.id, quarantine, () => {
      const day = dayOffOf(user.id, marker, codes, zone, version);
      if (day !== null) shifts.push(day);
    });
  }
}

function attempt(payload: unknown, agent: string, quarantine: QuarantineItem[], read: () => void): void {
  try {
    read();
  } catch (error) {
    quarantine.push(unreadable(payload, error, agent));
  }
}

function unreadable(payload: unknown, error: unknown, fallback: string): QuarantineItem {
  const own: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'id') : undefined;
  const key = typeof own === 'string' && own !== '' ? own : fallback;
  const issues =
    error instanceof z.ZodError ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) : null;
  const reason = issues?.join('; ') ?? (error instanceof Error ? error.message : 'unreadable');
  return { key, entity: 'shift', payload: JSON.stringify(payload), reason, line: null };
}
