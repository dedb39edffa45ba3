/**
 * iCalendar (RFC 5545) as a schedule: every event is a planned activity of its attendees. Repetitions are written out within limits: a file from a stranger
 * can be wrong but must not hang or fill the memory.
 */
import { createHash } from 'node:crypto';
import ICAL from 'ical.js';
import type { QuarantineItem, ShiftActivity } from '../../shared/domain/records.ts';
import { AppError } from '../../shared/errors/index.ts';
import { instantOfWall } from '../../shared/time/local.ts';
import { isZone } from '../../shared/time/offsets.ts';
import type { Mapping } from './mapping.ts';
import { RowProblem, cleaned, wellFormed } from './problem.ts';
import { releasedBy } from './page.ts';
import { RowMapper } from './row-mapper.ts';
import { take } from './shifts.ts';
import type { PlannedRows } from './shifts.ts';
import type { TextSource } from './source.ts';

const MOST_CHARS = 32 * 1024 * 1024;
const MOST_EVENTS = 200_000;
/** Written-out repetitions of one event, and of the file. */
const MOST_OF_EVENT = 3000;
const MOST_OF_FILE = 1_000_000;
const COLUMNS = ['agent', 'activity', 'start', 'end'];
const DAY_MS = 86_400_000;

/** Parts of a repetition rule that are followed. With others the library may look for ever for a day that never comes. */
const FOLLOWED: Readonly<Record<string, readonly string[]>> = {
  DAILY: ['BYDAY', 'BYMONTH'],
  WEEKLY: ['BYDAY', 'BYMONTH'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS'],
  YEARLY: ['BYDAY', 'BYMONTHDAY', 'BYMONTH'],
};

export function looksLikeCalendar(head: string): boolean {
  return /^\s*BEGIN:VCALENDAR/i.test(head);
}

/** The file's calendars; each knows its own zones. @throws AppError `invalid-input` */
export async function readCalendar(text: TextSource): Promise<ICAL.Component[]> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of text.text) {
    length += piece.length;
    if (length > MOST_CHARS) throw unreadable(text.name, 'is too large for a calendar: over 32 MB');
    pieces.push(piece);
  }
  try {
    const parsed = ICAL.parse(pieces.join('')) as unknown[];
    // A file may hold several calendars.
    const all = (Array.isArray(parsed[0]) ? parsed : [parsed]) as unknown[][];
    return all.map((one) => new ICAL.Component(one as ConstructorParameters<typeof ICAL.Component>[0]));
  } catch (error) {
    throw unreadable(text.name, `is not a calendar that can be read: ${error instanceof Error ? error.message : ''}`);
  }
}

function unreadable(name: string, why: string): AppError {
  return new AppError({ code: 'invalid-input', message: `“${name}” ${wellFormed(cleaned(why)).slice(0, 200)}.` });
}

export interface CalendarOptions {
  readonly mapping: Mapping;
  /** Name of the file: the agent's, where nothing else says who is meant. */
  readonly name: string;
  readonly found: PlannedRows;
  /** Earlier quarantine items of the file. */
  readonly open: ReadonlyMap<number, readonly QuarantineItem[]>;
}

/** Takes the events of a calendar as planned activities. An event that cannot be read goes to quarantine, whole. */
export function calendarRows(calendars: readonly ICAL.Component[], options: CalendarOptions): void {
  const { mapping, found, name } = options;
  if (!COLUMNS.every((column) => mapping.columns.some((known) => known.name === column))) {
    throw new AppError({
      code: 'invalid-input',
      message: `The mapping “${mapping.name}” cannot name the activities of a calendar: it has no columns ${COLUMNS.join(', ')}.`,
    });
  }
  const mapper = new RowMapper(mapping, COLUMNS);
  const state = { line: 0, left: MOST_OF_FILE };
  for (const calendar of calendars) {
    const called = textOf(calendar, 'x-wr-calname') ?? name.replace(/\.[^.]*$/, '');
    for (const series of seriesOf(calendar.getAllSubcomponents('vevent'))) {
      for (const component of series.all) takeOne(component, series, { ...options, mapper, called, state });
    }
  }
  if (found.rows === 0) throw unreadable(name, 'holds no event');
}

