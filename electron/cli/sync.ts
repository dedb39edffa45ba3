import { parseArgs } from 'node:util';
import { isAppError } from '../../shared/errors/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { createConnector } from '../connectors/index.ts';
import { openStore } from '../store/index.ts';
import { createSync } from '../sync/index.ts';
import type { Sync, SyncLog, SyncReport } from '../sync/index.ts';
import { EXIT, pathFrom, printJson, UsageError } from './io.ts';
import type { CliIo, ExitCode } from './io.ts';
import { readSourcesFile } from './sync-config.ts';
import type { ConfiguredSource } from './sync-config.ts';

const HELP = `Reads sources into a data folder.

  npm run cli -- sync --config FILE --data DIR --once [--json] [--quiet]

  --config FILE   JSON: {"sources":[{"id","kind","baseUrl","startTime","auth":{…}}]}
                  zendesk: auth {"email","tokenEnv"}; genesys: "loginUrl" too, auth {"clientIdEnv","clientSecretEnv"}.
                  They name the environment variables that hold the secrets; the file never holds one.
                  Plain HTTP addresses are for this machine only.
  --data DIR      data folder; made where it does not exist
  --once          read every stream to its end, then stop (without it: go on until Ctrl-C)
  --json          print the outcome as JSON
  --quiet         no progress on stderr

Exit: 0 all well, 3 partly degraded, 1 failed, 2 wrong use.
`;

const OPTIONS = {
  config: { type: 'string' },
  data: { type: 'string' },
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `watchfloor sync`. @returns the exit code: 0 all well, 3 partly degraded, 1 failed, 2 wrong use */
export async function syncCommand(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const values = parse(argv);
  if (values.help) {
    io.out(HELP);
    return EXIT.ok;
  }
  if (values.config === undefined) throw new UsageError('Name the file of sources with --config.');
  if (values.data === undefined) throw new UsageError('Name the data folder with --data.');
  const sources = checked(pathFrom(io, values.config), io.env);
  const log = values.quiet ? undefined : logTo(io);
  const store = openStore({ directory: pathFrom(io, values.data), clock: systemClock });
  try {
    const connectors = sources.map(({ config, secretEnvs }) => ({
      config,
      connector: createConnector(config, async (name) => (secretEnvs.includes(name) ? (io.env[name] ?? null) : null)),
    }));
    const sync = createSync({ store, connectors, ...(log === undefined ? {} : { log }) });
    try {
      const report = values.once ? await sync.syncOnce(io.signal) : await keepReading(sync, io.signal);
      return tell(report, values.json, io);
    } finally {
      await sync.close();
    }
  } finally {
    store.close();
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The arguments are not understood.');
  }
}

/** The file of sources, each fit to be read: in order, of a known kind, its secret at hand. Nothing is opened before that. */
function checked(path: string, env: CliIo['env']): ConfiguredSource[] {
  try {
    const sources = readSourcesFile(path);
    for (const { config, secretEnvs } of sources) {
      const missing = secretEnvs.find((name) => (env[name] ?? '') === '');
      if (missing !== undefined) {
        throw new UsageError(
          `The environment variable ${missing}, which should hold the secret of source "${config.id}", is not set.`,
        );
      }
      void createConnector(config, async () => null).close();
    }
    return sources;
  } catch (error) {
    throw isAppError(error, 'invalid-input') ? new UsageError(error.message) : error;
  }
}

/** Reads until stopped, then tells how things stand. */
async function keepReading(sync: Sync & { start(): void }, signal: AbortSignal): Promise<SyncReport> {
  sync.start();
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return sync.report();
}

function tell(report: SyncReport, json: boolean, io: CliIo): ExitCode {
  if (json) printJson(io, report);
  else {
    for (const source of report.sources) {
      io.out(`${source.id} (${source.kind}): ${source.state}${source.fault === null ? '' : ` — ${source.fault}`}\n`);
      for (const stream of source.streams) {
        const { rows, new: added, updated, deleted, quarantined, requests, retries, waitedSeconds } = stream;
        io.out(
          `  ${stream.stream}: ${stream.state}, ${rows} rows (${added} new, ${updated} updated, ${deleted} deleted, ` +
            `${quarantined} in quarantine), ${requests} requests, ${retries} retries, waited ${waitedSeconds} s` +
            `${stream.fault === null ? '' : ` — ${stream.fault}`}\n`,
        );
      }
    }
  }
  const failed = report.sources.filter(({ state }) => state === 'failed').length;
  if (failed === report.sources.length) return EXIT.failed;
  return report.sources.every(({ state }) => state === 'ok') ? EXIT.ok : EXIT.partly;
}

/** Warnings as lines for people: what, where, why. Fields never hold secrets (see SyncLog). */
function logTo(io: CliIo): SyncLog {
  const line = (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const words = Object.entries(fields)
      .filter(([, value]) => value !== null && typeof value !== 'object')
      .map(([key, value]) => `${key}=${String(value)}`);
    io.err(`${[message, ...words].join(' ')}\n`);
  };
  return { info: line, warn: line, error: line };
}
