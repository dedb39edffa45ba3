/** Shifts, evaluations, and the stays of a team: what adherence is judged by. */
import type { AgentStay, EvaluationRow, ShiftQuery, ShiftRow } from '../api-adherence.ts';
import { splitKey } from '../key.ts';
import type { RawRow, ReadonlyDb } from '../sqlite.ts';
import { activitiesOf } from '../write/planning-tables.ts';
import { SPAN_LIMITS_MS } from '../write/values.ts';

const DAY_MS = SPAN_LIMITS_MS[0] ?? 0;

const SHIFT_COLUMNS = 'source, id, version, agent, start_at AS startAt, end_at AS endAt, activities';

/** Shifts that begin in a span; those of up to a day that began before it and reach into it; longer ones that do. */
export const SHIFTS_SQL = {
  begun: `SELECT ${SHIFT_COLUMNS} FROM shift_row INDEXED BY shift_time
    WHERE start_at >= ? AND start_at < ? AND deleted_at IS NULL`,
  before: `SELECT ${SHIFT_COLUMNS} FROM shift_row INDEXED BY shift_time
    WHERE start_at >= ? AND start_at < ? AND end_at > ? AND span = 0 AND deleted_at IS NULL`,
  // Time off: few rows, however long.
  long: `SELECT ${SHIFT_COLUMNS} FROM shift_row INDEXED BY shift_long
    WHERE span > 0 AND start_at < ? AND end_at > ? AND deleted_at IS NULL`,
  begunOf: `SELECT ${SHIFT_COLUMNS} FROM shift_row INDEXED BY shift_agent
    WHERE source = ? AND agent = ? AND start_at >= ? AND start_at < ? AND deleted_at IS NULL`,
  beforeOf: `SELECT ${SHIFT_COLUMNS} FROM shift_row INDEXED BY shift_agent
    WHERE source = ? AND agent = ? AND start_at >= ? AND start_at < ? AND end_at > ? AND deleted_at IS NULL`,
} as const;

/** How far back time off of an agent is looked for. */
const LEAVE_MS = 400 * DAY_MS;

interface ShiftDbRow extends Omit<ShiftRow, 'activities'> {
  activities: string;
}

/** As Reads.shifts. */
export function readShifts(db: ReadonlyDb, query: ShiftQuery): ShiftRow[] {
  const { from, to, source, agents } = query;
  const isWithin = query.startsWithin === true;
  const rows = (sql: string, parameters: (string | number)[]): ShiftDbRow[] => db.rows<ShiftDbRow>(sql).all(parameters);
  const found =
    agents === undefined
      ? [
          ...rows(SHIFTS_SQL.begun, [from, to]),
          ...(isWithin ? [] : rows(SHIFTS_SQL.before, [from - DAY_MS, from, from])),
          ...(isWithin ? [] : rows(SHIFTS_SQL.long, [from, from])),
        ]
      : agents.flatMap((key) => [
          ...rows(SHIFTS_SQL.begunOf, [...splitKey(key), from, to]),
          ...(isWithin ? [] : rows(SHIFTS_SQL.beforeOf, [...splitKey(key), from - LEAVE_MS, from, from])),
        ]);
  return found
    .filter((row) => source === undefined || row.source === source)
    .sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1))
    .map((row) => ({ ...row, activities: activitiesOf(row.activities) }));
}

const STAY_COLUMNS = 'source, platform, state, raw_state, start_at, end_at, start_is_bound';

/** Stays of an agent that begin in a span, or before it and reach into it; without those that ended at once. */
export const STAYS_SQL = {
  begun: `SELECT ${STAY_COLUMNS} FROM agent_state_row INDEXED BY agent_state_agent
    WHERE source = ? AND agent = ? AND start_at >= ? AND start_at < ? AND deleted_at IS NULL`,
  before: `SELECT ${STAY_COLUMNS} FROM agent_state_row INDEXED BY agent_state_agent
    WHERE source = ? AND agent = ? AND start_at >= ? AND start_at < ? AND end_at > ? AND span = 0 AND deleted_at IS NULL`,
  long: `SELECT ${STAY_COLUMNS} FROM agent_state_row INDEXED BY agent_state_long_agent
    WHERE source = ? AND agent = ? AND start_at < ? AND (end_at IS NULL OR end_at > ?) AND span > 0 AND deleted_at IS NULL`,
} as const;

