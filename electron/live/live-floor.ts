import { STALE_AFTER_MS } from '../../shared/domain/floor-rules.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Change } from '../store/api.ts';
import { Adherence } from './adherence.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { expectDay } from './expectations.ts';
import { Floor } from './floor.ts';
import type { AlarmCall } from './alarm-desk.ts';
import type { AlarmRow } from '../../shared/contract/rows.ts';
import { nameOf } from './running.ts';
import { Slices } from './slices.ts';
import { sameRow } from './same.ts';
import type { FloorDeps, FloorNews, RunningFloor } from './running.ts';
import type { Moves, RowChanges } from './moves.ts';

export interface LiveOptions extends FloorDeps {
  /** The floor's clock: the machine's, or the practice floor's. */
  clock: Clock;
  speed: number;
  /** Real monotonic clock, for pacing. */
  real: Clock;
  subscribe: (listener: (change: Change) => void) => () => void;
  raised: (call: AlarmCall) => void;
}

/** Between two looks at what changed: short, because the views pace themselves, and two waits in a row would add up. */
const PACE_MS = 8;
const SAMPLE_EVERY_MS = 5000;
/** Between two full loads: a back-fill would otherwise load without end. */
const RELOAD_EVERY_MS = 2000;
/** More changed contacts at once are a back-fill or an import: read the floor anew instead of row by row. */
const BULK = 500;
/** Between two looks at the history, while it grows. */
const EXPECT_EVERY_MS = 20_000;
/** A step of the clock longer than this is a sleep or a set clock. */
const JUMP_MS = 5 * 60_000;

const NOBODY: ReadonlySet<string> = new Set();

