import { parseArgs } from 'node:util';
import { startPractice } from './index.ts';

/** The practice floor by itself: `node electron/practice/serve.ts --help`. */
const HELP = `Serves a simulated contact centre on 127.0.0.1 in the dialect of Zendesk.

  --port N         port (default 4010; 0 takes a free one)
  --seed N         which floor (default 1)
  --speed N        floor seconds per second (default 1)
  --zone NAME      time zone of the floor (default: this machine's)
  --agents N       agents (default 46, up to 2000)
  --queues N       queues (default 12, up to 200)
  --load N         factor on all arrivals (default 1)
  --history N      days of history at the first start (default 90)
  --data DIR       folder that remembers clock and incidents over restarts
  --token TEXT     API token that readers show (default practice-floor)
  --align-busy     live a busy late morning at the first start
  --without NAME   product that the plan lacks: talk, chat or csat (may be repeated)
  --help           this text

Read it with Basic authentication, user supervisor@practice.example/token. Incidents:
  curl -X POST http://127.0.0.1:4010/practice/incidents -d '{"kind":"queue-surge","minutes":10,"factor":3}'
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
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
  const number = (name: 'port' | 'seed' | 'speed' | 'agents' | 'queues' | 'load' | 'history'): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw new Error(`--${name} takes a number, not "${text}".`);
    return value;
  };
  const given = {
    port: number('port'),
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
    alignBusy: values['align-busy'],
    without: values.without.filter((name) => name === 'talk' || name === 'chat' || name === 'csat'),
  });
  process.stdout.write(
    `Practice floor at ${floor.baseUrl} (user ${floor.email}/token, token ${floor.token}). Ctrl-C ends it.\n`,
  );
  const stop = (): void => {
    void floor.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
