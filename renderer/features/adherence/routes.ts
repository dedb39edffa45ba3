import { go } from '../../app/route.ts';

/** Where a route of the area leads: a sub-page, or a person's day over it. */
export interface AdherenceRoute {
  /** Id of the sub-page; null: the day is on screen and the sub-page below it stays what it was. */
  tab: string | null;
  day: { person: string; day: string } | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads what follows `#/adherence/`: `timeline`, `day/<person>/<2026-03-29>`; nothing is the first sub-page. */
export function readRoute(rest: string): AdherenceRoute {
  const [tab = '', person = '', day = ''] = rest.split('/');
  if (tab !== 'day') return { tab: tab === '' ? 'now' : tab, day: null };
  const who = decoded(person);
  return who === null || !DAY.test(day) ? { tab: 'now', day: null } : { tab: null, day: { person: who, day } };
}

/** Opens a sub-page. */
export function openTab(tab: string): void {
  go(`adherence/${tab}`);
}

/** Opens a person's day over the sub-page. @param day of the reporting zone, `2026-03-29` */
export function openDay(person: string, day: string): void {
  go(`adherence/day/${encodeURIComponent(person)}/${day}`);
}

/** The day that lies `by` days away, by the calendar. @param day `2026-03-29` */
export function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

function decoded(text: string): string | null {
  try {
    return text === '' ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}
