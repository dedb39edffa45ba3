/**
 * A contact as it stood at an instant. The store keeps what became of a contact; a floor (live or replayed) shows what could be known of
 * it then. Half-open intervals: at the very instant of an answer the contact is in service, at the instant of its end it is over.
 */
import { isWithin } from './service-level.ts';
import { wholeSecond } from './histogram.ts';
import type { Channel, Direction, Outcome } from './records.ts';
import type { Comparator } from './histogram.ts';

/** The fields of a stored contact that the floor reads. Instants epoch ms UTC, durations seconds. */
export interface FloorContact {
  source: string;
  id: string;
  channel: Channel;
  direction: Direction;
  queue: string | null;
  agent: string | null;
  createdAt: number;
  queuedAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  queueSeconds: number | null;
  talkSeconds: number | null;
  holdSeconds: number | null;
  wrapSeconds: number | null;
  outcome: Outcome;
}

/** `absent`: not there yet. `menu`: there, not queued. `wrap`: the customer has gone, the agent finishes. */
export type Phase = 'absent' | 'menu' | 'waiting' | 'service' | 'wrap' | 'over';

/** Contacts that hold an agent's whole attention while they last; of the others an agent has many open at a time. */
const HELD_CHANNELS: ReadonlySet<Channel> = new Set<Channel>(['voice', 'chat', 'callback']);

/** Whether serving this channel makes an agent busy (voice, chat, callback), as against an inbox worked in any order. */
export function holdsAgent(channel: Channel): boolean {
  return HELD_CHANNELS.has(channel);
}

/** End of the agent's work on the contact; null while it is open. */
function wrapEnd(contact: FloorContact): number | null {
  if (contact.endedAt === null) return null;
  return contact.answeredAt === null ? contact.endedAt : contact.endedAt + (contact.wrapSeconds ?? 0) * 1000;
}

/** Where the contact was at the instant. @param at epoch ms UTC */
export function phaseOf(contact: FloorContact, at: number): Phase {
  if (contact.createdAt > at) return 'absent';
  if (contact.outcome === 'excluded') return 'over';
  const { queuedAt, answeredAt, endedAt } = contact;
  const gaveUp = gaveUpAt(contact);
  const over = (endedAt !== null && endedAt <= at) || (gaveUp !== null && gaveUp <= at);
  if (answeredAt !== null && answeredAt <= at) {
    if (!over) return contact.outcome === 'open' || endedAt !== null ? 'service' : 'over';
    const until = wrapEnd(contact);
    return until !== null && until > at ? 'wrap' : 'over';
  }
  if (over) return 'over';
  // A contact without an end that is not open any more is over: its source does not say when.
  if (endedAt === null && answeredAt === null && contact.outcome !== 'open') return 'over';
  if (queuedAt === null || queuedAt > at || contact.outcome === 'left-before-queue') return 'menu';
  return isAnswerUntold(contact) ? 'menu' : 'waiting';
}

/**
 * When the customer of an abandoned contact gave up waiting: a source may close it days later (a missed chat lives on as a ticket). Null where it
 * was not abandoned or its wait is not known.
 */
function gaveUpAt({ outcome, queuedAt, queueSeconds, endedAt }: FloorContact): number | null {
  if (outcome !== 'abandoned' || queuedAt === null || queueSeconds === null || endedAt === null) return null;
  return Math.min(endedAt, queuedAt + queueSeconds * 1000);
}

/**
 * Whether somebody took the contact and the source does not say when: nobody knows how long it stood in line, so it is in none. That is
 * one that was served in the end, and an open chat that has an agent. (An inbox's backlog is another thing: what is not solved, whoever
 * has it in hand, live and in a replay alike. An agent named on an open call may still be one whose telephone rings.)
 */
function isAnswerUntold({ channel, outcome, agent, answeredAt }: FloorContact): boolean {
  if (answeredAt !== null || !holdsAgent(channel)) return false;
  return outcome === 'answered' || (channel === 'chat' && outcome === 'open' && agent !== null);
}

