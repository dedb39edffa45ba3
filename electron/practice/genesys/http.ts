import type { FloorAgent, FloorQueue } from '../floor.ts';
import type { PracticeSession } from '../session.ts';
import type { Reply, Request } from '../wire.ts';
import type { World } from '../world.ts';
import type { Channels } from './channels.ts';
import type { Ids } from './ids.ts';
import type { Jobs } from './jobs.ts';
import type { StateBook } from './states.ts';

export { json, wholeNumber } from '../wire.ts';
export type { Reply, Request } from '../wire.ts';

/** What all routes share. */
export interface Organization {
  world: World;
  session: PracticeSession;
  ids: Ids;
  states: StateBook;
  jobs: Jobs;
  channels: Channels;
  /** Agents by index; queues of the phones by index. */
  agent(id: string): FloorAgent | null;
  queue(id: string): FloorQueue | null;
  /** The queues that are in this organisation. */
  queues: readonly FloorQueue[];
  /** Own address, for links, and that of the socket. */
  baseUrl: () => string;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  pattern: RegExp;
  handle: (request: Request, organization: Organization) => Reply;
}

/** A route by the vendor's path, `{…}` standing for one part of it. */
export function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  const pattern = `/api/v2${path}`.replaceAll(/\{\w+\}/gu, '([^/]+)');
  return { method, pattern: new RegExp(`^${pattern}$`, 'u'), handle };
}

/** The vendor's error; the correlation id is put in where the reply is sent. */
export interface Fault {
  message: string;
  code: string;
  limit?: { key: string; namespace: string; value: number };
}

export function fault(status: number, code: string, message: string, limit?: Fault['limit']): Reply {
  const error: Fault & { status: number } = { message, code, status };
  if (limit !== undefined) error.limit = limit;
  return { status, body: { ...error, messageParams: {}, details: [], errors: [] } };
}

export function badRequest(message: string): Reply {
  return fault(400, 'bad.request', message);
}

export const NOT_FOUND: Reply = fault(404, 'not.found', 'The requested resource was not found.');

/** All values of a parameter that may be repeated or hold a list with commas. */
export function listed(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((text) => text.split(','))
    .filter((text) => text !== '');
}

/** A field of a body; undefined where there is none. */
export function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)[name]
    : undefined;
}

/** `from/to` in ISO 8601 as epoch seconds; null where it is no such interval. */
export function intervalOf(body: unknown): { from: number; to: number } | null {
  const text = fieldOf(body, 'interval');
  const [first, second, ...rest] = typeof text === 'string' ? text.split('/') : [];
  if (first === undefined || second === undefined || rest.length > 0) return null;
  const from = Date.parse(first) / 1000;
  const to = Date.parse(second) / 1000;
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { from, to } : null;
}

/** Values of a dimension in the predicates of a filter, wherever they stand; empty where it is not filtered by it. */
export function valuesOf(filter: unknown, dimension: string): string[] {
  if (Array.isArray(filter)) return filter.flatMap((part) => valuesOf(part, dimension));
  if (typeof filter !== 'object' || filter === null) return [];
  const { dimension: own, value } = filter as { dimension?: unknown; value?: unknown };
  const here = own === dimension && typeof value === 'string' ? [value] : [];
  return [
    ...here,
    ...valuesOf(fieldOf(filter, 'predicates'), dimension),
    ...valuesOf(fieldOf(filter, 'clauses'), dimension),
  ];
}
