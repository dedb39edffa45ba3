import { Buffer } from 'node:buffer';
import type {
  AgentRecord,
  CanonicalRecord,
  QuarantineItem,
  QueueRecord,
  Tombstone,
} from '../../shared/domain/records.ts';
import type { ReadPage, StreamSpec } from '../connectors/connector.ts';
import type { CursorValue, Store } from '../store/api.ts';

export interface Commit {
  rows: number;
  new: number;
  updated: number;
  deleted: number;
  quarantined: number;
  /** The sweep would have deleted so much that it was left undone. */
  refused: boolean;
}

/** Above this many, a sweep that would delete more than half is taken for a fault of the list and not carried out. */
const SWEEP_SMALL = 20;

export interface CommitContext {
  store: Store;
  source: string;
  spec: StreamSpec;
  /** Epoch ms UTC of the source's clock when this read of the whole list began. */
  readStartedAt: number;
  cursorBefore: CursorValue;
}

/**
 * Writes one page and its cursor in one transaction, then sweeps where a full list came to its end. A page that holds
 * nothing and moves nothing is not written. Throws what the store throws; nothing is then committed.
 */
export function commitPage(context: CommitContext, page: ReadPage): Commit {
  const { store, source, spec } = context;
  // A full list starts over after a crash, so its place is not worth keeping; all others go on where they were.
  const cursor = spec.mode === 'full' ? null : page.cursor;
  const records = spec.mode === 'full' ? changedOnly(context, page.records) : page.records;
  const moved = spec.mode !== 'full' && JSON.stringify(cursor) !== JSON.stringify(context.cursorBefore);
  const commit: Commit = {
    rows: page.rows,
    new: 0,
    updated: 0,
    deleted: 0,
    quarantined: page.quarantine.length,
    refused: false,
  };
  if (records.length + page.tombstones.length + page.quarantine.length > 0 || moved) {
    const result = store.writePage({
      source,
      stream: spec.name,
      records,
      tombstones: page.tombstones,
      quarantine: page.quarantine,
      ...(spec.mode === 'full' ? {} : { cursor }),
      ...(page.asOf === null ? {} : { asOf: page.asOf }),
    });
    commit.new = result.new;
    commit.updated = result.updated;
    commit.deleted = result.deleted;
    commit.quarantined = result.quarantined;
  }
  if (page.presentIds !== undefined) {
    const swept = sweep(context, page.presentIds);
    commit.deleted += swept.deleted;
    commit.refused = swept.refused;
  }
  return commit;
}

/** Events of one stream that are written as one page. */
export interface EventBatch {
  stream: string;
  rows: number;
  records: CanonicalRecord[];
  tombstones: Tombstone[];
  quarantine: QuarantineItem[];
}

/**
 * Writes events that came by themselves, in one transaction. The stream's cursor stays where it is: its own reads go on from there.
 * Throws what the store throws; nothing is then committed.
 *
 * @param asOf epoch ms UTC up to which the source is known to be true with them, null where that is not known
 */
export function commitEvents(store: Store, source: string, batch: EventBatch, asOf: number | null): Commit {
  const { stream, rows, records, tombstones, quarantine } = batch;
  const asOfPart = asOf === null ? {} : { asOf };
  const result = store.writePage({ source, stream, records, tombstones, quarantine, ...asOfPart });
  return {
    rows,
    new: result.new,
    updated: result.updated,
    deleted: result.deleted,
    quarantined: result.quarantined,
    refused: false,
  };
}

/**
 * The records of a list that differ from what is stored. Lists carry no stamp that moves with every change (an agent who
 * leaves a group keeps `updated_at`), so what differs is stamped with the instant at which the list was read.
 */
function changedOnly(context: CommitContext, records: CanonicalRecord[]): CanonicalRecord[] {
  const { store, source } = context;
  const stored = new Map<string, string>();
  for (const row of store.reads.agents()) if (row.source === source) stored.set(`agent ${row.id}`, agentPrint(row));
  for (const row of store.reads.queues()) if (row.source === source) stored.set(`queue ${row.id}`, queuePrint(row));
  const changed: CanonicalRecord[] = [];
  for (const record of records) {
    const print =
      record.entity === 'agent' ? agentPrint(record) : record.entity === 'queue' ? queuePrint(record) : null;
    if (print !== null && stored.get(`${record.entity} ${record.id}`) === print) continue;
    changed.push({ ...record, version: Math.max(record.version, context.readStartedAt) });
  }
  return changed;
}

type AgentFields = Pick<AgentRecord, 'name' | 'email' | 'active' | 'teams' | 'queues'> & {
  skills?: AgentRecord['skills'] | null;
};

function agentPrint({ name, email, active, teams, queues, skills }: AgentFields): string {
  const known = skills?.map((skill) => [skill.name, skill.proficiency]) ?? null;
  return print([name, email, active, teams.toSorted(), queues.toSorted(), known?.map(String).toSorted() ?? null]);
}

function queuePrint(queue: Pick<QueueRecord, 'name' | 'channel' | 'active'>): string {
  return print([queue.name, queue.channel, queue.active]);
}

/** Half a surrogate pair comes back from the store as U+FFFD: here it is taken for that beforehand. */
function print(fields: unknown[]): string {
  return JSON.stringify(fields, wellFormed);
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value, 'utf8').toString('utf8') : value;
}

function sweep(
  context: CommitContext,
  present: NonNullable<ReadPage['presentIds']>,
): { deleted: number; refused: boolean } {
  const { store, source } = context;
  const rows = present.entity === 'agent' ? store.reads.agents() : store.reads.queues();
  const stored = rows.filter((row) => row.source === source).map((row) => row.id);
  const there = new Set(present.ids);
  const mine = stored.filter((id) => present.owns(id));
  const gone = mine.filter((id) => !there.has(id)).length;
  if (gone === 0) return { deleted: 0, refused: false };
  if (mine.length > SWEEP_SMALL && gone * 2 > mine.length) return { deleted: 0, refused: true };
  const keep = [...present.ids, ...stored.filter((id) => !present.owns(id))];
  return store.sweep(source, present.entity, keep, context.readStartedAt);
}

/**
 * Reads kept payloads again: those that the connector understands by now are stored and released, in one transaction.
 *
 * @returns how many were released
 */
export function replayQuarantine(
  store: Store,
  source: string,
  stream: string,
  replay: (items: ReturnType<Store['quarantined']>) => {
    records: CanonicalRecord[];
    tombstones: ReadPage['tombstones'];
    released: string[];
  },
): number {
  const items = store.quarantined(source, stream, REPLAYED_AT_ONCE);
  if (items.length === 0) return 0;
  const result = replay(items);
  if (result.released.length === 0) return 0;
  store.writePage({
    source,
    stream,
    records: result.records,
    tombstones: result.tombstones,
    quarantine: [],
    released: result.released,
  });
  return result.released.length;
}

const REPLAYED_AT_ONCE = 5000;
