/** What one contact adds to its cells. The rules of kpis.md, sections 1, 2 and 4. */
import { wholeSecond } from '../../../shared/domain/histogram.ts';
import type { ContactRecord, Outcome } from '../../../shared/domain/records.ts';
import type { SqlValue } from '../sqlite.ts';

/** The counts and sums of a cell, in the order of their columns in the contacts' rollups. */
export const MEASURES = [
  'answered',
  'abandoned',
  'left_before_queue',
  'excluded',
  'missed',
  'open',
  'answered_timed',
  'abandoned_timed',
  'handled',
  'queue_ms_answered',
  'queue_ms_abandoned',
  'talk_ms',
  'hold_ms',
  'wrap_ms',
] as const;

/** Place of a measure in a cell's counts. */
export const M = {
  answered: 0,
  abandoned: 1,
  leftBeforeQueue: 2,
  excluded: 3,
  missed: 4,
  open: 5,
  answeredTimed: 6,
  abandonedTimed: 7,
  handled: 8,
  queueMsAnswered: 9,
  queueMsAbandoned: 10,
  talkMs: 11,
  holdMs: 12,
  wrapMs: 13,
} as const;

/** The three distributions of a cell, in the order of their columns. */
export const DISTRIBUTIONS = ['waits_answered', 'waits_abandoned', 'handle_times'] as const;
export const D = { waitsAnswered: 0, waitsAbandoned: 1, handleTimes: 2 } as const;

/** The part of a contact that counts. */
export type ContactFacts = Pick<
  ContactRecord,
  | 'channel'
  | 'direction'
  | 'queue'
  | 'agent'
  | 'createdAt'
  | 'queueSeconds'
  | 'talkSeconds'
  | 'holdSeconds'
  | 'wrapSeconds'
  | 'outcome'
>;

/** Columns of contact_row that `contactFacts` needs, where only they are read. */
export const FACT_COLUMNS =
  'channel, direction, queue, agent, created_at, queue_seconds, talk_seconds, hold_seconds, wrap_seconds, outcome';

/** The facts in a row of all of contact_row's columns, in the order of the table spec. */
export function contactFacts(row: readonly SqlValue[]): ContactFacts {
  return {
    channel: row[0] as ContactFacts['channel'],
    direction: row[1] as ContactFacts['direction'],
    queue: row[2] as string | null,
    agent: row[3] as string | null,
    createdAt: row[5] as number,
    queueSeconds: row[10] as number | null,
    talkSeconds: row[12] as number | null,
    holdSeconds: row[13] as number | null,
    wrapSeconds: row[14] as number | null,
    outcome: row[15] as Outcome,
  };
}

/** The facts in a row of FACT_COLUMNS. */
export function factsOf(row: readonly SqlValue[]): ContactFacts {
  return {
    channel: row[0] as ContactFacts['channel'],
    direction: row[1] as ContactFacts['direction'],
    queue: row[2] as string | null,
    agent: row[3] as string | null,
    createdAt: row[4] as number,
    queueSeconds: row[5] as number | null,
    talkSeconds: row[6] as number | null,
    holdSeconds: row[7] as number | null,
    wrapSeconds: row[8] as number | null,
    outcome: row[9] as Outcome,
  };
}

/** Counts, sums and distributions that are to be added to a cell (or taken from it: negative). */
export interface Delta {
  readonly counts: number[];
  /** By distribution: second → how many more; null while there are none. */
  readonly waits: (Map<number, number> | null)[];
}

const ZEROS: readonly number[] = MEASURES.map(() => 0);

export function emptyDelta(): Delta {
  return { counts: ZEROS.slice(), waits: [null, null, null] };
}

/** Seconds as whole milliseconds. */
export function milliseconds(seconds: number | null): number {
  return seconds === null ? 0 : Math.round(seconds * 1000);
}

