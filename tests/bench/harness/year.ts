/** A store with plans and states of many agents over many days, put in as rows: what pages would have written, but rollups. */
import { join } from 'node:path';
import { openStore } from '../../../electron/store/index.ts';
import { openWritable } from '../../../electron/store/sqlite.ts';
import type { SqlValue, WritableDb } from '../../../electron/store/sqlite.ts';
import { TABLES } from '../../../electron/store/write/tables.ts';
import type { AgentState, AgentStateRecord, ShiftRecord } from '../../../shared/domain/records.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { seeded } from '../../helpers/bench.ts';

export interface Year {
  readonly agents: number;
  readonly days: number;
  /** Stays of an agent on a day. */
  readonly stays: number;
  /** End of the last day, epoch ms UTC. */
  readonly endsAt: number;
}

export const SOURCE = 'gc';
export const ZONE = 'Europe/Berlin';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const CYCLE: readonly (readonly [state: AgentState, raw: string])[] = [
  ['available', 'IDLE'],
  ['on-contact', 'INTERACTING'],
  ['wrap', 'ACW'],
  ['on-contact', 'INTERACTING'],
];

/** Fills a new data folder. */
export function fillYear(directory: string, year: Year): void {
  openStore({ directory, clock: systemClock, zone: ZONE }).close();
  const db = openWritable(join(directory, 'mirror.db'));
  const random = seeded(11);
  try {
    for (const pragma of ['synchronous = OFF', 'cache_size = -200000']) db.pragma(pragma);
    const states = inserter(db, 'agent-state');
    const shifts = inserter(db, 'shift');
    for (let day = year.days - 1; day >= 0; day -= 1) {
      db.transaction(() => {
        for (let n = 0; n < year.agents; n += 1) {
          const agent = `agent-${n}`;
          // Shifts begin between 5:00 and 14:00 UTC; five days of seven.
          if ((day + n) % 7 < 2) continue;
          const startAt = year.endsAt - (day + 1) * DAY_MS + 5 * HOUR_MS + (n % 10) * HOUR_MS;
          shifts(TABLES.shift.values(shiftOf(agent, day, startAt), SOURCE));
          for (const stay of staysOf(agent, day, startAt, year.stays, random)) {
            states(TABLES['agent-state'].values(stay, SOURCE));
          }
        }
      });
    }
    db.exec(
      `INSERT OR IGNORE INTO adherence_mark_row (source, agent, day, seq) SELECT DISTINCT source, agent, -1, 0 FROM shift_row`,
    );
    db.exec('ANALYZE');
  } finally {
    db.close();
  }
}

function inserter(db: WritableDb, entity: 'agent-state' | 'shift'): (values: readonly SqlValue[]) => void {
  const columns = [...TABLES[entity].columns, 'source', 'id', 'version'];
  const insert = db.command(
    `INSERT INTO ${TABLES[entity].table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return (values) => insert.run(values);
}

function shiftOf(agent: string, day: number, startAt: number): ShiftRecord {
  const cuts = [0, 2, 2.25, 4, 4.5, 6, 6.25, 8].map((hours) => startAt + hours * HOUR_MS);
  const names = ['work', 'break', 'work', 'lunch', 'work', 'break', 'work'] as const;
  return {
    entity: 'shift',
    id: `${agent}-${day}`,
    version: 1,
    raw: null,
    agent,
    startAt,
    endAt: startAt + 8 * HOUR_MS,
    activities: names.map((activity, i) => ({
      activity,
      rawActivity: activity,
      startAt: cuts[i] ?? 0,
      endAt: cuts[i + 1] ?? 0,
      paid: activity !== 'lunch',
    })),
  };
}

function* staysOf(
  agent: string,
  day: number,
  startAt: number,
  count: number,
  random: () => number,
): Generator<AgentStateRecord> {
  const length = (8 * HOUR_MS) / count;
  let at = startAt + Math.floor(random() * 120_000);
  for (let i = 0; i < count; i += 1) {
    const endAt = startAt + Math.round((i + 1) * length + random() * 0.3 * length);
    const pause = Math.abs(i - count / 4) < 0.5 || Math.abs(i - (3 * count) / 4) < 0.5;
    const lunch = Math.abs(i - count / 2) <= 1;
    const [state, rawState] = lunch
      ? (['lunch', 'Meal'] as const)
      : pause
        ? (['break', 'Break'] as const)
        : (CYCLE[i % CYCLE.length] ?? (['available', 'IDLE'] as const));
    yield {
      entity: 'agent-state',
      id: `${agent}-${day}-${i}`,
      version: 1,
      raw: null,
      agent,
      platform: 'acd',
      state,
      rawState,
      startAt: at,
      endAt,
      contact: null,
    };
    at = endAt;
  }
}
