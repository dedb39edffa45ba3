import { isInbox } from '../../shared/domain/floor-rules.ts';
import { loadOf, serversForTarget } from '../../shared/domain/erlang.ts';
import { spareOf } from '../../shared/domain/adherence/heard.ts';
import type { QuarterCounts, Staffing } from '../../shared/domain/adherence/index.ts';
import type { StaffingCell } from '../../shared/domain/adherence/heard.ts';
import { StaffingNews } from './staffing-news.ts';
import type { StaffingPage } from '../store/api.ts';
import type { Expectations } from './expectations.ts';
import type { Floor } from './floor.ts';
import type { QueueEntry } from './queues.ts';

const QUARTER_MS = 900_000;
const ENOUGH_HANDLED = 5;
/** A group without known queues: everybody of whom no source says what they serve. */
const NO_QUEUES = '';

/** Seconds of one quarter hour: planned to work, and of those not worked. */
interface Cell {
  planned: number;
  missing: number;
}

interface Pool {
  readonly queues: QueueEntry[];
  readonly cells: Map<number, Cell>;
  staffing: Staffing | null;
  text: string;
}

/**
 * Whether an absence hurts, by quarter hours: people who serve the same queues (directly, or through a colleague who serves both) are one pool. Required are the
 * agents that Erlang C asks for the expected contacts of the pool's queues at each queue's own target; inboxes wait and ask for nobody at once. There are
 * people to spare where planned − missing ≥ required. Where a queue's volume or handle time is not known the requirement is not either, and every
 * absence hurts.
 */
export class StaffingBook {
  readonly #floorNow: () => Floor;
  readonly #pools = new Map<string, Pool>();
  readonly #poolOf = new Map<string, string>();
  readonly #quarters = new Map<string, readonly QuarterCounts[]>();
  readonly #news = new StaffingNews();
  #grouped = '';
  #required = new Map<string, Map<number, number | null>>();
  #requiredFor: { expectations: Expectations | null; quarter: number } | null = null;

  constructor(floor: () => Floor) {
    this.#floorNow = floor;
  }

