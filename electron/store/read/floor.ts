/** The floor at an instant, and what moved between two: for live start-up and for replay. Every question is bounded by an index. */
import type { AgentStateRow, ContactRow, QueueSnapshotRow } from '../api.ts';
import type { ReadonlyDb } from '../sqlite.ts';
import { CONTACT_STAY, HOUR_MS, STATE_STAY } from '../migrations/mirror/0005-stays.ts';
import { SPAN_ENDLESS, SPAN_LIMITS_MS, SPAN_OPEN } from '../write/tables.ts';
import { CONTACT_COLUMNS, SNAPSHOT_COLUMNS, STATE_COLUMNS } from './rows.ts';

/** How far back a stay of each span class over a day can have begun and still last. */
const LONG_SPANS: readonly (readonly [span: number, lookBackMs: number])[] = [
  ...SPAN_LIMITS_MS.slice(1).map((limit, index) => [index + 1, limit] as const),
  [SPAN_ENDLESS, Number.MAX_SAFE_INTEGER / 2],
];
/** The same of class 0: all but a few of them last minutes, so those of more than an hour have an index to themselves. */
const SHORT_MS = HOUR_MS;
const HOURS_MS = SPAN_LIMITS_MS[0] ?? 0;
const CONTACT_IS_SHORT = `span = 0 AND ${CONTACT_STAY} <= ${HOUR_MS}`;
const CONTACT_TAKES_HOURS = `span = 0 AND ${CONTACT_STAY} > ${HOUR_MS}`;
const STATE_IS_SHORT = `span = 0 AND ${STATE_STAY} <= ${HOUR_MS}`;
const STATE_TAKES_HOURS = `span = 0 AND ${STATE_STAY} > ${HOUR_MS}`;

// INDEXED BY makes a look-up fail rather than scan, should an index ever change.
export const AT_SQL = {
  contactShort: `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_time
    WHERE created_at > ? AND created_at <= ? AND ended_at > ? AND deleted_at IS NULL AND ${CONTACT_IS_SHORT}`,
  contactHours: `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_hours
    WHERE created_at > ? AND created_at <= ? AND ended_at > ? AND deleted_at IS NULL AND ${CONTACT_TAKES_HOURS}`,
  contactLong: `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_long
    WHERE span = ? AND span > 0 AND created_at > ? AND created_at <= ? AND ended_at > ? AND deleted_at IS NULL`,
  contactOpen: `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_long
    WHERE span = ${SPAN_OPEN} AND span > 0 AND created_at <= ? AND deleted_at IS NULL AND outcome = 'open'`,
  stateShort: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_time
    WHERE start_at > ? AND start_at <= ? AND end_at > ? AND deleted_at IS NULL AND ${STATE_IS_SHORT}`,
  stateHours: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_hours
    WHERE start_at > ? AND start_at <= ? AND end_at > ? AND deleted_at IS NULL AND ${STATE_TAKES_HOURS}`,
  stateLong: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_long
    WHERE span = ? AND span > 0 AND start_at > ? AND start_at <= ? AND end_at > ? AND deleted_at IS NULL`,
  stateOpen: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_long
    WHERE span = ${SPAN_OPEN} AND span > 0 AND start_at <= ? AND deleted_at IS NULL`,
  snapshots: `SELECT ${SNAPSHOT_COLUMNS} FROM queue_snapshot_row INDEXED BY queue_snapshot_time
    WHERE at > ? AND at <= ? AND deleted_at IS NULL ORDER BY at`,
} as const;

/** As Reads.contactsAt. */
export function contactsAt(db: ReadonlyDb, at: number): ContactRow[] {
  const short = db.rows<ContactRow>(AT_SQL.contactShort).all([at - SHORT_MS, at, at]);
  const hours = db.rows<ContactRow>(AT_SQL.contactHours).all([at - HOURS_MS, at, at]);
  const long = LONG_SPANS.flatMap(([span, lookBack]) =>
    db.rows<ContactRow>(AT_SQL.contactLong).all([span, at - lookBack, at, at]),
  );
  return [...short, ...hours, ...long, ...db.rows<ContactRow>(AT_SQL.contactOpen).all([at])];
}

