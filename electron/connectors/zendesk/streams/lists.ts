import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import type { ReadPage, StreamSpec } from '../../connector.ts';
import type { CursorValue } from '../../../store/api.ts';
import { withQuery } from '../client.ts';
import type { Bucket } from '../client.ts';
import { CHAT_AGENT_PREFIX, LINE_PREFIX } from '../ids.ts';
import { normaliseEach } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import {
  agentNormaliser,
  chatAgentNormaliser,
  groupSchema,
  lineSchema,
  membershipSchema,
  normaliseGroup,
  normaliseLine,
} from '../normalise/people.ts';
import type { Memberships } from '../normalise/people.ts';
import { readList } from '../reply.ts';
import { pageOf } from '../../common/page.ts';
import { ifOpen } from '../../common/reply.ts';
import type { StreamContext, ZendeskStream } from './stream.ts';

const PAGE_SIZE = 100;

const FIRST_PAGE = [['page[size]', PAGE_SIZE]] as const;

/** One page of a list: its rows and where the next one is. Cursor paging where the route has it, else its `next_page`. */
async function readListPage(
  context: StreamContext,
  bucket: Bucket,
  target: string,
  key: string,
): Promise<{ rows: unknown[]; next: string | null }> {
  const { value } = await context.client.get(context.http, bucket, target);
  const { rows, envelope } = readList(value, key);
  const link = context.client.targetOf(envelope.links?.next ?? envelope.next_page);
  const more = envelope.meta?.has_more ?? link !== null;
  const next = more ? (link ?? withCursor(target, envelope.meta?.after_cursor)) : null;
  if (next !== null && next === target) throw new HttpFault('bad-cursor', `The list of ${key} does not move on.`);
  return { rows, next };
}

function withCursor(target: string, after: string | null | undefined): string | null {
  if (typeof after !== 'string') return null;
  const [path = target, query = ''] = target.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('page[after]', after);
  return withQuery(path, [...parameters.entries()]);
}

/** A whole small list that is needed at once. @returns null where the account may not read it or has no such thing */
async function readWhole(context: StreamContext, bucket: Bucket, path: string, key: string): Promise<unknown[] | null> {
  const all: unknown[] = [];
  let target: string | null = withQuery(path, FIRST_PAGE);
  while (target !== null) {
    const page: { rows: unknown[]; next: string | null } | null = await ifOpen(
      readListPage(context, bucket, target, key),
    );
    if (page === null) return null;
    all.push(...page.rows);
    target = page.next;
  }
  return all;
}

const listCursorSchema = z.object({ next: z.string(), ids: z.array(z.string()) });

interface ListStream {
  spec: StreamSpec;
  bucket: Bucket;
  first: string;
  key: string;
  entity: 'agent' | 'queue';
  /** What our ids bear before the vendor's; see ids.ts. */
  prefix: string;
  owns: (id: string) => boolean;
  /** Where the following page is, for routes that page by the last row's id. */
  nextById?: (rows: readonly unknown[]) => string | null;
}

async function readListStream(
  list: ListStream,
  value: CursorValue,
  context: StreamContext,
  normalise: Normaliser,
): Promise<ReadPage> {
  const parsed = listCursorSchema.safeParse(value);
  const target = parsed.success ? parsed.data.next : list.first;
  const page = await readListPage(context, list.bucket, target, list.key);
  const rows = normaliseEach(page.rows, list.entity, normalise);
  const present = [
    ...(parsed.success ? parsed.data.ids : []),
    ...rows.records.map((record) => record.id),
    // What could not be read is there all the same: it must not be swept away.
    ...rows.quarantine.map((item) => list.prefix + item.key),
  ];
  const next = page.next ?? list.nextById?.(page.rows) ?? null;
  return pageOf(rows, {
    cursor: next === null ? null : { next, ids: present },
    done: next === null,
    ...(next === null ? { presentIds: { entity: list.entity, ids: present, owns: list.owns } } : {}),
  });
}

const isLine = (id: string) => id.startsWith(LINE_PREFIX);
const isChatAgent = (id: string) => id.startsWith(CHAT_AGENT_PREFIX);

function listStream(list: ListStream, normalise: Normaliser): ZendeskStream {
  return {
    spec: list.spec,
    replay: { entity: list.entity, normalise },
    read: (cursor, context) => readListStream(list, cursor, context, normalise),
  };
}

export const groups = listStream(
  {
    spec: { name: 'groups', mode: 'full', everySeconds: 900, bucket: 'support' },
    bucket: 'support',
    first: withQuery('/api/v2/groups', FIRST_PAGE),
    key: 'groups',
    entity: 'queue',
    prefix: '',
    owns: (id) => !isLine(id),
  },
  normaliseGroup,
);

