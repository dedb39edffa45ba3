import { z } from 'zod';
import type { CanonicalRecord } from '../../../../shared/domain/records.ts';
import { id } from '../../normalise/fields.ts';
import { withQuery } from '../client.ts';
import { PAGE_SIZE, paged } from '../lookups.ts';
import { boardOf, observationsSchema, snapshotOf } from '../normalise/observations.ts';
import { onFloor } from '../push/topics.ts';
import { seenPresence, seenRouting } from '../normalise/states.ts';
import type { PresenceNames, SeenState } from '../normalise/states.ts';
import { ifOpen, readShape } from '../../common/reply.ts';
import { readListing } from '../reply.ts';
import { StateBook } from '../state-book.ts';
import { pageOf } from '../../common/page.ts';
import type { GenesysStream, StreamContext } from './stream.ts';

const BUCKET = 'live';

/** The socket covers these; see push. They are read as a snapshot when it opens, and at this cadence while there is none. */
const EVERY_SECONDS = 20;

const lookSchema = z.object({ at: z.number() });

const userSchema = z.looseObject({ id, routingStatus: z.unknown().optional(), presence: z.unknown().optional() });

/** The vendor expands as best it can. Of the users whose state it left out so many are asked for one by one; the rest next time. */
const SINGLES = 25;
const BULK = 50;

/**
 * What the routing makes of every agent and what they say of themselves, held against what is stored as open: a stay that is new opens, the one
 * before it ends, and an agent who is gone leaves. A look that sees nothing new brings nothing.
 */
export const agentStatus: GenesysStream = {
  spec: { name: 'agent-status', mode: 'live', everySeconds: EVERY_SECONDS, bucket: BUCKET },
  replay: null,
  async read(value, context) {
    const before = lookSchema.safeParse(value);
    const at = context.serverNow();
    const names = await context.lookups.presences(context);
    const { users, seen } = await look(context, names);
    const book = new StateBook(context.stored.openStates(), before.success ? before.data.at : 0);
    const records: CanonicalRecord[] = [];
    for (const state of seen) {
      records.push(...book.tell(state));
      context.push.confirm(state);
    }
    for (const agent of book.agents()) if (!users.has(agent)) records.push(...book.leave(agent, at));
    const page = { rows: users.size, records, tombstones: [], quarantine: [] };
    return pageOf(page, { cursor: { at }, done: true, asOf: at });
  },
};

/** One look at everybody who may be on the floor. See {@link onFloor}; who takes part in routing is, too. */
async function look(context: StreamContext, names: PresenceNames): Promise<{ users: Set<string>; seen: SeenState[] }> {
  const isOn = onFloor(context.stored, context.serverNow());
  const users = new Set<string>();
  const seen: SeenState[] = [];
  const without: { presence: string[]; routing: string[] } = { presence: [], routing: [] };
  const first = paged(
    '/api/v2/users',
    ['pageNumber', 1],
    ['state', 'active'],
    ['expand', 'presence'],
    ['expand', 'routingStatus'],
  );
  for (let target: string | null = first; target !== null;) {
    const reply: unknown = await context.client.get(context, BUCKET, target);
    const page = readListing(context.client, target, reply, true);
    for (const row of page.rows) {
      const user = userSchema.safeParse(row);
      if (!user.success) continue;
      const agent = user.data.id;
      users.add(agent);
      const routing = seenRouting(agent, user.data.routingStatus);
      const onQueue = routing !== null && routing.rawState !== 'OFF_QUEUE';
      if (!isOn(agent) && !onQueue) continue;
      const presence = seenPresence(agent, user.data.presence, names);
      if (routing === null) without.routing.push(agent);
      else seen.push(routing);
      if (presence === null) without.presence.push(agent);
      else seen.push(presence);
    }
    target = page.next;
  }
  seen.push(...(await missingPresences(context, without.presence, names)));
  seen.push(...(await missingRouting(context, without.routing.slice(0, SINGLES))));
  return { users, seen };
}

const bulkSchema = z.array(z.looseObject({ userId: id }));

