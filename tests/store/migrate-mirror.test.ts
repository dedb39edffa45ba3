import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MIRROR } from '../../electron/store/files.ts';
import { migrate } from '../../electron/store/migrate.ts';
import { MIRROR_MIGRATIONS } from '../../electron/store/migrations/mirror/index.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';
import type { WritableDb } from '../../electron/store/sqlite.ts';
import { MORNING, tempFolder, tempStore } from '../helpers/store.ts';
import { withFile } from './files.ts';

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

describe('0008-running-days', () => {
  test('leaves days of nothing out of the view, and its columns as they were', () => {
    const day = `INSERT INTO adherence_day_row VALUES ('zd', 'a1', '2026-02-04', 0, 2, 1, ${'0, '.repeat(13)}'{}', '[]')`;
    const columns = (db: WritableDb): unknown => db.raw(`SELECT name FROM pragma_table_info('adherence_days')`).all();
    let before: unknown;
    const directory = mirrorAt(7, (db) => {
      db.exec(day);
      db.exec(day.replace('02-04', '02-05').replace('1, 0', '1, 900000'));
      before = columns(db);
      expect(db.raw('SELECT day FROM adherence_days').all()).toHaveLength(2);
    });
    tempStore({ directory }).close();
    withFile(join(directory, 'mirror.db'), (db) => {
      expect(db.raw('SELECT day, scheduled_seconds FROM adherence_days').all()).toEqual([['2026-02-05', 900]]);
      expect(columns(db)).toEqual(before);
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
