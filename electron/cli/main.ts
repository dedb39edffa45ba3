/** The command line: picks the command, prints its failures, sets the exit code. The rest of the program is the same engine without a window. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isAppError } from '../../shared/errors/index.ts';
import { HELP } from './help.ts';
import { EXIT, printError, printJson, UsageError } from './io.ts';
import type { CliIo, Command, ExitCode } from './io.ts';

/** Loaded when asked for: a figure must not wait for every connector to be read in. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  adherence: async () => (await import('./adherence.ts')).adherenceCommand,
  import: async () => (await import('./import.ts')).importCommand,
  kpi: async () => (await import('./kpi.ts')).kpiCommand,
  sql: async () => (await import('./sql.ts')).sqlCommand,
  sync: async () => (await import('./sync.ts')).syncCommand,
};

/** Runs one command line. Never throws: every failure is printed and becomes an exit code. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const [name, ...rest] = argv;
  const json = rest.includes('--json');
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      io.out(HELP);
      return name === undefined ? EXIT.usage : EXIT.ok;
    }
    if (name === '--version' || name === '-v') {
      io.out(`${version()}\n`);
      return EXIT.ok;
    }
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (load === undefined)
      throw new UsageError(
        `There is no command “${name.slice(0, 40)}”. Commands: ${Object.keys(COMMANDS).join(', ')}.`,
      );
    const command = await load();
    return await command(rest, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(
        `${error.message}\nTry: npm run cli -- ${name !== undefined && Object.hasOwn(COMMANDS, name) ? `${name} ` : ''}--help\n`,
      );
      if (json) printJson(io, { error: { code: error.code, message: error.message } });
      return EXIT.usage;
    }
    // What the program did not foresee is printed whole for people on stderr; programs get the plain form.
    if (!isAppError(error)) io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    printError(io, error, json);
    return EXIT.failed;
  }
}

function version(): string {
  const found: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown';
}

/** The process's own streams and signals. Ctrl-C stops at the next safe point; pressed again it ends the process at once. */
function processIo(stuck: () => void): CliIo {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  // A reader that closes its end (`| head`) has what it wants.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    cwd: process.env['WATCHFLOOR_CWD'] ?? process.cwd(),
    signal: controller.signal,
    stuck,
  };
}

/**
 * Ends the process although a thread of it runs on. Leaving in the usual way would wait for that thread, so the process becomes another program, one
 * that does nothing but hand on the exit code.
 */
function endHard(code: ExitCode): void {
  process.stdout.write('', () => {
    process.stderr.write('', () => {
      if (process.execve !== undefined && process.platform !== 'win32') {
        process.execve(process.execPath, [process.execPath, '-e', `process.exit(${code})`], {});
      }
      process.kill(process.pid, 'SIGKILL');
    });
  });
}

const [, script] = process.argv;
if (script !== undefined && existsSync(script) && realpathSync(script) === import.meta.filename) {
  let isStuck = false;
  const code = await runCli(
    process.argv.slice(2),
    processIo(() => (isStuck = true)),
  );
  process.exitCode = code;
  if (isStuck) endHard(code);
}
