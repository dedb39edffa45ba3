/** What to do with a data folder that will not open. Nothing here runs by itself: a person is asked first. */
import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError, isAppError } from '../../shared/errors/index.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { stamp } from './backups.ts';
import { filePath, MIRROR, NOTEBOOK } from './files.ts';
import type { FileSpec } from './files.ts';
import { lockFolder } from './lock.ts';
import { MIRROR_MIGRATIONS } from './migrations/mirror/index.ts';
import { NOTEBOOK_MIGRATIONS } from './migrations/notebook/index.ts';
import { openReadonly } from './sqlite.ts';

export { listBackups } from './backups.ts';
export type { NotebookBackup } from './backups.ts';

/**
 * - `ok`: readable, and of a version this program opens (an older one is brought up to date on opening).
 * - `corrupt`: a file of ours with damaged pages. `not-a-database`: something else under that name.
 * - `newer`: written by a later program; leave it alone and update.
 */
export type FileState = 'ok' | 'missing' | 'corrupt' | 'newer' | 'not-a-database';

export interface FolderState {
  readonly mirror: FileState;
  readonly notebook: FileState;
}

/** Larger files are not read through: that would take minutes. Opening and the schema still are. */
const CHECK_UP_TO_BYTES = 256 * 1024 * 1024;

/** Looks at both files without changing them. Takes no lock: call it when opening has failed. */
export function inspectFolder(directory: string): FolderState {
  return {
    mirror: inspectFile(filePath(directory, MIRROR), MIRROR, MIRROR_MIGRATIONS.length),
    notebook: inspectFile(filePath(directory, NOTEBOOK), NOTEBOOK, NOTEBOOK_MIGRATIONS.length),
  };
}

/** Looks at one file, a backup for example. @param known latest version of the schema that this program knows */
export function inspectFile(path: string, spec: FileSpec, known: number): FileState {
  if (!existsSync(path)) return 'missing';
  try {
    const db = openReadonly(path);
    try {
      const tables = db.rows<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
      if (tables === 0) return statSync(path).size === 0 ? 'missing' : 'corrupt';
      if (Number(db.pragma('application_id')) !== spec.applicationId) return 'not-a-database';
      if (Number(db.pragma('user_version')) > known) return 'newer';
      if (statSync(path).size > CHECK_UP_TO_BYTES) return 'ok';
      return db.pragma('quick_check(1)') === 'ok' ? 'ok' : 'corrupt';
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isAppError(error, 'store-corrupt')) throw error;
    return error.detail?.['sqlite'] === 'SQLITE_NOTADB' ? 'not-a-database' : 'corrupt';
  }
}

/**
 * Moves mirror.db aside, so that the next opening starts an empty one and the sources are read again. The notebook is not touched.
 *
 * @returns where the old file is now, null when there was none
 * @throws AppError `store-busy` when the folder is open
 */
export function rebuildMirror(directory: string, clock: Clock): string | null {
  return underLock(directory, () => setAside(directory, MIRROR, clock.now()));
}

/**
 * Moves notebook.db aside, so that the next opening starts an empty one: the way out where there is no backup yet.
 *
 * @returns where the old file is now, null when there was none
 * @throws AppError `store-busy` when the folder is open
 */
export function beginNotebook(directory: string, clock: Clock): string | null {
  return underLock(directory, () => setAside(directory, NOTEBOOK, clock.now()));
}

/**
 * Puts a backup in the notebook's place; the damaged notebook is kept beside it.
 *
 * @param backup path of one of `listBackups`
 * @returns where the old file is now, null when there was none
 * @throws AppError `store-busy` when the folder is open, `not-found` or `store-corrupt` when the backup itself is no good (the
 *   notebook is then left as it is)
 */
export function restoreNotebook(directory: string, backup: string, clock: Clock): string | null {
  const state = inspectFile(backup, NOTEBOOK, NOTEBOOK_MIGRATIONS.length);
  if (state === 'missing') {
    throw new AppError({ code: 'not-found', message: 'That backup is not there any more. Choose another one.' });
  }
  if (state !== 'ok') {
    throw new AppError({
      code: state === 'newer' ? 'store-newer' : 'store-corrupt',
      message: 'That backup cannot be read. Choose another one.',
      detail: { file: basename(backup), state },
    });
  }
  return underLock(directory, () => {
    const path = filePath(directory, NOTEBOOK);
    const incoming = `${path}.restoring`;
    // Copied whole before the old file moves: a full disk or a kill leaves either the old notebook or the new one in place.
    copyFileSync(backup, incoming);
    const aside = setAside(directory, NOTEBOOK, clock.now());
    renameSync(incoming, path);
    return aside;
  });
}

function underLock<T>(directory: string, work: () => T): T {
  const lock = lockFolder(directory);
  try {
    return work();
  } finally {
    lock.release();
  }
}

/** Moves a file and its log out of the way, under a name that tells when. */
function setAside(directory: string, spec: FileSpec, now: number): string | null {
  const path = filePath(directory, spec);
  if (!existsSync(path)) {
    // A log without its file belongs to nothing, and would be taken for the new file's.
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    return null;
  }
  let aside = join(directory, `${spec.file}-aside-${stamp(now)}.db`);
  for (let n = 2; existsSync(aside); n += 1) aside = join(directory, `${spec.file}-aside-${stamp(now)}-${n}.db`);
  renameSync(path, aside);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  return aside;
}
