import { STALE_AFTER_MS } from '../../shared/domain/floor-rules.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Change } from '../store/api.ts';
import { Adherence } from './adherence.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { Expecting } from './expecting.ts';
import { Floor } from './floor.ts';
import type { AlarmCall } from './alarm-desk.ts';
import type { AlarmRow } from '../../shared/contract/rows.ts';
import { nameOf, newsOf } from './running.ts';
import { Slices } from './slices.ts';
import { PendingChanges } from './pending-changes.ts';
import { keepSame } from './same.ts';
import type { FloorDeps, FloorNews, RunningFloor } from './running.ts';

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
/** Between two looks at the history, while it grows. */
const EXPECT_EVERY_MS = 20_000;
/** A step of the clock longer than this is a sleep or a set clock. */
const JUMP_MS = 5 * 60_000;

/** The floor now: loaded from the store, then kept true by its change feed and by time. */
export class LiveFloor implements RunningFloor {
  floor: Floor;
  adherence!: Adherence;
  readonly desk: AlarmDesk;
  readonly #options: LiveOptions;
  readonly #listeners = new Set<(news: FloorNews) => void>();
  readonly #pending = new PendingChanges(() => this.floor.agents.people.size);
  #speed: number;
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
  #rules = '';
  readonly #unsubscribe: () => void;
  readonly #expecting: Expecting;
  #expectAgain = false;
  #expectedAt = Number.NEGATIVE_INFINITY;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#speed = options.speed;
    this.#expecting = new Expecting(options.countsReader, options.fault);
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
    this.#tell({ ...this.floor.evaluate(), eventAt });
    yield;
    const real = this.#options.real.monotonic();
    const due = this.#expectAgain && real - this.#expectedAt >= EXPECT_EVERY_MS;
    if (due || this.floor.historyArrived) this.#expect(this.floor);
    let alarms = new Set<string>();
    if (real - this.#sampledAt >= SAMPLE_EVERY_MS - 50) alarms = this.sampleAlarms();
    yield;
    this.#tell({ second: true, alarms });
  }

  /** One look of the alarm rules. @returns keys of changed alarm rows (already told where called by the tick) */
  sampleAlarms(): Set<string> {
    this.#sampledAt = this.#options.real.monotonic();
    return this.desk.sample(this.floor, this.#options.clock.now());
  }

  /** Tells views of alarms that a person's answer changed. */
  tellAlarms(alarms: Set<string>): void {
    this.#tell({ alarms });
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
    this.#tellPeople();
  }

  close(): void {
    this.#unsubscribe();
    this.#days.close();
    clearInterval(this.#ticker);
    this.#slices.close();
    if (this.#drainTimer !== null) clearTimeout(this.#drainTimer);
    this.#expecting.close();
    this.#listeners.clear();
  }

  #hear(change: Change): void {
    this.#pending.hear(change);
    this.#eventAt ??= this.#options.real.now();
    this.#schedule();
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
    this.#reload ||= this.#pending.isBulk;
    if (this.#pending.isEmpty && !this.#reload) return;
    const real = this.#options.real.monotonic();
    const eventAt = this.#eventAt ?? this.#options.real.now();
    if (this.#reload) {
      // What is pending is in the load; a load that has to wait takes it along. People's days outlive the load.
      if (this.#pending.drop()) this.#rereadAll = true;
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
    this.#eventAt = null;
    this.#drainedAt = this.#options.real.monotonic();
    const people = this.#settle();
    this.#tell({ ...this.floor.evaluate(), reset, second: reset, people, eventAt });
    if (reset) this.#catchUp();
  }

  #rereadPlans(): void {
    const sources = this.#pending.takePlans();
    for (const source of sources) this.adherence.reread(source);
    if (sources.length > 0) this.#catchUp();
  }

  #settle(): ReadonlySet<string> {
    const people = this.adherence.settle();
    this.floor.touchPeople(people);
    return people;
  }

  #tellPeople(): void {
    const people = this.#settle();
    this.#tell({ ...this.floor.evaluate(), people });
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
      this.#tellPeople();
      yield;
    }
  }

  #take(): void {
    const { reads, clock, days } = this.#options;
    const now = clock.now();
    if (this.#pending.describes) {
      this.floor.describe(now);
      this.adherence.describe();
    }
    const moves = this.#pending.take(reads);
    for (const { createdAt } of moves.contacts) days.forget(createdAt);
    if (moves.removed.length > 0) days.clear();
    this.floor.apply(moves, Math.max(now, this.floor.at));
    this.adherence.apply(moves.states, moves.removed);
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
    if (before !== undefined) {
      // So that a load sends no more than a change would.
      keepSame(before.queueRows, floor.queueRows, 'asOf');
      keepSame(before.agentRows, floor.agentRows, 'asOf');
    }
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
    this.#expectAgain = false;
    floor.historyArrived = false;
    this.#expectedAt = this.#options.real.monotonic();
    this.#expecting.begin(floor);
  }

  #tell(said: Partial<FloorNews>): void {
    const news = newsOf(said, this.#options.real.now());
    for (const listener of this.#listeners) listener(news);
  }
}
