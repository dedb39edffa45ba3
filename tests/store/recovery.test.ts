import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../electron/store/index.ts';
import {
  beginNotebook,
  inspectFolder,
  listBackups,
  rebuildMirror,
  restoreNotebook,
} from '../../electron/store/recovery.ts';
import { openWritable } from '../../electron/store/sqlite.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { contact, DAY, HOUR, MORNING, page, tempFolder, tempStore } from '../helpers/store.ts';

const clock = new ManualClock(MORNING);

/** A folder with contacts, a setting and one backup of it. */
function usedFolder(): string {
  const directory = tempFolder();
  const store = tempStore({ directory });
  store.writePage(page({ records: Array.from({ length: 500 }, (_, i) => contact({ id: `c${i}` })), cursor: 500 }));
  store.notebook.saveSetting('locale', 'de', 'Ada');
  store.maintain();
  store.close();
  return directory;
}

/** Overwrites the middle of a file, past its header. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  const { size } = statSync(path);
  for (let at = 4096; at < size; at += 4096) writeSync(file, Buffer.alloc(2048, 0xa5), 0, 2048, at);
  closeSync(file);
}

function codeOf(work: () => unknown): string | null {
  try {
    work();
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
  return null;
}

describe('a folder looked at', () => {
  test('is missing, then well', () => {
    const directory = tempFolder();
    expect(inspectFolder(directory)).toEqual({ mirror: 'missing', notebook: 'missing' });
    tempStore({ directory }).close();
    expect(inspectFolder(directory)).toEqual({ mirror: 'ok', notebook: 'ok' });
  });

  test('tells damage, strangers and newer files apart', () => {
    const damaged = usedFolder();
    damage(join(damaged, 'mirror.db'));
    expect(inspectFolder(damaged)).toEqual({ mirror: 'corrupt', notebook: 'ok' });

    const strange = usedFolder();
    writeFileSync(
      join(strange, 'mirror.db'),
      'this is no database, but a text that is long enough to be looked at'.repeat(100),
    );
    const other = openWritable(join(strange, 'other.db'));
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    writeFileSync(join(strange, 'notebook.db'), readFileSync(join(strange, 'other.db')));
    expect(inspectFolder(strange)).toEqual({ mirror: 'not-a-database', notebook: 'not-a-database' });

    const later = usedFolder();
    const db = openWritable(join(later, 'notebook.db'));
    db.pragma('user_version = 99');
    db.close();
    expect(inspectFolder(later)).toEqual({ mirror: 'ok', notebook: 'newer' });
  });

  test('says which file is at fault when it will not open', () => {
    for (const name of ['mirror.db', 'notebook.db']) {
      const directory = usedFolder();
      writeFileSync(join(directory, name), 'x'.repeat(8192));
      try {
        openStore({ directory, clock });
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'store-corrupt', detail: { file: name } });
      }
    }
  });

  test('a truncated file is damage, met on opening or on reading, never silence', () => {
    const directory = usedFolder();
    const path = join(directory, 'mirror.db');
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096);
    expect(inspectFolder(directory).mirror).toBe('corrupt');
    expect(
      codeOf(() => {
        const store = tempStore({ directory });
        store.reads.contactPage({ from: 0, to: MORNING * 2, limit: 1000 });
        store.writePage(page({ records: Array.from({ length: 500 }, (_, i) => contact({ id: `c${i}`, version: 2 })) }));
      }),
    ).toBe('store-corrupt');
  });
});

describe('rebuilding the mirror', () => {
  test('sets the damaged file aside, starts an empty one and keeps the notebook', () => {
    const directory = usedFolder();
    writeFileSync(join(directory, 'mirror.db'), 'x'.repeat(8192));
    const aside = rebuildMirror(directory, clock);
    expect(aside).toBe(join(directory, 'mirror-aside-20260204T100000Z.db'));
    expect(existsSync(aside ?? '')).toBe(true);
    const store = tempStore({ directory });
    expect(store.reads.extent()).toBeNull();
    expect(store.cursor('zd', 'calls')).toBeNull();
    expect(store.notebook.setting('locale')).toBe('de');
  });

  test('waits for nobody: it refuses while the folder is open', () => {
    const directory = usedFolder();
    tempStore({ directory });
    expect(codeOf(() => rebuildMirror(directory, clock))).toBe('store-busy');
    expect(inspectFolder(directory).mirror).toBe('ok');
  });

  test('has nothing to set aside in an empty folder', () => {
    expect(rebuildMirror(tempFolder(), clock)).toBeNull();
  });
});

describe('restoring the notebook', () => {
  test('puts the backup in place and keeps the damaged file', () => {
    const directory = usedFolder();
    damage(join(directory, 'notebook.db'));
    const [backup] = listBackups(directory);
    const aside = restoreNotebook(directory, backup?.path ?? '', clock);
    expect(existsSync(aside ?? '')).toBe(true);
    const store = tempStore({ directory });
    expect(store.notebook.setting('locale')).toBe('de');
    expect(store.reads.extent()).not.toBeNull();
    expect(existsSync(backup?.path ?? '')).toBe(true);
  });

  test('refuses a backup that is gone or damaged, and leaves the notebook as it is', () => {
    const directory = usedFolder();
    const [backup] = listBackups(directory);
    const path = backup?.path ?? '';
    damage(path);
    expect(codeOf(() => restoreNotebook(directory, path, clock))).toBe('store-corrupt');
    rmSync(path);
    expect(codeOf(() => restoreNotebook(directory, path, clock))).toBe('not-found');
    expect(tempStore({ directory }).notebook.setting('locale')).toBe('de');
  });

  test('does not take a log for the restored file that belonged to the old one', () => {
    const directory = usedFolder();
    const [backup] = listBackups(directory);
    appendFileSync(join(directory, 'notebook.db-wal'), 'leftover');
    restoreNotebook(directory, backup?.path ?? '', clock);
    expect(existsSync(join(directory, 'notebook.db-wal'))).toBe(false);
    expect(tempStore({ directory }).notebook.setting('locale')).toBe('de');
  });
});

describe('daily backups', () => {
  test('are made once a day, hold what was written, and the oldest go', () => {
    const directory = tempFolder();
    const days = new ManualClock(MORNING);
    const store = tempStore({ directory, clock: days });
    expect(store.maintain().backup).not.toBeNull();
    expect(store.maintain().backup).toBeNull();
    for (let day = 0; day < 20; day += 1) {
      days.advance(DAY - HOUR);
      expect(store.maintain().backup).toBeNull();
      days.advance(HOUR);
      expect(store.maintain().backup).not.toBeNull();
    }
    expect(listBackups(directory).map((backup) => backup.reason)).toEqual(Array.from({ length: 14 }, () => 'daily'));
  });

  test('go on after the clock was set back', () => {
    const days = new ManualClock(MORNING);
    const store = tempStore({ clock: days });
    store.maintain();
    days.set(MORNING - 30 * DAY);
    expect(store.maintain().backup).not.toBeNull();
    expect(store.maintain().backup).toBeNull();
  });
});

describe('a notebook without a backup', () => {
  test('is set aside for an empty one, and the mirror stays', () => {
    const directory = tempFolder();
    const store = tempStore({ directory });
    store.writePage(page({ records: [contact({ id: 'c1' })] }));
    store.notebook.saveSetting('locale', 'de', 'Ada');
    store.close();
    damage(join(directory, 'notebook.db'));
    const aside = beginNotebook(directory, clock);
    expect(aside !== null && existsSync(aside)).toBe(true);
    const again = tempStore({ directory });
    expect(again.notebook.setting('locale')).toBeNull();
    expect(again.reads.contacts({ source: 'zd', ids: ['c1'] })).toHaveLength(1);
  });
});