/** The first instant after `at` at which the contact's phase or figures change of themselves; null when there is none. */
export function nextMoveOf(contact: FloorContact, at: number): number | null {
  let next: number | null = null;
  const { createdAt, queuedAt, answeredAt, endedAt } = contact;
  for (const instant of [createdAt, queuedAt, answeredAt, gaveUpAt(contact), endedAt, wrapEnd(contact)]) {
    if (instant !== null && instant > at && (next === null || instant < next)) next = instant;
  }
  return next;
}

/** The thresholds that the counts below are counted with. */
export interface CountRule {
  thresholdSeconds: number;
  comparator: Comparator;
  shortAbandonSeconds: number;
}

/** Whole milliseconds: sums of them stay exact whatever is added and taken out again. */
const milliseconds = (seconds: number | null): number => (seconds === null ? 0 : Math.round(seconds * 1000));

/** Additive counts, by position: a board of many queues keeps thousands of them, so they are slots of a Float64Array. */
export const TALLY = [
  'answered',
  'abandoned',
  'answeredWithin',
  'abandonedWithin',
  'shortAbandons',
  'answeredTimed',
  'queueMsAnswered',
  'handled',
  'handleMs',
] as const;
export type TallyName = (typeof TALLY)[number];
export const TALLY_SIZE = TALLY.length;

const SLOT = Object.fromEntries(TALLY.map((name, index) => [name, index])) as Record<TallyName, number>;
/** Position of a count within a tally. */
export const slotOf = (name: TallyName): number => SLOT[name];

/** As the store's rollups count it: with what became of it, whenever that was. */
export const AS_STORED = Number.POSITIVE_INFINITY;

/**
 * Adds what the contact counts for at the instant to `into` from `offset`, times `sign`. Only inbound contacts count. An answered one
 * counts from its answer, also while it is still in service; an abandoned one from when the customer gave up; handle time from the end. `AS_STORED` counts
 * as the rollups do, which leave out what is not over.
 */
export function tallyContact(
  contact: FloorContact,
  at: number,
  rule: CountRule,
  into: Float64Array,
  offset: number,
  sign: 1 | -1,
): void {
  if (contact.direction !== 'inbound' || contact.createdAt > at) return;
  const add = (name: TallyName, value: number): void => {
    const slot = offset + SLOT[name];
    into[slot] = (into[slot] ?? 0) + sign * value;
  };
  const wait = contact.queueSeconds === null ? null : wholeSecond(Math.max(0, contact.queueSeconds));
  const within = wait !== null && isWithin(wait, rule.thresholdSeconds, rule.comparator);
  if (contact.outcome === 'abandoned') {
    if ((gaveUpAt(contact) ?? contact.endedAt ?? contact.createdAt) > at) return;
    add('abandoned', 1);
    if (within) add('abandonedWithin', 1);
    if (wait !== null && wait <= rule.shortAbandonSeconds) add('shortAbandons', 1);
    return;
  }
  const inService = contact.outcome === 'open' && contact.answeredAt !== null && at !== AS_STORED;
  if (contact.outcome !== 'answered' && !inService) return;
  if ((contact.answeredAt ?? contact.endedAt ?? contact.createdAt) > at) return;
  add('answered', 1);
  if (within) add('answeredWithin', 1);
  if (contact.queueSeconds !== null) {
    add('answeredTimed', 1);
    add('queueMsAnswered', milliseconds(contact.queueSeconds));
  }
  if (inService || (contact.endedAt !== null && contact.endedAt > at)) return;
  const { talkSeconds, holdSeconds, wrapSeconds } = contact;
  if (talkSeconds === null && holdSeconds === null && wrapSeconds === null) return;
  add('handled', 1);
  add('handleMs', milliseconds(talkSeconds) + milliseconds(holdSeconds) + milliseconds(wrapSeconds));
}
