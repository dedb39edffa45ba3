import type { AlarmRow } from '../../shared/contract/rows.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { Adherence } from './adherence.ts';
import { alarmsAt } from './alarm-desk.ts';
import { Expecting } from './expecting.ts';
import { Floor } from './floor.ts';
import { nameOf, newsOf, rulesVersion } from './running.ts';
import { Slices } from './slices.ts';
import type { FloorDeps, FloorNews, RunningFloor } from './running.ts';

export interface ReplayOptions extends FloorDeps {
  /** The replay's own clock: affine on the real one, or standing still. */
  clock: Clock;
  speed: number;
  real: Clock;
}

/** Nobody reads people's days while a hand still drags the time line. */
const READ_AFTER_MS = 60;

/** The floor at a stored instant, running on. It writes nothing. */
export class ReplayFloor implements RunningFloor {
  floor: Floor;
  adherence!: Adherence;
  alarms: ReadonlyMap<string, AlarmRow>;
  readonly speed: number;
  readonly #options: ReplayOptions;
  readonly #listeners = new Set<(news: FloorNews) => void>();
  readonly #ticker: NodeJS.Timeout | null;
  readonly #expecting: Expecting;
  readonly #slices = new Slices((slice) => this.#guard(slice));
  #soon: NodeJS.Timeout | null = null;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.speed = options.speed;
    this.#expecting = new Expecting(options.countsReader, options.fault);
    this.floor = this.#load(options.clock.now());
    this.alarms = this.#alarmsNow();
    const every = options.speed > 1 ? 250 : 1000;
    this.#ticker = options.speed > 0 ? setInterval(() => this.#guardedTick(), every) : null;
  }

  onNews(listener: (news: FloorNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Plays what happened since the last look. */
  tick(): void {
    const now = this.#options.clock.now();
    const last = this.floor.at;
    const eventAt = this.#options.real.now();
    let reset = false;
    if (now < this.floor.dayTo && now >= last) {
      const moves = this.#options.reads.movesBetween(last, now);
      // First what is new, then time: a contact that time has passed by counts as settled.
      this.floor.apply({ ...moves, removed: [] }, now);
      this.floor.tick(now);
      this.adherence.apply(moves.states, []);
      this.adherence.tick(now);
      this.#catchUp();
    } else {
      this.floor = this.#load(now);
      reset = true;
    }
    const people = this.#settle();
    const changes = this.floor.evaluate();
    const before = this.alarms;
    this.alarms = this.#alarmsNow();
    const alarms = new Set([...before.keys(), ...this.alarms.keys()]);
    this.#tell({ ...changes, reset, second: true, alarms, people, eventAt });
  }

  #guardedTick(): void {
    this.#guard(() => this.tick());
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.fault('replay', error);
    }
  }

  /** People's days are read in slices, behind the floor: a jump does not wait for them. */
  #catchUp(): void {
    if (!this.adherence.isSettled) this.#slices.begin(() => this.#slice());
  }

  *#slice(): Generator<void> {
    const work = this.adherence.catchUp();
    for (let isDone = false; !isDone;) {
      isDone = work.next().done === true;
      const people = this.#settle();
      this.#tell({ ...this.floor.evaluate(), second: isDone, people });
      yield;
    }
  }

  #settle(): ReadonlySet<string> {
    const people = this.adherence.settle();
    this.floor.touchPeople(people);
    return people;
  }

  close(): void {
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#expecting.close();
    this.#slices.close();
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#listeners.clear();
  }

  #load(at: number): Floor {
    const { reads, settings, days } = this.#options;
    const current = settings();
    const floor = new Floor({
      reads,
      settings: current,
      mode: 'replay',
      dayCells: (from, to, read) => days.get(from, to, rulesVersion(current), read),
    });
    floor.loadAt(at);
    this.#slices.close();
    this.adherence = new Adherence(floor, this.#options.adherence.reader, this.#options.adherence.rules());
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#catchUp(), READ_AFTER_MS);
    floor.evaluate();
    this.#expecting.begin(floor, () => this.#tell({ ...floor.evaluate(), second: true }));
    return floor;
  }

  #tell(said: Partial<FloorNews>): void {
    const news = newsOf(said, this.#options.real.now());
    for (const listener of this.#listeners) listener(news);
  }

  #alarmsNow(): ReadonlyMap<string, AlarmRow> {
    return alarmsAt(this.#options.alarms, this.floor.at, (subject) => nameOf(this.floor, subject));
  }
}
