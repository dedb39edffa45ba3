import type { SecretReader } from '../../../electron/connectors/connector.ts';
import type { ConnectorHarness, FakeVendor } from '../harness.ts';
import {
  call,
  conversationId,
  emptyAccount,
  evaluation,
  iso,
  shift,
  smallAccount,
  user,
  userId,
  uuid,
} from './fake-data.ts';
import type { Row } from './fake-data.ts';
import { FakeGenesys } from './fake-server.ts';

const PATHS: Readonly<Record<string, RegExp>> = {
  conversations: /\/analytics\/conversations\/details\/query$/,
  evaluations: /\/quality\/evaluations\/query$/,
};

/** The oldest history wanted: a week and a bit before the suite's time. */
const START = Date.parse('2026-02-22T00:00:00Z');
const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** An account of 26 agents and a day of work, begun 20 hours before `now`. The last agent is of the kind that nothing is known of. */
export async function startFake(now: () => number): Promise<FakeGenesys> {
  const fake = new FakeGenesys();
  fake.now = now;
  fake.account = smallAccount(now() - 20 * HOUR);
  fake.account.users.push(user(26));
  await fake.start();
  return fake;
}

export function sourceOf(fake: FakeGenesys): FakeVendor['source'] {
  const config = {
    baseUrl: fake.baseUrl,
    loginUrl: fake.baseUrl,
    startTime: iso(START),
    clientIdEnv: 'GENESYS_CLIENT_ID',
    clientSecretEnv: 'GENESYS_CLIENT_SECRET',
  };
  return { id: 'gc', kind: 'genesys', name: 'Genesys Cloud', zone: null, config };
}

export const secretOf =
  (fake: FakeGenesys): SecretReader =>
  async (name) =>
    name === 'GENESYS_CLIENT_ID' ? fake.clientId : name === 'GENESYS_CLIENT_SECRET' ? fake.clientSecret : null;

