/** What a fake Zendesk account holds. Instants are epoch seconds; rows are as the vendor sends them. */
export interface Account {
  users: Row[];
  groups: Row[];
  memberships: Row[];
  lines: Row[];
  chatAgents: Row[];
  tickets: Row[];
  metricEvents: Row[];
  ratings: Row[];
  calls: Row[];
  legs: Row[];
  audits: Record<string, Row[]>;
  queueActivity: Row;
  agentsActivity: Row[];
  accountOverview: Row;
}

export type Row = Record<string, unknown>;

export const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

export function emptyAccount(): Account {
  return {
    users: [],
    groups: [],
    memberships: [],
    lines: [],
    chatAgents: [],
    tickets: [],
    metricEvents: [],
    ratings: [],
    calls: [],
    legs: [],
    audits: {},
    queueActivity: {},
    agentsActivity: [],
    accountOverview: {},
  };
}

export function user(id: number, overrides: Row = {}): Row {
  return {
    id,
    name: `Agent ${id}`,
    email: `agent${id}@example.test`,
    role: 'agent',
    active: true,
    suspended: false,
    updated_at: '2025-12-01T08:00:00Z',
    ...overrides,
  };
}

export function ticket(id: number, at: number, overrides: Row = {}): Row {
  return {
    id,
    created_at: iso(at),
    updated_at: iso(at),
    generated_timestamp: at,
    status: 'open',
    subject: `Ticket ${id}`,
    group_id: 11,
    assignee_id: 1001,
    requester_id: 90_000 + id,
    tags: [],
    via: { channel: 'email', source: { from: {}, to: {}, rel: null } },
    ...overrides,
  };
}

export function call(id: number, at: number, overrides: Row = {}): Row {
  return {
    id,
    created_at: iso(at),
    updated_at: iso(at + 200),
    agent_id: 1001,
    customer_id: 70_000 + id,
    phone_number_id: 21,
    direction: 'inbound',
    callback: false,
    voicemail: false,
    completion_status: 'completed',
    duration: 180,
    ivr_time_spent: 10,
    wait_time: 20,
    time_to_answer: 30,
    talk_time: 140,
    hold_time: 5,
    wrap_up_time: 15,
    line: '+1 555 0100',
    ...overrides,
  };
}

export function leg(id: number, callOf: number, at: number, overrides: Row = {}): Row {
  return {
    id,
    call_id: callOf,
    type: 'agent',
    agent_id: 1001,
    created_at: iso(at),
    updated_at: iso(at + 170),
    completion_status: 'completed',
    duration: 150,
    talk_time: 145,
    hold_time: 5,
    wrap_up_time: 15,
    ...overrides,
  };
}

export function metricEvent(id: number, ticketOf: number, at: number, overrides: Row = {}): Row {
  return {
    id,
    ticket_id: ticketOf,
    metric: 'reply_time',
    type: 'update_status',
    instance_id: 1,
    time: iso(at),
    status: { calendar: 12, business: 4 },
    ...overrides,
  };
}

export function rating(id: number, ticketOf: number, at: number, overrides: Row = {}): Row {
  return {
    id,
    ticket_id: ticketOf,
    assignee_id: 1001,
    group_id: 11,
    requester_id: 90_000 + ticketOf,
    score: 'good',
    comment: 'thanks',
    created_at: iso(at),
    updated_at: iso(at + 60),
    ...overrides,
  };
}

/**
 * A small account with some of everything: 3 groups, 2 lines, 5 agents, 24 tickets (one deleted, one merged), their
 * events and ratings, 12 calls with legs.
 *
 * @param from epoch seconds of the first ticket and call
 */
export function smallAccount(from: number): Account {
  const account = emptyAccount();
  account.groups = [11, 12, 13].map((id) => ({ id, name: `Group ${id}`, deleted: false, updated_at: iso(from) }));
  account.lines = [
    { id: 21, nickname: 'Support line', number: '+15550100', display_number: '+1 555 0100', group_ids: [11] },
    { id: 22, nickname: 'Sales line', number: '+15550101', display_number: '+1 555 0101', group_ids: [12, 13] },
  ];
  account.users = [1001, 1002, 1003, 1004, 1005].map((id) => user(id, id === 1005 ? { role: 'admin' } : {}));
  account.memberships = account.users.map(({ id }, index) => ({
    id: 500 + index,
    user_id: id,
    group_id: 11 + (index % 3),
  }));
  account.chatAgents = [
    { id: 1, email: 'agent1001@example.test', display_name: 'Agent 1001', enabled: true },
    { id: 2, email: 'chatonly@example.test', display_name: 'Only Chat', enabled: true },
  ];
  for (let i = 0; i < 24; i += 1) {
    const at = from + i * 600;
    const id = 1 + i;
    const via = ['email', 'web', 'chat', 'whatsapp'][i % 4];
    const status = i % 3 === 0 ? 'solved' : 'open';
    const row = ticket(id, at, { group_id: 11 + (i % 3), assignee_id: 1001 + (i % 5), status, via: { channel: via } });
    account.tickets.push(row);
    account.metricEvents.push(metricEvent(9000 + i, id, at + 30));
    if (status === 'solved') account.ratings.push(rating(600 + i, id, at + 90, i % 2 === 0 ? {} : { score: 'bad' }));
  }
  Object.assign(account.tickets[5] as Row, { status: 'deleted' });
  Object.assign(account.tickets[7] as Row, { status: 'closed', tags: ['closed_by_merge'] });
  account.audits['8'] = [
    { id: 1, ticket_id: 8, via: { channel: 'web', source: { from: {}, to: {}, rel: null } }, events: [] },
    {
      id: 2,
      ticket_id: 8,
      via: { channel: 'web', source: { from: { ticket_id: 3 }, to: {}, rel: 'merge' } },
      events: [],
    },
  ];
  for (let i = 0; i < 12; i += 1) {
    const at = from + i * 900;
    const status = ['completed', 'abandoned_in_queue', 'completed', 'abandoned_in_ivr'][i % 4];
    const taken = status === 'completed';
    const none = { agent_id: null, talk_time: 0, hold_time: 0, wrap_up_time: 0 };
    account.calls.push(
      call(1 + i, at, { completion_status: status, phone_number_id: 21 + (i % 2), ...(taken ? {} : none) }),
    );
    if (taken) account.legs.push(leg(300 + i, 1 + i, at + 30));
  }
  account.queueActivity = { calls_waiting: 3, longest_wait_time: 41, agents_online: 2, callbacks_waiting: 0 };
  account.agentsActivity = [
    { agent_id: 1001, agent_state: 'online', call_status: 'on_call', name: 'Agent 1001' },
    { agent_id: 1002, agent_state: 'online', call_status: null, name: 'Agent 1002' },
    { agent_id: 1003, agent_state: 'away', call_status: null, name: 'Agent 1003' },
  ];
  account.accountOverview = { total_calls: 12, total_inbound_calls: 12, total_calls_abandoned_in_queue: 3 };
  return account;
}
