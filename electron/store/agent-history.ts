/** What agents were called and belonged to over time: the past from the notebook, the present from the mirror. */
import type { AgentPeriod } from './api-adherence.ts';
import { splitKey } from './key.ts';
import type { ReadonlyDb, WritableDb } from './sqlite.ts';

interface VersionRow {
  name: string;
  teams: string;
  active: number;
  untilAt: number;
}

/** As AdherenceStore.agentHistory. */
export function historyOf(
  mirror: ReadonlyDb | WritableDb,
  notebook: ReadonlyDb | WritableDb,
  agents: readonly string[],
): AgentPeriod[] {
  return agents.flatMap((key) => {
    const [source, agent] = splitKey(key);
    const past = notebook
      .rows<VersionRow>(
        `SELECT name, teams, active, until_at AS untilAt FROM agent_version_row WHERE source = ? AND id = ?
         ORDER BY until_at, rowid`,
      )
      .all([source, agent]);
    const present = mirror
      .rows<Omit<VersionRow, 'untilAt'>>(
        'SELECT name, teams, active FROM agent_row WHERE source = ? AND id = ? AND deleted_at IS NULL',
      )
      .get([source, agent]);
    const all = [...past, ...(present === undefined ? [] : [{ ...present, untilAt: null }])];
    return all.map((row, i) => ({
      source,
      agent,
      from: all[i - 1]?.untilAt ?? null,
      until: row.untilAt,
      name: row.name,
      teams: JSON.parse(row.teams) as string[],
      active: row.active === 1,
    }));
  });
}
