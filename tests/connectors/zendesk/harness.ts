import type { SecretReader } from '../../../electron/connectors/connector.ts';
import type { ConnectorHarness, FakeVendor } from '../harness.ts';
import { call, emptyAccount, iso, rating, smallAccount, ticket, user } from './fake-data.ts';
import type { Row } from './fake-data.ts';
import { FakeZendesk } from './fake-server.ts';

const PATHS: Readonly<Record<string, string>> = {
  tickets: '/incremental/tickets/cursor',
  ratings: '/satisfaction_ratings',
};

const DAY = 86_400;

/** An account of 25 agents and a day of work, two days before `now`. */
export async function startFake(now: () => number): Promise<FakeZendesk> {
  const fake = new FakeZendesk();
  fake.now = now;
  fake.account = smallAccount(Math.floor(now() / 1000) - 2 * DAY);
  for (let id = 1006; id <= 1025; id += 1) fake.account.users.push(user(id));
  await fake.start();
  return fake;
}

export function sourceOf(fake: FakeZendesk): FakeVendor['source'] {
  const config = {
    baseUrl: fake.baseUrl,
    startTime: '2026-01-01T00:00:00Z',
    email: 'reader@example.test',
    tokenEnv: 'ZENDESK_TOKEN',
  };
  return { id: 'zd', kind: 'zendesk', name: 'Zendesk', zone: null, config };
}

export const secretOf =
  (fake: FakeZendesk): SecretReader =>
  async () =>
    fake.token;

export const zendeskHarness: ConnectorHarness = {
  kind: 'zendesk',
  streams: { essential: 'tickets', planGated: 'ratings' },
  // The exports withhold the last minute.
  settleMs: 120_000,
  happenings: ['add', 'change', 'delete', 'call', 'rate', 'cursor-refused'],
  failures: ['500', 'truncated', 'html', '429', 'reset', '401'],
  notApplicable: {
    'push-live': 'Zendesk has no push that a desktop program can take: its live figures are polled',
    'push-gap': 'Zendesk has no push that a desktop program can take: its live figures are polled',
  },
  start: async (now) => {
    const fake = await startFake(now);
    const account = () => fake.account;
    let mended: Row | null = null;
    return {
      source: sourceOf(fake),
      secret: secretOf(fake),
      secrets: () => [fake.token],
      smallPages: (rows = 5) => {
        fake.exportPage = rows;
        fake.listPage = rows;
      },
      empty: () => {
        fake.account = emptyAccount();
      },
      failNext: (failure, { stream, ...options } = {}) => {
        fake.failNext(failure, { ...options, ...(stream === undefined ? {} : { path: PATHS[stream] ?? stream }) });
      },
      heal: () => fake.heal(),
      mutate: (step) => {
        // Changes are stamped two minutes back: past the minute that exports withhold, yet after all that was read.
        const at = Math.floor(fake.now() / 1000) - 120 + Math.floor(step / 4);
        const changed = account().tickets[step % 5];
        if (changed !== undefined && changed['status'] !== 'deleted') {
          Object.assign(changed, { subject: `Changed in step ${step}`, generated_timestamp: at, updated_at: iso(at) });
        }
        const gone = account().tickets[10 + (step % 5)];
        if (gone !== undefined) Object.assign(gone, { status: 'deleted', generated_timestamp: at });
        account().tickets.push(ticket(5000 + step, at));
        account().ratings.push(rating(8000 + step, 1, at));
      },
      addContact: (n) => {
        const at = Math.floor(fake.now() / 1000);
        account().tickets.push(ticket(6000 + n, at - 240, { generated_timestamp: at, updated_at: iso(at) }));
        return String(6000 + n);
      },
      repeatAtEdges: (rows) => {
        fake.repeatRows = rows;
      },
      addEqualStamps: (count) => {
        const at = Math.floor(fake.now() / 1000) - 5400;
        const rows = Array.from({ length: count }, (_, i) => ticket(7000 + i, at));
        account().tickets.push(...rows);
        return rows.map(({ id }) => String(id));
      },
      deleteAndMerge: () => {
        const at = Math.floor(fake.now() / 1000);
        const stamp = { generated_timestamp: at, updated_at: iso(at) };
        const [first, second, third] = account().tickets;
        Object.assign(first ?? {}, { status: 'deleted', ...stamp });
        Object.assign(second ?? {}, { status: 'closed', tags: ['closed_by_merge'], ...stamp });
        account().audits[String(second?.['id'])] = [mergeAudit(Number(second?.['id']), Number(third?.['id']))];
        const left = account().users.pop();
        const [group] = account().groups.splice(2, 1);
        return [
          { entity: 'contact', id: String(first?.['id']), mergedInto: null },
          { entity: 'contact', id: String(second?.['id']), mergedInto: String(third?.['id']) },
          { entity: 'agent', id: String(left?.['id']), mergedInto: null },
          { entity: 'queue', id: String(group?.['id']), mergedInto: null },
        ];
      },
      many: (contacts) => fake.generate(contacts),
      happen: (name, n) => happen(fake, name, n),
      putText: (text) => {
        for (const row of account().users) row['name'] = text;
        for (const row of account().groups) row['name'] = text;
        for (const row of account().lines) row['nickname'] = text;
        for (const row of account().tickets) row['subject'] = text;
        for (const row of account().ratings) row['comment'] = text;
        for (const row of account().calls) row['line'] = text;
      },
      putUnknowns: () => {
        const unknown = { brand_new: { nested: [1, null, 'x'] }, another: null };
        const { users, groups, lines, tickets, calls, legs, metricEvents, ratings, agentsActivity } = account();
        for (const rows of [users, groups, lines, tickets, calls, legs, metricEvents, ratings, agentsActivity]) {
          for (const row of rows) Object.assign(row, unknown);
        }
        for (const row of tickets) Object.assign(row, { status: 'dreaming', via: { channel: 'telepathy' } });
        for (const row of calls) Object.assign(row, { completion_status: 'beamed_up', direction: 'sideways' });
        for (const row of legs) Object.assign(row, { type: 'ghost', completion_status: 'haunted' });
        for (const row of metricEvents) Object.assign(row, { metric: 'joy', type: 'spark' });
        for (const row of ratings) row['score'] = 'splendid';
        for (const row of agentsActivity) Object.assign(row, { agent_state: 'zen', call_status: 'humming' });
        for (const row of users) row['role'] = row['role'] === 'admin' ? 'admin' : 'agent';
      },
      putUnreadable: () => {
        const at = Math.floor(fake.now() / 1000) - 600;
        mended = ticket(4000, at);
        account().tickets.push({ ...mended, created_at: 'the day before yesterday' });
      },
      mendUnreadable: () => {
        const at = Math.floor(fake.now() / 1000);
        account().tickets = account().tickets.filter(({ id }) => id !== 4000);
        if (mended !== null) account().tickets.push({ ...mended, generated_timestamp: at });
      },
      loseMostAgents: () => {
        account().users = account().users.slice(0, 5);
      },
      setSkew: (ms) => {
        fake.now = () => now() + ms;
      },
      requests: () =>
        fake.exchanges.map(({ path, query, headers }) => ({ target: `${path}?${query.toString()}`, headers })),
      onRequest: (listener) => {
        fake.onRequest = listener;
      },
      stop: () => fake.stop(),
    };
  },
};

