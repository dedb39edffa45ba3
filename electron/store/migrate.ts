/** Brings a file to the version this program knows. */
import { AppError } from '../../shared/errors/index.ts';
import type { FileSpec } from './files.ts';
import type { WritableDb } from './sqlite.ts';

/** One step of a file's schema. Steps are never edited once released: a change is a new step. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  /** Short words, as in the file's name. */
  readonly name: string;
  readonly up: (db: WritableDb) => void;
}

export interface MigrateOptions {
  readonly spec: FileSpec;
  readonly migrations: readonly Migration[];
  /** Called once before the first step on a file that holds anything; returns the copy's path. */
  readonly backup?: (() => string) | undefined;
}

/**
 * Runs the steps that the file has not seen, each in one transaction with the version it leads to.
 *
 * @returns numbers of the steps that ran
 * @throws AppError `store-newer` for a file of a later program, `store-corrupt` for a file that is not ours, `migration-failed` with the
 *   step's name and the backup's path (the file is then as it was before that step)
 */
export function migrate(db: WritableDb, options: MigrateOptions): number[] {
  const { spec, migrations } = options;
  checkDense(migrations);
  const version = Number(db.pragma('user_version'));
  const isEmpty = version === 0 && tableCount(db) === 0;
  checkOwner(db, spec, isEmpty);
  const latest = migrations.length;
  if (version > latest) throw newer(spec.name, version, latest);
  const due = migrations.slice(version);
  if (due.length === 0) return [];
  const backup = isEmpty ? undefined : options.backup?.();
  for (const migration of due) run(db, spec, migration, backup);
  return due.map((migration) => migration.number);
}

/** `0001-facts`: as the step is called in messages and file names. */
export function migrationTitle(migration: Migration): string {
  return `${String(migration.number).padStart(4, '0')}-${migration.name}`;
}

/** The refusal of a file that a later program wrote. */
export function newer(file: string, version: number, known: number): AppError {
  return new AppError({
    code: 'store-newer',
    message: `${file} was written by a newer Watchfloor (version ${version}, this one knows ${known}). Update Watchfloor to open it.`,
    detail: { file, version, known },
  });
}

function run(db: WritableDb, spec: FileSpec, migration: Migration, backup: string | undefined): void {
  try {
    db.transaction(() => {
      migration.up(db);
      db.pragma(`application_id = ${spec.applicationId}`);
      db.pragma(`user_version = ${migration.number}`);
    });
  } catch (error) {
    const title = migrationTitle(migration);
    throw new AppError({
      code: 'migration-failed',
      message:
        backup === undefined
          ? `${spec.name} could not be brought up to date: step ${title} failed. The file is as it was.`
          : `${spec.name} could not be brought up to date: step ${title} failed. The file is as it was, and a copy is at ${backup}.`,
      detail: {
        file: spec.name,
        migration: title,
        backup: backup ?? null,
        reason: error instanceof Error ? error.message : String(error),
      },
      cause: error,
    });
  }
}

function checkDense(migrations: readonly Migration[]): void {
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1) {
      throw new RangeError(`Migration ${migrationTitle(migration)} stands at place ${index + 1}.`);
    }
  });
}

function checkOwner(db: WritableDb, spec: FileSpec, isEmpty: boolean): void {
  if (isEmpty || Number(db.pragma('application_id')) === spec.applicationId) return;
  throw new AppError({
    code: 'store-corrupt',
    message: `${spec.name} is a database of another program. Move it away, or choose another data folder.`,
    detail: { file: spec.name },
  });
}

function tableCount(db: WritableDb): number {
  return db.rows<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
}
