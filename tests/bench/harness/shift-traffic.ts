/**
 * 2,000 people in the middle of their shifts, with a morning behind them, and a steady rain of state events: each ends what somebody did and
 * begins something else. One in twelve should be at lunch and works on, one in twenty is away and should work.
 */
import type { SourceStatus, Store } from '../../../electron/store/api.ts';
import type {
  Activity,
  AgentState,
  AgentStateRecord,
  CanonicalRecord,
  ShiftRecord,
} from '../../../shared/domain/records.ts';
import { seeded } from '../../helpers/bench.ts';
import { AGENTS, agentRecord, QUEUES, queueRecord, SOURCE, statusOf } from './traffic.ts';
import type { EventSource } from './traffic.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Stays of the morning, for each person. */
const MORNING = 40;
/** Seconds that somebody is away who should not be, as people are: minutes. */
const AWAY = { least: 60, most: 300 };
/** Words of one phone system for the same absence: a person may go from one to another. */
const BREAKS = ['Break', 'Break, screen', 'Break, short'];
/** What comes after each state of work, and how the vendor calls it. */
const NEXT: Readonly<Record<string, readonly (readonly [AgentState, string])[]>> = {
  available: [
    ['on-contact', 'INTERACTING'],
    ['on-contact', 'COMMUNICATING'],
  ],
  'on-contact': [
    ['wrap', 'ACW'],
    ['available', 'IDLE'],
  ],
  wrap: [['available', 'IDLE']],
};

interface Person {
  readonly id: string;
  stay: AgentStateRecord;
  /** Epoch ms of coming back to work; null while at it. */
  awayUntil: number | null;
}

/** The same seed gives the same floor. */
export class ShiftTraffic implements EventSource {
  readonly #random = seeded(1968);
  readonly #people: Person[] = [];
  #stays = 0;
  #version = 1;
  #leaveAt = 0;

  furnish(store: Store, now: number): void {
    store.saveSource({ id: SOURCE, kind: 'bench', name: 'Bench floor', zone: null, config: {} });
    const write = (stream: string, records: CanonicalRecord[]): void => {
      for (let at = 0; at < records.length; at += 2_000) {
        const part = records.slice(at, at + 2_000);
        store.writePage({ source: SOURCE, stream, records: part, tombstones: [], quarantine: [], asOf: now });
      }
    };
    write('queues', Array.from({ length: QUEUES }, queueRecord));
    write('agents', Array.from({ length: AGENTS }, agentRecord));
    const shifts: ShiftRecord[] = [];
    const stays: AgentStateRecord[] = [];
    for (let n = 0; n < AGENTS; n += 1) {
      const shift = this.#shift(n, now);
      shifts.push(shift);
      stays.push(...this.#morning(n, shift.startAt, now));
    }
    write('shifts', shifts);
    write('states', stays);
    store.saveStatus(this.status(now));
  }

  status(asOf: number): SourceStatus {
    return statusOf(asOf);
  }

  next(events: number, now: number): CanonicalRecord[] {
    const records: CanonicalRecord[] = [];
    for (let n = 0; n < events; n += 1) {
      const person = this.#people[this.#pick(AGENTS)];
      if (person === undefined) break;
      const [state, raw] = this.#course(person, now);
      records.push(...this.#enter(person, state, raw, now));
    }
    return records;
  }

  /** What the person does next. Once a second somebody leaves who should work. */
  #course(person: Person, now: number): readonly [AgentState, string] {
    if (person.awayUntil !== null) {
      if (person.awayUntil > now) return ['break', this.#one(BREAKS)];
      person.awayUntil = null;
      return ['available', 'IDLE'];
    }
    if (now - this.#leaveAt >= 1_000) {
      this.#leaveAt = now;
      person.awayUntil = now + this.#between(AWAY);
      return ['break', this.#one(BREAKS)];
    }
    return this.#one(NEXT[person.stay.state] ?? NEXT['wrap'] ?? []);
  }

  #enter(person: Person, state: AgentState, rawState: string, now: number): AgentStateRecord[] {
    const ended = { ...person.stay, version: this.#tick(), endAt: now };
    person.stay = this.#stay(person.id, 'acd', state, rawState, now, null);
    return [ended, person.stay];
  }

  /** Eight hours, of which three to five have passed. */
  #shift(n: number, now: number): ShiftRecord {
    const startAt = now - 3 * HOUR_MS - this.#pick(2 * 60) * MINUTE_MS;
    const lunchAt = n % 12 === 0 ? now - (2 + this.#pick(8)) * MINUTE_MS : startAt + 5.5 * HOUR_MS;
    const cuts: readonly (readonly [Activity, number])[] = [
      ['work', startAt],
      ['break', startAt + HOUR_MS],
      ['work', startAt + HOUR_MS + 15 * MINUTE_MS],
      ['lunch', lunchAt],
      ['work', lunchAt + 30 * MINUTE_MS],
      ['break', startAt + 7 * HOUR_MS],
      ['work', startAt + 7 * HOUR_MS + 15 * MINUTE_MS],
    ];
    const endAt = startAt + 8 * HOUR_MS;
    return {
      entity: 'shift',
      id: `shift-${n}`,
      version: 1,
      raw: null,
      agent: `a${n}`,
      startAt,
      endAt,
      activities: cuts.map(([activity, at], i) => ({
        activity,
        rawActivity: activity,
        startAt: at,
        endAt: cuts[i + 1]?.[1] ?? endAt,
        paid: activity !== 'lunch',
      })),
    };
  }

  /** What the person did since the shift began, and on a second platform nothing but waiting. */
  #morning(n: number, startAt: number, now: number): AgentStateRecord[] {
    const id = `a${n}`;
    const records: AgentStateRecord[] = [this.#stay(id, 'chat', 'available', 'online', startAt, null)];
    const step = Math.floor((now - startAt) / MORNING);
    let state: AgentState = 'available';
    let raw = 'IDLE';
    let at = startAt;
    for (let i = 1; i < MORNING; i += 1) {
      const until = startAt + i * step + this.#pick(step / 4);
      const onBreak = at >= startAt + HOUR_MS && at < startAt + HOUR_MS + 15 * MINUTE_MS;
      if (onBreak) [state, raw] = ['break', this.#one(BREAKS)];
      records.push(this.#stay(id, 'acd', state, raw, at, until));
      [state, raw] = this.#one(NEXT[state] ?? NEXT['wrap'] ?? []);
      at = until;
    }
    const away = n % 20 === 1;
    const stay = away
      ? this.#stay(id, 'acd', 'break', this.#one(BREAKS), at, null)
      : this.#stay(id, 'acd', state, raw, at, null);
    this.#people.push({ id, stay, awayUntil: away ? now + this.#between(AWAY) : null });
    return [...records, stay];
  }

  #stay(
    agent: string,
    platform: string,
    state: AgentState,
    rawState: string,
    startAt: number,
    endAt: number | null,
  ): AgentStateRecord {
    const id = `s${(this.#stays += 1)}`;
    const contact = state === 'on-contact' ? `call-${id}` : null;
    const own = { id, version: this.#tick(), raw: null, agent, platform, state, rawState, startAt, endAt, contact };
    return { entity: 'agent-state', ...own };
  }

  #tick(): number {
    return (this.#version += 1);
  }

  #pick(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #one<T>(list: readonly T[]): T {
    const item = list[this.#pick(list.length)];
    if (item === undefined) throw new RangeError('There is nothing to choose from.');
    return item;
  }

  #between({ least, most }: { least: number; most: number }): number {
    return Math.round((least + this.#random() * (most - least)) * 1000);
  }
}