function mergeAudit(of: number, into: number): Row {
  const source = { from: { ticket_id: into }, to: {}, rel: 'merge' };
  return { id: 90_000 + of, ticket_id: of, via: { channel: 'web', source }, events: [] };
}

/** What may happen to an account while it is read, stamped with the instant at which it happens, as the vendor does. */
function happen(fake: FakeZendesk, name: string, n: number): void {
  const { tickets, calls, ratings } = fake.account;
  const at = Math.floor(fake.now() / 1000);
  const row = tickets[n % Math.max(1, tickets.length)];
  switch (name) {
    case 'add':
      if (!tickets.some(({ id }) => id === 100 + (n % 40))) tickets.push(ticket(100 + (n % 40), at));
      break;
    case 'change': {
      const status = ['open', 'pending', 'solved'][n % 3];
      if (row !== undefined && row['status'] !== 'deleted')
        Object.assign(row, { status, subject: `at ${at}`, generated_timestamp: at });
      break;
    }
    case 'delete':
      if (row !== undefined) Object.assign(row, { status: 'deleted', generated_timestamp: at });
      break;
    case 'call': {
      const status = [null, 'completed', 'abandoned_in_queue'][n % 3] ?? null;
      const ended = status === null ? { duration: null, talk_time: null } : {};
      const fields = { completion_status: status, updated_at: iso(at), ...ended };
      const known = calls.find(({ id }) => id === 1 + (n % 20));
      if (known === undefined) calls.push(call(1 + (n % 20), at, fields));
      else Object.assign(known, fields);
      break;
    }
    case 'rate': {
      const fields = { score: ['offered', 'good', 'bad'][n % 3], updated_at: iso(at) };
      const known = ratings.find(({ id }) => id === 700 + (n % 13));
      if (known === undefined) ratings.push(rating(700 + (n % 13), 1, at, fields));
      else Object.assign(known, fields);
      break;
    }
    case 'cursor-refused':
      fake.failNext('400', { path: 'tickets/cursor' });
      break;
    default:
      throw new Error(`unknown happening ${name}`);
  }
}
