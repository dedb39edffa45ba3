import { WINDOW_MS } from '../../shared/domain/floor-rules.ts';
import { AS_STORED, holdsAgent, nextMoveOf, phaseOf } from '../../shared/domain/floor-contact.ts';
import type { FloorContact, Phase } from '../../shared/domain/floor-contact.ts';
import { keyOf } from './reads.ts';
import { Tally } from './tallies.ts';
import type { DayCells, RuleOf } from './tallies.ts';

/** A contact held in memory: open, or created within the window. */
export interface Held {
  readonly key: string;
  row: FloorContact;
  queueKey: string;
  phase: Phase;
  /** Instant at which its counts were last reckoned. */
  at: number;
  /** Whether it is within the window's counts. */
  inWindow: boolean;
  /** Creation under which it stands in the list that empties the window; null: not listed. */
  listedAt: number | null;
}

/** Told of what a change touches. */
export interface Touched {
  queue(key: string): void;
  agent(source: string, id: string): void;
}

/**
 * The contacts a board needs one by one: those that are open and those of the last half hour. It keeps the counts of the day and of the
 * window true to them as they move; everything older is in the cells as the store counted it.
 */
export class ContactBook {
  readonly held = new Map<string, Held>();
  /** Waiting contacts by queue. */
  readonly waiting = new Map<string, Map<string, Held>>();
  /** Contacts in service or wrap by agent. */
  readonly serving = new Map<string, Map<string, Held>>();
  readonly window = new Map<string, Tally>();
  /** Quarter hours whose cells no longer agree with the store and must be read again. */
  readonly doubtful = new Set<number>();
  readonly #inWindow: Held[] = [];
  readonly #moving = new Set<Held>();
  readonly #ruleOf: RuleOf;
  readonly #touched: Touched;
  readonly cells: DayCells;
  /** True where the cells hold only what was over at the load (replay): a contact not held is then in them for good. */
  readonly #settled: boolean;
  /** Instant up to which time has passed here. */
  #until = Number.NEGATIVE_INFINITY;

  constructor(cells: DayCells, ruleOf: RuleOf, touched: Touched, settled: boolean) {
    this.cells = cells;
    this.#ruleOf = ruleOf;
    this.#touched = touched;
    this.#settled = settled;
  }

  /**
   * First contacts, as they stand at the instant. Those created before `countedUntil` are in the cells with what became of them: that is
   * taken out again where it was not known yet.
   */
  begin(rows: Iterable<FloorContact>, at: number, countedUntil: number): void {
    this.#until = at;
    // In order of creation, so that each takes its place at the end of the list that empties the window.
    for (const row of [...rows].sort((a, b) => a.createdAt - b.createdAt)) {
      const key = keyOf(row.source, row.id);
      if (this.held.has(key) || row.createdAt > at) continue;
      const held = this.#hold(key, row, at);
      if (held === null) continue;
      if (row.createdAt < countedUntil) {
        this.cells.add(held.queueKey, row, AS_STORED, this.#ruleOf(held.queueKey), -1);
      }
      this.#count(held, 1);
    }
  }

  /** A contact as the store has it now. */
  apply(row: FloorContact, at: number): void {
    const key = keyOf(row.source, row.id);
    const before = this.held.get(key);
    if (before !== undefined) {
      this.#count(before, -1);
      this.#unplace(before);
      before.row = row;
      before.queueKey = keyOf(row.source, row.queue);
      this.#enter(before, at);
      this.#count(before, 1);
      return;
    }
    if (this.#settled && row.createdAt <= this.#until) return;
    const held = this.#hold(key, row, at);
    if (held !== null && (this.#settled || held.inWindow)) this.#count(held, 1);
    else if (this.#settled) this.#countOver(row, at);
    else if (row.createdAt <= at) this.#doubt(row);
  }

  /** A contact that the source no longer knows. */
  remove(source: string, id: string): void {
    const held = this.held.get(keyOf(source, id));
    if (held === undefined) return;
    this.#count(held, -1);
    this.#unplace(held);
    this.#drop(held);
  }

  /** Lets time pass: planned moves happen and contacts leave the window. */
  tick(at: number): void {
    for (const held of this.#moving) {
      const next = nextMoveOf(held.row, held.at);
      if (next === null) this.#moving.delete(held);
      else if (next <= at) this.#move(held, at);
    }
    const edge = at - WINDOW_MS;
    let gone = 0;
    const moved: Held[] = [];
    for (const held of this.#inWindow) {
      if ((held.listedAt ?? 0) > edge) break;
      gone += 1;
      held.listedAt = null;
      if (!held.inWindow) continue;
      if (held.row.createdAt > edge) moved.push(held);
      else this.#leaveWindow(held);
    }
    if (gone > 0) this.#inWindow.splice(0, gone);
    for (const held of moved) this.#list(held);
    this.#until = at;
  }

  /** Puts a quarter hour right that was just read from the store: what is held counts as of now, not as it will end. */
  correct(index: number): void {
    for (const held of this.held.values()) {
      if (this.cells.indexOf(held.row.createdAt) !== index) continue;
      const rule = this.#ruleOf(held.queueKey);
      this.cells.add(held.queueKey, held.row, AS_STORED, rule, -1);
      this.cells.add(held.queueKey, held.row, held.at, rule, 1);
    }
    this.doubtful.delete(index);
  }

  windowOf(queueKey: string): Tally {
    let tally = this.window.get(queueKey);
    if (tally === undefined) {
      tally = new Tally();
      this.window.set(queueKey, tally);
    }
    return tally;
  }

  #move(held: Held, at: number): void {
    this.#count(held, -1);
    this.#unplace(held);
    this.#enter(held, at);
    this.#count(held, 1);
  }

  /** Takes a contact into memory, or not where it is over and out of the window. */
  #hold(key: string, row: FloorContact, at: number): Held | null {
    const held: Held = {
      key,
      row,
      queueKey: keyOf(row.source, row.queue),
      phase: 'absent',
      at,
      inWindow: false,
      listedAt: null,
    };
    held.phase = phaseOf(row, at);
    if (held.phase === 'over' && row.createdAt <= at - WINDOW_MS) return null;
    this.held.set(key, held);
    this.#enter(held, at);
    return held;
  }

  #enter(held: Held, at: number): void {
    const { row } = held;
    held.at = at;
    held.phase = phaseOf(row, at);
    held.inWindow = row.createdAt > at - WINDOW_MS && row.createdAt <= at;
    if (held.inWindow) this.#list(held);
    if (nextMoveOf(row, at) === null) this.#moving.delete(held);
    else this.#moving.add(held);
    if (held.phase === 'waiting') place(this.waiting, held.queueKey, held);
    if (row.agent !== null && (held.phase === 'service' || held.phase === 'wrap')) {
      place(this.serving, keyOf(row.source, row.agent), held);
    }
    this.#touch(held);
    if (held.phase === 'over' && !held.inWindow) this.#drop(held);
  }

  #unplace(held: Held): void {
    this.#touch(held);
    unplace(this.waiting, held.queueKey, held);
    if (held.row.agent !== null) unplace(this.serving, keyOf(held.row.source, held.row.agent), held);
  }

  #touch(held: Held): void {
    this.#touched.queue(held.queueKey);
    if (held.row.agent !== null) this.#touched.agent(held.row.source, held.row.agent);
  }

