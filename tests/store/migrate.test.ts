import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backUpNotebook, listBackups } from '../../electron/store/backups.ts';
import { configure, MIRROR, NOTEBOOK } from '../../electron/store/files.ts';
import { openStore } from '../../electron/store/index.ts';
import { migrate } from '../../electron/store/migrate.ts';
import type { Migration } from '../../electron/store/migrate.ts';
import { MIRROR_MIGRATIONS } from '../../electron/store/migrations/mirror/index.ts';
import { NOTEBOOK_MIGRATIONS } from '../../electron/store/migrations/notebook/index.ts';
import { openReadonly, openWritable } from '../../electron/store/sqlite.ts';
import type { WritableDb } from '../../electron/store/sqlite.ts';
import { AppError } from '../../shared/errors/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { MORNING, tempFolder, tempStore } from '../helpers/store.ts';

function withFile<T>(path: string, work: (db: WritableDb) => T): T {
  const db = openWritable(path);
  try {
    configure(db, MIRROR);
    return work(db);
  } finally {
    db.close();
  }
}

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

/** A mirror.db as it was at a version, with what `fill` put in. */
function mirrorAt(version: number, fill: (db: WritableDb) => void): string {
  const directory = tempFolder();
  withFile(join(directory, 'mirror.db'), (db) => {
    migrate(db, { spec: MIRROR, migrations: MIRROR_MIGRATIONS.slice(0, version) });
    fill(db);
  });
  return directory;
}

const CALL = `INSERT INTO contact_row (source, id, version, channel, direction, queue, agent, created_at, ended_at, queue_seconds,
    talk_seconds, outcome, span) VALUES ('zd', 'c1', 1, 'voice', 'inbound', 'q1', 'a1', ${MORNING}, ${MORNING + 90_000}, 12, 60, 'answered', 0)`;
const STATE = `INSERT INTO agent_state_row (source, id, version, agent, platform, state, raw_state, start_at, end_at, span)
    VALUES ('zd', 's1', 1, 'a1', 'talk', 'available', 'online', ${MORNING}, ${MORNING + 60_000}, 0)`;

describe('steps of mirror.db', () => {
  test('0001-facts, from nothing, makes tables that take and refuse what they should', () => {
    mirrorAt(1, (db) => {
      db.exec(CALL);
      expect(() => db.exec(CALL)).toThrow(/UNIQUE/);
      expect(() => db.exec(`INSERT INTO contact_row (source, id, version) VALUES ('zd', 'c9', 1)`)).toThrow(/CHECK/);
      expect(db.raw('SELECT seconds FROM short_abandon_row').all()).toEqual([[5]]);
    });
  });

  test('0002-rollups counts the facts that were there before it', () => {
    const directory = mirrorAt(1, (db) => {
      db.exec(CALL);
      db.exec(STATE);
    });
    const store = tempStore({ directory });
    expect(store.reads.counts(counts)).toMatchObject([{ answered: 1, answeredWithin: 1, talkSeconds: 60 }]);
    expect(store.reads.agentSeconds(MORNING, MORNING + 1)).toMatchObject([{ agent: 'a1', seconds: 60 }]);
    store.recomputeRollups();
    expect(store.reads.counts(counts)).toMatchObject([{ answered: 1 }]);
  });

  test('0003-views shows rows that were there before it', () => {
    const directory = mirrorAt(2, (db) => db.exec(CALL));
    tempStore({ directory });
    const db = openReadonly(join(directory, 'mirror.db'));
    expect(db.raw('SELECT source, id, created_at FROM contacts').all()).toEqual([['zd', 'c1', '2026-02-04T10:00:00Z']]);
    db.close();
  });

  test('0004-state-starts takes the intervals that were there before it as begun at their start', () => {
    const directory = mirrorAt(3, (db) => db.exec(STATE));
    const store = tempStore({ directory });
    expect(store.reads.agentStates({ source: 'zd', ids: ['s1'] })).toMatchObject([
      { startAt: MORNING, startIsBound: null },
    ]);
  });

  test('0005-stays finds stays of minutes, hours and days that were there before it', () => {
    const lengths = [60_000, 3_600_000, 3_600_001, 86_400_000, 86_400_001];
    const directory = mirrorAt(4, (db) => {
      lengths.forEach((length, i) => {
        const endsAt = MORNING + length;
        const span = length > 86_400_000 ? 1 : 0;
        db.exec(
          CALL.replace(`'c1'`, `'c${i}'`)
            .replace(`${MORNING + 90_000}`, `${endsAt}`)
            .replace(/0\)$/, `${span})`),
        );
        db.exec(STATE.replace(`'s1'`, `'s${i}'`).replace(`${MORNING + 60_000}, 0`, `${endsAt}, ${span}`));
      });
    });
    const { reads } = tempStore({ directory });
    const ids = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id).sort();
    lengths.forEach((length, i) => {
      const last = lengths.slice(i).map((_, after) => i + after);
      expect(ids(reads.contactsAt(MORNING + length - 1))).toEqual(last.map((n) => `c${n}`));
      expect(ids(reads.agentStatesAt(MORNING + length - 1))).toEqual(last.map((n) => `s${n}`));
    });
  });
});

