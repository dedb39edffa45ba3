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
import { noAgents, totalAgent } from './agent-totals.ts';
import type { AgentTotals } from './agent-totals.ts';
import { agentRowOf } from './agent-rows.ts';
import { ContactBook } from './contacts.ts';
import { divideStaff, countAgent } from './staffing.ts';
import { Freshness } from './freshness.ts';
import { keyOf } from './reads.ts';
import { nextAgentLevelAt } from './levels.ts';
import { noStaff, queueRowOf, readDemand } from './queues.ts';
import { sameRow } from './same.ts';
import { SnapshotBook } from './snapshots.ts';
import { DayCells } from './tallies.ts';
import { QueueBook } from './queue-book.ts';
import { seeAgents } from './attendance.ts';
import type { Expectations } from './expectations.ts';
import type { FloorReads } from './reads.ts';
import type { FloorSettings, Moves, RowChanges } from './moves.ts';
import type { QueueContext, QueueEntry } from './queues.ts';

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
  readonly queueRows = new Map<string, QueueRow>();
  readonly agentRows = new Map<string, AgentRow>();
  /** Of all agent rows, kept up with them. */
  readonly agentTotals: AgentTotals = noAgents();
  readonly agents = new AgentBook();
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

  readonly #reads: FloorReads;
  readonly #dayCells: FloorOptions['dayCells'];
  #contacts!: ContactBook;
  #cells!: DayCells;
  /** The whole day as it ended, where it is over (replay); else the cells themselves. */
  #finalCells!: DayCells;
  #dayIndex = 0;
  #floorHandleSeconds: number | null = null;
  readonly #dirtyQueues = new Set<string>();
  readonly #dirtyAgents = new Set<string>();
  readonly #turnsAt = new Map<string, number>();
  #allQueues = true;
  /** While everything is new there is no need to note what changed. */
  #loading = false;
  /** A queue appeared: agents who serve it were not counted in it yet. */
  #recount = false;

  constructor(options: FloorOptions) {
    this.settings = options.settings;
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
        if (!this.#loading) this.#dirtyQueues.add(key);
      },
      agent: (source: string, id: string) => {
        if (!this.#loading) this.#dirtyAgents.add(this.agents.entry(source, id).key);
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
    for (const key of this.agents.entries.keys()) this.#dirtyAgents.add(key);
    this.#everySecond();
  }

  /** Reads the sources' lists of agents and queues anew, and how fresh each source is. */
  describe(at: number): void {
    const { changed: queues, grown } = this.#queueBook.describe(this.#reads.queues());
    for (const key of queues) this.#dirtyQueues.add(key);
    if (grown) this.#recount = true;
    const changed = this.agents.describe(this.#reads.agents());
    // Memberships may have moved: every row of the agent is counted anew when it is evaluated.
    for (const key of changed) this.#dirtyAgents.add(key);
    this.refreshSources(at);
  }

  /** Reads how fresh each source is. */
  refreshSources(at: number): void {
    for (const source of this.freshness.read(this.#reads, at)) this.#touchSource(source);
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
      this.#dirtyAgents.add(this.agents.apply(row));
      // Its first word on states changes what is known of all its agents.
      if (news) this.#touchSource(row.source);
    }
    for (const row of moves.snapshots) {
      const key = this.snapshots.apply(row);
      if (row.queue === null) this.#touchSource(row.source);
      else this.#dirtyQueues.add(key);
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
    for (const [key, turnsAt] of this.#turnsAt) if (turnsAt <= at) this.#dirtyAgents.add(key);
    for (const key of this.agents.reckonDue(last, at)) this.#dirtyAgents.add(key);
    if (Math.floor(last / QUARTER_MS) !== Math.floor(at / QUARTER_MS)) this.#touchStateless();
    this.#everySecond();
    return true;
  }

  /** Takes over the day's expectations once they are worked out. */
  expect(expectations: Expectations): void {
    if (expectations.dayFrom !== this.dayFrom) return;
    this.expectations = expectations;
    this.#allQueues = true;
  }

  /** Makes the rows of what was touched. @returns the keys of those that are different now */
  evaluate(): RowChanges {
    const changes: RowChanges = { queues: new Set(), agents: new Set() };
    const agentContext = {
      at: this.at,
      agents: this.agents,
      contacts: this.#contacts,
      freshness: this.freshness,
      channelOf: (key: string): Channel | null => this.queues.get(key)?.channel ?? null,
    };
    for (const key of this.#dirtyAgents) {
      const entry = this.agents.entries.get(key);
      if (entry === undefined) continue;
      this.agents.reckon(entry, this.at);
      if (this.#putAgent(key, agentRowOf(entry, agentContext))) changes.agents.add(key);
    }
    this.#dirtyAgents.clear();
    if (this.#recount) this.#countStaff();
    if (this.#allQueues) {
      this.#divide();
      for (const key of this.queues.keys()) this.#dirtyQueues.add(key);
      this.#allQueues = false;
    }
    for (const key of this.#dirtyQueues) if (this.#putQueue(key)) changes.queues.add(key);
    this.#dirtyQueues.clear();
    return changes;
  }

  /** Rule of a queue, by key. */
  readonly ruleOf = (key: string): ServiceLevelRule => {
    const channel = this.queues.get(key)?.channel ?? 'voice';
    return ruleFor(key, channel, this.settings.serviceLevel, this.settings.queueServiceLevels);
  };

  get queues(): ReadonlyMap<string, QueueEntry> {
    return this.#queueBook.entries;
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
    if (known === undefined) this.#recount = true;
    const entry = this.#queueBook.ensure(source, id, channel);
    entry.used = true;
    this.#dirtyQueues.add(entry.key);
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
      if (key !== null) this.#dirtyAgents.add(key);
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
    this.#allQueues = true;
  }

  #see(
    row: ContactRow | { source: string; agent: string | null; createdAt: number; answeredAt: number | null },
    at: number,
  ): void {
    if (row.agent === null || (row.answeredAt ?? row.createdAt) > at) return;
    if (this.agents.seen(row.source, row.agent, row.createdAt)) this.#dirtyAgents.add(keyOf(row.source, row.agent));
  }

  #touchSource(source: string): void {
    for (const entry of this.queues.values()) if (entry.source === source) this.#dirtyQueues.add(entry.key);
    for (const entry of this.agents.entries.values()) if (entry.source === source) this.#dirtyAgents.add(entry.key);
  }

  #touchStateless(): void {
    for (const { key, source } of this.agents.entries.values()) {
      if (!this.agents.tellsStates(source)) this.#dirtyAgents.add(key);
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
    this.#allQueues = true;
  }

  #countStaff(): void {
    this.#recount = false;
    for (const entry of this.queues.values()) entry.staff = noStaff();
    for (const row of this.agentRows.values()) {
      countAgent(row, this.queues, 1, (queue) => this.#dirtyQueues.add(queue));
    }
    this.#allQueues = true;
  }

  #divide(): void {
    const context = this.#queueContext();
    divideStaff(this.agentRows.values(), this.queues, (queue) => readDemand(queue, context));
  }

  #queueContext(): Omit<QueueContext, 'rule'> {
    return {
      at: this.at,
      contacts: this.#contacts,
      cells: this.#cells,
      dayIndex: this.#dayIndex,
      snapshots: this.snapshots,
      freshness: this.freshness,
      expectations: this.expectations,
      floorHandleSeconds: this.#floorHandleSeconds,
    };
  }

  #putAgent(key: string, row: AgentRow | null): boolean {
    const before = this.agentRows.get(key);
    if (row === null) {
      this.#turnsAt.delete(key);
      if (before === undefined) return false;
      countAgent(before, this.queues, -1, (queue) => this.#dirtyQueues.add(queue));
      totalAgent(this.agentTotals, before, -1);
      return this.agentRows.delete(key);
    }
    const turnsAt = nextAgentLevelAt(row.state, row.since, this.at);
    if (turnsAt === null) this.#turnsAt.delete(key);
    else this.#turnsAt.set(key, turnsAt);
    if (before !== undefined && sameRow(before, row, 'asOf')) return false;
    if (before !== undefined) {
      countAgent(before, this.queues, -1, (queue) => this.#dirtyQueues.add(queue));
      totalAgent(this.agentTotals, before, -1);
    }
    countAgent(row, this.queues, 1, (queue) => this.#dirtyQueues.add(queue));
    totalAgent(this.agentTotals, row, 1);
    this.agentRows.set(key, row);
    return true;
  }

  #putQueue(key: string): boolean {
    const entry = this.queues.get(key);
    if (entry === undefined) return false;
    const row = queueRowOf(entry, { ...this.#queueContext(), rule: this.ruleOf(key) });
    // Closed queues, groups nobody writes to and contacts without a queue are on the board only while there is something to show.
    const idle = !entry.active || !(entry.used || entry.channel === 'voice');
    const empty = idle && (row.waiting ?? 0) === 0 && row.offered === 0;
    const before = this.queueRows.get(key);
    if (empty) return before !== undefined && this.queueRows.delete(key);
    if (before !== undefined && sameRow(before, row, 'asOf')) return false;
    this.queueRows.set(key, row);
    return true;
  }
}
