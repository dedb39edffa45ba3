/** Select lists that give the rows of the interface, and look-ups by id. */
import type { Channel, Entity } from '../../../shared/domain/records.ts';
import type { AgentStateRow, ContactRow, QueueSnapshotRow, Reads, SourceConfig, SourceStatus } from '../api.ts';
import type { ReadonlyDb } from '../sqlite.ts';

export const CONTACT_COLUMNS = `source, id, channel, direction, queue, agent, customer_key AS customerKey,
  created_at AS createdAt, queued_at AS queuedAt, answered_at AS answeredAt, ended_at AS endedAt,
  queue_seconds AS queueSeconds, talk_seconds AS talkSeconds, hold_seconds AS holdSeconds, wrap_seconds AS wrapSeconds,
  outcome, subject`;

export const STATE_COLUMNS = `source, id, agent, platform, state, raw_state AS rawState, start_at AS startAt,
  start_is_bound AS startIsBound, end_at AS endAt, contact`;

export const SNAPSHOT_COLUMNS = `source, queue, at, waiting, longest_wait_seconds AS longestWaitSeconds,
  agents_available AS agentsAvailable`;

interface SourceRow {
  id: string;
  kind: string;
  name: string;
  zone: string | null;
  config: string;
  status: string | null;
}

interface StreamRow {
  source: string;
  stream: string;
  asOf: number;
}

/** Sources with their last known state; "as of" is at least as new as what was committed with the pages. */
export function readSources(db: ReadonlyDb): (SourceConfig & { status: SourceStatus | null })[] {
  const committed = db
    .rows<StreamRow>('SELECT source, stream, as_of AS asOf FROM stream_row WHERE as_of IS NOT NULL')
    .all();
  return db
    .rows<SourceRow>('SELECT id, kind, name, zone, config, status FROM source_row ORDER BY id')
    .all()
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      name: row.name,
      zone: row.zone,
      config: JSON.parse(row.config) as SourceConfig['config'],
      status:
        row.status === null
          ? null
          : withCommitted(
              JSON.parse(row.status) as SourceStatus,
              committed.filter((stream) => stream.source === row.id),
            ),
    }));
}

function withCommitted(status: SourceStatus, committed: readonly StreamRow[]): SourceStatus {
  const asOf = new Map(committed.map((row) => [row.stream, row.asOf]));
  return {
    ...status,
    streams: status.streams.map((stream) => ({ ...stream, asOf: later(stream.asOf, asOf.get(stream.stream)) })),
  };
}

function later(a: number | null, b: number | undefined): number | null {
  if (b === undefined) return a;
  return a === null ? b : Math.max(a, b);
}

interface AgentRow {
  source: string;
  id: string;
  name: string;
  email: string | null;
  active: number;
  teams: string;
  queues: string;
  skills: string | null;
}

export function readAgents(db: ReadonlyDb): ReturnType<Reads['agents']> {
  return db
    .rows<AgentRow>(
      'SELECT source, id, name, email, active, teams, queues, skills FROM agent_row WHERE deleted_at IS NULL ORDER BY source, id',
    )
    .all()
    .map((row) => ({
      ...row,
      active: row.active === 1,
      teams: JSON.parse(row.teams) as string[],
      queues: JSON.parse(row.queues) as string[],
      skills: row.skills === null ? null : (JSON.parse(row.skills) as { name: string; proficiency: number | null }[]),
    }));
}

interface QueueRow {
  source: string;
  id: string;
  name: string;
  channel: Channel;
  active: number;
}

export function readQueues(
  db: ReadonlyDb,
): { source: string; id: string; name: string; channel: Channel; active: boolean }[] {
  return db
    .rows<QueueRow>(
      'SELECT source, id, name, channel, active FROM queue_row WHERE deleted_at IS NULL ORDER BY source, id',
    )
    .all()
    .map((row) => ({ ...row, active: row.active === 1 }));
}

/** Ids per statement: one text for all sizes, so that it is prepared once. */
function byIds<Row>(db: ReadonlyDb, columns: string, table: string, source: string, ids: readonly string[]): Row[] {
  if (ids.length === 0) return [];
  return db
    .rows<Row>(
      `SELECT ${columns} FROM ${table}
       WHERE source = ? AND id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`,
    )
    .all([source, JSON.stringify(ids)]);
}

export function readContacts(db: ReadonlyDb, of: { source: string; ids: string[] }): ContactRow[] {
  return byIds<ContactRow>(db, CONTACT_COLUMNS, 'contact_row', of.source, of.ids);
}

export function readAgentStates(db: ReadonlyDb, of: { source: string; ids: string[] }): AgentStateRow[] {
  return byIds<AgentStateRow>(db, STATE_COLUMNS, 'agent_state_row', of.source, of.ids);
}

export function readQueueSnapshots(db: ReadonlyDb, of: { source: string; ids: string[] }): QueueSnapshotRow[] {
  return byIds<QueueSnapshotRow>(db, SNAPSHOT_COLUMNS, 'queue_snapshot_row', of.source, of.ids);
}

/** Longer chains of merges than this do not occur; a circle ends here. */
const MAX_MERGES = 32;

/** As Reads.resolve. */
export function resolveAlias(db: ReadonlyDb, source: string, entity: Entity, id: string): string {
  let current = id;
  for (let step = 0; step < MAX_MERGES; step += 1) {
    const row = db
      .raw('SELECT merged_into FROM alias_row WHERE source = ? AND entity = ? AND id = ?')
      .get([source, entity, current]);
    if (row === undefined) return current;
    current = row[0] as string;
  }
  return current;
}