/** An event, and the occurrences of it that were moved or changed. */
interface Series {
  readonly all: readonly ICAL.Component[];
  readonly changed: readonly ICAL.Component[];
}

function seriesOf(events: readonly ICAL.Component[]): Series[] {
  if (events.length > MOST_EVENTS) throw unreadable('The file', `has over ${MOST_EVENTS} events`);
  const byUid = new Map<string, ICAL.Component[]>();
  for (const [index, event] of events.entries()) {
    const uid = textOf(event, 'uid') ?? `#${index}`;
    byUid.set(uid, [...(byUid.get(uid) ?? []), event]);
  }
  return [...byUid.values()].map((all) => ({
    all,
    changed: all.filter((event) => event.hasProperty('recurrence-id')),
  }));
}

interface Taking extends CalendarOptions {
  readonly mapper: RowMapper;
  readonly called: string;
  readonly state: { line: number; left: number };
}

function takeOne(component: ICAL.Component, series: Series, options: Taking): void {
  const { found, mapping, open, state } = options;
  state.line += 1;
  found.rows += 1;
  const payload = wellFormed(component.toString()).slice(0, 20_000);
  const raw = { text: payload, line: state.line, problem: null, length: payload.length, ended: true };
  const before = found.duplicates;
  try {
    const taken = activitiesOf(component, series, options);
    for (const agent of agentsOf(component, options.called)) for (const one of taken) take(found, agent, one);
    // Rows are counted by event, not by the occurrences in it.
    found.duplicates = before;
    found.released.push(...releasedBy(raw, { open }));
  } catch (error) {
    const reason = error instanceof RowProblem ? error.message : `The event cannot be read: ${wordsOf(error)}.`;
    const hash = createHash('sha256').update(payload).digest('hex').slice(0, 16);
    found.quarantine.push({
      key: `row:${state.line}:${hash}`,
      entity: mapping.entity,
      payload,
      reason,
      line: state.line,
    });
  }
}

const wordsOf = (error: unknown): string => cleaned(error instanceof Error ? error.message : 'unknown').slice(0, 200);

function activitiesOf(component: ICAL.Component, series: Series, options: Taking): ShiftActivity[] {
  if ((textOf(component, 'status') ?? '').toUpperCase() === 'CANCELLED') return [];
  const event = new ICAL.Event(component, { exceptions: [] });
  const { startDate } = event;
  if (startDate === null || startDate === undefined) throw new RowProblem('The event has no start.');
  const allDay = startDate.isDate;
  const spans = occurrencesOf(component, event, series, options);
  const word = wordFor(component, allDay, options.mapper);
  return spans.map(({ startAt, endAt }) => ({ ...word, startAt, endAt, paid: null }));
}

function occurrencesOf(
  component: ICAL.Component,
  event: ICAL.Event,
  { changed }: Series,
  { mapping, state }: Taking,
): { startAt: number; endAt: number }[] {
  const zone = mapping.zone;
  const spanOf = (start: ICAL.Time, end: ICAL.Time): { startAt: number; endAt: number } => {
    const startAt = instantOf(start, zone);
    const endAt = instantOf(end, zone);
    if (endAt <= startAt) throw new RowProblem('The event does not end after it starts.');
    if (endAt - startAt > 366 * DAY_MS) throw new RowProblem('The event lasts longer than a year.');
    return { startAt, endAt };
  };
  if (!event.isRecurring() || component.hasProperty('recurrence-id')) return [spanOf(event.startDate, event.endDate)];
  followable(component);
  const moved = new Set(
    changed.map((other) => instantOf(other.getFirstPropertyValue('recurrence-id') as ICAL.Time, zone)),
  );
  const spans: { startAt: number; endAt: number }[] = [];
  const iterator = event.iterator();
  for (let start = iterator.next(); start; start = iterator.next()) {
    if (spans.length >= MOST_OF_EVENT || state.left <= 0) {
      throw new RowProblem(`The event repeats more than ${MOST_OF_EVENT} times: give it an end (UNTIL or COUNT).`);
    }
    state.left -= 1;
    const { startDate, endDate } = event.getOccurrenceDetails(start);
    const span = spanOf(startDate, endDate);
    if (!moved.has(span.startAt)) spans.push(span);
  }
  return spans;
}

