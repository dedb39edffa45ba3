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
  const db = openUpToDate(directory, MIRROR, MIRROR_MIGRATIONS.length, []);
  connections.push(db);
  return db;
}

const connections: ReadonlyDb[] = [];
let reads: Reads | null = null;
let sql: SqlReader | null = null;
const log = new LogMover(directory);

/** By its own hand, between two requests: a thread that is torn down from outside is torn down in the midst of SQLite. */
function leave(): void {
  for (const db of connections) db.close();
  log.close();
  parentPort?.close();
}

function answer(request: Exclude<ReaderRequest, { kind: 'leave' }>): unknown {
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

function settle(request: Exclude<ReaderRequest, { kind: 'leave' }>): Result<unknown> {
  try {
    return ok(answer(request));
  } catch (error) {
    return fail(error);
  }
}

parentPort?.on('message', (request: ReaderRequest) => {
  if (request.kind === 'leave') leave();
  else parentPort?.postMessage({ id: request.id, result: settle(request) });
});
