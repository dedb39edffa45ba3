/** A floor of 2,000 agents and 200 queues under a steady rain of events: what a source that tells everything at once would write. */
import type { SourceStatus, Store } from '../../../electron/store/api.ts';
import type {
  AgentRecord,
  AgentState,
  AgentStateRecord,
  CanonicalRecord,
  ContactRecord,
  QueueRecord,
} from '../../../shared/domain/records.ts';
import { seeded } from '../../helpers/bench.ts';

export const SOURCE = 'floor';
export const AGENTS = 2_000;
export const QUEUES = 200;

/** Seconds, as a call centre's day pressed into a minute: nobody waits or talks longer than the bench lasts. */
const TALK = { least: 6, most: 14 };
const WRAP = { least: 2, most: 5 };
const PATIENCE = { least: 15, most: 40 };
const PAST_MS = 30 * 60_000;
/** Contacts of the half hour before: what such a floor has at five to six minutes each. */
export const PAST_CONTACTS = 10_000;

/** A floor that events come from. */
export interface EventSource {
  /** Writes the lists, what lies behind and where everybody is now. @param now epoch ms UTC */
  furnish(store: Store, now: number): void;
  /** The records of the next events, exactly as many events as asked for. @param now epoch ms UTC */
  next(events: number, now: number): CanonicalRecord[];
  /** What a source in good health says of itself. @param asOf epoch ms UTC */
  status(asOf: number): SourceStatus;
}

/** What the bench's source says of itself in good health. @param asOf epoch ms UTC */
export function statusOf(asOf: number): SourceStatus {
  const named = { source: SOURCE, kind: 'bench', name: 'Bench floor' };
  return { ...named, state: 'ok', asOf, skewMs: 0, fault: null, streams: [] };
}

interface Person {
  readonly id: string;
  stay: AgentStateRecord | null;
}

interface Due {
  readonly at: number;
  readonly act: (now: number) => CanonicalRecord[];
}

/** Plays the floor. Every record is one event; the same seed gives the same floor. */
export class Traffic implements EventSource {
  readonly #random = seeded(1917);
  readonly #people: Person[] = Array.from({ length: AGENTS }, (_, n) => ({ id: `a${n}`, stay: null }));
  readonly #free: Person[] = [];
  readonly #waiting: { record: ContactRecord; givesUpAt: number }[] = [];
  readonly #due: Due[] = [];
  readonly #ready: CanonicalRecord[] = [];
  readonly #run: string;
  #contacts = 0;
  #stays = 0;
  #version = 1;

  /** @param run sets the ids of one run apart from those of another on the same store */
  constructor(run = '') {
    this.#run = run;
  }

  furnish(store: Store, now: number): void {
    store.saveSource({ id: SOURCE, kind: 'bench', name: 'Bench floor', zone: null, config: {} });
    const write = (stream: string, records: CanonicalRecord[]): void => {
      for (let at = 0; at < records.length; at += 1_000) {
        const part = records.slice(at, at + 1_000);
        store.writePage({ source: SOURCE, stream, records: part, tombstones: [], quarantine: [], asOf: now });
      }
    };
    write('queues', Array.from({ length: QUEUES }, queueRecord));
    write('agents', Array.from({ length: AGENTS }, agentRecord));
    write(
      'contacts',
      Array.from({ length: PAST_CONTACTS }, (_, n) => this.#past(now - PAST_MS + (n * PAST_MS) / PAST_CONTACTS)),
    );
    write('states', this.#people.map((person, n) => this.#begin(person, n, now)).flat());
    store.saveStatus(this.status(now));
  }

  status(asOf: number): SourceStatus {
    return statusOf(asOf);
  }

  next(count: number, now: number): CanonicalRecord[] {
    while (this.#ready.length < count) this.#step(now);
    return this.#ready.splice(0, count);
  }

  #step(now: number): void {
    const due = this.#due[0];
    if (due !== undefined && due.at <= now) {
      this.#due.shift();
      this.#ready.push(...due.act(now));
      return;
    }
    const first = this.#waiting[0];
    if (first !== undefined && first.givesUpAt <= now) {
      this.#waiting.shift();
      const queueSeconds = (now - first.record.createdAt) / 1000;
      this.#ready.push({ ...first.record, version: this.#tick(), endedAt: now, outcome: 'abandoned', queueSeconds });
      return;
    }
    // A small queue stays behind, as on a floor that is well staffed but not idle.
    if (this.#waiting.length > QUEUES && this.#free.length > 0) this.#answer(now);
    else this.#arrive(now);
  }

  #arrive(now: number): void {
    const record: ContactRecord = {
      ...blank(`c${this.#run}${(this.#contacts += 1)}`, this.#tick(), now),
      queue: `q${this.#pick(QUEUES)}`,
    };
    this.#waiting.push({ record, givesUpAt: now + this.#between(PATIENCE) });
    this.#ready.push(record);
  }

  #answer(now: number): void {
    const [next] = this.#waiting.splice(this.#pick(this.#waiting.length), 1);
    const [person] = this.#free.splice(this.#pick(this.#free.length), 1);
    if (next === undefined || person === undefined) return;
    const answered: ContactRecord = {
      ...next.record,
      version: this.#tick(),
      agent: person.id,
      answeredAt: now,
      queueSeconds: (now - next.record.createdAt) / 1000,
    };
    this.#ready.push(answered, ...this.#enter(person, 'on-contact', now, answered.id));
    this.#plan(now + this.#between(TALK), (at) => this.#finish(person, answered, at));
  }

  #finish(person: Person, answered: ContactRecord, now: number): CanonicalRecord[] {
    const wrapMs = this.#between(WRAP);
    const ended: ContactRecord = {
      ...answered,
      version: this.#tick(),
      endedAt: now,
      outcome: 'answered',
      talkSeconds: (now - (answered.answeredAt ?? now)) / 1000,
      holdSeconds: 0,
      wrapSeconds: wrapMs / 1000,
    };
    this.#plan(now + wrapMs, (at) => {
      this.#free.push(person);
      return this.#enter(person, 'available', at, null);
    });
    return [ended, ...this.#enter(person, 'wrap', now, null)];
  }

