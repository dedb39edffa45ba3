/** Opens a data folder: lock, files, migrations, and the store on top. */
import type { Clock } from '../../shared/time/clock.ts';
import { zoneOffsets } from '../../shared/time/offsets.ts';
import type { Store } from './api.ts';
import { backUpNotebook } from './backups.ts';
import type { ListenerFault } from './changes.ts';
import { configure, filePath, MIRROR, NOTEBOOK } from './files.ts';
import type { FileSpec } from './files.ts';
import { lockFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { MIRROR_MIGRATIONS } from './migrations/mirror/index.ts';
import { NOTEBOOK_MIGRATIONS } from './migrations/notebook/index.ts';
import { openUpToDate } from './open-reader.ts';
import { ReadonlyStore } from './readonly-store.ts';
import { openReadonly, openWritable } from './sqlite.ts';
import type { ReadonlyDb, WritableDb } from './sqlite.ts';
import { DataFolderStore } from './store.ts';

export interface OpenOptions {
  /** The data folder; made where there is none. */
  readonly directory: string;
  readonly clock: Clock;
  /** Reporting zone (IANA). Absent: the one the folder was last kept in, `UTC` for a new folder. */
  readonly zone?: string | undefined;
  /** Reads only, beside a running Watchfloor; takes no lock and changes nothing. */
  readonly readonly?: boolean | undefined;
  /** Told when a change listener throws. By default nobody is: the write stands either way. */
  readonly listenerFault?: ListenerFault | undefined;
}

/**
 * Opens the store of a data folder.
 *
 * @throws AppError `store-busy` when it is open elsewhere, `store-corrupt` (detail.file says which; see recovery.ts), `store-newer`,
 *   `migration-failed`, `store-full`, `not-found` (read-only and nothing there), `invalid-input` (unknown zone)
 */
export function openStore(options: OpenOptions): Store {
  if (options.zone !== undefined) zoneOffsets(options.zone);
  return options.readonly === true ? openForReading(options.directory) : openForWriting(options);
}

function openForWriting(options: OpenOptions): Store {
  const { directory, clock } = options;
  const lock = lockFolder(directory);
  const opened: (WritableDb | ReadonlyDb)[] = [];
  try {
    const notebook = openFile(directory, NOTEBOOK, NOTEBOOK_MIGRATIONS, opened, (db) =>
      backUpNotebook(db, directory, 'migration', clock.now()),
    );
    const mirror = openFile(directory, MIRROR, MIRROR_MIGRATIONS, opened);
    const mirrorReader = openReadonly(filePath(directory, MIRROR));
    opened.push(mirrorReader);
    const listenerFault = options.listenerFault ?? (() => undefined);
    return new DataFolderStore({ directory, clock, mirror, mirrorReader, notebook, lock, listenerFault }, options.zone);
  } catch (error) {
    for (const db of opened.reverse()) db.close();
    lock.release();
    throw error;
  }
}

/** Opens one file for writing and brings it up to date. */
export function openFile(
  directory: string,
  spec: FileSpec,
  migrations: readonly Migration[],
  opened: (WritableDb | ReadonlyDb)[],
  backup?: (db: WritableDb) => string,
): WritableDb {
  const db = openWritable(filePath(directory, spec));
  opened.push(db);
  configure(db, spec);
  migrate(db, { spec, migrations, backup: backup === undefined ? undefined : () => backup(db) });
  return db;
}

function openForReading(directory: string): Store {
  const opened: ReadonlyDb[] = [];
  try {
    const mirror = openUpToDate(directory, MIRROR, MIRROR_MIGRATIONS.length, opened);
    const notebook = openUpToDate(directory, NOTEBOOK, NOTEBOOK_MIGRATIONS.length, opened);
    return new ReadonlyStore(directory, mirror, notebook);
  } catch (error) {
    for (const db of opened) db.close();
    throw error;
  }
}