  get #floor(): Floor {
    return this.#floorNow();
  }

  poolOf(person: string): string {
    return this.#poolOf.get(person) ?? NO_QUEUES;
  }

  /** People to spare over the day where the person works; null where that is not known. */
  of(person: string): Staffing | null {
    return this.#pools.get(this.poolOf(person))?.staffing ?? null;
  }

  /** Takes over a person's judged quarter hours in the place of those before. */
  put(person: string, quarters: readonly QuarterCounts[]): void {
    const before = this.#quarters.get(person);
    const pool = this.#pools.get(this.poolOf(person));
    if (pool !== undefined) {
      if (before !== undefined) add(pool, before, -1);
      add(pool, quarters, 1);
    }
    if (quarters.length === 0) this.#quarters.delete(person);
    else this.#quarters.set(person, quarters);
  }

  /** What was worked out since the last time it was taken, to be kept; null where nothing is new. */
  take(): StaffingPage | null {
    return this.#news.take(this.#floor.agents.people.values(), (person) => this.#poolOf.get(person) ?? null);
  }

  /** Works out who is to spare anew. @returns pools for which that changed */
  refresh(at: number): Set<string> {
    this.#group();
    this.#require();
    const changed = new Set<string>();
    for (const [name, pool] of this.#pools) {
      const staffing = this.#spare(name, pool, at);
      const text = staffing === null ? '' : signs(staffing);
      pool.staffing = staffing;
      if (text === pool.text) continue;
      pool.text = text;
      changed.add(name);
    }
    return changed;
  }

  #spare(name: string, pool: Pool, at: number): Staffing | null {
    const required = this.#required.get(name);
    if (required === undefined) return null;
    const starts: number[] = [];
    const spare: (number | null)[] = [];
    for (const [startAt, servers] of required) {
      if (startAt > at) break;
      const seconds = Math.min(at - startAt, QUARTER_MS) / 1000;
      const cell = pool.cells.get(startAt);
      starts.push(startAt);
      if (seconds <= 0) spare.push(null);
      else {
        const known: StaffingCell = {
          required: servers,
          scheduled: people((cell?.planned ?? 0) / seconds),
          missing: people((cell?.missing ?? 0) / seconds),
        };
        spare.push(spareOf(known));
        this.#news.put(name, startAt, known);
      }
    }
    return { at: starts, spare };
  }

  /** Puts people in pools by the queues they serve, where that has changed. */
  #group(): void {
    const { agents, queues } = this.#floor;
    const served = [...agents.people.values()].map(({ key, agents: members }) => ({
      key,
      queues: members.flatMap((member) => member.queues).filter((queue) => queues.has(queue)),
    }));
    const text = JSON.stringify(served);
    if (text === this.#grouped) return;
    this.#grouped = text;
    const root = new Map<string, string>();
    const find = (queue: string): string => {
      let at = queue;
      for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up;
      return at;
    };
    for (const { queues: own } of served) {
      const [first] = own;
      for (const queue of own) {
        if (!root.has(queue)) root.set(queue, queue);
        if (first !== undefined) root.set(find(queue), find(first));
      }
    }
    this.#pools.clear();
    this.#poolOf.clear();
    for (const { key, queues: own } of served) if (own[0] !== undefined) this.#poolOf.set(key, find(own[0]));
    this.#news.startsAt(this.#floor.dayFrom);
    for (const queue of root.keys()) this.#pool(find(queue)).queues.push(queues.get(queue) as QueueEntry);
    for (const [person, quarters] of this.#quarters) add(this.#pool(this.poolOf(person)), quarters, 1);
    this.#requiredFor = null;
  }

  #pool(name: string): Pool {
    let pool = this.#pools.get(name);
    if (pool === undefined) this.#pools.set(name, (pool = { queues: [], cells: new Map(), staffing: null, text: '' }));
    return pool;
  }

  /** Agents asked for by quarter hour, anew with the day's expectations and every quarter hour (handle times move). */
  #require(): void {
    const { expectations, at } = this.#floor;
    const quarter = Math.floor(at / QUARTER_MS);
    if (this.#requiredFor?.expectations === expectations && this.#requiredFor.quarter === quarter) return;
    this.#requiredFor = { expectations, quarter };
    this.#required = new Map();
    if (expectations === null) return;
    for (const [name, pool] of this.#pools) {
      const served = pool.queues.filter(({ channel, used }) => used && !isInbox(channel));
      if (served.length === 0) continue;
      const byQuarter = new Map<number, number | null>();
      for (const [index, startAt] of expectations.starts.entries()) {
        byQuarter.set(startAt, this.#servers(served, index));
      }
      this.#required.set(name, byQuarter);
    }
  }

  #servers(queues: readonly QueueEntry[], index: number): number | null {
    let sum = 0;
    for (const queue of queues) {
      const calls = this.#floor.expectations?.quarter(queue.key, index) ?? null;
      const handled = queue.day.get('handled');
      const own = handled >= ENOUGH_HANDLED ? queue.day.get('handleMs') / 1000 / handled : null;
      const handleSeconds = own ?? this.#floor.handleSeconds;
      if (calls === null || (calls > 0 && (handleSeconds === null || handleSeconds <= 0))) return null;
      const rule = this.#floor.ruleOf(queue.key);
      sum += serversForTarget(loadOf(calls, QUARTER_MS / 1000, handleSeconds ?? 1), {
        serviceLevel: Math.min(rule.target, 0.999),
        thresholdSeconds: rule.thresholdSeconds,
        maxOccupancy: 1,
      });
    }
    return sum;
  }
}

function add(pool: Pool, quarters: readonly QuarterCounts[], sign: 1 | -1): void {
  for (const { startAt, counts } of quarters) {
    const planned = counts.productiveScheduled - counts.productiveUnknown;
    if (planned === 0) continue;
    let cell = pool.cells.get(startAt);
    if (cell === undefined) pool.cells.set(startAt, (cell = { planned: 0, missing: 0 }));
    cell.planned += sign * planned;
    cell.missing += sign * (planned - counts.productiveMatched);
  }
}

/** Without the crumbs of sums: what is kept is what was judged by. */
function people(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Where there are people to spare and where not: the figures behind it move all the time and change nothing. */
function signs({ spare }: Staffing): string {
  return spare.map((value) => (value === null ? '?' : value >= 0 ? '+' : '-')).join('');
}
