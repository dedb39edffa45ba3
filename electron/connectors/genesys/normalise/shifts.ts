import { z } from 'zod';
import type { Activity, ShiftActivity, ShiftRecord } from '../../../../shared/domain/records.ts';
import { parseLocalDate } from '../../../../shared/time/local.ts';
import { id, instant, optionalFlag, optionalId, optionalNumber, optionalText } from '../../normalise/fields.ts';
import type { ActivityCode } from '../lookups.ts';

const CATEGORIES: Readonly<Record<string, Activity>> = {
  OnQueueWork: 'work',
  OffQueueWork: 'back-office',
  Break: 'break',
  Meal: 'lunch',
  Meeting: 'meeting',
  Training: 'training',
  TimeOff: 'off',
  Unavailable: 'off',
};

const COACHING = /coach/i;

/**
 * What an activity code means to the floor. The vendor has no category for coaching: a meeting or training that says so in its name is one. A
 * category that nobody knows is back office: time in which nobody is expected on the queues.
 */
export function activityOf(category: string | null, name: string): Activity {
  const known = category === null ? undefined : CATEGORIES[category];
  if ((known === 'meeting' || known === 'training' || known === 'back-office') && COACHING.test(name))
    return 'coaching';
  return known ?? 'back-office';
}

const activitySchema = z.looseObject({
  startDate: instant,
  lengthMinutes: z.number().nonnegative(),
  activityCodeId: optionalId,
  paid: optionalFlag,
  externalActivityType: optionalText,
});

const shiftSchema = z.looseObject({
  id,
  startDate: instant,
  lengthMinutes: optionalNumber,
  activities: z.array(activitySchema).nullish(),
});

const markerSchema = z.looseObject({
  businessUnitDate: z.string().min(1),
  startOffsetMinutes: optionalNumber,
  lengthMinutes: optionalNumber,
  activityCodeId: optionalId,
  paid: optionalFlag,
  delete: optionalFlag,
});

export const scheduleSchema = z.looseObject({
  user: z.looseObject({ id }),
  shifts: z.array(z.unknown()).nullish().catch(null),
  fullDayTimeOffMarkers: z.array(z.unknown()).nullish().catch(null),
});

type Codes = Readonly<Record<string, ActivityCode>>;

const MINUTE_MS = 60_000;

/** A shift with its activities in order of time, none over another. @param version epoch ms UTC of the read */
export function shiftOf(agent: string, payload: unknown, codes: Codes, version: number): ShiftRecord {
  const shift = shiftSchema.parse(payload);
  const activities: ShiftActivity[] = [];
  for (const row of shift.activities ?? []) {
    const code = row.activityCodeId === null ? undefined : codes[row.activityCodeId];
    activities.push({
      activity: row.externalActivityType === 'Coaching' ? 'coaching' : (code?.activity ?? 'back-office'),
      rawActivity: code?.name ?? row.activityCodeId ?? 'unknown',
      startAt: row.startDate,
      endAt: row.startDate + row.lengthMinutes * MINUTE_MS,
      paid: row.paid ?? code?.paid ?? null,
    });
  }
  const inOrder = flattened(activities);
  const endAt = shift.lengthMinutes === null ? null : shift.startDate + shift.lengthMinutes * MINUTE_MS;
  return {
    entity: 'shift',
    id: shift.id,
    version,
    raw: JSON.stringify(payload),
    agent,
    startAt: shift.startDate,
    endAt: endAt ?? inOrder.at(-1)?.endAt ?? shift.startDate,
    activities: inOrder,
  };
}

/** Where two overlap, the one that begins later is meant (a break inside of work) and cuts the other in two. */
function flattened(activities: readonly ShiftActivity[]): ShiftActivity[] {
  const result: ShiftActivity[] = [];
  for (const next of activities.toSorted((a, b) => a.startAt - b.startAt || b.endAt - a.endAt)) {
    if (next.endAt <= next.startAt) continue;
    for (let i = result.length - 1; i >= 0; i -= 1) {
      const under = result[i] as ShiftActivity;
      if (under.endAt <= next.startAt || under.startAt >= next.endAt) continue;
      const pieces: ShiftActivity[] = [];
      if (under.startAt < next.startAt) pieces.push({ ...under, endAt: next.startAt });
      if (under.endAt > next.endAt) pieces.push({ ...under, startAt: next.endAt });
      result.splice(i, 1, ...pieces);
    }
    result.push(next);
    result.sort((a, b) => a.startAt - b.startAt);
  }
  return result;
}

/**
 * A full day off: a shift of its own, all `off`. The day is the business unit's, from its first instant to the next day's, or as long as the
 * marker says from its offset on.
 *
 * @returns null where the marker says that it is deleted
 */
export function dayOffOf(
  agent: string,
  payload: unknown,
  codes: Codes,
  zone: string,
  version: number,
): ShiftRecord | null {
  const marker = markerSchema.parse(payload);
  if (marker.delete === true) return null;
  const date = marker.businessUnitDate.slice(0, 10);
  const dayStart = parseLocalDate(date, zone);
  const dayEnd = parseLocalDate(nextDate(date), zone);
  const code = marker.activityCodeId === null ? undefined : codes[marker.activityCodeId];
  const offset = marker.startOffsetMinutes;
  const startAt = offset === null ? dayStart : dayStart + offset * MINUTE_MS;
  const minutes = marker.lengthMinutes;
  const endAt = offset === null || minutes === null || minutes === 0 ? dayEnd : startAt + minutes * MINUTE_MS;
  const paid = marker.paid ?? code?.paid ?? null;
  return {
    entity: 'shift',
    id: `time-off:${agent}:${date}`,
    version,
    raw: JSON.stringify(payload),
    agent,
    startAt,
    endAt,
    activities: [
      { activity: 'off', rawActivity: code?.name ?? marker.activityCodeId ?? 'TimeOff', startAt, endAt, paid },
    ],
  };
}

function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
