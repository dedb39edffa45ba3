import type { SecretReader } from '../../../electron/connectors/connector.ts';
import type { ConnectorHarness, FakeVendor } from '../harness.ts';
import { emptyAccount, iso, rating, smallAccount, ticket, user } from './fake-data.ts';
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
  start: async (now) => {
    const fake = await startFake(now);
    const account = () => fake.account;
    let mended: Row | null = null;
    return {
      source: sourceOf(fake),
      secret: secretOf(fake),
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
