import type { Contact } from '../arrivals.ts';
import type { Change, StateRow } from '../changes.ts';
import type { FloorAgent } from '../floor.ts';
import { chatTicketId } from '../tickets.ts';
import type { World } from '../world.ts';
import { json, wholeNumber } from './http.ts';
import type { Account, Reply, Request, Route } from './http.ts';
import { customerId, groupId, iso, userId } from './ids.ts';
import { timedExport } from './streams.ts';

function chat(path: string, handle: Route['handle']): Route {
  return {
    method: 'GET',
    pattern: new RegExp(`^\\/api\\/v2\\/chat${path}$`, 'u'),
    bucket: 'chat',
    product: 'chat',
    handle,
  };
}

export const chatRoutes: readonly Route[] = [
  chat('\\/account', () =>
    json({ account_key: 'practice', status: 'active', plan: { name: 'practice', rest_api: true } }),
  ),
  chat('\\/agents', agents),
  chat('\\/departments', departments),
  chat('\\/incremental\\/chats', (request, account) =>
    timedExport(request, account, 'chats', account.streams.chats, (change) => renderChat(account.world, change)),
  ),
  chat('\\/incremental\\/agent_timeline', (request, account) =>
    timedExport(request, account, 'agent_timeline', account.streams.chatStates, renderStay),
  ),
];

function agents(request: Request, account: Account): Reply {
  const since = wholeNumber(request.query, 'since_id') ?? -1;
  const limit = Math.min(100, Math.max(1, wholeNumber(request.query, 'limit') ?? 100));
  const listed = account.world.floor.agents.filter((agent) => agent.medium === 'chat' && userId(agent.index) > since);
  return json(listed.slice(0, limit).map((agent) => renderChatAgent(account.world, agent)));
}

function renderChatAgent(world: World, agent: FloorAgent): unknown {
  const [first = '', ...rest] = agent.name.split(' ');
  return {
    id: userId(agent.index),
    email: agent.email,
    display_name: agent.name,
    first_name: first,
    last_name: rest.join(' '),
    enabled: true,
    role_id: 3,
    roles: { administrator: false, owner: false },
    departments: agent.queues.map(groupId),
    enabled_departments: agent.queues.map(groupId),
    skills: [],
    scope: 'all',
    create_date: iso(world.openedAt - 31_536_000),
  };
}

function departments(_request: Request, account: Account): Reply {
  return json(
    account.world.floor.queues
      .filter((queue) => queue.medium === 'chat')
      .map((queue) => ({
        id: groupId(queue.index),
        name: queue.name,
        description: null,
        enabled: true,
        members: queue.agents.map(userId),
        settings: { chat_limit: 3 },
      })),
  );
}

function renderChat(world: World, change: Change<Contact>): unknown {
  const { row } = change;
  const queue = world.floor.queues[row.queue];
  const agent = world.floor.agents[row.agent];
  const answered = row.outcome === 'answered' && agent !== undefined;
  return {
    id: `${row.id}`,
    type: answered ? 'chat' : 'offline_msg',
    timestamp: iso(row.createdAt),
    update_timestamp: iso(change.at),
    duration: row.endedAt - row.createdAt,
    department_id: groupId(row.queue),
    department_name: queue?.name ?? null,
    agent_ids: answered ? [String(userId(row.agent))] : [],
    agent_names: answered ? [agent.name] : [],
    visitor: {
      id: String(customerId(row.customer)),
      name: `Customer ${customerId(row.customer)}`,
      email: null,
      phone: null,
    },
    session: { id: `s${row.id}`, start_date: iso(row.createdAt), end_date: iso(row.endedAt) },
    engagements: answered
      ? [
          {
            id: `${row.id}-1`,
            agent_id: String(userId(row.agent)),
            agent_name: agent.name,
            department_id: groupId(row.queue),
            timestamp: iso(row.answeredAt),
            duration: row.endedAt - row.answeredAt,
            accepted: true,
            assigned: true,
            started_by: 'visitor',
          },
        ]
      : [],
    response_time: answered ? { first: row.answeredAt - row.createdAt, avg: 18, max: 60 } : null,
    started_by: 'visitor',
    missed: !answered,
    unread: false,
    deleted: false,
    tags: [],
    zendesk_ticket_id: chatTicketId(row.id),
  };
}

function renderStay(change: Change<StateRow>): unknown {
  const { agent, entry, endAt } = change.row;
  return {
    agent_id: userId(agent.index),
    start_time: iso(entry.at),
    status: entry.state === 'away' ? 'away' : 'online',
    duration: endAt - entry.at,
    engagement_count: entry.load,
  };
}
