/** A reader thread: named reads and ad-hoc SQL on read-only connections of its own, and checkpoints. Started by read-pool.ts and checkpoints.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, fail, ok } from '../../shared/errors/index.ts';
import type { Result } from '../../shared/errors/index.ts';
import type { Reads } from './api.ts';
import { MIRROR, NOTEBOOK } from './files.ts';
import { LogMover } from './log-mover.ts';
import { MIRROR_MIGRATIONS } from './migrations/mirror/index.ts';
import { NOTEBOOK_MIGRATIONS } from './migrations/notebook/index.ts';
import { openUpToDate } from './open-reader.ts';
import type { ReaderRequest } from './reader-messages.ts';
import type { AdherenceCounter } from './recount/counter.ts';
import { SqlReader } from './read/sql.ts';
import { readsOf } from './reads.ts';
import type { ReadonlyDb } from './sqlite.ts';

const { directory } = workerData as { directory: string };

function open(): ReadonlyDb {
  return openUpToDate(directory, MIRROR, MIRROR_MIGRATIONS.length, connections);
}

const connections: ReadonlyDb[] = [];
let reads: Reads | null = null;
let sql: SqlReader | null = null;
let mirror: ReadonlyDb | null = null;
let notebook: ReadonlyDb | null = null;
let counter: AdherenceCounter | null = null;
let isLeaving = false;
const log = new LogMover(directory);

/** By its own hand, between two requests: a thread that is torn down from outside is torn down in the midst of SQLite. */
function leave(): void {
  isLeaving = true;
  for (const db of connections) db.close();
  log.close();
  parentPort?.close();
}

async function answer(request: Exclude<ReaderRequest, { kind: 'leave' }>): Promise<unknown> {
  if (request.kind === 'checkpoint') return log.move();
  if (request.kind === 'recount') {
    // Few threads ever count: the rules are loaded by those that do.
    const { AdherenceCounter } = await import('./recount/counter.ts');
    if (isLeaving) return null;
    mirror ??= open();
    notebook ??= openUpToDate(directory, NOTEBOOK, NOTEBOOK_MIGRATIONS.length, connections);
    counter = new AdherenceCounter(mirror, notebook, request.job);
    return counter.people;
  }
  if (request.kind === 'recount-next') return counter?.next() ?? null;
  if (request.kind === 'sql') {
    sql ??= new SqlReader(open());
    return sql.run(request.sql);
  }
  reads ??= readsOf(open());
  const read = reads[request.name] as ((...parameters: readonly unknown[]) => unknown) | undefined;
  if (read === undefined) throw new AppError({ code: 'internal', message: 'There is no such read.' });
  return read(...request.parameters);
}

async function settle(request: Exclude<ReaderRequest, { kind: 'leave' }>): Promise<Result<unknown>> {
  try {
    return ok(await answer(request));
  } catch (error) {
    return fail(error);
  }
}

parentPort?.on('message', (request: ReaderRequest) => {
  if (request.kind === 'leave') leave();
  else void settle(request).then((result) => parentPort?.postMessage({ id: request.id, result }));
});
