import { z } from 'zod';
import type { CanonicalRecord, Tombstone } from '../../../../shared/domain/records.ts';
import { channelOfVia } from './channels.ts';
import { nothing, one } from '../../normalise/each.ts';
import type { Normalised, Normaliser } from '../../normalise/each.ts';
import {
  id,
  instant,
  optionalFlag,
  optionalId,
  optionalInstant,
  optionalNumber,
  optionalText,
  texts,
} from '../../normalise/fields.ts';

const stampSchema = z.looseObject({
  id,
  status: optionalText,
  generated_timestamp: optionalNumber,
  updated_at: optionalInstant,
  tags: texts,
  via: z
    .looseObject({
      channel: optionalText,
      source: z
        .looseObject({ rel: optionalText, from: idHolder().nullish(), to: idHolder().nullish() })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

// Compiled, and without the fields that nobody reads (the payload is kept whole beside it): this runs for every row of a back-fill.
const ticketSchema = z.compile(
  z.object({
    ...stampSchema.shape,
    created_at: instant,
    subject: optionalText,
    group_id: optionalId,
    assignee_id: optionalId,
    requester_id: optionalId,
  }),
);

type TicketStamp = z.infer<typeof stampSchema>;

function idHolder() {
  return z.looseObject({ ticket_id: optionalId }).catch({ ticket_id: null });
}

/** Tag that Zendesk puts on the ticket that lost a merge. */
const MERGED_TAG = 'closed_by_merge';

/** Whether the payload is a ticket that was merged into another one, and which one where it says so itself. */
export function mergeOf(payload: unknown): { id: string; into: string | null } | null {
  // Looked at before it is parsed: one ticket in hundreds is merged, and parsing costs.
  if (typeof payload !== 'object' || payload === null || !('tags' in payload)) return null;
  if (!Array.isArray(payload.tags) || !payload.tags.includes(MERGED_TAG)) return null;
  const parsed = stampSchema.safeParse(payload);
  if (!parsed.success || !parsed.data.tags.includes(MERGED_TAG) || parsed.data.status === 'deleted') return null;
  return { id: parsed.data.id, into: targetOfVia(parsed.data) };
}

function targetOfVia(ticket: TicketStamp): string | null {
  const source = ticket.via?.source;
  if (source?.rel !== 'merge') return null;
  const target = source.to?.ticket_id ?? source.from?.ticket_id ?? null;
  return target === ticket.id ? null : target;
}

const auditsSchema = z.looseObject({
  audits: z.array(
    z.looseObject({
      via: z.unknown(),
      events: z
        .array(z.looseObject({ via: z.unknown() }))
        .nullish()
        .catch([]),
    }),
  ),
});

const auditViaSchema = z.looseObject({
  source: z.looseObject({ rel: z.literal('merge'), from: idHolder().nullish(), to: idHolder().nullish() }),
});

/** The ticket into which another one was merged, from the loser's audits; null where they do not tell. */
export function mergeTargetInAudits(value: unknown, loser: string): string | null {
  const parsed = auditsSchema.safeParse(value);
  if (!parsed.success) return null;
  const vias = parsed.data.audits.flatMap((audit) => [audit.via, ...(audit.events ?? []).map((event) => event.via)]);
  for (const via of vias) {
    const merge = auditViaSchema.safeParse(via);
    if (!merge.success) continue;
    const { from, to } = merge.data.source;
    for (const target of [to?.ticket_id, from?.ticket_id]) {
      if (target !== undefined && target !== null && target !== loser) return target;
    }
  }
  return null;
}

/**
 * `generated_timestamp` is what the export is ordered by; `updated_at` stands still on system updates. Merged and deleted
 * tickets are one above their last living version, since they may carry the same second.
 */
function versionOf(ticket: TicketStamp): number {
  const seconds = ticket.generated_timestamp;
  return seconds === null ? (ticket.updated_at ?? 0) : seconds * 1000;
}

const OVER: ReadonlySet<string> = new Set(['solved', 'closed']);

/**
 * A ticket as a contact. It is `open` until solved; the instant at which it was solved is that of its last update, which
 * for a ticket seen only after it was closed is the closing. A chat that ended without ever having had an agent was
 * given up by the customer; a solved ticket always has an assignee.
 *
 * @param mergedInto winners of merges by loser, where known
 */
export function ticketNormaliser(mergedInto: ReadonlyMap<string, string | null>): Normaliser {
  return (payload, raw) => {
    if (isDeleted(payload) || mergedInto.size > 0) {
      const stamp = stampSchema.parse(payload);
      if (stamp.status !== 'deleted' && !mergedInto.has(stamp.id)) return living(payload, raw);
      const version = versionOf(stamp);
      const target = stamp.status === 'deleted' ? null : (mergedInto.get(stamp.id) ?? null);
      return { records: [], tombstones: [tombstone('contact', stamp.id, version + 1, target)] };
    }
    return living(payload, raw);
  };
}

/** A deleted ticket may be hardly more than its id and stamp: it must not be held to what a living one has. */
function isDeleted(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'status' in payload && payload.status === 'deleted';
}

function living(payload: unknown, raw: string): Normalised {
  const ticket = ticketSchema.parse(payload);
  const version = versionOf(ticket);
  const over = ticket.status !== null && OVER.has(ticket.status);
  const channel = channelOfVia(ticket.via?.channel ?? null);
  const endedAt = over ? Math.max(ticket.created_at, ticket.updated_at ?? version) : null;
  const missed = endedAt !== null && channel === 'chat' && ticket.assignee_id === null;
  return one({
    entity: 'contact',
    id: ticket.id,
    version,
    raw,
    channel,
    direction: 'inbound',
    queue: ticket.group_id,
    agent: ticket.assignee_id,
    customerKey: ticket.requester_id,
    createdAt: ticket.created_at,
    queuedAt: ticket.created_at,
    answeredAt: null,
    endedAt,
    vruSeconds: null,
    queueSeconds: missed ? (endedAt - ticket.created_at) / 1000 : null,
    ringSeconds: null,
    talkSeconds: null,
    holdSeconds: null,
    wrapSeconds: null,
    outcome: missed ? 'abandoned' : over ? 'answered' : 'open',
    subject: ticket.subject,
  });
}

const eventSchema = z.compile(
  z.object({
    id,
    ticket_id: id,
    metric: optionalText,
    type: optionalText,
    time: instant,
    deleted: optionalFlag,
    status: z.looseObject({ calendar: optionalNumber, business: optionalNumber }).nullish().catch(null),
  }),
);

/**
 * A metric event. Where it counts minutes it does so on two clocks, calendar and business hours; each becomes an event of
 * its own, so that the two are never mixed in one average.
 */
export const normaliseMetricEvent: Normaliser = (payload, raw) => {
  const event = eventSchema.parse(payload);
  const businessId = `${event.id}:business`;
  if (event.deleted === true) {
    const version = event.time + 1;
    return {
      records: [],
      tombstones: [
        tombstone('contact-event', event.id, version, null),
        tombstone('contact-event', businessId, version, null),
      ],
    };
  }
  const kind = `${event.metric ?? 'unknown'}.${event.type ?? 'unknown'}`;
  const base = {
    entity: 'contact-event',
    version: event.time,
    raw,
    contact: event.ticket_id,
    kind,
    at: event.time,
  } as const;
  const calendar = event.status?.calendar ?? null;
  const business = event.status?.business ?? null;
  const records: CanonicalRecord[] = [
    {
      ...base,
      id: event.id,
      seconds: calendar === null ? null : calendar * 60,
      clock: calendar === null ? null : 'calendar',
    },
  ];
  if (business !== null) records.push({ ...base, id: businessId, seconds: business * 60, clock: 'business' });
  return { records, tombstones: [] };
};

function tombstone(entity: Tombstone['entity'], key: string, version: number, mergedInto: string | null): Tombstone {
  return { entity, id: key, version, mergedInto };
}

const ratingSchema = z.looseObject({
  id,
  ticket_id: optionalId,
  assignee_id: optionalId,
  group_id: optionalId,
  score: optionalText,
  comment: optionalText,
  created_at: optionalInstant,
  updated_at: optionalInstant,
});

/** `good`, `good_with_comment`, `bad…`; anything else was asked and not answered (offered) or not asked at all. */
export const normaliseRating: Normaliser = (payload, raw) => {
  const rating = ratingSchema.parse(payload);
  if (rating.score === 'unoffered') return nothing;
  const good = rating.score?.startsWith('good') === true;
  const bad = rating.score?.startsWith('bad') === true;
  return one({
    entity: 'survey',
    id: rating.id,
    version: rating.updated_at ?? rating.created_at ?? 0,
    raw,
    kind: 'csat',
    contact: rating.ticket_id,
    agent: rating.assignee_id,
    queue: rating.group_id,
    score: good ? 1 : bad ? 0 : null,
    scaleMax: 1,
    satisfied: good ? true : bad ? false : null,
    comment: rating.comment,
    offeredAt: rating.created_at,
    answeredAt: good || bad ? (rating.updated_at ?? rating.created_at) : null,
  });
};
