import { z } from 'zod';
import type { CanonicalRecord, Entity, Tombstone } from '../../../../shared/domain/records.ts';
import { normaliseEach } from '../../normalise/each.ts';
import type { NormalisedPage, Normaliser } from '../../normalise/each.ts';
import { optionalInstant } from '../../normalise/fields.ts';
import { conversationNormaliser } from '../normalise/contacts.ts';
import { conversationSchema, isOpen } from '../normalise/conversation.ts';
import { staysOf, TOLD, TOLD_BY_JOB } from '../normalise/states.ts';
import { HOUR_MS } from './stream.ts';
import type { StreamContext } from './stream.ts';

/** What the two kinds of analytics details (conversations, users) have each for themselves; how they are read is the same. */
export interface Details {
  /** Path of the details; queries and jobs are below it. */
  path: string;
  /** Key of the rows in a reply. */
  key: string;
  idField: string;
  entity: Entity;
  /** Order asked for, newest first; null where the vendor sorts by something else. */
  orderBy: string | null;
  /** How a kept payload is read again. */
  again: Normaliser;
  /** @param from epoch ms UTC of the interval asked for @param job of the pass that came with a job: its instant, else null */
  normaliser(context: StreamContext, from: number, job: number | null): Promise<Normaliser>;
  /** When a row began, epoch ms UTC; null where it has no beginning of its own. */
  startOf(row: unknown): number | null;
  /** What is stored of these rows and is in them no longer: the vendor has corrected itself. */
  gone(records: readonly CanonicalRecord[], context: StreamContext): Tombstone[];
  /** Id of a row that will still change, null of one that is finished. */
  openId(row: unknown): string | null;
}

const WRAP_UP_CODES = '/api/v2/routing/wrapupcodes';

const startSchema = z.looseObject({ conversationStart: optionalInstant });

export const conversationDetails: Details = {
  path: '/api/v2/analytics/conversations/details',
  key: 'conversations',
  idField: 'conversationId',
  entity: 'contact',
  orderBy: 'conversationStart',
  again: conversationNormaliser({}, 0),
  normaliser: async (context, _from, job) =>
    conversationNormaliser(await context.lookups.names(context, WRAP_UP_CODES), job ?? 0),
  startOf: (row) => {
    const parsed = startSchema.safeParse(row);
    return parsed.success ? parsed.data.conversationStart : null;
  },
  openId: (row) => {
    const parsed = conversationSchema.safeParse(row);
    return parsed.success && isOpen(parsed.data) ? parsed.data.conversationId : null;
  },
  gone: goneOf,
};

export const userDetails: Details = {
  path: '/api/v2/analytics/users/details',
  key: 'userDetails',
  idField: 'userId',
  entity: 'agent-state',
  orderBy: null,
  again: (payload) => ({ records: staysOf(payload, {}, 0, TOLD), tombstones: [] }),
  normaliser: async (context, from, job) => {
    const names = await context.lookups.presences(context);
    const sureness = job === null ? TOLD : TOLD_BY_JOB;
    // The oldest interval of all has no read before it that overlaps.
    const cutAt = from <= context.startTime ? Number.NaN : from;
    return (payload) => ({ records: staysOf(payload, names, cutAt, sureness), tombstones: [] });
  },
  startOf: () => null,
  openId: () => null,
  gone: () => [],
};

/** Legs looked for beyond those that a conversation has now. */
const MORE_LEGS = 2;

/** Segments, and whole legs, that a conversation had when it was last read and has no longer. */
function goneOf(records: readonly CanonicalRecord[], context: StreamContext): Tombstone[] {
  const versions = new Map<string, number>();
  const told = new Set<string>();
  for (const { entity, id, version } of records) {
    if (entity === 'contact-segment') told.add(id);
    if (entity === 'contact') versions.set(id, version);
  }
  const wanted = new Map(versions);
  for (const [id, version] of versions) {
    const [conversation = id, leg = '1'] = id.split(':');
    for (let more = 1; more <= MORE_LEGS; more += 1) {
      const next = `${conversation}:${Number(leg) + more}`;
      if (!versions.has(next)) wanted.set(next, version);
    }
  }
  const tombstones: Tombstone[] = [];
  const legs = new Set<string>();
  for (const { id, contact } of context.stored.segments([...wanted.keys()])) {
    const version = wanted.get(contact) ?? 0;
    if (!told.has(id)) tombstones.push({ entity: 'contact-segment', id, version, mergedInto: null });
    if (versions.has(contact) || legs.has(contact)) continue;
    legs.add(contact);
    tombstones.push({ entity: 'contact', id: contact, version, mergedInto: null });
  }
  return tombstones;
}

/** The rows of a page read, with what they no longer hold. */
export function normalised(
  details: Details,
  rows: readonly unknown[],
  normalise: Normaliser,
  context: StreamContext,
): NormalisedPage {
  const page = normaliseEach(rows, details.entity, normalise, details.idField);
  page.tombstones.push(...details.gone(page.records, context));
  return page;
}

/** The rows of a reply; a reply without any has no list. */
export function rowsOf(details: Details, reply: unknown): unknown[] | null {
  if (typeof reply !== 'object' || reply === null) return null;
  const rows: unknown = Reflect.get(reply, details.key);
  if (rows === undefined || rows === null) return [];
  return Array.isArray(rows) ? rows : null;
}

/**
 * Where an interval begins that is asked for in place of one from `from`: rows without a beginning of their own may be cut off at it, so it overlaps
 * the one before. All epoch ms UTC.
 */
export function leadIn(details: Details, from: number, startTime: number): number {
  return details.orderBy === null ? Math.max(startTime, from - HOUR_MS) : from;
}
