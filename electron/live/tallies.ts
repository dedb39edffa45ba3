import { TALLY_SIZE, slotOf, tallyContact } from '../../shared/domain/floor-contact.ts';
import { range } from '../../shared/time/zone.ts';
import type { CountRule, FloorContact, TallyName } from '../../shared/domain/floor-contact.ts';
import type { ServiceLevelCounts } from '../../shared/domain/service-level.ts';
import type { CountsRow } from '../store/api.ts';
import { keyOf } from './reads.ts';
import type { FloorReads } from './reads.ts';

const QUARTER_MS = 900_000;

/** Additive counts of one queue over some span. */
export class Tally {
  readonly slots = new Float64Array(TALLY_SIZE);

  get(name: TallyName): number {
    return this.slots[slotOf(name)] ?? 0;
  }

  add(contact: FloorContact, at: number, rule: CountRule, sign: 1 | -1): void {
    tallyContact(contact, at, rule, this.slots, 0, sign);
  }

  /** The counts that service level is made of. */
  level(): ServiceLevelCounts {
    return {
      answered: this.get('answered'),
      abandoned: this.get('abandoned'),
      answeredWithin: this.get('answeredWithin'),
      abandonedWithin: this.get('abandonedWithin'),
      shortAbandons: this.get('shortAbandons'),
    };
  }
}

/** The rule of each queue, by board key. */
export type RuleOf = (key: string) => CountRule;

/**
 * Counts per queue and quarter hour of a span (a day, and three hours before it for the trend lines), out of the store's rollups. A replay
 * shares one read of a day between all its instants.
 */
export class DayCells {
  readonly from: number;
  readonly to: number;
  readonly starts: readonly number[];
  readonly cells = new Map<string, Float64Array>();
  /** Rises with every change of a quarter hour: who made something from it need not make it again. */
  readonly versions: Uint32Array;

  /** @param from start of the span @param to its end, exclusive; both epoch ms on quarter hours */
  constructor(from: number, to: number, zone: string) {
    this.from = from;
    this.to = to;
    this.starts = range(from, to, 'quarter', zone);
    this.versions = new Uint32Array(this.starts.length);
  }

  /** Index of the quarter hour that holds the instant, -1 outside the span. */
  indexOf(at: number): number {
    if (at < this.from || at >= this.to) return -1;
    let index = Math.min(Math.floor((at - this.from) / QUARTER_MS), this.starts.length - 1);
    // Zones whose change of offset is no multiple of a quarter hour: step to the true bucket.
    while (index > 0 && (this.starts[index] ?? 0) > at) index -= 1;
    while (index + 1 < this.starts.length && (this.starts[index + 1] ?? 0) <= at) index += 1;
    return index;
  }

  of(key: string): Float64Array {
    let cells = this.cells.get(key);
    if (cells === undefined) {
      cells = new Float64Array(this.starts.length * TALLY_SIZE);
      this.cells.set(key, cells);
    }
    return cells;
  }

  add(key: string, contact: FloorContact, at: number, rule: CountRule, sign: 1 | -1): void {
    const index = this.indexOf(contact.createdAt);
    if (index < 0) return;
    this.#changed(index);
    tallyContact(contact, at, rule, this.of(key), index * TALLY_SIZE, sign);
  }

  /** One count of one quarter hour. */
  at(key: string, index: number, name: TallyName): number {
    return this.cells.get(key)?.[index * TALLY_SIZE + slotOf(name)] ?? 0;
  }

  /** Sums quarter hours [first, last) of a queue. */
  sum(key: string, first: number, last: number, into = new Tally()): Tally {
    const cells = this.cells.get(key);
    if (cells === undefined) return into;
    const end = Math.min(last, this.starts.length) * TALLY_SIZE;
    for (let index = first * TALLY_SIZE; index < end; index += 1) {
      const slot = index % TALLY_SIZE;
      into.slots[slot] = (into.slots[slot] ?? 0) + (cells[index] ?? 0);
    }
    return into;
  }

  /** A copy in which only the quarter hours before `last` are filled. */
  copyUntil(last: number, zone: string): DayCells {
    const copy = new DayCells(this.from, this.to, zone);
    for (const [key, cells] of this.cells) {
      copy.of(key).set(cells.subarray(0, Math.max(0, last) * TALLY_SIZE));
    }
    return copy;
  }

  /**
   * Reads quarter hours [first, last) anew from the rollups, over what was there. One query per different rule.
   *
   * @param queues every queue that may have counts, by key
   */
  read(reads: FloorReads, queues: Iterable<string>, ruleOf: RuleOf, zone: string, first: number, last: number): void {
    const from = this.starts[first];
    if (from === undefined || last <= first) return;
    const to = this.starts[last] ?? this.to;
    for (let index = first; index < Math.min(last, this.starts.length); index += 1) this.#changed(index);
    for (const cells of this.cells.values()) cells.fill(0, first * TALLY_SIZE, last * TALLY_SIZE);
    for (const { rule, keys } of groupByRule(queues, ruleOf)) {
      const rows = reads.counts({
        from,
        to,
        by: 'quarter',
        perQueue: true,
        zone,
        thresholdSeconds: rule.thresholdSeconds,
        comparator: rule.comparator,
        shortAbandonSeconds: rule.shortAbandonSeconds,
        ...(keys === null ? {} : { queues: keys }),
      });
      for (const row of rows) this.#put(row);
    }
  }

  #changed(index: number): void {
    this.versions[index] = (this.versions[index] ?? 0) + 1;
  }

  #put(row: CountsRow): void {
    const index = this.indexOf(row.bucketAt);
    if (index < 0 || row.source === null) return;
    const cells = this.of(keyOf(row.source, row.queue));
    const put = (name: TallyName, value: number): void => {
      cells[index * TALLY_SIZE + slotOf(name)] = value;
    };
    put('answered', row.answered);
    put('abandoned', row.abandoned);
    put('answeredWithin', row.answeredWithin);
    put('abandonedWithin', row.abandonedWithin);
    put('shortAbandons', row.shortAbandons);
    put('answeredTimed', row.answeredTimed);
    put('queueMsAnswered', Math.round(row.queueSecondsAnswered * 1000));
    put('handled', row.handled);
    put('handleMs', Math.round((row.talkSeconds + row.holdSeconds + row.wrapSeconds) * 1000));
  }
}

/** Queues by rule; `keys` null where one rule serves them all (no need to name them). */
function groupByRule(queues: Iterable<string>, ruleOf: RuleOf): { rule: CountRule; keys: string[] | null }[] {
  const groups = new Map<string, { rule: CountRule; keys: string[] }>();
  for (const key of queues) {
    const rule = ruleOf(key);
    const name = `${rule.thresholdSeconds} ${rule.comparator} ${rule.shortAbandonSeconds}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { rule, keys: [key] });
    else group.keys.push(key);
  }
  const all = [...groups.values()];
  return all.length === 1 ? all.map(({ rule }) => ({ rule, keys: null })) : all;
}
