import { z } from 'zod';
import type { ReadPage, StreamSpec } from '../../connector.ts';
import { normaliseEach } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import type { CursorValue } from '../../../store/api.ts';
import { paged } from '../lookups.ts';
import { agentNormaliser, memberSchema, normaliseQueue } from '../normalise/people.ts';
import type { Memberships } from '../normalise/people.ts';
import { readListing } from '../reply.ts';
import { NO_ROWS, pageOf } from '../../common/page.ts';
import type { GenesysStream, StreamContext } from './stream.ts';

const cursorSchema = z.object({ next: z.string(), ids: z.array(z.string()) });

/** One page of a list that is read whole each time, and swept at its end. */
async function readListPage(
  value: CursorValue,
  context: StreamContext,
  list: { first: string; entity: 'agent' | 'queue'; normalise: Normaliser },
): Promise<ReadPage> {
  const parsed = cursorSchema.safeParse(value);
  const target = parsed.success ? parsed.data.next : list.first;
  const reply = await context.client.get(context, 'platform', target);
  const { rows, next } = readListing(context.client, target, reply, true);
  const page = normaliseEach(rows, list.entity, list.normalise);
  const ids = [
    ...(parsed.success ? parsed.data.ids : []),
    ...page.records.map((record) => record.id),
    // What could not be read is there all the same: it must not be swept away.
    ...page.quarantine.map((item) => item.key),
  ];
  if (next !== null) return pageOf(page, { cursor: { next, ids }, done: false });
  return pageOf(page, { cursor: null, done: true, presentIds: { entity: list.entity, ids, owns: () => true } });
}

const PLATFORM = 'platform';

export const queues: GenesysStream = {
  spec: { name: 'queues', mode: 'full', everySeconds: 900, bucket: PLATFORM },
  replay: { entity: 'queue', normalise: normaliseQueue, idField: 'id' },
  read: (cursor, context) =>
    readListPage(cursor, context, {
      first: paged('/api/v2/routing/queues', ['pageNumber', 1]),
      entity: 'queue',
      normalise: normaliseQueue,
    }),
};

const membershipsSchema = z.object({
  queuesOfUser: z.record(z.string(), z.array(z.string())),
  teamNames: z.record(z.string(), z.string()),
  groupNames: z.record(z.string(), z.string()),
});

/**
 * Users of every state: one who was deactivated or deleted keeps what was theirs. Members of the queues are read before the first page and go
 * along from page to page.
 */
export const agents: GenesysStream = {
  spec: { name: 'agents', mode: 'full', everySeconds: 900, bucket: PLATFORM },
  replay: null,
  async read(value, context) {
    const kept = membershipsSchema.safeParse(
      typeof value === 'object' && value !== null && 'memberships' in value ? value['memberships'] : null,
    );
    const memberships: Memberships = kept.success ? kept.data : await readMemberships(context);
    const page = await readListPage(value, context, {
      first: paged(
        '/api/v2/users',
        ['pageNumber', 1],
        ['state', 'any'],
        ['expand', 'team'],
        ['expand', 'groups'],
        ['expand', 'skills'],
        ['expand', 'languages'],
      ),
      entity: 'agent',
      normalise: agentNormaliser(memberships),
    });
    if (page.done || typeof page.cursor !== 'object' || page.cursor === null) return page;
    const carried: CursorValue = z.record(z.string(), z.json()).parse({ ...page.cursor, memberships });
    return { ...page, cursor: carried };
  },
};

async function readMemberships(context: StreamContext): Promise<Memberships> {
  const { lookups } = context;
  const queuesOfUser: Record<string, string[]> = {};
  for (const row of (await lookups.whole(context, PLATFORM, paged('/api/v2/routing/queues', ['pageNumber', 1]))) ??
    []) {
    const queue = memberSchema.safeParse(row);
    if (!queue.success) continue;
    const path = `/api/v2/routing/queues/${encodeURIComponent(queue.data.id)}/members`;
    for (const member of (await lookups.whole(context, PLATFORM, paged(path, ['pageNumber', 1]))) ?? []) {
      const user = memberSchema.safeParse(member);
      if (user.success) (queuesOfUser[user.data.id] ??= []).push(queue.data.id);
    }
  }
  return {
    queuesOfUser,
    teamNames: await lookups.names(context, '/api/v2/teams'),
    groupNames: await lookups.names(context, '/api/v2/groups'),
  };
}

/**
 * A small list of names that other streams use. It brings no records; the names are kept as the stream's cursor (`{names}`), so that a change in
 * them is on record.
 */
function names(
  spec: StreamSpec,
  read: (context: StreamContext) => Promise<Readonly<Record<string, string>>>,
): GenesysStream {
  return {
    spec,
    replay: null,
    async read(_value, context) {
      const found = await read(context);
      const cursor: CursorValue = { names: { ...found } };
      return pageOf({ ...NO_ROWS, rows: Object.keys(found).length }, { cursor, done: true, asOf: context.serverNow() });
    },
  };
}

export const presenceDefinitions = names(
  { name: 'presence-definitions', mode: 'incremental', everySeconds: 3600, bucket: PLATFORM, planGated: true },
  (context) => context.lookups.presences(context),
);

export const wrapUpCodes = names(
  { name: 'wrapup-codes', mode: 'incremental', everySeconds: 3600, bucket: PLATFORM, planGated: true },
  (context) => context.lookups.names(context, '/api/v2/routing/wrapupcodes'),
);
