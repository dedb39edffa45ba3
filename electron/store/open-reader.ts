import { existsSync } from 'node:fs';
import { AppError } from '../../shared/errors/index.ts';
import { filePath } from './files.ts';
import type { FileSpec } from './files.ts';
import { newer } from './migrate.ts';
import { openReadonly } from './sqlite.ts';
import type { ReadonlyDb } from './sqlite.ts';

/** Opens one file for reading, refusing any version but this program's: a reader cannot migrate. */
export function openUpToDate(directory: string, spec: FileSpec, known: number, opened: ReadonlyDb[]): ReadonlyDb {
  const path = filePath(directory, spec);
  if (!existsSync(path)) {
    throw new AppError({
      code: 'not-found',
      message: `There is no ${spec.name} in this folder. Open it once with Watchfloor, or choose another folder.`,
      detail: { file: spec.name },
    });
  }
  const db = openReadonly(path);
  opened.push(db);
  if (Number(db.pragma('application_id')) !== spec.applicationId) {
    throw new AppError({
      code: 'store-corrupt',
      message: `${spec.name} is not a file of Watchfloor.`,
      detail: { file: spec.name },
    });
  }
  const version = Number(db.pragma('user_version'));
  if (version > known) throw newer(spec.name, version, known);
  if (version < known) {
    throw new AppError({
      code: 'refused',
      message: `${spec.name} was written by an older Watchfloor. Open the folder once for writing to bring it up to date.`,
      detail: { file: spec.name, version, known },
    });
  }
  return db;
}
