import type { AgentStateRecord, CanonicalRecord, ContactRecord } from '../../shared/domain/records.ts';
import { contact, snapshot, stay } from './helpers.ts';

/** Numbers that look random and are the same in every run of a seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A small floor that lives: contacts come, wait, are answered or give up, are wrapped up; agents follow them and take breaks. Each step
 * gives the records that changed, as a source that tells contacts at once would.
 */
export class World {
  readonly #random: () => number;
  readonly #queues: number;
  readonly #agents: number;
  readonly #open = new Map<string, ContactRecord>();
  readonly #stays = new Map<string, AgentStateRecord>();
  #next = 0;
  #version = 10;

  constructor(seed: number, queues: number, agents: number) {
    this.#random = seeded(seed);
    this.#queues = queues;
    this.#agents = agents;
  }

  /** @param at epoch ms UTC */
  step(at: number): CanonicalRecord[] {
    const records: CanonicalRecord[] = [];
    this.#version += 1;
    if (this.#random() < 0.7) records.push(this.#arrive(at));
    for (const open of this.#open.values()) {
      if (this.#random() > 0.35) continue;
      records.push(...(open.answeredAt === null ? this.#leaveQueue(open, at) : this.#finish(open, at)));
    }
    if (this.#random() < 0.3) records.push(...this.#move(`a${this.#pick(this.#agents)}`, at));
    if (this.#random() < 0.15) {
      const waiting = this.#pick(4);
      const longestWaitSeconds = waiting === 0 ? null : this.#pick(90);
      records.push(snapshot({ queue: `q${this.#queues - 1}`, at, waiting, longestWaitSeconds }));
    }
    return records;
  }

  #pick(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #arrive(at: number): ContactRecord {
    const id = `c${this.#next}`;
    this.#next += 1;
    const outbound = this.#random() < 0.1;
    const queue = this.#random() < 0.05 ? null : `q${this.#pick(this.#queues)}`;
    const record = contact({
      id,
      createdAt: at,
      version: this.#version,
      queue,
      direction: outbound ? 'outbound' : 'inbound',
      customerKey: `customer-${id}`,
    });
    this.#open.set(id, record);
    return record;
  }

  #leaveQueue(open: ContactRecord, at: number): CanonicalRecord[] {
    const queueSeconds = (at - (open.queuedAt ?? at)) / 1000;
    if (this.#random() < 0.25) {
      this.#open.delete(open.id);
      return [{ ...open, version: this.#version, endedAt: at, outcome: 'abandoned', queueSeconds }];
    }
    const agent = `a${this.#pick(this.#agents)}`;
    const answered = { ...open, version: this.#version, answeredAt: at, agent, queueSeconds };
    this.#open.set(open.id, answered);
    return [answered, ...this.#enter(agent, 'on-contact', at, open.id)];
  }

  #finish(open: ContactRecord, at: number): CanonicalRecord[] {
    this.#open.delete(open.id);
    const wrapSeconds = this.#pick(40);
    const ended: ContactRecord = {
      ...open,
      version: this.#version,
      endedAt: at,
      outcome: 'answered',
      talkSeconds: (at - (open.answeredAt ?? at)) / 1000,
      holdSeconds: 0,
      wrapSeconds,
    };
    return [ended, ...this.#enter(open.agent ?? 'a0', 'wrap', at, null)];
  }

  #move(agent: string, at: number): CanonicalRecord[] {
    const states = ['available', 'break', 'offline', 'available', 'away'] as const;
    return this.#enter(agent, states[this.#pick(states.length)] ?? 'available', at, null);
  }

  #enter(agent: string, state: AgentStateRecord['state'], at: number, inContact: string | null): AgentStateRecord[] {
    const platform = this.#random() < 0.2 ? 'chat' : 'talk';
    const key = `${agent} ${platform}`;
    const before = this.#stays.get(key);
    const records: AgentStateRecord[] = [];
    if (before !== undefined) {
      if (before.startAt === at) return [];
      records.push({ ...before, version: at, endAt: at });
    }
    const next = stay({ id: `${key} ${at}`, agent, platform, state, rawState: state, startAt: at, contact: inContact });
    this.#stays.set(key, next);
    return [...records, next];
  }
}
