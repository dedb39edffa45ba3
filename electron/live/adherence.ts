import type { AgentStateRow, StaffingPage } from '../store/api.ts';
import { Agenda } from './adherence-agenda.ts';
import { PersonDay } from './adherence-day.ts';
import { StaffingBook } from './adherence-staffing.ts';
import { adherenceRowOf } from './adherence-rows.ts';
import { keyOf } from './reads.ts';
import type { AdherenceFacts, PersonAdherence } from './adherence-facts.ts';
import type { AdherenceReader, AdherenceRules, SourcesNow } from './adherence-day.ts';
import type { AdherenceRow } from '../../shared/contract/adherence.ts';
import type { Floor } from './floor.ts';
import type { PersonEntry } from './agents.ts';

/** Counts that grow with time are brought up to date this often, each person at a second of their own. */
const COUNT_EVERY_MS = 60_000;
/** People who are read or judged in one slice: a slice must stay far below the time an event has to the glass. */
const SLICE_MS = 4;
const STAFFING_EVERY_MS = 15_000;
/** Between two times that the staffing is written down: few commits, and little that a crash takes along. */
const KEEP_EVERY_MS = 5 * 60_000;

/**
 * Today's adherence of everybody, in memory: read once, then an event costs its one person, and a second costs those whose plan, tolerance or
 * exception turns in it. What concerns many at once (a source falls silent, another plan) is worked off in slices.
 */
export class Adherence implements AdherenceFacts {
  readonly people = new Map<string, PersonDay>();
  /** By person; those with a plan or a state today. */
  readonly rows = new Map<string, AdherenceRow>();
  readonly rules: AdherenceRules;
  #floor: Floor;
  readonly #reader: AdherenceReader;
  readonly #facts = new Map<string, PersonAdherence>();
  readonly #agenda = new Agenda();
  readonly #staffing: StaffingBook;
  /** People to be read; to be judged again at once; and in slices, when there is time. */
  readonly #unread = new Set<string>();
  readonly #hot = new Set<string>();
  readonly #due = new Set<string>();
  /** People whose rows changed since somebody asked. */
  #changed = new Set<string>();
  readonly #personOf = new Map<string, string>();
  readonly #stale = new Map<string, string>();
  readonly #sources: SourcesNow;
  readonly #keep: ((page: StaffingPage) => void) | null;
  readonly #told: ReadonlySet<string>;
  #staffedAt = Number.NEGATIVE_INFINITY;
  #keptAt: number;

