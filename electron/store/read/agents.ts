/** What agents did, from the rollups. */
import type { AgentState } from '../../../shared/domain/records.ts';
import type { AgentCountsRow, AgentStateRow } from '../api.ts';
import { QUARTER_MS, quarterOf } from '../rollups/buckets.ts';
import type { ReadonlyDb } from '../sqlite.ts';
import { SPAN_LIMITS_MS } from '../write/tables.ts';
import { STATE_COLUMNS } from './rows.ts';
import { cut } from './spans.ts';

/** Whole quarter hours around [from, to), as days where whole days fit. */
function piecesOf(from: number, to: number, zone: string): { grain: number; from: number; to: number }[] {
  const end = quarterOf(to) === to ? to : quarterOf(to) + QUARTER_MS;
  return cut(quarterOf(from), end, 'day', zone).map((piece) => ({
    grain: piece.level === 'day' ? 1 : 0,
    from: piece.from,
    to: piece.to,
  }));
}

export interface AgentSecondsRow {
  source: string;
  agent: string;
  platform: string;
  state: AgentState;
  seconds: number;
}

/** As Reads.agentSeconds. */
export function readAgentSeconds(db: ReadonlyDb, from: number, to: number, zone: string): AgentSecondsRow[] {
  const totals = new Map<string, AgentSecondsRow>();
  for (const piece of piecesOf(from, to, zone)) {
    const rows = db
      .rows<AgentSecondsRow>(
        `SELECT source, agent, platform, state, sum(ms) / 1000.0 AS seconds FROM agent_state_rollup
         WHERE grain = ? AND bucket_at >= ? AND bucket_at < ? GROUP BY source, agent, platform, state`,
      )
      .all([piece.grain, piece.from, piece.to]);
    for (const row of rows) {
      const key = JSON.stringify([row.source, row.agent, row.platform, row.state]);
      const total = totals.get(key);
      if (total === undefined) totals.set(key, row);
      else total.seconds += row.seconds;
    }
  }
  return [...totals.values()];
}

/** As Reads.agentCounts. */
export function readAgentCounts(db: ReadonlyDb, from: number, to: number, zone: string): AgentCountsRow[] {
  const totals = new Map<string, AgentCountsRow>();
  for (const piece of piecesOf(from, to, zone)) {
    const rows = db
      .rows<AgentCountsRow>(
        `SELECT source, agent, sum(contacts) AS contacts, sum(handled) AS handled, sum(talk_ms) / 1000.0 AS talkSeconds,
           sum(hold_ms) / 1000.0 AS holdSeconds, sum(wrap_ms) / 1000.0 AS wrapSeconds FROM agent_rollup
         WHERE grain = ? AND bucket_at >= ? AND bucket_at < ? GROUP BY source, agent`,
      )
      .all([piece.grain, piece.from, piece.to]);
    for (const row of rows) {
      const key = JSON.stringify([row.source, row.agent]);
      const total = totals.get(key);
      if (total === undefined) totals.set(key, row);
      else {
        total.contacts += row.contacts;
        total.handled += row.handled;
        total.talkSeconds += row.talkSeconds;
        total.holdSeconds += row.holdSeconds;
        total.wrapSeconds += row.wrapSeconds;
      }
    }
  }
  return [...totals.values()];
}

/** Intervals that begin in a span, and those that began before it and reach into it. */
export const STATES_OF_SQL = {
  begun: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_agent
    WHERE source = ? AND agent = ? AND start_at >= ? AND start_at < ? AND deleted_at IS NULL`,
  // Short stays can only reach in from a day before; long ones are few per agent.
  before: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_agent
    WHERE source = ? AND agent = ? AND start_at >= ? AND start_at < ? AND end_at > ? AND span = 0
      AND deleted_at IS NULL`,
  long: `SELECT ${STATE_COLUMNS} FROM agent_state_row INDEXED BY agent_state_long_agent
    WHERE source = ? AND agent = ? AND start_at < ? AND (end_at IS NULL OR end_at > ?) AND span > 0
      AND deleted_at IS NULL`,
} as const;

/** As Reads.agentStatesOf. */
export function readAgentStatesOf(
  db: ReadonlyDb,
  of: { source: string; agent: string; from: number; to: number },
): AgentStateRow[] {
  const { source, agent, from, to } = of;
  const rows = [
    ...db.rows<AgentStateRow>(STATES_OF_SQL.begun).all([source, agent, from, to]),
    ...db.rows<AgentStateRow>(STATES_OF_SQL.before).all([source, agent, from - (SPAN_LIMITS_MS[0] ?? 0), from, from]),
    ...db.rows<AgentStateRow>(STATES_OF_SQL.long).all([source, agent, from, from]),
  ];
  return rows.sort((a, b) => a.startAt - b.startAt);
}