describe('0006-adherence', () => {
  const AGENT = `INSERT INTO agent_row (source, id, version, name, active, teams, queues)
    VALUES ('zd', 'a1', 1, 'Ada', 1, '["Blue"]', '[]')`;

  test('keeps the rows that were there, counts their vendor states and marks their days', () => {
    const directory = mirrorAt(5, (db) => {
      db.exec(AGENT);
      db.exec(STATE);
      db.exec(STATE.replace(`'s1'`, `'s2'`));
      db.exec(STATE.replace(`'s1'`, `'s3'`).replace(`'online'`, `'away'`));
      db.exec(`UPDATE agent_state_row SET deleted_at = 1 WHERE id = 's3'`);
    });
    const { reads } = tempStore({ directory });
    expect(reads.agents()).toMatchObject([{ id: 'a1', teams: ['Blue'], skills: null }]);
    expect(reads.agentStates({ source: 'zd', ids: ['s1'] })).toMatchObject([
      { state: 'available', rawState: 'online' },
    ]);
    expect(reads.rawStates()).toEqual([
      {
        source: 'zd',
        platform: 'talk',
        rawState: 'online',
        standard: 'available',
        stays: 2,
        lastDayAt: Date.UTC(2026, 1, 4),
      },
    ]);
    expect(reads.adherenceMarks(MORNING)).toBe(1);
    expect(reads.shifts({ from: 0, to: MORNING * 2 })).toEqual([]);
  });

  test('its counts of vendor states are those that a recomputation gives', () => {
    const directory = mirrorAt(5, (db) => db.exec(STATE));
    const store = tempStore({ directory });
    const migrated = store.reads.rawStates();
    store.recomputeRollups();
    expect(store.reads.rawStates()).toEqual(migrated);
  });
});

describe('0007-staffing', () => {
  test('keeps counts and marks that were there, and takes what is known of the staffing from then on', () => {
    const directory = mirrorAt(6, (db) => {
      db.exec(STATE);
      db.exec(`INSERT INTO adherence_mark_row (source, agent, day, seq) VALUES ('zd', 'a1', -1, 0)`);
    });
    const store = tempStore({ directory });
    const whole = { agents: ['zd/a1'], from: MORNING, to: MORNING + 3_600_000 };
    expect(store.reads.adherenceMarks(MORNING)).toBe(1);
    expect(store.reads.staffing(whole)).toBeNull();
    store.saveStaffing({
      cells: [{ pool: 'zd/q1', at: MORNING, required: 2, scheduled: 4, missing: 1 }],
      members: [{ agent: 'zd/a1', from: MORNING, pool: 'zd/q1' }],
    });
    expect(store.reads.staffing(whole)).toEqual({
      at: [MORNING, MORNING + 900_000, MORNING + 3_600_000],
      spare: [1, null, null],
    });
  });
});

const counts = {
  from: MORNING,
  to: MORNING + 900_000,
  by: 'quarter',
  perQueue: true,
  zone: 'UTC',
  thresholdSeconds: 20,
  comparator: 'le',
  shortAbandonSeconds: 5,
} as const;

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