/** @throws RowProblem on a rule that is not followed */
function followable(component: ICAL.Component): void {
  for (const property of component.getAllProperties('rrule')) {
    const rule = property.getFirstValue() as ICAL.Recur;
    const followed = FOLLOWED[rule.freq];
    const parts = Object.keys(rule.parts);
    const odd = followed === undefined ? rule.freq : parts.find((part) => !followed.includes(part));
    if (odd !== undefined) throw new RowProblem(`The event repeats in a way that is not followed here: ${odd}.`);
    if (rule.count === null && rule.until === null) {
      throw new RowProblem('The event repeats for ever: give it an end (UNTIL or COUNT).');
    }
  }
}

/**
 * The instant of a time. Names of zones that are known are taken by the rules of today's zone data; others by what the file itself says of them; without a
 * zone the time is local.
 */
function instantOf(time: ICAL.Time, zone: string): number {
  const tzid = time.zone?.tzid ?? 'floating';
  const { year, month, day, hour, minute, second, isDate } = time;
  const wall = Date.UTC(year, month - 1, day, isDate ? 0 : hour, isDate ? 0 : minute, isDate ? 0 : second);
  if (!Number.isFinite(wall)) throw new RowProblem('The event has a date that no calendar has.');
  if (tzid === 'UTC' || tzid === 'Z') return wall;
  if (tzid === 'floating' || isDate) return instantOfWall(wall, zone).at;
  if (isZone(tzid)) return instantOfWall(wall, tzid).at;
  return time.toUnixTime() * 1000;
}

/** What is planned, in the mapping's words: by category first, then by summary. An event of whole days is time off. */
function wordFor(
  component: ICAL.Component,
  allDay: boolean,
  mapper: RowMapper,
): Pick<ShiftActivity, 'activity' | 'rawActivity'> {
  const words = component.getAllProperties('categories').flatMap((property) => property.getValues().map(String));
  const summary = textOf(component, 'summary');
  if (summary !== null) words.push(summary);
  if (allDay) return { activity: 'off', rawActivity: words.at(-1) ?? 'off' };
  let reason = 'The event has neither a summary nor a category.';
  for (const word of words) {
    const cells = ['x', word, '2000-01-01T00:00:00Z', '2000-01-01T01:00:00Z'];
    const text = cells.map((cell) => `"${cell.replaceAll(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`).join(',');
    const mapped = mapper.map({ text, line: 1, problem: null, length: text.length, ended: true });
    if (mapped.kind === 'reject') reason = mapped.reason;
    else if (mapped.record.entity === 'shift' && mapped.record.activities[0] !== undefined) {
      return { activity: mapped.record.activities[0].activity, rawActivity: word };
    }
  }
  throw new RowProblem(reason);
}

/** Who it is for: a name of its own, those invited, who invited them, the calendar's name or the file's. */
function agentsOf(component: ICAL.Component, called: string): string[] {
  const own = textOf(component, 'x-agent');
  if (own !== null) return [own];
  for (const name of ['attendee', 'organizer']) {
    const people = component.getAllProperties(name).flatMap((property) => {
      const address = String(property.getFirstValue() ?? '')
        .replace(/^mailto:/i, '')
        .trim();
      const called = property.getFirstParameter('cn') as string | undefined;
      const text = address.includes('@') ? address : (called ?? address);
      return text.trim() === '' ? [] : [cleaned(text.trim()).slice(0, 400)];
    });
    if (people.length > 0) return [...new Set(people)];
  }
  return [cleaned(called).slice(0, 400)];
}

function textOf(component: ICAL.Component, name: string): string | null {
  const value = component.getFirstPropertyValue(name);
  const text = value === null || value === undefined ? '' : cleaned(String(value)).trim();
  return text === '' ? null : text.slice(0, 2000);
}
