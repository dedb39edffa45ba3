/** What a command may touch of the world outside: its streams, its environment, its signal to stop. Tests hand in their own. */
import { isAbsolute, resolve } from 'node:path';
import { AppError, toWire } from '../../shared/errors/index.ts';
import type { WireError } from '../../shared/errors/index.ts';

export interface CliIo {
  /** Results. Nothing else is written here, so that it can be read by a program. */
  out(text: string): void;
  /** Progress, notes and errors for people. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Aborted on Ctrl-C; a command then stops at the next safe point. */
  readonly signal: AbortSignal;
  /** Says that a thread of this process cannot be stopped: the process is then ended without waiting for it. */
  readonly stuck?: () => void;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, partly: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command: its arguments without its own name, to an exit code. Failures may be thrown; `main.ts` prints them. */
export type Command = (argv: readonly string[], io: CliIo) => Promise<ExitCode>;

/** Wrong use of a command: the exit code is 2 and the message ends with where to read more. */
export class UsageError extends AppError {
  constructor(message: string) {
    super({ code: 'invalid-input', message });
  }
}

/** A path as the user meant it: relative to the folder that the command was called in. */
export function pathFrom(io: CliIo, path: string): string {
  return isAbsolute(path) ? path : resolve(io.cwd, path);
}

/** A result as JSON, one line. */
export function printJson(io: CliIo, value: unknown): void {
  io.out(`${JSON.stringify(value)}\n`);
}

/** An error for people on stderr and, where JSON was asked for, as `{error:{code,message}}` on stdout. */
export function printError(io: CliIo, error: unknown, json: boolean): void {
  const wire: WireError = toWire(error);
  io.err(`${wire.message}\n`);
  if (json) printJson(io, { error: wire });
}
