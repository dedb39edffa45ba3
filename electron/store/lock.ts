import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError } from '../../shared/errors/index.ts';
import { openWritable } from './sqlite.ts';

/** Held while a store is open for writing. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the data folder for this process. The lock is an exclusive transaction on an otherwise empty database file: the operating
 * system drops it with the process, however that ends, and taking it is one atomic step. A process id in a file has neither virtue.
 *
 * @throws AppError `store-busy` when another process (or another store of this process) has it
 */
export function lockFolder(directory: string): FolderLock {
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true });
  const db = openWritable(join(directory, 'lock.db'), 0);
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!isAppError(error, 'store-busy')) throw error;
    throw new AppError({
      code: 'store-busy',
      message: 'Another Watchfloor has this data folder open. Close it, or choose another folder.',
      cause: error,
    });
  }
  return { release: () => db.close() };
}
