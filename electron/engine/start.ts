import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAppError, toWire } from '../../shared/errors/index.ts';
import { listBackups } from '../store/backups.ts';
import { openStore } from '../store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { createEngine } from './engine.ts';
import { errorFields } from './log.ts';
import { inlineHeavy } from './heavy.ts';
import type { Engine } from './engine.ts';
import type { EngineStart, EngineToMain, RecoveryOffer } from './messages.ts';

export interface StartHost {
  engine: 'utility-process' | 'node';
  /** Folder of the entry file, two levels below the project's (or the app's) own. */
  home: string;
  tell: (message: EngineToMain) => void;
  asksSecrets: boolean;
  env: NodeJS.ProcessEnv;
}

/** Starts an engine with the real store. @throws AppError as `createEngine` */
export function startEngine(start: EngineStart, host: StartHost): Promise<Engine> {
  return createEngine({
    ...start,
    ...host,
    shippedMappings: join(host.home, '..', '..', 'resources', 'mappings'),
    sqlite: '',
    openStore: (log) =>
      openStore({
        directory: start.directory,
        clock: systemClock,
        listenerFault: (error) => log.error('change listener failed', errorFields(error)),
      }),
    openHeavy: inlineHeavy,
  });
}

/** What can be done about a start that failed. */
export function failureOf(error: unknown, directory: string): Extract<EngineToMain, { type: 'failed' }> {
  const offers: RecoveryOffer[] = [];
  const backups = existsSync(directory) ? listBackups(directory).map(({ path }) => path) : [];
  if (isAppError(error, 'store-corrupt') || isAppError(error, 'migration-failed')) {
    const file = error.detail?.['file'];
    if (file === 'mirror.db') offers.push('rebuild-mirror');
    else if (file === 'notebook.db' && backups.length > 0) offers.push('restore-notebook');
  }
  // A newer file stays a newer file: starting again would change nothing.
  if (!isAppError(error, 'store-newer')) offers.push('restart');
  return { type: 'failed', error: toWire(error), offers, backups };
}