export const genesysHarness: ConnectorHarness = {
  kind: 'genesys',
  streams: { essential: 'conversations', planGated: 'evaluations' },
  // The vendor corrects its data by night: a change of what is over comes with the next day's pass.
  settleMs: 25 * HOUR,
  propertyRuns: 6,
  happenings: ['add', 'end', 'correct', 'state', 'presence', 'evaluate', 'replan', 'job-lost'],
  failures: ['500', 'truncated', 'html', '429', 'reset', '401'],
  alsoCompare: {
    states: 'SELECT id, agent, platform, state, raw_state, start_at, end_at FROM agent_states ORDER BY id',
    schedules: 'SELECT id, agent, activity, raw_activity, start_at, end_at, paid FROM schedules ORDER BY id, start_at',
    evaluations: 'SELECT id, agent, status, total_score FROM evaluations ORDER BY id',
  },
  start: async (now) => {
    const fake = await startFake(now);
    const account = () => fake.account;
    return {
      source: sourceOf(fake),
      secret: secretOf(fake),
      secrets: () => [fake.clientSecret, ...fake.tokens],
      smallPages: (rows = 5) => {
        // Lists are read whole each time and keep no place: smaller pages of them show nothing more.
        fake.listPage = Math.max(15, rows);
        fake.analytics.page = rows;
      },
      empty: () => {
        fake.account = emptyAccount();
      },
      failNext: (failure, { stream, ...options } = {}) => {
        const path = stream === undefined ? undefined : (PATHS[stream] ?? new RegExp(stream));
        fake.failNext(failure, { ...options, ...(path === undefined ? {} : { path }) });
      },
      heal: () => fake.heal(),
      mutate: (step) => {
        happen(fake, 'correct', step);
        happen(fake, 'add', step);
      },
      addContact: (n) => {
        account().conversations.push(call(600 + n, fake.now() - 4 * MINUTE, { menu: 5, wait: 10, talk: 60, wrap: 5 }));
        return conversationId(600 + n);
      },
      repeatAtEdges: (rows) => {
        fake.analytics.repeatRows = rows;
      },
      addEqualStamps: (count) => {
        const at = fake.now() - 90 * MINUTE;
        const rows = Array.from({ length: count }, (_, i) => call(700 + i, at, { agent: 1 + (i % 5) }));
        account().conversations.push(...rows);
        return rows.map((row) => String(row['conversationId']));
      },
      deleteAndMerge: () => {
        const left = account().users.pop();
        const [gone] = account().queues.splice(2, 1);
        return [
          { entity: 'agent', id: String(left?.['id']), mergedInto: null },
          { entity: 'queue', id: String(gone?.['id']), mergedInto: null },
        ];
      },
      many: (contacts) => {
        fake.account = emptyAccount();
        fake.forgetful = true;
        fake.analytics.generated = { count: contacts, from: START + HOUR, everyMs: Math.floor((7 * DAY) / contacts) };
      },
      happen: (name, n) => happen(fake, name, n),
      putText: (text) => {
        for (const row of account().users) row['name'] = text;
        for (const row of account().queues) row['name'] = text;
        for (const row of account().definitions) row['languageLabels'] = { en_US: text };
        for (const row of account().wrapUpCodes) row['name'] = text;
        for (const row of account().evaluations) row['answers'] = { totalScore: 50, comments: text };
      },
      putUnknowns: () => {
        const unknown = { brand_new: { nested: [1, null, 'x'] }, another: null };
        const { users, queues, definitions, conversations, evaluations, schedules, states } = account();
        for (const rows of [users, queues, definitions, conversations, evaluations]) {
          for (const row of rows) Object.assign(row, unknown);
        }
        for (const row of conversations) strange(row);
        for (const row of evaluations) row['status'] = 'ENSHRINED';
        for (const { shifts } of Object.values(schedules)) for (const row of shifts) Object.assign(row, unknown);
        for (const log of Object.values(states)) {
          for (const state of log.routing) state.status = 'LEVITATING';
          for (const state of log.presence) state.system = 'DREAMING';
        }
        for (const row of account().activityCodes) row['category'] = 'Juggling';
      },
      putUnreadable: () => {
        const row = call(800, fake.now() - 30 * MINUTE);
        account().conversations.push({
          ...row,
          participants: [{ purpose: 'acd', sessions: [{ segments: [{ segmentStart: 'once' }] }] }],
        });
      },
      mendUnreadable: () => {
        account().conversations = account().conversations.filter(
          (row) => row['conversationId'] !== conversationId(800),
        );
        account().conversations.push(call(800, fake.now() - 30 * MINUTE));
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
      push: {
        setAgentState: (n) => {
          const agent = userId(1 + (n % 25));
          const log = account().states[agent];
          const status = log?.routing.at(-1)?.status === 'INTERACTING' ? 'NOT_RESPONDING' : 'INTERACTING';
          fake.setRouting(agent, status);
          return { agent, platform: 'acd', state: status === 'INTERACTING' ? 'on-contact' : 'away' };
        },
        repeatLast: () => fake.channels.repeatLast(),
        open: () => fake.channels.open,
        opened: () => fake.channels.opened,
        drop: () => fake.channels.drop(),
      },
      stop: () => fake.stop(),
    };
  },
};

/** Words in a conversation that nobody has heard of. */
function strange(row: Row): void {
  const participants = row['participants'] as Row[];
  for (const participant of participants) {
    for (const session of participant['sessions'] as Row[]) {
      Object.assign(session, { mediaType: 'telepathy', brand_new: 1 });
      for (const segment of session['segments'] as Row[]) segment['disconnectType'] = 'beamed up';
    }
  }
  const sessions: Row[] = [
    { mediaType: 'voice', segments: [{ segmentStart: row['conversationStart'], segmentType: 'haunting' }] },
  ];
  participants.push({ purpose: 'ghost', sessions }, { purpose: 'agent', sessions: structuredClone(sessions) });
}

/** What may happen to an account while it is read, at the instant at which it happens. */
function happen(fake: FakeGenesys, name: string, n: number): void {
  const { conversations, evaluations, schedules } = fake.account;
  const at = fake.now();
  const row = conversations[n % Math.max(1, conversations.length)];
  const agent = userId(1 + (n % 25));
  switch (name) {
    case 'add': {
      const id = 100 + (n % 40);
      if (conversations.some((known) => known['conversationId'] === conversationId(id))) break;
      const outcome = (['open', 'waiting', 'open'] as const)[n % 3] ?? 'open';
      conversations.push(call(id, at - 60_000, { outcome, agent: 1 + (n % 9), menu: 5, wait: 20, ring: 5 }));
      break;
    }
    case 'end':
      if (row !== undefined && row['conversationEnd'] === undefined) {
        const number = Number(String(row['conversationId']).slice(-12));
        const start = Date.parse(String(row['conversationStart']));
        const talk = Math.max(1, Math.floor((at - start) / 1000) - 25);
        Object.assign(row, call(number, start, { agent: 1 + (n % 9), menu: 5, wait: 20, ring: 5, talk, wrap: 0 }));
      }
      break;
    case 'correct':
      // The vendor's nightly pass sets an instant back: nothing in the conversation says that it changed.
      if (row !== undefined && row['conversationEnd'] !== undefined) {
        const number = Number(String(row['conversationId']).slice(-12));
        const start = Date.parse(String(row['conversationStart']));
        Object.assign(
          row,
          call(number, start, { talk: 10 + (n % 50), agent: 1 + (n % 9), menu: 5, wait: 20, wrap: 0 }),
        );
      }
      break;
    case 'state':
      fake.setRouting(agent, ['IDLE', 'INTERACTING', 'OFF_QUEUE', 'NOT_RESPONDING'][n % 4] ?? 'IDLE');
      break;
    case 'presence':
      fake.setPresence(agent, ['ON_QUEUE', 'MEAL', 'BREAK'][n % 3] ?? 'MEAL', uuid(15, 2 + (n % 3)));
      break;
    case 'evaluate': {
      const known = evaluations.find(({ id }) => id === uuid(11, 1 + (n % 12)));
      const changed = {
        status: ['INPROGRESS', 'FINISHED', 'INREVIEW'][n % 3],
        changedDate: iso(at),
        answers: { totalScore: n % 100 },
      };
      if (known === undefined) evaluations.push(evaluation(1 + (n % 12), 1 + (n % 5), at, changed));
      else Object.assign(known, changed);
      break;
    }
    case 'replan': {
      const plan = (schedules[userId(1 + (n % 3))] ??= { shifts: [], fullDayTimeOffMarkers: [] });
      if (n % 4 === 0) plan.shifts.pop();
      else if (!plan.shifts.some(({ id }) => id === uuid(13, 50 + (n % 20))))
        plan.shifts.push(shift(50 + (n % 20), at + (n % 9) * DAY));
      break;
    }
    case 'job-lost':
      fake.analytics.forgetJobs();
      break;
    default:
      throw new Error(`unknown happening ${name}`);
  }
}
