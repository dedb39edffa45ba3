import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../electron/cli/main.ts';

const MAIN = join(dirname(fileURLToPath(import.meta.url)), '../../electron/cli/main.ts');

export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Told of the process once it runs, for those who want to kill it. */
  readonly started?: (child: ChildProcess) => void;
}

/** The command line as people run it: its own process, this Node. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
    options.started?.(child);
  });
}

/** The same command in this process: for tests of figures and words, where a process of its own adds nothing. */
export async function cliHere(args: readonly string[], cwd = process.cwd()): Promise<CliRun> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    env: process.env,
    cwd,
    signal: new AbortController().signal,
  });
  return { code, signal: null, out, err };
}

/** The one line of JSON that a command printed. */
export function json<T>(run: CliRun): T {
  try {
    return JSON.parse(run.out) as T;
  } catch {
    throw new Error(`no JSON on stdout (exit ${run.code}): ${run.out.slice(0, 400)}\n${run.err.slice(0, 2000)}`);
  }
}
