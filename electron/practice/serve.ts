import { parseArgs } from 'node:util';
import { startPractice } from './index.ts';
import type { PracticeFloor } from './index.ts';

/** The practice floor by itself: `node electron/practice/serve.ts --help`. */
const HELP = `Serves a simulated contact centre on 127.0.0.1: tickets and chats in the dialect of Zendesk, phones and schedules
of the same people in the dialect of Genesys Cloud.

  --dialect NAME   both (default), or zendesk: the phones ring in Zendesk too, and there are no schedules

  --port N         port of Zendesk (default 4010; 0 takes a free one)
  --genesys-port N port of Genesys Cloud, its sign-in and its socket (default 4011; 0 takes a free one)
  --seed N         which floor (default 1)
  --speed N        floor seconds per second (default 1)
  --zone NAME      time zone of the floor (default: this machine's)
  --agents N       agents (default 46, up to 2000)
  --queues N       queues (default 12, up to 200)
  --load N         factor on all arrivals (default 1)
  --history N      days of history at the first start (default 90)
  --data DIR       folder that remembers clock and incidents over restarts
  --token TEXT     API token that readers of Zendesk show (default practice-floor)
  --client-id TEXT, --client-secret TEXT
                   OAuth client of Genesys Cloud (default practice-client, practice-secret)
  --align-busy     live a busy late morning at the first start
  --without NAME   product that the plan lacks: talk, chat or csat (may be repeated)
  --help           this text

Read Zendesk with Basic authentication, user supervisor@practice.example/token, and Genesys Cloud with the token that
its /oauth/token gives for client credentials. A file for the headless sync is printed at the start. Incidents, of
both sources or ("vendor") of one:
  curl -X POST http://127.0.0.1:4010/practice/incidents -d '{"kind":"queue-surge","minutes":10,"factor":3}'
  curl -X POST http://127.0.0.1:4010/practice/incidents -d '{"kind":"source-outage","minutes":5,"vendor":"genesys"}'
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      'genesys-port': { type: 'string', default: '4011' },
      dialect: { type: 'string', default: 'both' },
      'client-id': { type: 'string' },
      'client-secret': { type: 'string' },
      seed: { type: 'string' },
      speed: { type: 'string' },
      zone: { type: 'string' },
      agents: { type: 'string' },
      queues: { type: 'string' },
      load: { type: 'string' },
      history: { type: 'string' },
      data: { type: 'string' },
      token: { type: 'string' },
      'align-busy': { type: 'boolean', default: false },
      without: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { dialect } = values;
  if (dialect !== 'both' && dialect !== 'zendesk') throw new Error('--dialect is both or zendesk.');
  const number = (
    name: 'port' | 'genesys-port' | 'seed' | 'speed' | 'agents' | 'queues' | 'load' | 'history',
  ): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw new Error(`--${name} takes a number, not "${text}".`);
    return value;
  };
  const given = {
    port: number('port'),
    genesysPort: number('genesys-port'),
    clientId: values['client-id'],
    clientSecret: values['client-secret'],
    seed: number('seed'),
    speed: number('speed'),
    zone: values.zone,
    agents: number('agents'),
    queues: number('queues'),
    load: number('load'),
    historyDays: number('history'),
    dataDirectory: values.data,
    token: values.token,
  };
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const floor = await startPractice({
    ...chosen,
    phones: dialect === 'both' ? 'genesys' : 'zendesk',
    alignBusy: values['align-busy'],
    without: values.without.map(productOf),
  });
  process.stdout.write(wordsOf(floor));
  const stop = (): void => {
    void floor.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** @throws Error where the plan knows no such product: one that was misspelt would be there after all */
function productOf(name: string): 'talk' | 'chat' | 'csat' {
  if (name === 'talk' || name === 'chat' || name === 'csat') return name;
  throw new Error(`--without is talk, chat or csat, not "${name}".`);
}

/** Where to read, with which credentials, and the file for a headless sync. */
function wordsOf({ baseUrl, email, token, genesys, clock }: PracticeFloor): string {
  const startTime = new Date(clock().now - 30 * 86_400_000).toISOString();
  const lines = [`Zendesk at ${baseUrl} (user ${email}/token, token ${token})`];
  const sources: object[] = [
    { id: 'zd', kind: 'zendesk', baseUrl, startTime, auth: { email, tokenEnv: 'PRACTICE_TOKEN' } },
  ];
  const secrets = [`PRACTICE_TOKEN=${token}`];
  if (genesys !== null) {
    const { baseUrl: gcUrl, clientId, clientSecret } = genesys;
    lines.push(`Genesys Cloud at ${gcUrl} (client ${clientId}, secret ${clientSecret})`);
    const auth = { clientIdEnv: 'PRACTICE_CLIENT_ID', clientSecretEnv: 'PRACTICE_CLIENT_SECRET' };
    sources.push({ id: 'gc', kind: 'genesys', baseUrl: gcUrl, loginUrl: gcUrl, startTime, auth });
    secrets.push(`PRACTICE_CLIENT_ID=${clientId}`, `PRACTICE_CLIENT_SECRET=${clientSecret}`);
  }
  return [
    'Practice floor. Ctrl-C ends it.',
    ...lines.map((line) => `  ${line}`),
    `A file for the headless sync (--config), with ${secrets.join(' ')}:`,
    `  ${JSON.stringify({ sources })}`,
    '',
  ].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
