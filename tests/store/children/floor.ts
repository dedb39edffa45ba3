/** A small floor whose plans change with every page: the same for the same number. */
import type { WritePage } from '../../../electron/store/api.ts';
import type { AgentStateRecord } from '../../../shared/domain/records.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TEN = Date.UTC(2026, 1, 4, 10);
export const NOW = TEN + 12 * HOUR;
export const WORDS = ['meeting', 'break'] as const;
const AGENTS = Array.from({ length: 12 }, (_, i) => `a${i}`);
export const everybody = AGENTS.map((id) => ({ key: `zd/${id}`, agents: [`zd/${id}`] }));

function stay(id: string, agent: string, state: 'available' | 'away', startAt: number): AgentStateRecord {
  return {
    entity: 'agent-state',
    id,
    version: 1,
    raw: null,
    agent,
    platform: 'talk',
    state,
    rawState: state === 'available' ? 'online' : 'away',
    startAt,
    endAt: startAt + HOUR,
    contact: null,
  };
}

/** Forty days of everybody. */
export function history(): WritePage {
  const records = AGENTS.flatMap((agent) =>
    Array.from({ length: 40 }, (_, day) => [
      stay(`${agent}-${day}-0`, agent, 'available', TEN - day * DAY),
      stay(`${agent}-${day}-1`, agent, 'away', TEN + HOUR - day * DAY),
    ]).flat(),
  );
  return { source: 'zd', stream: 'states', records, tombstones: [], quarantine: [] };
}

/** Page n: version n + 1 of everybody's shift of one day. */
export function planNumber(n: number): WritePage {
  const startAt = TEN - 2 * HOUR;
  const endAt = TEN + (5 + (n % 3)) * HOUR;
  return {
    source: 'zd',
    stream: 'plans',
    records: AGENTS.map((agent) => ({
      entity: 'shift',
      id: `${agent}-today`,
      version: n + 1,
      raw: null,
      agent,
      startAt,
      endAt,
      activities: [{ activity: 'work', rawActivity: 'On Queue', startAt, endAt, paid: true }],
    })),
    tombstones: [],
    quarantine: [],
    cursor: n + 1,
  };
}
