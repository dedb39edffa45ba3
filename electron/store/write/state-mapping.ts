/** What people say a vendor's state means, applied to every stay that comes in. */
import type { AgentState, AgentStateRecord } from '../../../shared/domain/records.ts';
import type { StateMappingEntry } from '../api-adherence.ts';
import type { TableSpec } from './tables.ts';
import { TABLES } from './tables.ts';

type Words = Map<string, AgentState>;

/** The mapping in force. */
export class StateMapping {
  #sources = new Map<string, Map<string, Words>>();

  constructor(entries: readonly Pick<StateMappingEntry, 'source' | 'platform' | 'rawState' | 'state'>[] = []) {
    this.use(entries);
  }

  use(entries: readonly Pick<StateMappingEntry, 'source' | 'platform' | 'rawState' | 'state'>[]): void {
    this.#sources = new Map();
    for (const { source, platform, rawState, state } of entries) {
      let platforms = this.#sources.get(source);
      if (platforms === undefined) this.#sources.set(source, (platforms = new Map()));
      let words = platforms.get(platform);
      if (words === undefined) platforms.set(platform, (words = new Map()));
      words.set(rawState, state);
    }
  }

  /** What people chose, undefined where they left it to the connector. */
  chosen(source: string, platform: string, rawState: string): AgentState | undefined {
    return this.#sources.get(source)?.get(platform)?.get(rawState);
  }
}

/** Places in the row of agent_state_row's columns. */
export const STATE_PLACE = { agent: 0, platform: 1, state: 2, rawState: 3, startAt: 4, endAt: 5, standard: 9 } as const;

/** The table of stays under a mapping: the state that people chose, with the connector's beside it. */
export function mappedStates(mapping: StateMapping): TableSpec<AgentStateRecord> {
  const plain = TABLES['agent-state'];
  return {
    ...plain,
    values: (record, source) => {
      const values = plain.values(record, source);
      const chosen = mapping.chosen(source, record.platform, record.rawState);
      if (chosen === undefined) return values;
      values[STATE_PLACE.state] = chosen;
      values[STATE_PLACE.standard] = record.state;
      return values;
    },
  };
}
