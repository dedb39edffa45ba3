/** What a person's days are judged by, read from both files. */
import type { Exception, PlannedShift, PlatformStay } from '../../../shared/domain/adherence/index.ts';
import type { AgentState } from '../../../shared/domain/records.ts';
import { splitKey } from '../key.ts';
import { readPeople } from '../notebook-people-read.ts';
import { openStayIsOver, readShifts, staysOf } from '../read/planning.ts';
import type { ReadonlyDb } from '../sqlite.ts';

/** Shifts of a person's agents that overlap a span, by start. */
export function shiftsOfPerson(
  mirror: ReadonlyDb,
  agents: readonly string[],
  from: number,
  to: number,
): PlannedShift[] {
  return readShifts(mirror, { from, to, agents }).map(({ source, id, startAt, endAt, activities }) => ({
    id: `${source}/${id}`,
    startAt,
    endAt,
    activities,
  }));
}

/** A stay, and whether it was already running when it was first seen. */
export interface SeenStay extends PlatformStay {
  readonly isBound: boolean;
}

/**
 * Stays of a person's agents that overlap a span. A second agent of one source has platforms of its own. What a source that has fallen silent
 * did not see the end of lasts to the last instant of which it spoke.
 *
 * @param silentSince epoch ms UTC, by source
 */
export function staysOfPerson(
  mirror: ReadonlyDb,
  agents: readonly string[],
  {
    from,
    to,
    silentSince = {},
  }: { from: number; to: number; silentSince?: Readonly<Record<string, number>> | undefined },
): SeenStay[] {
  const seen = new Set<string>();
  return agents.flatMap((key) => {
    const [source, agent] = splitKey(key);
    const suffix = seen.has(source) ? `#${agent}` : '';
    seen.add(source);
    const names = new Map<string, string>();
    const silentAt = silentSince[source];
    const stays: SeenStay[] = [];
    for (const row of staysOf(mirror, source, agent, from, to)) {
      const platform = row[1] as string;
      if (openStayIsOver(mirror, source, agent, row, from)) continue;
      const endAt = (row[5] as number | null) ?? silentAt ?? null;
      let name = names.get(platform);
      if (name === undefined) names.set(platform, (name = `${source}/${platform}${suffix}`));
      stays.push({
        platform: name,
        state: row[2] as AgentState,
        startAt: row[4] as number,
        endAt,
        isBound: row[6] === 1,
      });
    }
    return stays;
  });
}

/** Exceptions in force of a person's agents that overlap a span. */
export function exceptionsOfPerson(
  notebook: ReadonlyDb,
  agents: readonly string[],
  from: number,
  to: number,
): Exception[] {
  return readPeople(notebook)
    .exceptions({ from, to, agents })
    .map(({ id, startAt, endAt, reason, approver }) => ({ id, startAt, endAt, reason, approver }));
}

/** The first instant at which anything is known of a person; null where nothing is. */
export function firstInstant(mirror: ReadonlyDb, agents: readonly string[]): number | null {
  let first: number | null = null;
  for (const key of agents) {
    for (const table of ['agent_state_row', 'shift_row']) {
      const row = mirror
        .raw(
          `SELECT start_at FROM ${table} WHERE source = ? AND agent = ? AND deleted_at IS NULL ORDER BY start_at LIMIT 1`,
        )
        .get(splitKey(key));
      const at = row?.[0] as number | undefined;
      if (at !== undefined && (first === null || at < first)) first = at;
    }
  }
  return first;
}
