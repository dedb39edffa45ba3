import type { AgentRecord, AgentStateRecord, ShiftActivity, ShiftRecord } from '../../shared/domain/records.ts';
import type { Store } from '../../electron/store/index.ts';
import { freshen, stay, write } from './helpers.ts';

export const MINUTE = 60_000;

export function agent(id: string, fields: Partial<AgentRecord> = {}): AgentRecord {
  const rest = { name: `Agent ${id}`, email: `${id}@example.com`, active: true, teams: ['North'], queues: [] };
  return { entity: 'agent', id, version: 1, raw: null, ...rest, ...fields };
}

type Block = [activity: ShiftActivity['activity'], from: number, to: number];

/** A shift out of blocks in order. */
export function shift(of: string, blocks: readonly Block[], version = 1): ShiftRecord {
  const activities = blocks.map(([activity, startAt, endAt]) => {
    const rawActivity = activity === 'work' ? 'Phones' : activity;
    return { activity, rawActivity, startAt, endAt, paid: true };
  });
  const startAt = activities[0]?.startAt ?? 0;
  const endAt = activities.at(-1)?.endAt ?? 0;
  return { entity: 'shift', id: `${of}-shift`, version, raw: null, agent: of, startAt, endAt, activities };
}

/** A stay on the phone platform. */
export function phone(
  of: string,
  state: AgentStateRecord['state'],
  startAt: number,
  endAt: number | null = null,
): AgentStateRecord {
  return stay({ id: `${of}:${startAt}`, agent: of, platform: 'acd', state, rawState: state, startAt, endAt });
}

/** Phones and a desk, both fresh, without anybody yet. */
export function twoSystems(store: Store, now: number): void {
  for (const id of ['phones', 'desk']) {
    store.saveSource({ id, kind: 'zendesk', name: id, zone: null, config: {} });
    freshen(store, id, now);
  }
}

export { freshen, stay, write };
