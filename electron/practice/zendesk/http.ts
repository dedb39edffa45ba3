import type { Reply, Request } from '../wire.ts';
import type { ChangeStreams } from './streams.ts';
import type { World } from '../world.ts';

export { json, wholeNumber } from '../wire.ts';
export type { Reply, Request } from '../wire.ts';

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

/** The vendor's older error shape. */
export function fault(status: number, error: string, description: string): Reply {
  return { status, body: { error, description } };
}

export const NOT_FOUND: Reply = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };
