import { naiveForecast } from '../../shared/domain/forecast-naive.ts';
import { nextBucket, range } from '../../shared/time/zone.ts';
import { instantOfWall } from '../../shared/time/local.ts';
import { zoneOffsets } from '../../shared/time/offsets.ts';
import type { CountsQuery, CountsRow } from '../store/api.ts';
import { keyOf } from './reads.ts';

const QUARTER_MS = 900_000;
const WEEK_MS = 7 * 86_400_000;
const SEARCH_WEEKS = 16;
const MAX_WEEKS = 8;

/** How far before the day its history must be read: the weekdays that are averaged. */
export const HISTORY_MS = MAX_WEEKS * WEEK_MS;

/** Reads counts where it does not hold up the floor (the read pool), or right here. */
export type CountsReader = (query: CountsQuery) => Promise<CountsRow[]>;

/** Offered contacts to be expected per quarter hour of a day, per queue, from the same weekdays before. */
export class Expectations {
  readonly dayFrom: number;
  readonly starts: readonly number[];
  readonly #byQueue = new Map<string, (number | null)[]>();
  readonly #held = new Set<string>();

  constructor(dayFrom: number, dayTo: number, zone: string) {
    this.dayFrom = dayFrom;
    this.starts = range(dayFrom, dayTo, 'quarter', zone);
  }

  /** Says nothing of these sources: their history was not read when this was worked out, and every page of it would move the figure. */
  hold(sources: Iterable<string>): void {
    for (const source of sources) this.#held.add(source);
  }

  /** Whether nothing is said of the source because its history is still being read. */
  isHeld(source: string): boolean {
    return this.#held.has(source);
  }

  /** Expected from the day's start up to the instant, a running quarter hour by its part; null with too little history. */
  until(key: string, at: number): number | null {
    const quarters = this.#quarters(key);
    return quarters === undefined ? null : this.#sum(quarters, this.dayFrom, at);
  }

  /** Expected within (at, at + span]. @param span milliseconds */
  next(key: string, at: number, span: number): number | null {
    const quarters = this.#quarters(key);
    return quarters === undefined ? null : this.#sum(quarters, at, at + span);
  }

  /** Expected of one quarter hour, by index. */
  quarter(key: string, index: number): number | null {
    return this.#quarters(key)?.[index] ?? null;
  }

  put(key: string, quarters: (number | null)[]): void {
    if (quarters.some((value) => value !== null)) this.#byQueue.set(key, quarters);
  }

  #quarters(key: string): readonly (number | null)[] | undefined {
    return this.#held.has(key.slice(0, key.indexOf('/'))) ? undefined : this.#byQueue.get(key);
  }

  #sum(quarters: readonly (number | null)[], from: number, to: number): number | null {
    let sum = 0;
    let known = false;
    for (const [index, startAt] of this.starts.entries()) {
      const value = quarters[index];
      const endAt = this.starts[index + 1] ?? startAt + QUARTER_MS;
      if (value === null || value === undefined || startAt >= to || endAt <= from) continue;
      sum += (value * (Math.min(to, endAt) - Math.max(from, startAt))) / (endAt - startAt);
      known = true;
    }
    return known ? sum : null;
  }
}

/**
 * Works out a day's expectations, a weekday at a time so that the floor goes on meanwhile. Weeks in which a source has no contact at all
 * on that day are no data and are stepped over.
 */
export async function expectDay(
  read: CountsReader,
  dayFrom: number,
  zone: string,
  signal: { readonly aborted: boolean },
): Promise<Expectations> {
  const dayTo = nextBucket(dayFrom, 'day', zone);
  const expectations = new Expectations(dayFrom, dayTo, zone);
  const history = await readWeeks(read, dayFrom, zone, signal);
  for (const [key, offered] of history.queues) {
    if (signal.aborted) return expectations;
    const days = history.days.get(key.slice(0, key.indexOf('/'))) ?? [];
    const volumeAt = (startAt: number): number | null =>
      days.some((day) => startAt >= day.from && startAt < day.to) ? (offered.get(startAt) ?? 0) : null;
    const quarters = expectations.starts.map(
      (targetAt) =>
        naiveForecast({ targetAt, zone, volumeAt, maxWeeks: MAX_WEEKS, searchWeeks: SEARCH_WEEKS })?.value ?? null,
    );
    expectations.put(key, quarters);
    await breath();
  }
  return expectations;
}

interface Weeks {
  /** Offered by quarter hour, per queue. */
  queues: Map<string, Map<number, number>>;
  /** Days with data, per source. */
  days: Map<string, { from: number; to: number }[]>;
}

async function readWeeks(
  read: CountsReader,
  dayFrom: number,
  zone: string,
  signal: { readonly aborted: boolean },
): Promise<Weeks> {
  const weeks: Weeks = { queues: new Map(), days: new Map() };
  const wall = dayFrom + zoneOffsets(zone).offsetAt(dayFrom);
  let full = 0;
  for (let week = 1; week <= SEARCH_WEEKS && full < MAX_WEEKS && !signal.aborted; week += 1) {
    const from = instantOfWall(wall - week * WEEK_MS, zone).at;
    const to = nextBucket(from, 'day', zone);
    const rows = await read({
      from,
      to,
      by: 'quarter',
      perQueue: true,
      zone,
      thresholdSeconds: 20,
      comparator: 'le',
      shortAbandonSeconds: 0,
    });
    const sources = new Set<string>();
    for (const row of rows) {
      if (row.source === null) continue;
      sources.add(row.source);
      const key = keyOf(row.source, row.queue);
      const offered = weeks.queues.get(key) ?? new Map<number, number>();
      offered.set(row.bucketAt, (offered.get(row.bucketAt) ?? 0) + row.offered);
      weeks.queues.set(key, offered);
    }
    for (const source of sources) weeks.days.set(source, [...(weeks.days.get(source) ?? []), { from, to }]);
    if (sources.size > 0) full += 1;
  }
  return weeks;
}

/** Lets the event loop turn once. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
