/** Kept counts of adherence, and the vendor states that were seen. */
import type { AdherenceCounts } from '../../../shared/domain/adherence/types.ts';
import type { AdherenceDayRow, AdherenceQuarterRow, RawStateRow } from '../api-adherence.ts';
import { splitKey } from '../key.ts';
import { QUARTER_MS, quarterOf } from '../rollups/buckets.ts';
import type { RawRow, ReadonlyDb } from '../sqlite.ts';

/** Counts in the order of their columns, and of the values of a quarter hour. */
export const COUNT_FIELDS = [
  'scheduled',
  'matched',
  'unmatched',
  'excused',
  'unknown',
  'productiveScheduled',
  'productiveMatched',
  'productiveExcused',
  'productiveUnknown',
  'worked',
  'negative',
  'positive',
] as const satisfies readonly (keyof AdherenceCounts)[];

/** `productiveScheduled` as its column, `productive_scheduled_ms`. */
export const COUNT_COLUMNS: readonly string[] = COUNT_FIELDS.map(
  (field) => `${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_ms`,
);

const HEAD = 'source, agent, day, start_at, end_at, counted_until';
const HEAD_WIDTH = 6;

/** A day that is running has a row before anything was planned or done. */
const SOMETHING = '(scheduled_ms > 0 OR worked_ms > 0 OR paid_ms > 0)';

export const DAYS_SQL = {
  all: `SELECT ${HEAD}, ${COUNT_COLUMNS.join(', ')}, paid_ms, shrinkage FROM adherence_day_row
    INDEXED BY adherence_day_time WHERE day >= ? AND day <= ? AND ${SOMETHING}`,
  of: `SELECT ${HEAD}, ${COUNT_COLUMNS.join(', ')}, paid_ms, shrinkage FROM adherence_day_row
    WHERE source = ? AND agent = ? AND day >= ? AND day <= ? AND ${SOMETHING}`,
  quarters: `SELECT ${HEAD}, quarters FROM adherence_day_row INDEXED BY adherence_day_time WHERE day >= ? AND day <= ?`,
  quartersOf: `SELECT ${HEAD}, quarters FROM adherence_day_row WHERE source = ? AND agent = ? AND day >= ? AND day <= ?`,
} as const;

/** As Reads.adherenceDays. */
export function readAdherenceDays(
  db: ReadonlyDb,
  query: { fromDay: string; toDay: string; people?: readonly string[] },
): AdherenceDayRow[] {
  const { fromDay, toDay, people } = query;
  const rows =
    people === undefined
      ? db.raw(DAYS_SQL.all).all([fromDay, toDay])
      : people.flatMap((key) => db.raw(DAYS_SQL.of).all([...splitKey(key), fromDay, toDay]));
  return rows.map((row) => ({
    ...headOf(row),
    counts: countsOf((i) => (row[HEAD_WIDTH + i] as number) / 1000),
    paidSeconds: (row[HEAD_WIDTH + COUNT_FIELDS.length] as number) / 1000,
    shrinkage: JSON.parse(row[HEAD_WIDTH + COUNT_FIELDS.length + 1] as string) as Record<string, number>,
  }));
}

const DAY_MS = 86_400_000;

/** As Reads.adherenceQuarters. */
export function readAdherenceQuarters(
  db: ReadonlyDb,
  query: { from: number; to: number; people?: readonly string[] },
): AdherenceQuarterRow[] {
  const { from, to, people } = query;
  // A day holds quarter hours from a zone's midnight to the end of its shifts: two days around are enough for every zone.
  const days = [dayName(from - 2 * DAY_MS), dayName(to + DAY_MS)];
  const rows =
    people === undefined
      ? db.raw(DAYS_SQL.quarters).all(days)
      : people.flatMap((key) => db.raw(DAYS_SQL.quartersOf).all([...splitKey(key), ...days]));
  const found: AdherenceQuarterRow[] = [];
  for (const row of rows) {
    const { person, day, startAt, endAt } = headOf(row);
    if (endAt <= from || startAt >= to) continue;
    const base = quarterOf(startAt);
    for (const values of JSON.parse(row[HEAD_WIDTH] as string) as number[][]) {
      const at = base + (values[0] ?? 0) * QUARTER_MS;
      if (at >= from && at < to) found.push({ person, day, at, counts: countsOf((i) => values[i + 1] ?? 0) });
    }
  }
  return found;
}

function dayName(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function headOf(row: RawRow): Omit<AdherenceDayRow, 'counts' | 'paidSeconds' | 'shrinkage'> {
  return {
    person: `${row[0] as string}/${row[1] as string}`,
    day: row[2] as string,
    startAt: row[3] as number,
    endAt: row[4] as number,
    countedUntil: row[5] as number,
  };
}

function countsOf(value: (index: number) => number): AdherenceCounts {
  return Object.fromEntries(COUNT_FIELDS.map((field, i) => [field, value(i)])) as unknown as AdherenceCounts;
}

/** As Reads.adherenceMarks. */
export function readMarks(db: ReadonlyDb, now: number): number {
  const today = Math.floor(now / DAY_MS);
  return db.raw('SELECT count(*) FROM adherence_mark_row WHERE day <= ?').get([today])?.[0] as number;
}

/** As Reads.rawStates. */
export function readRawStates(db: ReadonlyDb): RawStateRow[] {
  return db
    .rows<RawStateRow>(
      `SELECT source, platform, raw_state AS rawState, standard_state AS standard, sum(stays) AS stays,
         max(bucket_at) AS lastDayAt FROM raw_state_rollup
       GROUP BY source, platform, raw_state, standard_state ORDER BY source, platform, raw_state`,
    )
    .all();
}
