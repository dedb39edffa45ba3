/** What comes in: pages of a source's streams, what they changed, and how their source is. */
import type { CanonicalRecord, Entity, QuarantineItem, Tombstone } from '../../shared/domain/records.ts';

/** JSON that a cursor may hold. */
export type CursorValue = null | boolean | number | string | CursorValue[] | { [key: string]: CursorValue };

/**
 * One page of one stream of one source: its rows, its deletes, what could not be read, and the cursor that continues after it.
 * The store commits all of it in one transaction, or nothing.
 */
export interface WritePage {
  source: string;
  stream: string;
  records: CanonicalRecord[];
  tombstones: Tombstone[];
  quarantine: QuarantineItem[];
  /** Where to go on after this page; undefined leaves the stored cursor as it is. */
  cursor?: CursorValue;
  /** The source is known to be true up to this instant (epoch ms UTC) once this page is in; undefined: says nothing. */
  asOf?: number;
  /** Keys of earlier quarantine items of this stream that this page has read at last. */
  released?: string[];
}

/** What a page changed. `repeated` rows were there in this version or a later one already. */
export interface PageResult {
  seq: number;
  new: number;
  updated: number;
  repeated: number;
  deleted: number;
  quarantined: number;
}

/** Told to listeners after the commit, never before. Keys are record ids within the source. */
export interface Change {
  seq: number;
  source: string;
  touched: { entity: Entity; ids: string[] }[];
}

/** State of a source as people see it. */
export type SourceState = 'new' | 'connecting' | 'ok' | 'degraded' | 'stale' | 'failed' | 'paused' | 'read-only';

/** State of one stream; `unavailable` = the plan or the permissions do not include it (which does not fail the source). */
export type StreamState =
  'pending' | 'backfill' | 'ok' | 'unavailable' | 'retrying' | 'stalled' | 'failed' | 'refused-mass-delete';

export interface SourceStatus {
  source: string;
  kind: string;
  name: string;
  state: SourceState;
  /** Instant up to which the live figures are true, null before the first read. */
  asOf: number | null;
  /** Its live connection was lost and nothing has confirmed its live figures since: they are stale, however young. */
  isUnconfirmed?: boolean;
  /** Seconds of age that are ordinary for a source without live figures (its exports come in their own time); null or absent: it is live. */
  freshForSeconds?: number | null;
  /** Milliseconds that the source's clock is ahead of ours (negative: behind), null when not known. */
  skewMs: number | null;
  /** Last fault in plain words, null when there is none. */
  fault: string | null;
  streams: StreamStatus[];
}

export interface StreamStatus {
  stream: string;
  state: StreamState;
  asOf: number | null;
  rows: number;
  quarantined: number;
  /** 0..1 of a back-fill, null when the end is not known or there is none. */
  progress: number | null;
  fault: string | null;
  /**
   * Instant from which on the stream's contacts are all read, 0 where everything asked for is, null where that is not known yet (epoch ms
   * UTC). Absent: the stream brings no contacts.
   */
  readFrom?: number | null;
}

/** A source as configured. The secret is never here: it lives in the keyring or in the named environment variable. */
export interface SourceConfig {
  id: string;
  kind: string;
  name: string;
  /** IANA zone of the source, for local times it prints; null where it speaks UTC. */
  zone: string | null;
  /** Kind-specific, without secrets (base URL, start time, names of environment variables…). */
  config: Record<string, CursorValue>;
}
