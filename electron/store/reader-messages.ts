import type { Result } from '../../shared/errors/index.ts';
import type { Reads } from './api.ts';
import type { RecountJob } from './recount/job.ts';
import type { SqlRequest } from './read/sql.ts';

/** From the pool to a reader thread. */
export type ReaderRequest =
  | { readonly id: number; readonly kind: 'read'; readonly name: keyof Reads; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly kind: 'sql'; readonly sql: SqlRequest }
  /** Look up what has to be counted by this job; answered by the number of people. */
  | { readonly id: number; readonly kind: 'recount'; readonly job: RecountJob }
  /** Count on; answered by the next RecountBatch, null when all is counted. */
  | { readonly id: number; readonly kind: 'recount-next' }
  /** Move the write-ahead log into the file; answered by whether all of it was. */
  | { readonly id: number; readonly kind: 'checkpoint' }
  /** Close the files and end the thread; not answered. */
  | { readonly id: number; readonly kind: 'leave' };

/** And back. */
export interface ReaderReply {
  readonly id: number;
  readonly result: Result<unknown>;
}
