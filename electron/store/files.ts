/** The files of a data folder: their names, marks and settings. What each table is for stands in schema.md. */
import { join } from 'node:path';
import type { WritableDb } from './sqlite.ts';

export type StoreFile = 'mirror' | 'notebook';

export interface FileSpec {
  readonly file: StoreFile;
  readonly name: string;
  /** SQLite's application id: tells our files from any other database with the same name. */
  readonly applicationId: number;
  /** NORMAL may lose the last commits at a power cut (the sources have them still); FULL loses none. */
  readonly synchronous: 'NORMAL' | 'FULL';
}

/** Everything that can be read again from the sources. Safe to delete. */
export const MIRROR: FileSpec = { file: 'mirror', name: 'mirror.db', applicationId: 0x57464d31, synchronous: 'NORMAL' };

/** Everything people wrote here. Never deleted by the program. */
export const NOTEBOOK: FileSpec = {
  file: 'notebook',
  name: 'notebook.db',
  applicationId: 0x57464e31,
  synchronous: 'FULL',
};

export const SPECS: Readonly<Record<StoreFile, FileSpec>> = { mirror: MIRROR, notebook: NOTEBOOK };

export function filePath(directory: string, spec: FileSpec): string {
  return join(directory, spec.name);
}

/** Folder of the notebook's backups. */
export function backupFolder(directory: string): string {
  return join(directory, 'backups');
}

/**
 * Pages after which the writer itself moves the write-ahead log into the file: 128 MB. Only where the thread that does it earlier (see
 * checkpoints.ts) cannot keep up.
 */
const CHECKPOINT_PAGES = 32_000;
/** The log is cut back to this many bytes after a checkpoint. */
const LOG_LIMIT_BYTES = 64 * 1024 * 1024;

/** Settings of a writing connection. They are per connection, not kept in the file (but for the journal mode). */
export function configure(db: WritableDb, spec: FileSpec): void {
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${spec.synchronous}`);
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
}
