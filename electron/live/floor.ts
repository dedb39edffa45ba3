import {
  OCCUPANCY_EVERY_SECONDS,
  TREND_QUARTERS,
  WINDOW_MS,
  isInbox,
  ruleFor,
} from '../../shared/domain/floor-rules.ts';
import { bucketStart, nextBucket } from '../../shared/time/zone.ts';
import type { AgentRow, QueueRow, ServiceLevelRule } from '../../shared/contract/rows.ts';
import type { Channel } from '../../shared/domain/records.ts';
import type { ContactRow } from '../store/api.ts';
import { AgentBook } from './agents.ts';
import type { AdherenceFacts } from './adherence-facts.ts';
import type { AgentTotals } from './agent-totals.ts';
import { ContactBook } from './contacts.ts';
import { Freshness } from './freshness.ts';
import { keyOf } from './reads.ts';
import { RowBook } from './row-book.ts';
import { SnapshotBook } from './snapshots.ts';
import { DayCells } from './tallies.ts';
import { QueueBook } from './queue-book.ts';
import { seeAgents } from './attendance.ts';
import { HISTORY_MS } from './expectations.ts';
import type { Expectations } from './expectations.ts';
import type { FloorReads } from './reads.ts';
import type { FloorSettings, Moves, RowChanges } from './moves.ts';
import type { QueueEntry } from './queues.ts';

const QUARTER_MS = 900_000;
/** How far back a queue counts as used. */
const USE_MS = 28 * 86_400_000;

export interface FloorOptions {
  reads: FloorReads;
  settings: FloorSettings;
  mode: 'live' | 'replay';
  /** Counts of a whole day, shared between the instants of a replay; the floor copies what it changes. */
  dayCells: (from: number, to: number, read: () => DayCells) => DayCells;
}

/**
 * The floor at an instant, in memory: queues, agents, contacts. One way for live and replay: {@link loadAt} an instant, then
 * {@link apply} what happened and let time {@link tick}; {@link evaluate} makes the rows of what that touched. Pure of timers and
 * of its own clock: the instant is handed in.
 */
export class Floor {
  readonly settings: FloorSettings;
  readonly mode: 'live' | 'replay';
  readonly freshness: Freshness;
  readonly agents: AgentBook;
  readonly #queueBook = new QueueBook();
  readonly snapshots = new SnapshotBook();
  /** The reporting day that holds the instant. */
  dayFrom = 0;
  dayTo = 0;
  /** Instant up to which everything was applied. */
  at = 0;
  /** Instant up to which time has passed (changes are applied ahead of it). */
  #tickedAt = 0;
  /** Instant of the last load. */
  loadedAt = 0;
  expectations: Expectations | null = null;
  /** How people stand to their plan; null where nobody reckons it. */
  adherence: AdherenceFacts | null = null;
  /** The history of a source was read to its end since somebody last looked: expectations can be worked out anew. */
  historyArrived = false;
  /** Sources whose history is still being read. */
  #unread: string[] = [];

  readonly #reads: FloorReads;
  readonly #dayCells: FloorOptions['dayCells'];
  #contacts!: ContactBook;
  #cells!: DayCells;
  /** The whole day as it ended, where it is over (replay); else the cells themselves. */
  #finalCells!: DayCells;
  #dayIndex = 0;
  #floorHandleSeconds: number | null = null;
  readonly #rows = new RowBook();
  /** While everything is new there is no need to note what changed. */
  #loading = false;

  constructor(options: FloorOptions) {
    this.settings = options.settings;
    this.agents = new AgentBook(options.settings.platformOrder);
    this.mode = options.mode;
    this.#reads = options.reads;
    this.#dayCells = options.dayCells;
    this.freshness = new Freshness(options.mode === 'replay');
  }

