/** Copies of the notebook: before each migration and once a day. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder } from './files.ts';
import type { WritableDb } from './sqlite.ts';

export interface NotebookBackup {
  readonly path: string;
  /** When it was made, epoch ms UTC (to the second). */
  readonly madeAt: number;
  readonly reason: BackupReason;
  readonly bytes: number;
}

/** `daily`, or `migration` (just before the schema changed). */
export type BackupReason = 'daily' | 'migration';

/** Kept of each kind, newest first. */
const KEEP: Readonly<Record<BackupReason, number>> = { daily: 14, migration: 5 };
const NAME = /^notebook-(daily|migration)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-\d+)?\.db$/;
const DAY_MS = 86_400_000;

/**
 * Copies the notebook as it is now, compacted and consistent. The copy appears under its name only when it is whole.
 *
 * @param now epoch ms UTC
 * @returns the copy's path
 * @throws AppError `store-full`
 */
export function backUpNotebook(db: WritableDb, directory: string, reason: BackupReason, now: number): string {
  const folder = backupFolder(directory);
  mkdirSync(folder, { recursive: true });
  const stem = join(folder, `notebook-${reason}-${stamp(now)}`);
  let path = `${stem}.db`;
  for (let n = 2; existsSync(path); n += 1) path = `${stem}-${n}.db`;
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  try {
    db.command('VACUUM INTO ?').run([unfinished]);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  prune(directory, reason);
  return path;
}

/** Makes the day's copy when the newest daily one is older than a day. @returns its path, null when none was due */
export function backUpDaily(db: WritableDb, directory: string, now: number): string | null {
  // Copies "from the future" (the clock was set back) must not stop the copies until then.
  const newest = listBackups(directory).find((backup) => backup.reason === 'daily' && backup.madeAt <= now);
  if (newest !== undefined && now - newest.madeAt < DAY_MS) return null;
  return backUpNotebook(db, directory, 'daily', now);
}

/** The copies in a data folder, newest first. */
export function listBackups(directory: string): NotebookBackup[] {
  const folder = backupFolder(directory);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const match = NAME.exec(name);
      if (match === null) return [];
      const [, reason, ...parts] = match;
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
      const path = join(folder, name);
      return [
        {
          path,
          madeAt: Date.UTC(year, month - 1, day, hour, minute, second),
          reason: reason as BackupReason,
          bytes: statSync(path).size,
        },
      ];
    })
    .sort((a, b) => b.madeAt - a.madeAt || (a.path < b.path ? 1 : -1));
}

function prune(directory: string, reason: BackupReason): void {
  const kind = listBackups(directory).filter((backup) => backup.reason === reason);
  for (const backup of kind.slice(KEEP[reason])) rmSync(backup.path, { force: true });
}

/** `20260131T235959Z` */
export function stamp(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
}
