import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAppError } from '../../shared/errors/index.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFields = Readonly<Record<string, unknown>>;

/** The engine's log: one JSON object a line. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Never write this text out, whatever field it comes in (a token, a password). */
  forget(secret: string): void;
}

export interface LogOptions {
  /** `<directory>/logs/engine.log` is written. */
  directory: string;
  level: LogLevel;
  now: () => number;
  /** Size at which the file becomes `engine.1.log`. */
  maxBytes?: number;
  /** Older files kept. */
  keep?: number;
}

const MAX_BYTES = 5 * 1024 * 1024;
const KEEP = 3;
const MAX_TEXT = 2000;
const MAX_DEPTH = 4;
const HIDDEN = '•••';

/** Names of fields that hold a secret or say who a customer is, whatever is in them. */
const SECRET_FIELD =
  /token|secret|password|passwd|authorization|cookie|api_?key|credential|customer|requester|e-?mail|phone/i;
const EMAIL = /[\w.+-]+(?:%40|@)[\w-]+(?:\.[\w-]+)+/g;
const AUTHORIZATION = /\b(Basic|Bearer)\s+[\w+/=.~-]+/gi;
/** Anything that looks like a telephone number: nine digits or more, with the usual separators. */
const PHONE = /(?<![\w.])\+?\d(?:[\s()/-]?\d){8,}(?![\w.])/g;

/** A log in the data folder. Writing must never break the engine: where the disk is full, lines are lost. */
export function openLog(options: LogOptions): Log {
  const folder = join(options.directory, 'logs');
  const path = join(folder, 'engine.log');
  const secrets = new Set<string>();
  const from = LOG_LEVELS.indexOf(options.level);
  let size = -1;
  const write = (level: LogLevel, message: string, fields: LogFields): void => {
    if (LOG_LEVELS.indexOf(level) < from) return;
    const entry = { at: new Date(options.now()).toISOString(), level, message, ...fields };
    const line = `${JSON.stringify(clean(entry, secrets, 0))}\n`;
    try {
      if (size < 0) {
        mkdirSync(folder, { recursive: true });
        size = existsSync(path) ? statSync(path).size : 0;
      }
      if (size > 0 && size + line.length > (options.maxBytes ?? MAX_BYTES)) {
        rotate(folder, options.keep ?? KEEP);
        size = 0;
      }
      appendFileSync(path, line);
      size += line.length;
    } catch {
      // Asked again at the next line: the folder may be back, the disk may have room.
      size = -1;
    }
  };
  return {
    debug: (message, fields = {}) => write('debug', message, fields),
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, fields = {}) => write('error', message, fields),
    forget: (secret) => {
      if (secret.length >= 4) secrets.add(secret);
    },
  };
}

/** What is known of something that was thrown: name, code, message and where; the stack only here, it never crosses a wall. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? { cause: error.cause.message, causeStack: error.cause.stack } : {};
  const code = isAppError(error) ? { code: error.code, detail: error.detail } : {};
  return { error: error.name, reason: error.message, ...code, stack: error.stack, ...cause };
}

function rotate(folder: string, keep: number): void {
  const name = (index: number): string => join(folder, index === 0 ? 'engine.log' : `engine.${index}.log`);
  rmSync(name(keep), { force: true });
  for (let index = keep - 1; index >= 0; index -= 1) {
    if (existsSync(name(index))) renameSync(name(index), name(index + 1));
  }
}

function clean(value: unknown, secrets: ReadonlySet<string>, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value, secrets);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => clean(item, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_FIELD.test(name) && item !== null && typeof item !== 'boolean' ? HIDDEN : clean(item, secrets, depth + 1),
    ]),
  );
}

function cleanText(text: string, secrets: ReadonlySet<string>): string {
  let out = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  for (const secret of secrets) out = out.replaceAll(secret, HIDDEN);
  return out.replace(AUTHORIZATION, `$1 ${HIDDEN}`).replace(EMAIL, HIDDEN).replace(PHONE, HIDDEN);
}