  /** Builds the floor of an instant from the store. Call once; another instant is another floor. @param at epoch ms UTC */
  loadAt(at: number): void {
    const { zone } = this.settings;
    this.at = at;
    this.loadedAt = at;
    this.#tickedAt = at;
    this.#loading = true;
    this.dayFrom = bucketStart(at, 'day', zone);
    this.dayTo = nextBucket(at, 'day', zone);
    this.#queueBook.use(this.#reads.queueUse(this.dayFrom - USE_MS, this.dayTo));
    this.describe(at);
    const from = this.dayFrom - TREND_QUARTERS * QUARTER_MS;
    const whole = this.#dayCells(from, this.dayTo, () => this.#readCells(from));
    const quarter = whole.indexOf(at);
    this.#finalCells = whole;
    this.#cells = whole.copyUntil(quarter, zone);
    this.#dayIndex = this.#cells.indexOf(this.dayFrom);
    const touched = {
      queue: (key: string) => {
        if (!this.#loading) this.#rows.touchQueue(key);
      },
      agent: (source: string, id: string) => {
        if (!this.#loading) this.#rows.touchAgent(this.agents.entry(source, id).person.key);
      },
    };
    this.#contacts = new ContactBook(this.#cells, this.ruleOf, touched, this.mode === 'replay');
    // The occupancy's half hour ends at each agent's last mark, a little before the instant.
    const recent = this.#reads.movesBetween(at - WINDOW_MS - OCCUPANCY_EVERY_SECONDS * 1000, at);
    for (const row of [...recent.states, ...this.#reads.agentStatesAt(at)]) this.agents.apply(row);
    seeAgents(this.agents, this.#reads, this.dayFrom, at);
    this.#contacts.begin(
      [...this.#reads.contactsAt(at), ...recent.contacts],
      at,
      this.#cells.starts[quarter] ?? Number.NEGATIVE_INFINITY,
    );
    for (const row of this.#reads.queueSnapshotsAt(at, WINDOW_MS / 1000)) this.snapshots.apply(row);
    this.#learnQueues();
    for (const { row } of this.#contacts.held.values()) this.#see(row, at);
    this.#loading = false;
    for (const key of this.agents.people.keys()) this.#rows.touchAgent(key);
    this.#everySecond();
  }

  /** Reads the sources' lists of agents and queues anew, and how fresh each source is. */
  describe(at: number): void {
    const { changed: queues, grown } = this.#queueBook.describe(this.#reads.queues());
    for (const key of queues) this.#rows.touchQueue(key);
    if (grown) this.#rows.recount();
    const changed = this.agents.describe(this.#reads.agents(), this.settings.people ?? []);
    // Memberships may have moved: every row of the agent is counted anew when it is evaluated.
    for (const key of changed) this.#rows.touchAgent(key);
    this.refreshSources(at);
  }

  /** Reads how fresh each source is. */
  refreshSources(at: number): void {
    for (const source of this.freshness.read(this.#reads, at)) this.#touchSource(source);
    const before = this.#unread;
    this.#unread = this.freshness.unread(this.dayFrom - HISTORY_MS);
    if (before.length === 0 && this.#unread.length === 0) return;
    this.expectations?.hold(this.#unread);
    for (const source of this.#unread) if (!before.includes(source)) this.#touchSource(source);
    if (before.some((source) => !this.#unread.includes(source))) this.historyArrived = true;
  }

  /** Takes in what happened up to the instant. Live: the changed rows as they are now; replay: the moves of the span since. */
  apply(moves: Moves, at: number): void {
    this.at = at;
    for (const row of moves.contacts) {
      this.#learn(row.source, row.queue ?? '', row.channel);
      this.#contacts.apply(row, at);
      this.#see(row, at);
    }
    for (const row of moves.states) {
      const news = !this.agents.tellsStates(row.source);
      this.#rows.touchAgent(this.agents.apply(row));
      // Its first word on states changes what is known of all its agents.
      if (news) this.#touchSource(row.source);
    }
    for (const row of moves.snapshots) {
      const key = this.snapshots.apply(row);
      if (row.queue === null) this.#touchSource(row.source);
      else this.#rows.touchQueue(key);
    }
    for (const { entity, source, id } of moves.removed) this.#remove(entity, source, id);
    this.#repair(at);
  }

  /**
   * Lets time pass up to the instant, a second or more after the last: contacts move and leave the window, states overrun, sources go stale.
   *
   * @returns false where the day is another one: the floor must be loaded anew
   */
  tick(at: number): boolean {
    if (at < this.dayFrom || at >= this.dayTo) return false;
    const last = this.#tickedAt;
    this.at = at;
    this.#tickedAt = at;
    this.#contacts.tick(at);
    for (const source of this.freshness.tick(at)) this.#touchSource(source);
    this.#rows.turn(at);
    for (const key of this.agents.reckonDue(last, at)) this.#rows.touchAgent(key);
    if (Math.floor(last / QUARTER_MS) !== Math.floor(at / QUARTER_MS)) this.#touchStateless();
    this.#everySecond();
    return true;
  }

  /** Takes over the day's expectations once they are worked out. */
  expect(expectations: Expectations): void {
    if (expectations.dayFrom !== this.dayFrom) return;
    expectations.hold(this.#unread);
    this.expectations = expectations;
    this.#rows.touchQueues();
  }

  /** Makes the rows of what was touched. @returns the keys of those that are different now */
  evaluate(): RowChanges {
    return this.#rows.evaluate({
      at: this.at,
      agents: this.agents,
      freshness: this.freshness,
      queues: this.queues,
      ruleOf: this.ruleOf,
      contacts: this.#contacts,
      cells: this.#cells,
      dayIndex: this.#dayIndex,
      snapshots: this.snapshots,
      expectations: this.expectations,
      floorHandleSeconds: this.#floorHandleSeconds,
      adherence: this.adherence,
    });
  }

  /** How people stand to their plan changed: their rows show it. */
  touchPeople(keys: Iterable<string>): void {
    for (const key of keys) this.#rows.touchAgent(key);
  }

  get queueRows(): Map<string, QueueRow> {
    return this.#rows.queueRows;
  }

  get agentRows(): Map<string, AgentRow> {
    return this.#rows.agentRows;
  }

  /** Of all agent rows, kept up with them. */
  get agentTotals(): AgentTotals {
    return this.#rows.agentTotals;
  }

  /** Rule of a queue, by key. */
  readonly ruleOf = (key: string): ServiceLevelRule => {
    const channel = this.queues.get(key)?.channel ?? 'voice';
    return ruleFor(key, channel, this.settings.serviceLevel, this.settings.queueServiceLevels);
  };

  get queues(): ReadonlyMap<string, QueueEntry> {
    return this.#queueBook.entries;
  }

  /** Mean handle time of the floor today, in seconds; null while nothing was handled. */
  get handleSeconds(): number | null {
    return this.#floorHandleSeconds;
  }

  get cells(): DayCells {
    return this.#cells;
  }

  /** The day as it ended where it is over, as it is now where it is not: for the strip of pressure. */
  get wholeDay(): DayCells {
    return this.mode === 'replay' ? this.#finalCells : this.#cells;
  }

  /** Index of the day's first quarter hour in the cells (three hours of the day before stand in front of it). */
  get dayIndex(): number {
    return this.#dayIndex;
  }

  get contacts(): ContactBook {
    return this.#contacts;
  }

  #readCells(from: number): DayCells {
    const cells = new DayCells(from, this.dayTo, this.settings.zone);
    cells.read(this.#reads, [...this.queues.keys()], this.ruleOf, this.settings.zone, 0, cells.starts.length);
    return cells;
  }

  #learn(source: string, id: string, channel: Channel): void {
    const known = this.queues.get(keyOf(source, id));
    if (known?.used) return;
    if (known === undefined) this.#rows.recount();
    const entry = this.#queueBook.ensure(source, id, channel);
    entry.used = true;
    this.#rows.touchQueue(entry.key);
  }

  /** Queues that contacts or counts name and no list does. */
  #learnQueues(): void {
    for (const { row } of this.#contacts.held.values()) this.#learn(row.source, row.queue ?? '', row.channel);
    for (const key of this.#cells.cells.keys()) {
      const slash = key.indexOf('/');
      this.#learn(key.slice(0, slash), key.slice(slash + 1), 'voice');
    }
  }

  #remove(entity: 'contact' | 'agent-state', source: string, id: string): void {
    if (entity === 'agent-state') {
      const key = this.agents.remove(source, id);
      if (key !== null) this.#rows.touchAgent(key);
      return;
    }
    if (this.#contacts.held.has(keyOf(source, id))) this.#contacts.remove(source, id);
    // Which quarter hour an older one counted in is not known here: all are read again.
    else for (const index of this.#cells.starts.keys()) this.#contacts.doubtful.add(index);
  }

  /** Reads the quarter hours again whose counts are in doubt. */
  #repair(at: number): void {
    const { doubtful } = this.#contacts;
    if (doubtful.size === 0) return;
    const now = this.#cells.indexOf(at);
    const indices = [...doubtful].filter((index) => index <= now).sort((a, b) => a - b);
    doubtful.clear();
    const first = indices[0];
    const last = indices.at(-1);
    if (first === undefined || last === undefined) return;
    const keys = [...this.queues.keys()];
    const dense = indices.length * 4 > last - first;
    const spans = dense ? [[first, last] as const] : indices.map((index) => [index, index] as const);
    for (const [from, to] of spans) {
      this.#cells.read(this.#reads, keys, this.ruleOf, this.settings.zone, from, to + 1);
      for (let index = from; index <= to; index += 1) this.#contacts.correct(index);
    }
    this.#rows.touchQueues();
  }

  #see(
    row: ContactRow | { source: string; agent: string | null; createdAt: number; answeredAt: number | null },
    at: number,
  ): void {
    if (row.agent === null || (row.answeredAt ?? row.createdAt) > at) return;
    if (!this.agents.seen(row.source, row.agent, row.createdAt)) return;
    this.#rows.touchAgent(this.agents.entry(row.source, row.agent).person.key);
  }

  #touchSource(source: string): void {
    for (const entry of this.queues.values()) if (entry.source === source) this.#rows.touchQueue(entry.key);
    for (const entry of this.agents.entries.values())
      if (entry.source === source) this.#rows.touchAgent(entry.person.key);
  }

  #touchStateless(): void {
    for (const { person, source } of this.agents.entries.values()) {
      if (!this.agents.tellsStates(source)) this.#rows.touchAgent(person.key);
    }
  }

  #everySecond(): void {
    let handled = 0;
    let ms = 0;
    const until = this.#cells.indexOf(this.at) + 1;
    for (const entry of this.queues.values()) {
      if (isInbox(entry.channel)) continue;
      const day = this.#cells.sum(entry.key, this.#dayIndex, until);
      handled += day.get('handled');
      ms += day.get('handleMs');
    }
    this.#floorHandleSeconds = handled === 0 ? null : ms / 1000 / handled;
    this.#rows.touchQueues();
  }
}
