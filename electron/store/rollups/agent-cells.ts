/** Keeps the agents' rollups in step with contacts and state intervals, within the transaction that changes them. */
import type { SqlValue, WritableDb } from '../sqlite.ts';
import { QUARTER_MS, quarterOf } from './buckets.ts';
import type { Calendar } from './buckets.ts';
import { handleSeconds, milliseconds } from './measures.ts';
import type { ContactFacts } from './measures.ts';

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

interface Pending {
  readonly grain: number;
  readonly bucketAt: number;
  readonly source: string;
  /** Agent; or agent, platform and state. */
  readonly names: readonly string[];
  readonly sums: number[];
}

interface Sums {
  readonly names: readonly string[];
  readonly sums: readonly string[];
}

const TABLES = {
  agent_rollup: { names: ['agent'], sums: ['contacts', 'handled', 'talk_ms', 'hold_ms', 'wrap_ms'] },
  agent_state_rollup: { names: ['agent', 'platform', 'state'], sums: ['ms'] },
} satisfies Record<string, Sums>;

/** Gathers sums in memory; `flush` adds each to its row in one statement. */
export class AgentCells {
  readonly #db: WritableDb;
  #calendar: Calendar;
  readonly #contacts = new Map<string, Pending>();
  readonly #states = new Map<string, Pending>();

  constructor(db: WritableDb, calendar: Calendar) {
    this.#db = db;
    this.#calendar = calendar;
  }

  /** Cells gathered and not yet flushed. */
  get pending(): number {
    return this.#contacts.size + this.#states.size;
  }

  /** Contacts of every direction count for the agent; the excluded ones do not. @param sign 1 to add, −1 to take out */
  changeContact(source: string, facts: ContactFacts, sign: 1 | -1): void {
    if (facts.agent === null || facts.outcome === 'excluded') return;
    const handled = handleSeconds(facts) !== null;
    const sums = [
      sign,
      handled ? sign : 0,
      handled ? sign * milliseconds(facts.talkSeconds) : 0,
      handled ? sign * milliseconds(facts.holdSeconds) : 0,
      handled ? sign * milliseconds(facts.wrapSeconds) : 0,
    ];
    this.#gather(this.#contacts, quarterOf(facts.createdAt), source, [facts.agent], sums);
  }

  /**
   * Spreads a closed interval over the quarter hours it touches. Open intervals count nothing yet. `offline` is not kept: every agent is
   * offline most of the time, and it is part of no figure.
   */
  changeState(source: string, facts: StateFacts, sign: 1 | -1): void {
    if (facts.endAt === null || facts.state === 'offline') return;
    const names = [facts.agent, facts.platform, facts.state];
    for (let at = quarterOf(facts.startAt); at < facts.endAt; at += QUARTER_MS) {
      const ms = Math.min(facts.endAt, at + QUARTER_MS) - Math.max(facts.startAt, at);
      if (ms > 0) this.#gather(this.#states, at, source, names, [sign * ms]);
    }
  }

  flush(): void {
    for (const cell of this.#contacts.values()) this.#write('agent_rollup', cell);
    for (const cell of this.#states.values()) this.#write('agent_state_rollup', cell);
    this.#contacts.clear();
    this.#states.clear();
  }

  reset(calendar: Calendar = this.#calendar): void {
    this.#calendar = calendar;
    this.#contacts.clear();
    this.#states.clear();
  }

  #gather(
    cells: Map<string, Pending>,
    quarterAt: number,
    source: string,
    names: readonly string[],
    sums: readonly number[],
  ): void {
    // Lengths keep free texts apart that would join to the same key.
    const suffix = `${names.map((name) => name.length).join(' ')} ${names.join('')}${source}`;
    addTo(cells, `${QUARTER} ${quarterAt} ${suffix}`, QUARTER, quarterAt, source, names, sums);
    const dayAt = this.#calendar.dayOf(quarterAt);
    addTo(cells, `${DAY} ${dayAt} ${suffix}`, DAY, dayAt, source, names, sums);
  }

  #write(table: keyof typeof TABLES, cell: Pending): void {
    if (cell.sums.every((sum) => sum === 0)) return;
    const { names, sums } = TABLES[table];
    const key: SqlValue[] = [cell.grain, cell.bucketAt, cell.source, ...cell.names];
    this.#db
      .command(
        `INSERT INTO ${table} (grain, bucket_at, source, ${[...names, ...sums].join(', ')})
         VALUES (?, ?, ?${', ?'.repeat(names.length + sums.length)})
         ON CONFLICT DO UPDATE SET ${sums.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`,
      )
      .run([...key, ...cell.sums]);
    // A cell can only have become nothing when something was taken out of it.
    if (cell.sums.every((sum) => sum >= 0)) return;
    this.#db
      .command(
        `DELETE FROM ${table} WHERE grain = ? AND bucket_at = ? AND source = ?
         AND ${[...names.map((name) => `${name} = ?`), ...sums.map((sum) => `${sum} = 0`)].join(' AND ')}`,
      )
      .run(key);
  }
}

function addTo(
  cells: Map<string, Pending>,
  key: string,
  grain: number,
  bucketAt: number,
  source: string,
  names: readonly string[],
  sums: readonly number[],
): void {
  const cell = cells.get(key);
  if (cell === undefined) {
    cells.set(key, { grain, bucketAt, source, names, sums: [...sums] });
    return;
  }
  for (let i = 0; i < sums.length; i += 1) cell.sums[i] = (cell.sums[i] ?? 0) + (sums[i] ?? 0);
}
