/** What values of records become on their way into a column, and which of them cannot be right. */
const DAY_MS = 86_400_000;

/** Longest stay of each span class but the last two, in milliseconds: a day, a week, 30 days, a year. */
export const SPAN_LIMITS_MS: readonly number[] = [DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 366 * DAY_MS];
/** Class of stays longer than the last limit. */
export const SPAN_ENDLESS = 4;
/** Class of stays that have not ended. */
export const SPAN_OPEN = 5;

/** The span class of a stay (see the comment in migration 0001). A stay that ends before it starts is in class 0. */
export function spanOf(startAt: number, endAt: number | null): number {
  if (endAt === null) return SPAN_OPEN;
  const length = endAt - startAt;
  if (length <= DAY_MS) return 0;
  const found = SPAN_LIMITS_MS.findIndex((limit) => length <= limit);
  return found === -1 ? SPAN_ENDLESS : found;
}

/** A whole millisecond. */
export function ms(at: number | null): number | null {
  return at === null ? null : Math.round(at);
}

/** 1 and 0 for a column. */
export function flag(value: boolean | null): number | null {
  return value === null ? null : value ? 1 : 0;
}

/** 1900 to 2200: an instant outside is a fault of the source (a wrong unit, a default), and would stretch every trend to it. */
const MIN_INSTANT = Date.UTC(1900, 0);
const MAX_INSTANT = Date.UTC(2200, 0);
/** A hundred years. */
const MAX_SECONDS = 3.2e9;

/** Whether an instant cannot be one. */
export function badInstant(at: number | null): boolean {
  return at !== null && !(at >= MIN_INSTANT && at < MAX_INSTANT);
}

/** Whether a duration cannot be one. */
export function badSeconds(seconds: number | null): boolean {
  return seconds !== null && !(seconds >= 0 && seconds < MAX_SECONDS);
}

/** Why a record is refused, in plain words. */
export const INSTANT = 'it has an instant that is no date between 1900 and 2200';
export const SECONDS = 'it has a duration that is negative or no number';
