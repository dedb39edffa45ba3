import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { PageWriter } from '../../electron/store/write/pages.ts';
import { configure, MIRROR, NOTEBOOK } from '../../electron/store/files.ts';
import { openStore } from '../../electron/store/index.ts';
import { migrate } from '../../electron/store/migrate.ts';
import { MIRROR_MIGRATIONS } from '../../electron/store/migrations/mirror/index.ts';
import { Rollups } from '../../electron/store/rollups/rollups.ts';
import { openWritable } from '../../electron/store/sqlite.ts';
import { StateMapping } from '../../electron/store/write/state-mapping.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { dumpRollups } from '../helpers/dump.ts';
import { contact, MORNING, page, tempFolder, tempStore } from '../helpers/store.ts';

const many = (from: number, count: number) =>
  page({
    records: Array.from({ length: count }, (_, i) =>
      contact({ id: `c${from + i}`, createdAt: MORNING + i * 60_000, raw: 'x'.repeat(2_000) }),
    ),
    cursor: from + count,
  });

/** Writes pages until one fails. @returns the number of pages that were committed */
function fillUp(write: (n: number) => unknown): { committed: number; code: string } {
  for (let n = 0; n < 1_000; n += 1) {
    try {
      write(n);
    } catch (error) {
      return { committed: n, code: isAppError(error) ? error.code : String(error) };
    }
  }
  throw new Error('The disk never filled up.');
}

describe('a full disk', () => {
  test('by SQLite’s own limit: the page is refused whole, and goes in once there is room', () => {
    const directory = tempFolder();
    const db = openWritable(join(directory, MIRROR.name));
    configure(db, MIRROR);
    migrate(db, { spec: MIRROR, migrations: MIRROR_MIGRATIONS });
    const notebook = openWritable(join(directory, NOTEBOOK.name));
    const pages = new PageWriter({
      db,
      notebook,
      rollups: new Rollups(db, 'UTC'),
      mapping: new StateMapping(),
      now: () => MORNING,
    });
    db.pragma(`max_page_count = ${Number(db.pragma('page_count')) + 200}`);
    const { committed, code } = fillUp((n) => pages.write(many(n * 50, 50)));
    expect(code).toBe('store-full');
    expect(db.raw('SELECT count(*) FROM contacts').get()).toEqual([committed * 50]);
    expect(db.raw('SELECT cursor FROM stream_row').get()).toEqual([String(committed * 50)]);
    db.pragma('max_page_count = 1000000');
    expect(pages.write(many(committed * 50, 50)).result.new).toBe(50);
    db.close();
    notebook.close();
    const kept = dumpRollups(directory);
    const store = tempStore({ directory });
    store.recomputeRollups();
    expect(dumpRollups(directory)).toEqual(kept);
  });

  const mounts: string[] = [];

  afterEach(() => {
    for (const mount of mounts.splice(0)) execFileSync('umount', ['--lazy', mount]);
  });

  /** A file system of 8 MB, or null where one cannot be mounted. */
  function smallDisk(): string | null {
    const mount = join(tempFolder(), 'disk');
    mkdirSync(mount);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'watchfloor-test', mount], { stdio: 'ignore' });
    } catch {
      return null;
    }
    mounts.push(mount);
    return mount;
  }

  test('in earnest: nothing half-written in either file, and both go on after space is back', (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('a small file system can only be mounted by root');
    const directory = join(disk, 'data');
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024));
    const store = openStore({ directory, clock: new ManualClock(MORNING) });
    store.notebook.saveSetting('before', 1, 'Ada');
    const { committed, code } = fillUp((n) => store.writePage(many(n * 50, 50)));
    expect(code).toBe('store-full');
    expect(store.cursor('zd', 'calls')).toBe(committed * 50);
    expect(store.reads.extent()).not.toBeNull();
    const note = fillUp((n) => store.notebook.saveSetting(`note.${n}`, 'x'.repeat(50_000), 'Ada'));
    expect(note.code).toBe('store-full');
    expect(Object.keys(store.notebook.settings('note.'))).toHaveLength(note.committed);
    expect(store.notebook.setting('before')).toBe(1);

    rmSync(ballast);
    expect(store.writePage(many(committed * 50, 50)).new).toBe(50);
    store.notebook.saveSetting('after', 2, 'Ada');
    store.close();

    const again = openStore({ directory, clock: new ManualClock(MORNING) });
    expect(again.cursor('zd', 'calls')).toBe((committed + 1) * 50);
    expect(again.notebook.setting('after')).toBe(2);
    again.close();

    // A recomputation needs room of its own: on a copy elsewhere.
    const copy = tempFolder();
    cpSync(directory, copy, { recursive: true });
    const kept = dumpRollups(copy);
    tempStore({ directory: copy }).recomputeRollups();
    expect(dumpRollups(copy)).toEqual(kept);
  });
});
