/** The rows of an answer about counts while they grow. */
import { median } from '../../../shared/domain/histogram.ts';
import { HistogramSum } from '../../../shared/domain/histogram-sum.ts';
import type { Channel } from '../../../shared/domain/records.ts';
import type { CountsRow } from '../api.ts';

/** A row of one bucket, queue and channel. Its sums are in milliseconds until the end. */
export interface Growing {
  readonly row: CountsRow;
  /** Distributions to be joined, where the median is asked for: it cannot be added up. */
  handleTimes: Uint8Array[] | null;
  /** The same of another channel of the queue. */
  next: Growing | null;
}

/** The answer's rows by bucket, source, queue and channel (one per bucket where they are not of queues). */
export class Totals {
  readonly #perQueue: boolean;
  readonly #all: Growing[] = [];
  /** Nested, so that finding one builds no key. */
  readonly #found = new Map<number, Map<string, Map<string, Growing>>>();

  constructor(perQueue: boolean) {
    this.#perQueue = perQueue;
  }

  /** The row of a cell, wherever it is. */
  of(bucketAt: number, source: string, queue: string, channel: string): Growing {
    let sources = this.#found.get(bucketAt);
    if (sources === undefined) this.#found.set(bucketAt, (sources = new Map<string, Map<string, Growing>>()));
    let queues = sources.get(this.#perQueue ? source : '');
    if (queues === undefined) sources.set(this.#perQueue ? source : '', (queues = new Map<string, Growing>()));
    const first = queues.get(this.#perQueue ? queue : '');
    let growing: Growing | null = first ?? null;
    if (!this.#perQueue) {
      if (growing === null) queues.set('', (growing = this.#start(nothing(bucketAt))));
      return growing;
    }
    while (growing !== null && growing.row.channel !== channel) growing = growing.next;
    if (growing !== null) return growing;
    growing = this.#start(nothing(bucketAt, source, queue, channel));
    growing.next = first ?? null;
    queues.set(queue, growing);
    return growing;
  }

  /** A row for a cell that is (nearly always) the only one of its row: should there be another, they are joined at the end. */
  add(bucketAt: number, source: string, queue: string, channel: string): Growing {
    if (!this.#perQueue) return this.of(bucketAt, source, queue, channel);
    return this.#start(nothing(bucketAt, source, queue, channel));
  }

  /** The answer: by bucket, source and queue, all channels of a queue in one row, without rows of nothing. */
  finish(): CountsRow[] {
    // Parts of a channel first: what was added and taken away again must not name its channel.
    const channels = joined(this.#all.sort(byBucketQueueAndChannel), (a, b) => byBucketQueueAndChannel(a, b) === 0);
    const some = channels.filter(({ row }) => holdsContacts(row));
    return joined(some, (a, b) => byBucketAndQueue(a, b) === 0).map(finished);
  }

  #start(row: CountsRow): Growing {
    const growing: Growing = { row, handleTimes: null, next: null };
    this.#all.push(growing);
    return growing;
  }
}

function nothing(bucketAt: number, source: string | null = null, queue = '', channel: string | null = null): CountsRow {
  return {
    bucketAt,
    source,
    queue: queue === '' ? null : queue,
    channel: channel as Channel | null,
    offered: 0,
    answered: 0,
    abandoned: 0,
    leftBeforeQueue: 0,
    excluded: 0,
    missed: 0,
    open: 0,
    answeredTimed: 0,
    abandonedTimed: 0,
    handled: 0,
    queueSecondsAnswered: 0,
    queueSecondsAbandoned: 0,
    talkSeconds: 0,
    holdSeconds: 0,
    wrapSeconds: 0,
    answeredWithin: 0,
    abandonedWithin: 0,
    shortAbandons: 0,
    medianHandleSeconds: null,
  };
}

/** Every counted contact is in one of these; what was added and taken away again leaves none. */
function holdsContacts(row: CountsRow): boolean {
  return (
    row.answered !== 0 ||
    row.abandoned !== 0 ||
    row.leftBeforeQueue !== 0 ||
    row.excluded !== 0 ||
    row.missed !== 0 ||
    row.open !== 0
  );
}

/** Neighbours that are alike as one. */
function joined(all: readonly Growing[], alike: (a: Growing, b: Growing) => boolean): Growing[] {
  const rows: Growing[] = [];
  let last: Growing | null = null;
  for (const growing of all) {
    if (last !== null && alike(last, growing)) join(last, growing);
    else rows.push((last = growing));
  }
  return rows;
}

/** Adds another channel of the same queue (or another part of the same channel). */
function join(growing: Growing, other: Growing): void {
  const { row } = growing;
  const more = other.row;
  if (row.channel !== more.channel) row.channel = null;
  row.answered += more.answered;
  row.abandoned += more.abandoned;
  row.leftBeforeQueue += more.leftBeforeQueue;
  row.excluded += more.excluded;
  row.missed += more.missed;
  row.open += more.open;
  row.answeredTimed += more.answeredTimed;
  row.abandonedTimed += more.abandonedTimed;
  row.handled += more.handled;
  row.queueSecondsAnswered += more.queueSecondsAnswered;
  row.queueSecondsAbandoned += more.queueSecondsAbandoned;
  row.talkSeconds += more.talkSeconds;
  row.holdSeconds += more.holdSeconds;
  row.wrapSeconds += more.wrapSeconds;
  row.answeredWithin += more.answeredWithin;
  row.abandonedWithin += more.abandonedWithin;
  row.shortAbandons += more.shortAbandons;
  if (other.handleTimes !== null) growing.handleTimes = [...(growing.handleTimes ?? []), ...other.handleTimes];
}

/** Milliseconds become seconds, and what follows from the sums is filled in. */
function finished({ row, handleTimes }: Growing): CountsRow {
  row.offered = row.answered + row.abandoned;
  row.queueSecondsAnswered /= 1000;
  row.queueSecondsAbandoned /= 1000;
  row.talkSeconds /= 1000;
  row.holdSeconds /= 1000;
  row.wrapSeconds /= 1000;
  row.medianHandleSeconds = handleTimes === null ? null : medianOf(handleTimes);
  return row;
}

function medianOf(parts: readonly Uint8Array[]): number | null {
  const [only] = parts;
  if (only === undefined) return null;
  if (parts.length === 1) return median(only);
  const sum = new HistogramSum();
  for (const part of parts) sum.addBytes(part);
  return sum.median();
}

function byBucketQueueAndChannel(a: Growing, b: Growing): number {
  return byBucketAndQueue(a, b) || compare(a.row.channel, b.row.channel);
}

function byBucketAndQueue({ row: a }: Growing, { row: b }: Growing): number {
  return a.bucketAt - b.bucketAt || compare(a.source, b.source) || compare(a.queue, b.queue);
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  const left = a ?? '';
  const right = b ?? '';
  return left < right ? -1 : left > right ? 1 : 0;
}
