import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backUpNotebook, listBackups } from '../../electron/store/backups.ts';
import { MIRROR, NOTEBOOK } from '../../electron/store/files.ts';
import { openStore } from '../../electron/store/index.ts';
import { migrate } from '../../electron/store/migrate.ts';
import type { Migration } from '../../electron/store/migrate.ts';
import { NOTEBOOK_MIGRATIONS } from '../../electron/store/migrations/notebook/index.ts';
import { AppError } from '../../shared/errors/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { withFile } from './files.ts';
import { MORNING, tempFolder, tempStore } from '../helpers/store.ts';

function faultOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

const first: Migration = { number: 1, name: 'first', up: (db) => db.exec('CREATE TABLE t (a)') };
const second: Migration = { number: 2, name: 'second', up: (db) => db.exec('ALTER TABLE t ADD COLUMN b DEFAULT 5') };
const failing: Migration = {
  number: 2,
  name: 'second',
  up: (db) => {
    db.exec('DELETE FROM t');
    throw new Error('out of luck');
  },
};

describe('the runner', () => {
  test('runs what the file has not seen, once, and marks the file as ours', () => {
    const path = join(tempFolder(), 'mirror.db');
    withFile(path, (db) => {
      expect(migrate(db, { spec: MIRROR, migrations: [first] })).toEqual([1]);
      db.command('INSERT INTO t VALUES (1)').run();
    });
    withFile(path, (db) => {
      expect(migrate(db, { spec: MIRROR, migrations: [first, second] })).toEqual([2]);
      expect(migrate(db, { spec: MIRROR, migrations: [first, second] })).toEqual([]);
      expect(db.raw('SELECT a, b FROM t').all()).toEqual([[1, 5]]);
      expect(db.pragma('user_version')).toBe(2);
      expect(db.pragma('application_id')).toBe(MIRROR.applicationId);
    });
  });

  test('leaves the file as it was when a step fails, and names the step and the backup', () => {
    const path = join(tempFolder(), 'mirror.db');
    withFile(path, (db) => {
      migrate(db, { spec: MIRROR, migrations: [first] });
      db.command('INSERT INTO t VALUES (1)').run();
      const options = { spec: MIRROR, migrations: [first, failing], backup: () => '/backups/copy.db' };
      const fault = faultOf(() => migrate(db, options));
      expect(fault).toMatchObject({
        code: 'migration-failed',
        detail: { file: 'mirror.db', migration: '0002-second', backup: '/backups/copy.db', reason: 'out of luck' },
      });
      expect(fault.message).toContain('0002-second');
      expect(fault.message).toContain('/backups/copy.db');
      expect(db.raw('SELECT a FROM t').all()).toEqual([[1]]);
      expect(db.pragma('user_version')).toBe(1);
    });
  });

  test('backs up a file with something in it before the first step, and no new file', () => {
    const path = join(tempFolder(), 'mirror.db');
    let backups = 0;
    const backup = (): string => `copy ${(backups += 1)}`;
    withFile(path, (db) => {
      migrate(db, { spec: MIRROR, migrations: [first], backup });
      expect(backups).toBe(0);
      migrate(db, { spec: MIRROR, migrations: [first, second], backup });
      expect(backups).toBe(1);
      migrate(db, { spec: MIRROR, migrations: [first, second], backup });
      expect(backups).toBe(1);
    });
  });

  test('refuses a file of a newer program by name, and one of another program', () => {
    const folder = tempFolder();
    withFile(join(folder, 'mirror.db'), (db) => {
      migrate(db, { spec: MIRROR, migrations: [first, second] });
      expect(faultOf(() => migrate(db, { spec: MIRROR, migrations: [first] }))).toMatchObject({
        code: 'store-newer',
        detail: { file: 'mirror.db', version: 2, known: 1 },
      });
    });
    withFile(join(folder, 'other.db'), (db) => {
      db.exec('CREATE TABLE theirs (a)');
      expect(faultOf(() => migrate(db, { spec: MIRROR, migrations: [first] })).code).toBe('store-corrupt');
      expect(db.raw('SELECT name FROM sqlite_schema').all()).toEqual([['theirs']]);
    });
  });

  test('will not run a list with a gap', () => {
    withFile(join(tempFolder(), 'mirror.db'), (db) => {
      expect(() => migrate(db, { spec: MIRROR, migrations: [second] })).toThrow(RangeError);
    });
  });
});

describe('steps of notebook.db', () => {
  test('0001-notebook, from nothing, makes a notebook that the store reads', () => {
    const directory = tempFolder();
    withFile(join(directory, 'notebook.db'), (db) => {
      migrate(db, { spec: NOTEBOOK, migrations: NOTEBOOK_MIGRATIONS.slice(0, 1) });
      db.exec(`INSERT INTO setting_row (key, value, actor, saved_at) VALUES ('locale', '"de"', 'Ada', 1)`);
    });
    expect(tempStore({ directory }).notebook.setting('locale')).toBe('de');
  });

  test('0002-people keeps what was written, and makes a copy before it', () => {
    const directory = tempFolder();
    withFile(join(directory, 'notebook.db'), (db) => {
      migrate(db, { spec: NOTEBOOK, migrations: NOTEBOOK_MIGRATIONS.slice(0, 1) });
      db.exec(`INSERT INTO setting_row (key, value, actor, saved_at) VALUES ('locale', '"de"', 'Ada', 1)`);
      db.exec(`INSERT INTO alarm_mark_row (key, acknowledged_at) VALUES ('longest-wait:zd/1', 5)`);
    });
    const { notebook } = tempStore({ directory });
    expect(notebook.setting('locale')).toBe('de');
    expect(notebook.alarmMarks()).toMatchObject([{ key: 'longest-wait:zd/1', acknowledgedAt: 5 }]);
    expect(notebook.exceptions({ from: 0, to: MORNING })).toEqual([]);
    expect(listBackups(directory)).toMatchObject([{ reason: 'migration' }]);
  });
});

describe('opening', () => {
  test('refuses a newer file of either kind and leaves the folder free', () => {
    for (const name of ['mirror.db', 'notebook.db']) {
      const directory = tempFolder();
      tempStore({ directory }).close();
      withFile(join(directory, name), (db) => db.pragma('user_version = 999'));
      const open = (): unknown => openStore({ directory, clock: new ManualClock(MORNING) });
      expect(faultOf(open)).toMatchObject({ code: 'store-newer', detail: { file: name, version: 999 } });
      expect(faultOf(open).code).toBe('store-newer');
    }
  });

  test('keeps the last copies that were made before migrations', () => {
    const directory = tempFolder();
    const clock = new ManualClock(MORNING);
    withFile(join(directory, 'notebook.db'), (db) => {
      migrate(db, { spec: NOTEBOOK, migrations: NOTEBOOK_MIGRATIONS });
      for (let i = 0; i < 8; i += 1) {
        clock.advance(1_000);
        const path = backUpNotebook(db, directory, 'migration', clock.now());
        expect(existsSync(path)).toBe(true);
      }
    });
    const backups = listBackups(directory);
    expect(backups).toHaveLength(5);
    expect(backups[0]?.madeAt).toBe(MORNING + 8_000);
  });
});