  /** Everybody is at work but one in twenty, who is away for the length of the bench. */
  #begin(person: Person, index: number, now: number): AgentStateRecord[] {
    const away = index % 20 === 0;
    if (!away) this.#free.push(person);
    return this.#enter(person, away ? 'break' : 'available', now - this.#between({ least: 10, most: 600 }), null);
  }

  #enter(person: Person, state: AgentState, now: number, contact: string | null): AgentStateRecord[] {
    const before = person.stay;
    const next: AgentStateRecord = {
      entity: 'agent-state',
      id: `s${this.#run}${(this.#stays += 1)}`,
      version: this.#tick(),
      raw: null,
      agent: person.id,
      platform: 'talk',
      state,
      rawState: state,
      startAt: now,
      endAt: null,
      contact,
    };
    person.stay = next;
    return before === null ? [next] : [{ ...before, version: this.#tick(), endAt: now }, next];
  }

  #past(createdAt: number): ContactRecord {
    const wait = this.#between({ least: 0, most: 30 });
    const talk = this.#between({ least: 30, most: 240 });
    return {
      ...blank(`p${this.#run}${(this.#contacts += 1)}`, this.#tick(), Math.round(createdAt)),
      queue: `q${this.#pick(QUEUES)}`,
      agent: `a${this.#pick(AGENTS)}`,
      answeredAt: Math.round(createdAt) + wait,
      endedAt: Math.round(createdAt) + wait + talk,
      queueSeconds: wait / 1000,
      talkSeconds: talk / 1000,
      holdSeconds: 0,
      wrapSeconds: 10,
      outcome: 'answered',
    };
  }

  #plan(at: number, act: Due['act']): void {
    let low = 0;
    let high = this.#due.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#due[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, { at, act });
  }

  #tick(): number {
    return (this.#version += 1);
  }

  #pick(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #between({ least, most }: { least: number; most: number }): number {
    return Math.round((least + this.#random() * (most - least)) * 1000);
  }
}

/** A queue of the bench floor by its number. */
export function queueRecord(_: unknown, n: number): QueueRecord {
  const name = `Service line ${String(n + 1).padStart(3, '0')}`;
  const channel = n % 10 === 9 ? 'chat' : 'voice';
  return { entity: 'queue', id: `q${n}`, version: 1, raw: null, name, channel, active: true };
}

/** An agent of the bench floor by its number. */
export function agentRecord(_: unknown, n: number): AgentRecord {
  const queues = [n % QUEUES, (n * 7 + 3) % QUEUES, (n * 13 + 11) % QUEUES].map((queue) => `q${queue}`);
  return {
    entity: 'agent',
    id: `a${n}`,
    version: 1,
    raw: null,
    name: `Agent ${String(n + 1).padStart(4, '0')}`,
    email: null,
    active: true,
    teams: [`Team ${(n % 40) + 1}`],
    queues: [...new Set(queues)],
  };
}

function blank(id: string, version: number, createdAt: number): ContactRecord {
  return {
    entity: 'contact',
    id,
    version,
    raw: null,
    channel: 'voice',
    direction: 'inbound',
    queue: null,
    agent: null,
    customerKey: null,
    createdAt,
    queuedAt: createdAt,
    answeredAt: null,
    endedAt: null,
    vruSeconds: null,
    queueSeconds: null,
    ringSeconds: null,
    talkSeconds: null,
    holdSeconds: null,
    wrapSeconds: null,
    outcome: 'open',
    subject: null,
  };
}