async function missingPresences(
  context: StreamContext,
  agents: readonly string[],
  names: PresenceNames,
): Promise<SeenState[]> {
  const seen: SeenState[] = [];
  for (let from = 0; from < agents.length; from += BULK) {
    const ids = agents.slice(from, from + BULK).map((agent) => ['id', agent] as const);
    const value = await ifOpen(
      context.client.get(context, BUCKET, withQuery('/api/v2/users/presences/purecloud/bulk', ids)),
    );
    const rows = bulkSchema.safeParse(value);
    for (const row of rows.success ? rows.data : []) {
      const presence = seenPresence(row.userId, row, names);
      if (presence !== null) seen.push(presence);
    }
  }
  return seen;
}

async function missingRouting(context: StreamContext, agents: readonly string[]): Promise<SeenState[]> {
  const seen: SeenState[] = [];
  for (const agent of agents) {
    const target = `/api/v2/users/${encodeURIComponent(agent)}/routingstatus`;
    const routing = seenRouting(agent, await ifOpen(context.client.get(context, BUCKET, target)));
    if (routing !== null) seen.push(routing);
  }
  return seen;
}

const keptSchema = z.object({
  /** Last kept snapshot by queue: its instant and figures. */
  kept: z.record(z.string(), z.object({ at: z.number(), print: z.string() })),
});

/** A calm queue is written down once a minute; one that moves at every look. */
const CALM_MS = 60_000;

/** Queues asked for in one query: each is a predicate of its own. */
const QUEUES_AT_ONCE = 100;

/** Who waits in each queue now, how long, and how many agents are free for it. */
export const queueObservations: GenesysStream = {
  spec: { name: 'queue-observations', mode: 'live', everySeconds: EVERY_SECONDS, bucket: BUCKET },
  replay: null,
  async read(value, context) {
    const parsed = keptSchema.safeParse(value);
    const before = parsed.success ? parsed.data.kept : {};
    const kept: Record<string, { at: number; print: string }> = {};
    const records: CanonicalRecord[] = [];
    const at = context.serverNow();
    const all = await queueIds(context);
    for (let from = 0; from < all.length; from += QUEUES_AT_ONCE) {
      const ids = all.slice(from, from + QUEUES_AT_ONCE);
      const reply = await context.client.send(
        context,
        BUCKET,
        'POST',
        '/api/v2/analytics/queues/observations/query',
        queryFor(ids),
      );
      const board = boardOf(readShape(observationsSchema, reply, 'queue observations').results);
      for (const queue of ids) {
        // The vendor leaves a queue out where nothing is the case.
        const snapshot = snapshotOf(queue, board.get(queue) ?? [], at);
        context.push.seenQueue(queue, board.get(queue) ?? []);
        const print = JSON.stringify([
          snapshot.waiting,
          snapshot.longestWaitSeconds !== null,
          snapshot.agentsAvailable,
        ]);
        const last = before[queue];
        const calm = last !== undefined && last.print === print && at - last.at < CALM_MS;
        kept[queue] = calm ? last : { at, print };
        if (!calm) records.push(snapshot);
      }
    }
    return pageOf(
      { rows: all.length, records, tombstones: [], quarantine: [] },
      { cursor: { kept }, done: true, asOf: at },
    );
  },
};

async function queueIds(context: StreamContext): Promise<string[]> {
  const stored = context.stored.queues().filter(({ active }) => active);
  if (stored.length > 0) return stored.map((queue) => queue.id);
  const first = withQuery('/api/v2/routing/queues', [
    ['pageSize', PAGE_SIZE],
    ['pageNumber', 1],
  ]);
  const rows = (await context.lookups.whole(context, BUCKET, first)) ?? [];
  return rows.flatMap((row) => {
    const parsed = z.looseObject({ id }).safeParse(row);
    return parsed.success ? [parsed.data.id] : [];
  });
}

function queryFor(ids: readonly string[]): object {
  return {
    filter: {
      type: 'or',
      predicates: ids.map((value) => ({ type: 'dimension', dimension: 'queueId', operator: 'matches', value })),
    },
    metrics: ['oWaiting', 'oOnQueueUsers'],
    detailMetrics: ['oWaiting'],
  };
}