/** Rows of {@link STAYS_SQL}, in no order: arrays, because a year of a team is millions of them. */
export function staysOf(db: ReadonlyDb, source: string, agent: string, from: number, to: number): RawRow[] {
  return [
    ...db.raw(STAYS_SQL.long).all([source, agent, from, from]),
    ...db.raw(STAYS_SQL.before).all([source, agent, from - DAY_MS, from, from]),
    ...db.raw(STAYS_SQL.begun).all([source, agent, from, to]),
  ];
}

/**
 * Whether a stay that was never closed had been followed on its platform before a span begins. A stay without an end lasts to the beginning of
 * the next one, which the span's own rows do not show.
 */
export function openStayIsOver(db: ReadonlyDb, source: string, agent: string, row: RawRow, from: number): boolean {
  const startAt = row[4] as number;
  if (row[5] !== null || startAt >= from) return false;
  return (
    db
      .raw(
        `SELECT 1 FROM agent_state_row INDEXED BY agent_state_agent
         WHERE source = ? AND agent = ? AND start_at > ? AND start_at < ? AND platform = ? AND deleted_at IS NULL
           AND (end_at IS NULL OR end_at > start_at) LIMIT 1`,
      )
      .get([source, agent, startAt, from, row[1] ?? null]) !== undefined
  );
}

/** As Reads.agentStatesBetween. */
export function readStays(db: ReadonlyDb, query: { agents: readonly string[]; from: number; to: number }): AgentStay[] {
  const { agents, from, to } = query;
  return agents.flatMap((key) => {
    const [source, agent] = splitKey(key);
    return staysOf(db, source, agent, from, to)
      .filter((row) => !openStayIsOver(db, source, agent, row, from))
      .map((row) => ({
        agent: key,
        source,
        platform: row[1] as string,
        state: row[2] as AgentStay['state'],
        rawState: row[3] as string,
        startAt: row[4] as number,
        endAt: row[5] as number | null,
      }))
      .sort((a, b) => a.startAt - b.startAt);
  });
}

const EVALUATED_AT = 'coalesce(released_at, assigned_at)';
const EVALUATION_COLUMNS = `source, id, contact, agent, evaluator, form, form_name AS formName, status,
  total_score AS totalScore, critical_score AS criticalScore, auto_failed AS autoFailed, comment,
  assigned_at AS assignedAt, released_at AS releasedAt`;

interface EvaluationDbRow extends Omit<EvaluationRow, 'autoFailed'> {
  autoFailed: number | null;
}

/** As Reads.evaluations. */
export function readEvaluations(
  db: ReadonlyDb,
  query: { from: number; to: number; agents?: readonly string[] },
): EvaluationRow[] {
  const { from, to, agents } = query;
  const rows =
    agents === undefined
      ? db
          .rows<EvaluationDbRow>(
            `SELECT ${EVALUATION_COLUMNS} FROM evaluation_row INDEXED BY evaluation_time
             WHERE ${EVALUATED_AT} >= ? AND ${EVALUATED_AT} < ? AND deleted_at IS NULL`,
          )
          .all([from, to])
      : agents.flatMap((key) =>
          db
            .rows<EvaluationDbRow>(
              `SELECT ${EVALUATION_COLUMNS} FROM evaluation_row INDEXED BY evaluation_agent
               WHERE source = ? AND agent = ? AND ${EVALUATED_AT} >= ? AND ${EVALUATED_AT} < ? AND deleted_at IS NULL`,
            )
            .all([...splitKey(key), from, to]),
        );
  const at = (row: EvaluationDbRow): number => row.releasedAt ?? row.assignedAt ?? 0;
  return rows
    .sort((a, b) => at(b) - at(a))
    .map((row) => ({ ...row, autoFailed: row.autoFailed === null ? null : row.autoFailed === 1 }));
}