  #count(held: Held, sign: 1 | -1): void {
    const rule = this.#ruleOf(held.queueKey);
    this.cells.add(held.queueKey, held.row, held.at, rule, sign);
    if (held.inWindow) this.windowOf(held.queueKey).add(held.row, held.at, rule, sign);
  }

  #leaveWindow(held: Held): void {
    this.windowOf(held.queueKey).add(held.row, held.at, this.#ruleOf(held.queueKey), -1);
    held.inWindow = false;
    this.#touched.queue(held.queueKey);
    if (held.phase === 'over') this.#drop(held);
  }

  #drop(held: Held): void {
    this.held.delete(held.key);
    this.#moving.delete(held);
    held.inWindow = false;
  }

  /** Kept in order of creation, so that leaving is a look at the front. Late arrivals are rare and find their place from the end. */
  #list(held: Held): void {
    if (held.listedAt !== null) return;
    held.listedAt = held.row.createdAt;
    const list = this.#inWindow;
    let index = list.length;
    while (index > 0 && (list[index - 1]?.listedAt ?? 0) > held.listedAt) index -= 1;
    list.splice(index, 0, held);
  }

  /** A contact that came and went between two looks (a fast replay): it counts, and is not kept. */
  #countOver(row: FloorContact, at: number): void {
    const queueKey = keyOf(row.source, row.queue);
    this.cells.add(queueKey, row, at, this.#ruleOf(queueKey), 1);
    this.#touched.queue(queueKey);
    if (row.agent !== null) this.#touched.agent(row.source, row.agent);
  }

  /** An older contact whose earlier figures are not known here: the store has the quarter hour as it should be. */
  #doubt(row: FloorContact): void {
    const index = this.cells.indexOf(row.createdAt);
    if (index >= 0) this.doubtful.add(index);
    this.#touched.queue(keyOf(row.source, row.queue));
  }
}

/** Contacts that hold the agent's whole attention now. */
export function heldContacts(serving: ReadonlyMap<string, Held> | undefined): Held[] {
  return serving === undefined ? [] : [...serving.values()].filter((held) => holdsAgent(held.row.channel));
}

function place(index: Map<string, Map<string, Held>>, key: string, held: Held): void {
  const inner = index.get(key);
  if (inner === undefined) index.set(key, new Map([[held.key, held]]));
  else inner.set(held.key, held);
}

function unplace(index: Map<string, Map<string, Held>>, key: string, held: Held): void {
  const inner = index.get(key);
  if (inner === undefined) return;
  inner.delete(held.key);
  if (inner.size === 0) index.delete(key);
}
