import type { Result } from '../../shared/errors/index.ts';
import type { Reads } from './api.ts';
import type { SqlRequest } from './read/sql.ts';

/** From the pool to a reader thread. */
export type ReaderRequest =
  | { readonly id: number; readonly kind: 'read'; readonly name: keyof Reads; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly kind: 'sql'; readonly sql: SqlRequest }
  /** Move the write-ahead log into the file; answered by whether all of it was. */
  | { readonly id: number; readonly kind: 'checkpoint' }
  /** Close the files and end the thread; not answered. */
  | { readonly id: number; readonly kind: 'leave' };

/** And back. */
export interface ReaderReply {
  readonly id: number;
  readonly result: Result<unknown>;
}