export const lines = listStream(
  {
    spec: { name: 'lines', mode: 'full', everySeconds: 900, bucket: 'support', planGated: true },
    bucket: 'support',
    first: '/api/v2/channels/voice/phone_numbers',
    key: 'phone_numbers',
    entity: 'queue',
    prefix: LINE_PREFIX,
    owns: isLine,
  },
  normaliseLine,
);

const AGENTS: ListStream = {
  spec: { name: 'agents', mode: 'full', everySeconds: 900, bucket: 'support' },
  bucket: 'support',
  first: withQuery('/api/v2/users', [['role[]', 'agent'], ['role[]', 'admin'], ...FIRST_PAGE]),
  key: 'users',
  entity: 'agent',
  prefix: '',
  owns: (id) => !isChatAgent(id),
};

const membershipsSchema = z.object({
  groupNames: z.record(z.string(), z.string()),
  groupsOfUser: z.record(z.string(), z.array(z.string())),
  linesOfGroup: z.record(z.string(), z.array(z.string())),
});

/** Agents with their groups: the memberships are read whole before the first page and go along from page to page. */
export const agents: ZendeskStream = {
  spec: AGENTS.spec,
  replay: null,
  async read(value, context) {
    const kept = membershipsSchema.safeParse(
      typeof value === 'object' && value !== null && 'memberships' in value ? value.memberships : null,
    );
    const memberships = kept.success ? kept.data : await readMemberships(context);
    const page = await readListStream(AGENTS, value, context, agentNormaliser(memberships));
    if (page.done || typeof page.cursor !== 'object' || page.cursor === null) return page;
    return { ...page, cursor: { ...page.cursor, memberships } };
  },
};

async function readMemberships(context: StreamContext): Promise<z.infer<typeof membershipsSchema>> {
  const groupRows = (await readWhole(context, 'support', '/api/v2/groups', 'groups')) ?? [];
  const membershipRows = (await readWhole(context, 'support', '/api/v2/group_memberships', 'group_memberships')) ?? [];
  const groupNames: Record<string, string> = {};
  const groupsOfUser: Record<string, string[]> = {};
  for (const row of groupRows) {
    const group = groupSchema.safeParse(row);
    if (group.success) groupNames[group.data.id] = group.data.name ?? group.data.id;
  }
  for (const row of membershipRows) {
    const membership = membershipSchema.safeParse(row);
    if (membership.success) (groupsOfUser[membership.data.user_id] ??= []).push(membership.data.group_id);
  }
  return { groupNames, groupsOfUser, linesOfGroup: await readLines(context) } satisfies Memberships;
}

async function readLines(context: StreamContext): Promise<Record<string, string[]>> {
  const linesOfGroup: Record<string, string[]> = {};
  const rows = (await readWhole(context, 'support', '/api/v2/channels/voice/phone_numbers', 'phone_numbers')) ?? [];
  for (const row of rows) {
    const line = lineSchema.safeParse(row);
    if (!line.success) continue;
    const { id, group_ids: groupIds, default_group_id: fallback } = line.data;
    const serving = groupIds.length > 0 ? groupIds : fallback === null ? [] : [fallback];
    for (const group of serving) (linesOfGroup[group] ??= []).push(LINE_PREFIX + id);
  }
  return linesOfGroup;
}

const CHAT_PATH = '/api/v2/chat/agents';

const CHAT_AGENTS: ListStream = {
  spec: { name: 'chat-agents', mode: 'full', everySeconds: 3600, bucket: 'chat', after: 'agents', planGated: true },
  bucket: 'chat',
  first: withQuery(CHAT_PATH, [['limit', PAGE_SIZE]]),
  key: 'agents',
  entity: 'agent',
  prefix: CHAT_AGENT_PREFIX,
  owns: isChatAgent,
  nextById: (rows) => {
    if (rows.length < PAGE_SIZE) return null;
    const last = rowIdSchema.safeParse(rows.at(-1));
    if (!last.success) return null;
    return withQuery(CHAT_PATH, [
      ['limit', PAGE_SIZE],
      ['since_id', last.data.id],
    ]);
  },
};

const rowIdSchema = z.looseObject({ id: z.union([z.number(), z.string()]) });

/** Chat agents, where the plan has chat. Those who are Support users too are the same people and bring no second record. */
export const chatAgents: ZendeskStream = {
  spec: CHAT_AGENTS.spec,
  replay: null,
  read: (value, context) =>
    readListStream(
      CHAT_AGENTS,
      value,
      context,
      chatAgentNormaliser((email) => context.agentIdByEmail(email)),
    ),
};
