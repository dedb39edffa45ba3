import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError, toWire } from '../../shared/errors/index.ts';
import { beginNotebook, inspectFolder, listBackups, rebuildMirror, restoreNotebook } from '../store/recovery.ts';
import { filePath, MIRROR } from '../store/files.ts';
import { openReadonly } from '../store/sqlite.ts';
import { openStore } from '../store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { createEngine } from './engine.ts';
import { errorFields } from './log.ts';
import { pooledHeavy } from './heavy.ts';
import type { Engine } from './engine.ts';
import type { EngineStart, EngineToMain, Recovery, RecoveryOffer } from './messages.ts';

export interface StartHost {
  engine: 'utility-process' | 'node';
  /** Folder of the entry file, two levels below the project's (or the app's) own. */
  home: string;
  tell: (message: EngineToMain) => void;
  asksSecrets: boolean;
  env: NodeJS.ProcessEnv;
}

/** Version of the SQLite in use. @param directory a folder that is open */
function sqliteVersion(directory: string): string {
  const db = openReadonly(filePath(directory, MIRROR));
  try {
    return db.rows<{ version: string }>('SELECT sqlite_version() AS version').get()?.version ?? '';
  } finally {
    db.close();
  }
}

/** Starts an engine with the real store, after the repair that a person chose. @throws AppError as `createEngine` and the repair */
export async function startEngine(start: EngineStart, host: StartHost): Promise<Engine> {
  if (start.recover !== undefined) repair(start.directory, start.recover);
  return createEngine({
    ...start,
    ...host,
    shippedMappings: join(host.home, '..', '..', 'resources', 'mappings'),
    // Asked when the engine wants it: then the folder is open.
    get sqlite() {
      return sqliteVersion(start.directory);
    },
    openStore: (log) =>
      openStore({
        directory: start.directory,
        clock: systemClock,
        listenerFault: (error) => log.error('change listener failed', errorFields(error)),
      }),
    openHeavy: pooledHeavy,
  });
}

function repair(directory: string, recovery: Recovery): void {
  if (recovery.action === 'rebuild-mirror') {
    rebuildMirror(directory, systemClock);
    return;
  }
  if (recovery.action === 'new-notebook') {
    beginNotebook(directory, systemClock);
    return;
  }
  const backup = recovery.backup ?? listBackups(directory)[0]?.path;
  if (backup === undefined)
    throw new AppError({ code: 'not-found', message: 'There is no backup of the notebook yet.' });
  restoreNotebook(directory, backup, systemClock);
}

/** What can be done about a start that failed. */
export function failureOf(error: unknown, directory: string): Extract<EngineToMain, { type: 'failed' }> {
  const offers: RecoveryOffer[] = [];
  const backups = existsSync(directory) ? listBackups(directory).map(({ path }) => path) : [];
  if (isAppError(error, 'store-corrupt') || isAppError(error, 'migration-failed')) {
    const { mirror, notebook } = inspectFolder(directory);
    const damaged = (state: string): boolean => state === 'corrupt' || state === 'not-a-database';
    const migration = error.code === 'migration-failed' ? error.detail?.['file'] : undefined;
    if (damaged(mirror) || migration === 'mirror.db') offers.push('rebuild-mirror');
    if (damaged(notebook) || migration === 'notebook.db') {
      offers.push(backups.length > 0 ? 'restore-notebook' : 'new-notebook');
    }
  }
  // A newer file stays a newer file: starting again would change nothing.
  if (!isAppError(error, 'store-newer')) offers.push('restart');
  return { type: 'failed', error: toWire(error), offers, backups };
}