  /** @param keep writes the staffing down; null where it was written when it was known (a replay) */
  constructor(
    floor: Floor,
    reader: AdherenceReader,
    rules: AdherenceRules,
    keep: ((page: StaffingPage) => void) | null = null,
  ) {
    this.#floor = floor;
    this.#reader = reader;
    this.rules = rules;
    this.#keep = keep;
    this.#keptAt = floor.at;
    this.#told = new Set(reader.reads.rawStates().map(({ source }) => source));
    this.#staffing = new StaffingBook(() => this.#floor);
    this.#sources = {
      isStale: (source) => this.#floor.freshness.isStale(source),
      asOf: (source) => this.#floor.freshness.asOf(source),
      tells: (source) => this.#told.has(source) || this.#floor.agents.tellsStates(source),
    };
    this.moveTo(floor);
  }

  /** Goes on with a floor that was built anew: what is known of people's days stays. */
  moveTo(floor: Floor): void {
    if (floor.dayFrom !== this.#floor.dayFrom) this.keepStaffing();
    this.#floor = floor;
    floor.adherence = this;
    this.describe();
  }

  get limits(): AdherenceFacts['limits'] {
    return this.rules;
  }

  of(person: string): PersonAdherence | null {
    return this.#facts.get(person) ?? null;
  }

  /** Key of the person that an agent is, or the key itself. */
  personOf(key: string): string {
    return this.#personOf.get(key) ?? key;
  }

  /** Whether everybody is read and judged. */
  get isSettled(): boolean {
    return this.#unread.size === 0 && this.#due.size === 0 && this.#hot.size === 0;
  }

  /** How many are not read yet. */
  get unread(): number {
    return this.#unread.size;
  }

  /** Takes over who there is. Those whose agents are others are read anew. */
  describe(): void {
    const { people } = this.#floor.agents;
    for (const [key, person] of people) if (!isSame(this.people.get(key), person)) this.#meet(person);
    if (this.people.size === people.size) return;
    for (const key of this.people.keys()) if (!people.has(key)) this.#forget(key);
  }

  /** Names, teams and queues changed: the rows are made again. */
  describeAgain(people: Iterable<string>): void {
    this.describe();
    for (const key of people) if (this.people.has(key)) this.#due.add(key);
  }

  /** Takes in stays as the store has them now. Each costs its person. */
  apply(states: readonly AgentStateRow[], removed: readonly { entity: string; source: string; id: string }[]): void {
    for (const row of states) {
      let key = this.#personOf.get(keyOf(row.source, row.agent));
      if (key === undefined) {
        this.describe();
        key = this.#personOf.get(keyOf(row.source, row.agent));
      }
      const person = key === undefined ? undefined : this.people.get(key);
      if (person === undefined || this.#unread.has(person.key)) continue;
      // A stay that began before the day and ended in it belongs to it too; one that was over before does not.
      if (row.endAt !== null && row.endAt <= person.frame.startAt) person.stays.delete(keyOf(row.source, row.id));
      else person.put(row);
      this.#hot.add(person.key);
    }
    for (const { entity, source, id } of removed) {
      if (entity !== 'agent-state') continue;
      const key = keyOf(source, id);
      for (const person of this.people.values()) if (person.stays.delete(key)) this.#hot.add(person.key);
    }
  }

  /** Plans or stays of a source's people changed in the store: they are read again, in slices. @param source null: of every source */
  reread(source: string | null): void {
    for (const person of this.people.values()) {
      if (source === null || person.agents.some((agent) => agent.source === source)) this.#unread.add(person.key);
    }
  }

  /** Reads these again at once: somebody decided something about them. @param keys of agents or people */
  rereadNow(keys: Iterable<string>): void {
    for (const key of keys) this.#read(this.personOf(key));
  }

  /** Lets time pass: those whose second has come are judged again, and those of a source that fell silent or came back. */
  tick(at: number): void {
    for (const { source, stale } of this.#floor.freshness.sources.values()) {
      // Whether a source speaks of states at all is learnt from its first word.
      const word = `${stale} ${this.#sources.tells(source)}`;
      if (this.#stale.get(source) === word) continue;
      this.#stale.set(source, word);
      for (const person of this.people.values()) {
        if (person.agents.some((agent) => agent.source === source)) this.#due.add(person.key);
      }
    }
    for (const key of this.#agenda.take(at)) {
      const person = this.people.get(key);
      if (person === undefined) continue;
      if (at >= person.frame.endAt) this.#unread.add(key);
      else this.#due.add(key);
    }
    if (Math.abs(at - this.#staffedAt) < STAFFING_EVERY_MS) return;
    this.#staffedAt = at;
    if (Math.abs(at - this.#keptAt) >= KEEP_EVERY_MS) this.keepStaffing();
    const pools = this.#staffing.refresh(at);
    if (pools.size === 0) return;
    for (const person of this.people.values()) {
      const { open } = person;
      if (open === null || open.scheduled === null || !pools.has(this.#staffing.poolOf(person.key))) continue;
      this.#due.add(person.key);
    }
  }

  /** Writes down what is known of the staffing. While people's days are still being read, nothing is: what was kept before holds. */
  keepStaffing(): void {
    if (this.#keep === null || this.#unread.size > 0) return;
    this.#keptAt = this.#floor.at;
    const page = this.#staffing.take();
    if (page !== null) this.#keep(page);
  }

  /** Judges those of whom something was heard. @returns people whose rows changed since the last time */
  settle(): Set<string> {
    for (const key of this.#hot) this.#judge(key);
    this.#hot.clear();
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** Reads and judges whoever is waiting for it, in slices. Between two of them {@link settle} tells what changed. */
  *catchUp(): Generator<void> {
    let until = performance.now() + SLICE_MS;
    for (const key of this.#unread) {
      this.#read(key);
      if (performance.now() < until) continue;
      yield;
      until = performance.now() + SLICE_MS;
    }
    for (const key of this.#due) {
      this.#due.delete(key);
      this.#judge(key);
      if (performance.now() < until) continue;
      yield;
      until = performance.now() + SLICE_MS;
    }
  }

  /** Everybody at once: for a look at one instant, and for tests. */
  whole(): Set<string> {
    for (let round = 0; round < 2; round += 1) {
      const work = this.catchUp();
      while (work.next().done !== true);
      const pools = this.#staffing.refresh(this.#floor.at);
      for (const key of this.people.keys()) if (pools.has(this.#staffing.poolOf(key))) this.#due.add(key);
    }
    return this.settle();
  }

  #meet(entry: PersonEntry): void {
    this.#forget(entry.key);
    const person = new PersonDay(entry);
    this.people.set(entry.key, person);
    for (const { key } of entry.agents) this.#personOf.set(key, entry.key);
    this.#unread.add(entry.key);
  }

  #forget(key: string): void {
    if (!this.people.delete(key)) return;
    this.#staffing.put(key, []);
    this.#agenda.set(key, null);
    this.#unread.delete(key);
    this.#due.delete(key);
    this.#hot.delete(key);
    this.#facts.delete(key);
    this.rows.delete(key);
    this.#changed.add(key);
  }

  #read(key: string): void {
    this.#unread.delete(key);
    const person = this.people.get(key);
    if (person === undefined) return;
    person.load(this.#reader, this.#floor.at, this.rules.zone);
    this.#judge(key);
  }

  #judge(key: string): void {
    const person = this.people.get(key);
    const entry = this.#floor.agents.people.get(key);
    if (person === undefined || entry === undefined || this.#unread.has(key)) return;
    const { at } = this.#floor;
    if (at >= person.frame.endAt) {
      this.#unread.add(key);
      return;
    }
    const staffing = person.staffed(this.#reader, this.#floor.dayFrom, this.#staffing.of(key));
    person.judge(at, this.rules, this.#sources, staffing);
    this.#staffing.put(key, person.quarters);
    const turn = person.nextTurn(this.rules);
    const count = person.isCounting ? nextCount(entry.phase, at) : null;
    this.#agenda.set(key, turn === null ? count : count === null ? turn : Math.min(turn, count));
    const facts = person.facts(this.rules.count);
    if (facts === null) this.#facts.delete(key);
    else this.#facts.set(key, facts);
    const row = adherenceRowOf(person, entry, this.rules, this.#floor);
    if (row === null) this.rows.delete(key);
    else this.rows.set(key, row);
    this.#changed.add(key);
  }
}

/** The next instant at which this person's counts are brought up to date. */
function nextCount(phase: number, at: number): number {
  const offset = phase * 4000;
  return at - ((at - offset) % COUNT_EVERY_MS) + COUNT_EVERY_MS;
}

function isSame(before: PersonDay | undefined, now: PersonEntry): boolean {
  return (
    before !== undefined &&
    before.agents.length === now.agents.length &&
    before.agents.every(({ key }, index) => key === now.agents[index]?.key)
  );
}
