/** A reader thread: named reads and ad-hoc SQL on read-only connections of its own, and checkpoints. Started by read-pool.ts and checkpoints.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, fail, ok } from '../../shared/errors/index.ts';
import type { Result } from '../../shared/errors/index.ts';
import type { Reads } from './api.ts';
import { MIRROR } from './files.ts';
import { LogMover } from './log-mover.ts';
import { MIRROR_MIGRATIONS } from './migrations/mirror/index.ts';
import { openUpToDate } from './open-reader.ts';
import type { ReaderRequest } from './reader-messages.ts';
import { SqlReader } from './read/sql.ts';
import { readsOf } from './reads.ts';
import type { ReadonlyDb } from './sqlite.ts';

const { directory } = workerData as { directory: string };

function open(): ReadonlyDb {
  return openUpToDate(directory, MIRROR, MIRROR_MIGRATIONS.length, []);
}

let reads: Reads | null = null;
let sql: SqlReader | null = null;
const log = new LogMover(directory);

function answer(request: ReaderRequest): unknown {
  if (request.kind === 'checkpoint') return log.move();
  if (request.kind === 'sql') {
    sql ??= new SqlReader(open());
    return sql.run(request.sql);
  }
  reads ??= readsOf(open());
  const read = reads[request.name] as ((...parameters: readonly unknown[]) => unknown) | undefined;
  if (read === undefined) throw new AppError({ code: 'internal', message: 'There is no such read.' });
  return read(...request.parameters);
}

function settle(request: ReaderRequest): Result<unknown> {
  try {
    return ok(answer(request));
  } catch (error) {
    return fail(error);
  }
}

parentPort?.on('message', (request: ReaderRequest) => {
  parentPort?.postMessage({ id: request.id, result: settle(request) });
});