/** As Reads.agentStatesAt. */
export function agentStatesAt(db: ReadonlyDb, at: number): AgentStateRow[] {
  const short = db.rows<AgentStateRow>(AT_SQL.stateShort).all([at - SHORT_MS, at, at]);
  const hours = db.rows<AgentStateRow>(AT_SQL.stateHours).all([at - HOURS_MS, at, at]);
  const long = LONG_SPANS.flatMap(([span, lookBack]) =>
    db.rows<AgentStateRow>(AT_SQL.stateLong).all([span, at - lookBack, at, at]),
  );
  return [...short, ...hours, ...long, ...db.rows<AgentStateRow>(AT_SQL.stateOpen).all([at])];
}

/** As Reads.queueSnapshotsAt. */
export function queueSnapshotsAt(db: ReadonlyDb, at: number, maxAgeSeconds: number): QueueSnapshotRow[] {
  const last = new Map<string, QueueSnapshotRow>();
  for (const row of db.rows<QueueSnapshotRow>(AT_SQL.snapshots).all([at - maxAgeSeconds * 1000, at])) {
    last.set(JSON.stringify([row.source, row.queue]), row);
  }
  return [...last.values()];
}

const CONTACT_MOVED = `created_at > ? AND created_at <= ? AND (created_at > ? OR (ended_at > ? AND ended_at <= ?)
      OR (answered_at > ? AND answered_at <= ?) OR (queued_at > ? AND queued_at <= ?)) AND deleted_at IS NULL`;
const STATE_MOVED = `start_at > ? AND start_at <= ? AND (start_at > ? OR (end_at > ? AND end_at <= ?))
      AND deleted_at IS NULL`;

/** What moved in (from, to]. */
export const MOVES_SQL = {
  // One look back over an hour of the index serves all four instants of short contacts; long ones have an index on each.
  contactShort: `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_time
    WHERE ${CONTACT_MOVED} AND ${CONTACT_IS_SHORT}`,
  contactHours: `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_hours
    WHERE ${CONTACT_MOVED} AND ${CONTACT_TAKES_HOURS}`,
  contactLong: [
    `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_time
      WHERE created_at > ? AND created_at <= ? AND span > 0 AND deleted_at IS NULL`,
    ...['queued', 'answered', 'ended'].map(
      (step) => `SELECT ${CONTACT_COLUMNS} FROM contact_row INDEXED BY contact_long_${step}
        WHERE ${step}_at > ? AND ${step}_at <= ? AND span > 0 AND deleted_at IS NULL`,
    ),
  ],
  stateShort: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_time
    WHERE ${STATE_MOVED} AND ${STATE_IS_SHORT}`,
  stateHours: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_hours
    WHERE ${STATE_MOVED} AND ${STATE_TAKES_HOURS}`,
  stateLong: [
    `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_time
      WHERE start_at > ? AND start_at <= ? AND span > 0 AND deleted_at IS NULL`,
    `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_long_ended
      WHERE end_at > ? AND end_at <= ? AND span > 0 AND deleted_at IS NULL`,
  ],
} as const;

/** As Reads.movesBetween. */
export function movesBetween(
  db: ReadonlyDb,
  from: number,
  to: number,
): { contacts: ContactRow[]; states: AgentStateRow[]; snapshots: QueueSnapshotRow[] } {
  const contacts = db.rows<ContactRow>(MOVES_SQL.contactShort);
  const contactHours = db.rows<ContactRow>(MOVES_SQL.contactHours);
  const states = db.rows<AgentStateRow>(MOVES_SQL.stateShort);
  const stateHours = db.rows<AgentStateRow>(MOVES_SQL.stateHours);
  return {
    contacts: [
      ...contacts.all([from - SHORT_MS, to, from, from, to, from, to, from, to]),
      ...contactHours.all([from - HOURS_MS, to, from, from, to, from, to, from, to]),
      ...distinct(MOVES_SQL.contactLong.flatMap((sql) => db.rows<ContactRow>(sql).all([from, to]))),
    ],
    states: [
      ...states.all([from - SHORT_MS, to, from, from, to]),
      ...stateHours.all([from - HOURS_MS, to, from, from, to]),
      ...distinct(MOVES_SQL.stateLong.flatMap((sql) => db.rows<AgentStateRow>(sql).all([from, to]))),
    ],
    snapshots: db.rows<QueueSnapshotRow>(AT_SQL.snapshots).all([from, to]),
  };
}

/** A long stay may have moved twice in the span, and is then found by two indexes. */
function distinct<Row extends { source: string; id: string }>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify([row.source, row.id]), row])).values()];
}
