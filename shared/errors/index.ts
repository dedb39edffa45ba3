/**
 * Failures that cross a wall (process, worker, window, command line) are values of one shape: a code for programs, a
 * sentence for people and a small detail for the log. Stacks and causes stay on the side where the failure happened.
 */

/** Every kind of failure the program tells apart. A new kind is added here, never invented at the call. */
export const ERROR_CODES = [
  'invalid-input',
  'not-found',
  'source-unreachable',
  'source-auth',
  'source-rate-limited',
  'source-bad-reply',
  'store-corrupt',
  'store-newer',
  'store-full',
  'store-busy',
  'migration-failed',
  'engine-down',
  'engine-restarting',
  'cancelled',
  'time-limit',
  'row-cap',
  'refused',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What survives a structured clone and `JSON.stringify` unchanged. */
export type ErrorDetailValue =
  string | number | boolean | null | readonly ErrorDetailValue[] | { readonly [key: string]: ErrorDetailValue };

export type ErrorDetail = { readonly [key: string]: ErrorDetailValue };

export interface AppErrorInit {
  readonly code: ErrorCode;
  /** One plain sentence for people: what happened and, where there is one, the next thing to do. */
  readonly message: string;
  /** Small facts for the log and for a screen's wording; never a secret, never a customer identifier. */
  readonly detail?: ErrorDetail | undefined;
  /** What was caught; it never leaves the process. */
  readonly cause?: unknown;
}

/** A failure as it crosses a wall: plain data. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail?: ErrorDetail;
}

/** A failure with a code, thrown inside a process. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail | undefined;

  constructor(init: AppErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'AppError';
    this.code = init.code;
    this.detail = init.detail;
  }
}

/** The outcome of a call across a wall. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };

/** Said instead of an unknown error's own message, which may hold paths, SQL or customers' data. */
const INTERNAL_MESSAGE = 'Something went wrong inside Watchfloor. The log has the particulars.';

const KNOWN_CODES: ReadonlySet<string> = new Set(ERROR_CODES);

/** Whether the value is an `AppError`, with the given code if one is named. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** The failure as plain data. Anything that is not an `AppError` becomes `internal` and tells nothing of its inside. */
export function toWire(error: unknown): WireError {
  if (!(error instanceof AppError)) return { code: 'internal', message: INTERNAL_MESSAGE };
  return error.detail === undefined
    ? { code: error.code, message: error.message }
    : { code: error.code, message: error.message, detail: plainDetail(error.detail) };
}

/**
 * The `AppError` for a value that came over a wall. The other side may be of another version or broken, so a value of
 * the wrong shape or with an unknown code becomes `internal` instead of failing a second time.
 */
export function fromWire(wire: unknown): AppError {
  if (!isRecord(wire)) return new AppError({ code: 'internal', message: INTERNAL_MESSAGE });
  const { code, message, detail } = wire;
  if (typeof code !== 'string' || typeof message !== 'string' || !KNOWN_CODES.has(code)) {
    return new AppError({ code: 'internal', message: INTERNAL_MESSAGE });
  }
  return new AppError({
    code: code as ErrorCode,
    message,
    detail: isRecord(detail) ? plainDetail(detail) : undefined,
  });
}

/** A success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A failure, from anything that was caught. */
export function fail(error: unknown): Result<never> {
  return { ok: false, error: toWire(error) };
}

/** The value of a success; throws the failure as an `AppError`. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw fromWire(result.error);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy that holds plain values only, so that a careless detail cannot break a clone on its way out. */
function plainDetail(detail: Readonly<Record<string, unknown>>): ErrorDetail {
  const entries = Object.entries(detail).map(([key, value]) => [key, plainValue(value, 0)] as const);
  return Object.fromEntries(entries);
}

const MAX_DEPTH = 6;

function plainValue(value: unknown, depth: number): ErrorDetailValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return value.toString();
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((item) => plainValue(item, depth + 1));
  // An error's fields are its stack's neighbours: only its name goes along.
  if (value instanceof Error) return value.name;
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item, depth + 1)] as const));
  }
  return null;
}
