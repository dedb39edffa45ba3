/** Keeps the agents' rollups in step with contacts and state intervals, within the transaction that changes them. */
import type { SqlValue, WritableDb } from '../sqlite.ts';
import { QUARTER_MS, quarterOf } from './buckets.ts';
import type { Calendar } from './buckets.ts';
import { handleSeconds, milliseconds } from './measures.ts';
import type { ContactFacts } from './measures.ts';
import { SumTable } from './sum-table.ts';

/** The part of a state interval that counts. */
export interface StateFacts {
  readonly agent: string;
  readonly platform: string;
  readonly state: string;
  /** Epoch ms UTC. */
  readonly startAt: number;
  readonly endAt: number | null;
}

/** Grains of the agents' tables. */
const QUARTER = 0;
const DAY = 1;

const NOT_HANDLED: readonly number[] = [1, 0, 0, 0, 0];

/** Sums by quarter hour and name. A name is an agent; or agent, platform and state joined by `joinNames`. */
type Cells = Map<number, Map<string, number[]>>;

/** Gathers sums in memory; `flush` adds each to its row in one statement. */
export class AgentCells {
  #calendar: Calendar;
  readonly #contacts = new Map<string, Cells>();
  readonly #states = new Map<string, Cells>();
  readonly #contactTable: SumTable;
  readonly #stateTable: SumTable;

  constructor(db: WritableDb, calendar: Calendar) {
    this.#calendar = calendar;
    this.#contactTable = new SumTable(db, {
      table: 'agent_rollup',
      names: ['agent'],
      sums: ['contacts', 'handled', 'talk_ms', 'hold_ms', 'wrap_ms'],
    });
    this.#stateTable = new SumTable(db, {
      table: 'agent_state_rollup',
      names: ['agent', 'platform', 'state'],
      sums: ['ms'],
    });
  }

  /** Contacts of every direction count for the agent; the excluded ones do not. @param sign 1 to add, −1 to take out */
  changeContact(source: string, facts: ContactFacts, sign: 1 | -1): void {
    if (facts.agent === null || facts.outcome === 'excluded') return;
    const sums =
      handleSeconds(facts) === null
        ? NOT_HANDLED
        : [1, 1, milliseconds(facts.talkSeconds), milliseconds(facts.holdSeconds), milliseconds(facts.wrapSeconds)];
    add(cellsOf(this.#contacts, source), quarterOf(facts.createdAt), facts.agent, sums, sign);
  }

  /**
   * Spreads a closed interval over the quarter hours it touches. Open intervals count nothing yet. `offline` is not kept: every agent is
   * offline most of the time, and it is part of no figure.
   */
  changeState(source: string, facts: StateFacts, sign: 1 | -1): void {
    if (facts.endAt === null || facts.state === 'offline') return;
    const cells = cellsOf(this.#states, source);
    const name = joinNames([facts.agent, facts.platform, facts.state]);
    for (let at = quarterOf(facts.startAt); at < facts.endAt; at += QUARTER_MS) {
      const ms = Math.min(facts.endAt, at + QUARTER_MS) - Math.max(facts.startAt, at);
      if (ms > 0) add(cells, at, name, [ms], sign);
    }
  }

  flush(): void {
    for (const [source, cells] of this.#contacts) {
      this.#write(this.#contactTable, source, cells, (name) => [name]);
    }
    for (const [source, cells] of this.#states) {
      this.#write(this.#stateTable, source, cells, splitNames);
    }
    this.#contacts.clear();
    this.#states.clear();
  }

  reset(calendar: Calendar = this.#calendar): void {
    this.#calendar = calendar;
    this.#contacts.clear();
    this.#states.clear();
  }

  #write(table: SumTable, source: string, quarters: Cells, split: (name: string) => SqlValue[]): void {
    const days: Cells = new Map();
    for (const [quarterAt, names] of quarters) {
      const dayAt = this.#calendar.dayOf(quarterAt);
      for (const [name, sums] of names) add(days, dayAt, name, sums, 1);
    }
    table.addAll(rowsOf(QUARTER, source, quarters, split));
    table.addAll(rowsOf(DAY, source, days, split));
  }
}

function cellsOf(sources: Map<string, Cells>, source: string): Cells {
  let cells = sources.get(source);
  if (cells === undefined) sources.set(source, (cells = new Map()));
  return cells;
}

function add(cells: Cells, bucketAt: number, name: string, sums: readonly number[], sign: 1 | -1): void {
  let names = cells.get(bucketAt);
  if (names === undefined) cells.set(bucketAt, (names = new Map()));
  const stored = names.get(name);
  if (stored === undefined) {
    names.set(name, sign === 1 ? [...sums] : sums.map((sum) => -sum));
    return;
  }
  for (let i = 0; i < sums.length; i += 1) stored[i] = (stored[i] ?? 0) + sign * (sums[i] ?? 0);
}

/** In the order of the table's key, which its tree takes best. */
function* rowsOf(
  grain: number,
  source: string,
  cells: Cells,
  split: (name: string) => SqlValue[],
): Generator<{ key: SqlValue[]; sums: readonly number[] }> {
  for (const [bucketAt, names] of [...cells].sort((a, b) => a[0] - b[0])) {
    for (const name of [...names.keys()].sort()) {
      yield { key: [grain, bucketAt, source, ...split(name)], sums: names.get(name) ?? [] };
    }
  }
}

/** Free texts as one, by their lengths: no separator could not also be part of one of them. */
function joinNames(names: readonly string[]): string {
  return `${names.map((name) => name.length).join(' ')}:${names.join('')}`;
}

function splitNames(joined: string): string[] {
  const colon = joined.indexOf(':');
  let at = colon + 1;
  return joined
    .slice(0, colon)
    .split(' ')
    .map((length) => joined.slice(at, (at += Number(length))));
}