/** The floor now: loaded from the store, then kept true by its change feed and by time. */
export class LiveFloor implements RunningFloor {
  floor: Floor;
  adherence!: Adherence;
  readonly desk: AlarmDesk;
  readonly #options: LiveOptions;
  readonly #listeners = new Set<(news: FloorNews) => void>();
  readonly #pending = new Map<string, Map<string, Set<string>>>();
  #speed: number;
  #describe = false;
  #reload = false;
  #eventAt: number | null = null;
  #drainedAt = Number.NEGATIVE_INFINITY;
  #reloadedAt = Number.NEGATIVE_INFINITY;
  #sampledAt = Number.NEGATIVE_INFINITY;
  #drainTimer: NodeJS.Timeout | null = null;
  readonly #ticker: NodeJS.Timeout;
  readonly #slices = new Slices((slice) => this.#guard(slice));
  /** People's days are read and judged in slices of their own. */
  readonly #days = new Slices((slice) => this.#guard(slice));
  /** Stays of so many changed that everybody's day is read again. */
  #rereadAll = false;
  /** Sources whose plans changed. */
  readonly #plansOf = new Set<string>();
  #rules = '';
  readonly #unsubscribe: () => void;
  #expecting = { aborted: false };
  #expectAgain = false;
  #expectedAt = Number.NEGATIVE_INFINITY;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#speed = options.speed;
    this.desk = new AlarmDesk(options.alarms, options.raised, (error) => options.fault('alarm history', error));
    this.#unsubscribe = options.subscribe((change) => this.#hear(change));
    this.floor = this.#load();
    this.desk.restore(options.clock.now(), (subject) => nameOf(this.floor, subject));
    this.#catchUp();
    this.#ticker = setInterval(() => this.#slices.begin(() => this.#second()), 1000);
  }

  get alarms(): ReadonlyMap<string, AlarmRow> {
    return this.desk.rows;
  }

  get speed(): number {
    return this.#speed;
  }

  /** The floor's clock runs at another speed from now on. */
  setSpeed(speed: number): void {
    this.#speed = speed;
    this.floor.freshness.patienceMs = STALE_AFTER_MS * Math.max(1, speed);
  }

  onNews(listener: (news: FloorNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets the floor catch up with the clock, all at once. Tests call it after they moved the clock; by itself it goes in slices. */
  tick(): void {
    const second = this.#second();
    while (second.next().done !== true);
    const day = this.#daySlices();
    while (day.next().done !== true);
  }

  /**
   * What a second asks for, in slices: on a floor of two thousand agents the whole of it takes longer than an event has from its source
   * to the glass.
   */
  *#second(): Generator<void> {
    this.#drain();
    yield;
    const now = this.#options.clock.now();
    this.floor.refreshSources(now);
    const jumped = now < this.floor.at - 2000 || now - this.floor.at > JUMP_MS * Math.max(1, this.speed);
    if (jumped || !this.floor.tick(now)) {
      this.#reload = true;
      this.#reloadedAt = Number.NEGATIVE_INFINITY;
      this.#drain();
    }
    const eventAt = this.#options.real.now();
    yield;
    this.adherence.tick(now);
    this.#catchUp();
    this.#unsaid(this.floor.evaluate(), eventAt);
    yield;
    const real = this.#options.real.monotonic();
    const due = this.#expectAgain && real - this.#expectedAt >= EXPECT_EVERY_MS;
    if (due || this.floor.historyArrived) this.#expect(this.floor);
    let alarms = new Set<string>();
    if (real - this.#sampledAt >= SAMPLE_EVERY_MS - 50) alarms = this.sampleAlarms();
    yield;
    const none = { queues: new Set<string>(), agents: new Set<string>() };
    this.#tell({ ...none, reset: false, second: true, alarms, people: NOBODY, eventAt: this.#options.real.now() });
  }

  /** One look of the alarm rules. @returns keys of changed alarm rows (already told where called by the tick) */
  sampleAlarms(): Set<string> {
    this.#sampledAt = this.#options.real.monotonic();
    return this.desk.sample(this.floor, this.#options.clock.now());
  }

  /** Tells views of alarms that a person's answer changed. */
  tellAlarms(alarms: Set<string>): void {
    this.#tell({
      queues: new Set(),
      agents: new Set(),
      reset: false,
      second: false,
      alarms,
      people: NOBODY,
      eventAt: this.#options.real.now(),
    });
  }

  /** Builds the floor anew: after a change of settings, a wake-up, a removed source. */
  reload(): void {
    this.#reload = true;
    this.#reloadedAt = Number.NEGATIVE_INFINITY;
    this.#drain();
  }

  /**
   * Somebody decided something about these people's time: their days are read again, and told, at once.
   *
   * @param keys of agents or people
   */
  reread(keys: Iterable<string>): void {
    this.adherence.rereadNow(keys);
    this.#tellPeople(false, this.#options.real.now());
  }

  close(): void {
    this.#unsubscribe();
    this.#days.close();
    clearInterval(this.#ticker);
    this.#slices.close();
    if (this.#drainTimer !== null) clearTimeout(this.#drainTimer);
    this.#expecting.aborted = true;
    this.#listeners.clear();
  }

  #hear(change: Change): void {
    for (const { entity, ids } of change.touched) {
      if (entity === 'agent' || entity === 'queue') this.#describe = true;
      else if (entity === 'shift') this.#plansOf.add(change.source);
      else if (entity === 'contact' || entity === 'agent-state' || entity === 'queue-snapshot') {
        this.#note(entity, change.source, ids);
      }
    }
    this.#eventAt ??= this.#options.real.now();
    this.#schedule();
  }

  #note(entity: string, source: string, ids: readonly string[]): void {
    let bySource = this.#pending.get(entity);
    if (bySource === undefined) this.#pending.set(entity, (bySource = new Map()));
    let known = bySource.get(source);
    if (known === undefined) bySource.set(source, (known = new Set()));
    for (const id of ids) known.add(id);
    if (known.size > BULK) {
      this.#reload = true;
      if (entity === 'agent-state') this.#rereadAll = true;
      known.clear();
    }
  }

  /** The first change is taken in at once, the next ones together a moment later. */
  #schedule(): void {
    if (this.#drainTimer !== null) return;
    const wait = Math.max(0, PACE_MS - (this.#options.real.monotonic() - this.#drainedAt));
    this.#drainTimer = setTimeout(() => {
      this.#drainTimer = null;
      this.#guard(() => this.#drain());
    }, wait);
  }

  /** A read that fails (a damaged page, a file that is held) must not end the engine: it is told, and the floor read anew later. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.fault('live', error);
      this.#reload = true;
    }
  }

  #drain(): void {
    this.#rereadPlans();
    if (this.#pending.size === 0 && !this.#describe && !this.#reload) return;
    const real = this.#options.real.monotonic();
    const eventAt = this.#eventAt ?? this.#options.real.now();
    if (this.#reload) {
      // What is pending is in the load; a load that has to wait takes it along. People's days outlive the load.
      if (this.#pending.has('agent-state')) this.#rereadAll = true;
      this.#pending.clear();
      const wait = this.#reloadedAt + RELOAD_EVERY_MS - real;
      if (wait > 0) {
        this.#drainTimer ??= setTimeout(() => {
          this.#drainTimer = null;
          this.#guard(() => this.#drain());
        }, wait);
        return;
      }
      this.floor = this.#load();
      this.#options.days.clear();
    } else {
      this.#take();
    }
    const reset = this.#reload;
    this.#reload = false;
    this.#describe = false;
    this.#eventAt = null;
    this.#drainedAt = this.#options.real.monotonic();
    const people = this.#settle();
    const changes = this.floor.evaluate();
    this.#tell({ ...changes, reset, second: reset, alarms: new Set(), people, eventAt });
    if (reset) this.#catchUp();
  }

  #rereadPlans(): void {
    for (const source of this.#plansOf) this.adherence.reread(source);
    if (this.#plansOf.size > 0) this.#catchUp();
    this.#plansOf.clear();
  }

  #settle(): ReadonlySet<string> {
    const people = this.adherence.settle();
    this.floor.touchPeople(people);
    return people;
  }

  #tellPeople(second: boolean, eventAt: number): void {
    const people = this.#settle();
    const changes = this.floor.evaluate();
    this.#tell({ ...changes, reset: false, second, alarms: new Set(), people, eventAt });
  }

  #catchUp(): void {
    if (this.#rereadAll || !this.adherence.isSettled) this.#days.begin(() => this.#daySlices());
  }

  *#daySlices(): Generator<void> {
    if (this.#rereadAll) this.adherence.reread(null);
    this.#rereadAll = false;
    const work = this.adherence.catchUp();
    for (let isDone = false; !isDone;) {
      isDone = work.next().done === true;
      this.#tellPeople(false, this.#options.real.now());
      yield;
    }
  }

  #take(): void {
    const { reads, clock, days } = this.#options;
    const now = clock.now();
    if (this.#describe) {
      this.floor.describe(now);
      this.adherence.describe();
    }
    const moves: Moves = { contacts: [], states: [], snapshots: [], removed: [] };
    for (const [source, ids] of this.#pending.get('contact') ?? []) {
      const rows = reads.contacts({ source, ids: [...ids] });
      moves.contacts = [...moves.contacts, ...rows];
      for (const row of rows) days.forget(row.createdAt);
      moves.removed = [...moves.removed, ...missing('contact', source, ids, rows)];
    }
    for (const [source, ids] of this.#pending.get('agent-state') ?? []) {
      const rows = reads.agentStates({ source, ids: [...ids] });
      moves.states = [...moves.states, ...rows];
      moves.removed = [...moves.removed, ...missing('agent-state', source, ids, rows)];
    }
    for (const [source, ids] of this.#pending.get('queue-snapshot') ?? []) {
      moves.snapshots = [...moves.snapshots, ...reads.queueSnapshots({ source, ids: [...ids] })];
    }
    if (moves.removed.length > 0) days.clear();
    this.#pending.clear();
    this.floor.apply(moves, Math.max(now, this.floor.at));
    this.adherence.apply(moves.states, moves.removed);
  }

  /** Changes that a second found on its way. */
  #unsaid(changes: RowChanges, eventAt: number): void {
    this.#tell({ ...changes, reset: false, second: false, alarms: new Set(), people: NOBODY, eventAt });
  }

  #load(): Floor {
    const { reads, settings, clock, real } = this.#options;
    const before = this.floor as Floor | undefined;
    const floor = new Floor({ reads, settings: settings(), mode: 'live', dayCells: (_from, _to, read) => read() });
    floor.freshness.patienceMs = STALE_AFTER_MS * Math.max(1, this.#speed);
    floor.loadAt(clock.now());
    const same =
      before !== undefined && before.dayFrom === floor.dayFrom && before.settings.zone === floor.settings.zone;
    if (same && before.expectations !== null) {
      floor.expect(before.expectations);
      // A back-fill brings history: worked out again once it has calmed down a little.
      this.#expectAgain = true;
    } else this.#expect(floor);
    this.#join(floor);
    floor.evaluate();
    if (before !== undefined) keepEqual(before, floor);
    this.#reloadedAt = real.monotonic();
    return floor;
  }

  /** People's days go over to the new floor; under other rules they begin anew. */
  #join(floor: Floor): void {
    const { reader, rules, keep } = this.#options.adherence;
    const text = JSON.stringify(rules());
    if (text === this.#rules) this.adherence.moveTo(floor);
    else {
      (this.adherence as Adherence | undefined)?.keepStaffing();
      this.adherence = new Adherence(floor, reader, rules(), keep);
    }
    this.#rules = text;
  }

  #expect(floor: Floor): void {
    this.#expecting.aborted = true;
    this.#expectAgain = false;
    floor.historyArrived = false;
    this.#expectedAt = this.#options.real.monotonic();
    const signal = { aborted: false };
    this.#expecting = signal;
    expectDay(this.#options.countsReader, floor.dayFrom, floor.settings.zone, signal).then(
      (expectations) => {
        if (!signal.aborted) this.floor.expect(expectations);
      },
      (error: unknown) => {
        if (!signal.aborted) this.#options.fault('expectations', error);
      },
    );
  }

  #tell(news: FloorNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}

/** Rows that only differ in their age stay the same objects, so that a load sends no more than a change would. */
function keepEqual(before: Floor, floor: Floor): void {
  for (const [key, row] of floor.queueRows) {
    const old = before.queueRows.get(key);
    if (old !== undefined && sameRow(old, row, 'asOf')) floor.queueRows.set(key, old);
  }
  for (const [key, row] of floor.agentRows) {
    const old = before.agentRows.get(key);
    if (old !== undefined && sameRow(old, row, 'asOf')) floor.agentRows.set(key, old);
  }
}

function missing<E extends 'contact' | 'agent-state'>(
  entity: E,
  source: string,
  ids: ReadonlySet<string>,
  rows: readonly { id: string }[],
): { entity: E; source: string; id: string }[] {
  if (rows.length === ids.size) return [];
  const found = new Set(rows.map(({ id }) => id));
  return [...ids].filter((id) => !found.has(id)).map((id) => ({ entity, source, id }));
}
