import type { Reply } from '../wire.ts';
import type { ChangeStreams } from './streams.ts';
import type { World } from '../world.ts';

export type { Reply } from '../wire.ts';

/** What a route is given. */
export interface Request {
  method: string;
  /** Path without `.json` and without a slash at its end. */
  path: string;
  query: URLSearchParams;
  /** Parsed JSON of a POST, null without one. */
  body: unknown;
  /** Matches of the route's pattern. */
  params: readonly string[];
  /** Epoch seconds UTC on the floor's clock. */
  now: number;
}

/** What all routes share. */
export interface Account {
  world: World;
  streams: ChangeStreams;
  /** Own address, for links. */
  baseUrl: () => string;
  /** Products that the plan does not include. */
  without: ReadonlySet<Product>;
  /** Whether the phones ring in this account. */
  phones: boolean;
}

export type Product = 'talk' | 'chat' | 'csat';

export type Bucket = 'account' | 'incremental' | 'talk-export' | 'chat';

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  pattern: RegExp;
  bucket: Bucket;
  /** The plan must include it. */
  product?: Product;
  handle: (request: Request, account: Account) => Reply | Promise<Reply>;
}

export function json(body: unknown, status = 200): Reply {
  return { status, body };
}

/** The vendor's older error shape. */
export function fault(status: number, error: string, description: string): Reply {
  return { status, body: { error, description } };
}

export const NOT_FOUND: Reply = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };

/** A whole number of the query; null where it is absent, NaN where it is not one. */
export function wholeNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  return /^-?\d{1,15}$/u.test(text) ? Number(text) : NaN;
}