/** Seconds of handling: talk, hold and wrap; null when none of them is known or the contact was not answered. */
export function handleSeconds(facts: ContactFacts): number | null {
  const { talkSeconds, holdSeconds, wrapSeconds } = facts;
  if (facts.outcome !== 'answered') return null;
  if (talkSeconds === null && holdSeconds === null && wrapSeconds === null) return null;
  // By way of whole milliseconds: a sum of fractions could land a hair above a whole second and be rounded up.
  return (milliseconds(talkSeconds) + milliseconds(holdSeconds) + milliseconds(wrapSeconds)) / 1000;
}

/** Whether a contact is in the service-level counts at all: those of customers who came to us. */
export function isCounted(facts: ContactFacts): boolean {
  return facts.direction === 'inbound';
}

/** Adds a counted contact to a delta. @param sign 1 to add, −1 to take out */
export function addContact(delta: Delta, facts: ContactFacts, sign: 1 | -1): void {
  const { counts } = delta;
  switch (facts.outcome) {
    case 'answered':
      bump(counts, M.answered, sign);
      addWait(delta, facts, sign, M.answeredTimed, M.queueMsAnswered, D.waitsAnswered);
      addHandling(delta, facts, sign);
      return;
    case 'abandoned':
      bump(counts, M.abandoned, sign);
      addWait(delta, facts, sign, M.abandonedTimed, M.queueMsAbandoned, D.waitsAbandoned);
      return;
    case 'left-before-queue':
      bump(counts, M.leftBeforeQueue, sign);
      return;
    case 'excluded':
      bump(counts, M.excluded, sign);
      return;
    case 'missed':
      bump(counts, M.missed, sign);
      return;
    case 'open':
      bump(counts, M.open, sign);
      return;
  }
}

function addWait(delta: Delta, facts: ContactFacts, sign: 1 | -1, timed: number, sum: number, waits: number): void {
  if (facts.queueSeconds === null) return;
  bump(delta.counts, timed, sign);
  bump(delta.counts, sum, sign * milliseconds(facts.queueSeconds));
  addSecond(delta, waits, wholeSecond(facts.queueSeconds), sign);
}

function addHandling(delta: Delta, facts: ContactFacts, sign: 1 | -1): void {
  const seconds = handleSeconds(facts);
  if (seconds === null) return;
  bump(delta.counts, M.handled, sign);
  bump(delta.counts, M.talkMs, sign * milliseconds(facts.talkSeconds));
  bump(delta.counts, M.holdMs, sign * milliseconds(facts.holdSeconds));
  bump(delta.counts, M.wrapMs, sign * milliseconds(facts.wrapSeconds));
  addSecond(delta, D.handleTimes, wholeSecond(seconds), sign);
}

function bump(counts: number[], place: number, by: number): void {
  counts[place] = (counts[place] ?? 0) + by;
}

function addSecond(delta: Delta, distribution: number, second: number, by: number): void {
  let map = delta.waits[distribution];
  if (map === null || map === undefined) {
    map = new Map();
    delta.waits[distribution] = map;
  }
  map.set(second, (map.get(second) ?? 0) + by);
}

/** Adds one delta to another. */
export function addDelta(target: Delta, other: Delta): void {
  for (let i = 0; i < other.counts.length; i += 1) bump(target.counts, i, other.counts[i] ?? 0);
  other.waits.forEach((map, distribution) => {
    if (map === null) return;
    for (const [second, count] of map) addSecond(target, distribution, second, count);
  });
}

/** Whether adding the delta would change nothing. */
export function isNothing(delta: Delta): boolean {
  return !someChange(delta, (change) => change !== 0);
}

/** Whether the delta takes something out: then its cell is there already. */
export function takesOut(delta: Delta): boolean {
  return someChange(delta, (change) => change < 0);
}

function someChange(delta: Delta, test: (change: number) => boolean): boolean {
  if (delta.counts.some(test)) return true;
  for (const map of delta.waits) {
    if (map === null) continue;
    for (const change of map.values()) if (test(change)) return true;
  }
  return false;
}
