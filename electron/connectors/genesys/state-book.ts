import type { AgentStateRecord } from '../../../shared/domain/records.ts';
import type { StoredView } from '../connector.ts';
import { PLATFORMS, SEEN_TO_END, stay } from './normalise/states.ts';
import type { Platform, SeenState } from './normalise/states.ts';

/** Longer without a word of anybody than this, and nobody knows what happened in between. */
const UNHEARD_MS = 5 * 60_000;

/** Stays kept per agent and platform: what comes late is put between them. */
const KEPT = 4;

/** A stay, and until when it is known to have lasted at least: for ever, once somebody who tells every change has told it. */
type KnownStay = SeenState & { knownUntil: number };

/**
 * Makes stays of what a source says is the case: it tells the state and since when, and the former stay ends where the next begins. What is told
 * twice brings nothing; what comes late is put in its place and cannot undo what is newer. Events and snapshots both go through a book, so that
 * they end in the same records.
 */
export class StateBook {
  readonly #stays = new Map<string, KnownStay[]>();

  /**
   * @param stored what the store holds as open
   * @param heardAt epoch ms UTC at which the states were last known to be those, 0 where nobody knows. A stored stay is no longer than that where
   * the next one begins much later: the time between is nobody's until analytics tell.
   */
  constructor(stored: ReturnType<StoredView['openStates']>, heardAt: number) {
    const newest = stored.reduce((latest, { startAt }) => Math.max(latest, startAt), heardAt);
    for (const { agent, platform: name, rawState, startAt } of stored) {
      const platform = PLATFORMS.find((one) => one === name);
      if (platform !== undefined) this.#put({ agent, platform, rawState, startAt, raw: null, knownUntil: newest });
    }
  }

  /** Records that a state brings: the stay itself where it is new, and the end of the one before it. */
  tell(seen: SeenState): AgentStateRecord[] {
    const list = this.#list(seen.agent, seen.platform);
    const same = list.findIndex(({ startAt }) => startAt === seen.startAt);
    const known = { ...seen, knownUntil: Number.POSITIVE_INFINITY };
    if (same !== -1) {
      const told = list[same]?.rawState === seen.rawState;
      list[same] = known;
      return told ? [] : [this.#record(list, same)];
    }
    const place = this.#put(known);
    if (place === null) return [];
    const former = place === 0 ? [] : [this.#record(list, place - 1)];
    return [...former, this.#record(list, place)];
  }

  /** Ends the open stays of an agent who is no longer there. @param at epoch ms UTC */
  leave(agent: string, at: number): AgentStateRecord[] {
    const records: AgentStateRecord[] = [];
    for (const platform of PLATFORMS) {
      const open = this.#list(agent, platform).at(-1);
      if (open !== undefined) records.push(stay(open, Math.max(open.startAt, at), SEEN_TO_END));
      this.#stays.delete(`${platform} ${agent}`);
    }
    return records;
  }

  /** Agents of whom something is known. */
  agents(): Set<string> {
    return new Set([...this.#stays.keys()].map((key) => key.slice(key.indexOf(' ') + 1)));
  }

  /** @returns the place of the stay in its list, null where it is older than all that is kept */
  #put(seen: KnownStay): number | null {
    const list = this.#list(seen.agent, seen.platform);
    const after = list.findIndex(({ startAt }) => startAt > seen.startAt);
    if (after === 0 && list.length >= KEPT) return null;
    const place = after === -1 ? list.length : after;
    list.splice(place, 0, seen);
    if (list.length <= KEPT) return place;
    list.shift();
    return place - 1;
  }

  #record(list: readonly KnownStay[], place: number): AgentStateRecord {
    const seen = list[place] as KnownStay;
    const next = list[place + 1];
    if (next === undefined) return stay(seen, null, SEEN_TO_END);
    const knownUntil = Math.max(seen.startAt, seen.knownUntil);
    return stay(seen, next.startAt - knownUntil > UNHEARD_MS ? knownUntil : next.startAt, SEEN_TO_END);
  }

  #list(agent: string, platform: Platform): KnownStay[] {
    const key = `${platform} ${agent}`;
    const there = this.#stays.get(key);
    if (there !== undefined) return there;
    const list: KnownStay[] = [];
    this.#stays.set(key, list);
    return list;
  }
}
