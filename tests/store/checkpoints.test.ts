import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Checkpoints } from '../../electron/store/checkpoints.ts';
import { filePath, MIRROR } from '../../electron/store/files.ts';
import { LogMover } from '../../electron/store/log-mover.ts';
import { openReadonly, openWritable } from '../../electron/store/sqlite.ts';
import { contact, page, tempFolder, tempStore } from '../helpers/store.ts';

const PAGES = 300;

/** Contacts in the file itself, without its log; -1 while it is being written. */
function contactsInFile(directory: string, aside: string): number {
  copyFileSync(filePath(directory, MIRROR), filePath(aside, MIRROR));
  try {
    const db = openReadonly(filePath(aside, MIRROR));
    try {
      return Number(db.raw('SELECT count(*) FROM contact_row').get()?.[0] ?? -1);
    } finally {
      db.close();
    }
  } catch {
    return -1;
  }
}

test('what was committed reaches the file while the store is open and goes on writing', async () => {
  const directory = tempFolder();
  const aside = join(tempFolder(), 'copy');
  mkdirSync(aside);
  const store = tempStore({ directory });
  for (let n = 0; n < PAGES; n += 1) {
    store.writePage(page({ records: [contact({ id: `c${n}`, createdAt: contact().createdAt + n * 60_000 })] }));
    await turn();
  }
  await vi.waitFor(() => expect(contactsInFile(directory, aside)).toBeGreaterThan(PAGES / 4), { timeout: 20_000 });
  store.writePage(page({ records: [contact({ id: 'last' })] }));
  expect(store.reads.contacts({ source: 'zd', ids: ['c0', `c${PAGES - 1}`, 'last'] })).toHaveLength(3);
});

test('a store that is closed at once leaves everything to be read again', () => {
  const directory = tempFolder();
  const store = tempStore({ directory });
  for (let n = 0; n < PAGES; n += 1) store.writePage(page({ records: [contact({ id: `c${n}` })] }));
  store.close();
  const again = tempStore({ directory });
  expect(again.reads.contacts({ source: 'zd', ids: ['c0', `c${PAGES - 1}`] })).toHaveLength(2);
});

test('the log is moved beside a writer that is at work, without waiting for it', () => {
  const directory = tempFolder();
  const aside = join(tempFolder(), 'copy');
  mkdirSync(aside);
  const store = tempStore({ directory });
  store.writePage(page({ records: [contact({ id: 'a' }), contact({ id: 'b' })] }));
  const writer = openWritable(filePath(directory, MIRROR), 0);
  try {
    writer.command('BEGIN IMMEDIATE').run();
    expect(new LogMover(directory).move()).toBe(true);
    expect(contactsInFile(directory, aside)).toBe(2);
    writer.command('ROLLBACK').run();
  } finally {
    writer.close();
  }
});

test('a reader that looks at an old state holds up the log, and never a page', () => {
  const directory = tempFolder();
  const store = tempStore({ directory });
  store.writePage(page({ records: [contact({ id: 'a' })] }));
  const reader = openReadonly(filePath(directory, MIRROR));
  try {
    reader.driver.exec('BEGIN');
    expect(reader.raw('SELECT count(*) FROM contact_row').get()).toEqual([1]);
    store.writePage(page({ records: [contact({ id: 'b' })] }));
    expect(new LogMover(directory).move()).toBe(false);
    expect(store.writePage(page({ records: [contact({ id: 'c' })] })).new).toBe(1);
    reader.driver.exec('COMMIT');
    expect(new LogMover(directory).move()).toBe(true);
  } finally {
    reader.close();
  }
});

test('the thread that moves the log ends when idle, and comes back when it is wanted', async () => {
  const directory = tempFolder();
  tempStore({ directory });
  const checkpoints = new Checkpoints(directory, 1);
  try {
    for (let round = 0; round < 2; round += 1) {
      checkpoints.wrote(1_000_000);
      expect(checkpoints.isRunning).toBe(true);
      await vi.waitFor(() => expect(checkpoints.isRunning).toBe(false), { timeout: 20_000 });
    }
  } finally {
    checkpoints.close();
  }
});
