/** The store of a data folder, as the rest of the program sees it. */
import type { Entity, QuarantineItem } from '../../shared/domain/records.ts';
import type { AdherenceStore } from './api-adherence.ts';
import type { Notebook } from './api-notebook.ts';
import type { Change, CursorValue, PageResult, SourceConfig, SourceStatus, WritePage } from './api-pages.ts';
import type { Reads } from './api-reads.ts';

export type * from './api-adherence.ts';
export type * from './api-notebook.ts';
export type * from './api-pages.ts';
export type * from './api-reads.ts';

/**
 * The writing side. One per data folder (a lock file refuses a second one with AppError `store-busy`). Every method is synchronous and is one
 * transaction; listeners run after the commit.
 */
export interface Store extends AdherenceStore {
  readonly directory: string;
  /** Reporting zone of day and month rollups (IANA). */
  readonly zone: string;
  readonly reads: Reads;
  writePage(page: WritePage): PageResult;
  /** Cursor committed with the last page of a stream, null before the first. */
  cursor(source: string, stream: string): CursorValue;
  saveSource(source: SourceConfig): void;
  /** Takes a source and all that was read from it out, in one go: for small ones. A large one would hold the caller for seconds. */
  removeSource(source: string): void;
  /** Marks a source as going; {@link stepRemoval} takes it out bit by bit. A crash in between loses nothing of that. */
  beginRemoval(source: string): void;
  /** Sources that are going: to be stepped on until they are gone. */
  removals(): string[];
  /** One bounded step of a removal, a transaction of its own; `deleted` counts the rows so far. */
  stepRemoval(source: string): { deleted: number; isGone: boolean };
  saveStatus(status: SourceStatus): void;
  /** Tombstones every record of the entity that is not in `presentIds`; refuses (returns `refused`) when that would delete over half of more than 20. */
  sweep(source: string, entity: Entity, presentIds: string[], version: number): { deleted: number; refused: boolean };
  /** Quarantined payloads of a stream, oldest first, to be read again after an upgrade. */
  quarantined(source: string, stream: string, limit: number): QuarantineItem[];
  /** Changes the reporting zone and recomputes the day and month rollups from the quarter-hour ones. */
  setZone(zone: string): void;
  onChange(listener: (change: Change) => void): () => void;
  /** Short-abandon limits in seconds for the `contacts` view: the floor's, and those of single queues by `source/id`. */
  setShortAbandonSeconds(floor: number, queues?: Record<string, number>): void;
  /** Rebuilds every rollup from the facts: the repair for a rollup that is in doubt. */
  recomputeRollups(): void;
  /** One bounded round of housekeeping: thins old queue snapshots and makes the day's backup of the notebook if it is due. */
  maintain(): MaintenanceResult;
  readonly notebook: Notebook;
  /** Checkpoints and closes both files; safe to call twice. */
  close(): void;
}

export interface MaintenanceResult {
  /** Snapshots deleted in this round; call again soon while this is not zero. */
  thinnedSnapshots: number;
  /** Path of the backup made in this round, null when none was due. */
  backup: string | null;
}
