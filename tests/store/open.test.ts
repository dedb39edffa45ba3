import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../electron/store/index.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { agentState, contact, DAY, MINUTE, MORNING, page, snapshot, tempFolder, tempStore } from '../helpers/store.ts';

const clock = new ManualClock(MORNING);

describe('a data folder', () => {
  test('is made where there is none, and keeps everything over a restart', () => {
    const directory = join(tempFolder(), 'deep', 'folder');
    const first = tempStore({ directory, zone: 'Europe/Berlin' });
    first.writePage(page({ records: [contact()], cursor: 5 }));
    first.notebook.saveSetting('locale', 'de', 'Ada');
    first.close();
    first.close();
    const second = tempStore({ directory });
    expect(second.zone).toBe('Europe/Berlin');
    expect(second.cursor('zd', 'calls')).toBe(5);
    expect(second.reads.contacts({ source: 'zd', ids: ['c1'] })).toHaveLength(1);
    expect(second.notebook.setting('locale')).toBe('de');
  });

  test('is opened for writing once at a time, in one process and across processes', async () => {
    const directory = tempFolder();
    const store = tempStore({ directory });
    expect(() => openStore({ directory, clock })).toThrow(expect.objectContaining({ code: 'store-busy' }));
    store.close();

    const child = spawn(process.execPath, [join(import.meta.dirname, 'children/hold.ts'), directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(line).toBe('open');
    expect(() => openStore({ directory, clock })).toThrow(expect.objectContaining({ code: 'store-busy' }));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(tempStore({ directory }).writePage(page({ records: [contact()] })).new).toBe(1);
  });

  test('can be read beside a writer, which it does not hinder', () => {
    const directory = tempFolder();
    const writer = tempStore({ directory });
    writer.writePage(page({ records: [contact()], quarantine: [] }));
    const reader = tempStore({ directory, readonly: true });
    expect(reader.reads.contactsAt(MORNING)).toHaveLength(1);
    writer.writePage(page({ records: [contact({ id: 'c2' })], cursor: 2 }));
    expect(reader.reads.contactsAt(MORNING)).toHaveLength(2);
    expect(reader.cursor('zd', 'calls')).toBe(2);
    expect(reader.zone).toBe('UTC');
    for (const write of [
      () => reader.writePage(page()),
      () => reader.setZone('Asia/Tokyo'),
      () => reader.removeSource('zd'),
      () => reader.notebook.saveSetting('a', 1, 'Ada'),
      () => reader.maintain(),
    ]) {
      expect(write).toThrow(expect.objectContaining({ code: 'refused' }));
    }
  });

  test('with nothing in it is not found by a reader, and not touched', () => {
    const directory = join(tempFolder(), 'empty');
    mkdirSync(directory);
    const open = (): unknown => openStore({ directory, clock, readonly: true });
    expect(open).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(existsSync(join(directory, 'mirror.db'))).toBe(false);
  });

  test('refuses a zone that does not exist, before anything is made', () => {
    const directory = join(tempFolder(), 'none');
    const open = (): unknown => openStore({ directory, clock, zone: 'Europe/Atlantis' });
    expect(open).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(existsSync(directory)).toBe(false);
  });

  test('opened with another zone moves its days there', () => {
    const directory = tempFolder();
    const late = contact({ createdAt: Date.UTC(2026, 1, 4, 23, 30) });
    const first = tempStore({ directory, zone: 'UTC' });
    first.writePage(page({ records: [late] }));
    first.close();
    const second = tempStore({ directory, zone: 'Asia/Tokyo' });
    const days = second.reads.counts({
      from: MORNING - 3 * DAY,
      to: MORNING + 3 * DAY,
      by: 'day',
      perQueue: false,
      zone: 'Asia/Tokyo',
      thresholdSeconds: 20,
      comparator: 'le',
      shortAbandonSeconds: 5,
    });
    expect(days.map((row) => row.bucketAt)).toEqual([Date.UTC(2026, 1, 4, 15)]);
  });

  test('syncs the notebook at each commit and the mirror at checkpoints', () => {
    const directory = tempFolder();
    tempStore({ directory });
    for (const name of ['mirror.db', 'notebook.db']) {
      const db = openReadonly(join(directory, name));
      expect(db.pragma('journal_mode')).toBe('wal');
      db.close();
    }
  });
});

describe('sources', () => {
  test('are listed with the state that was saved, and as-of as new as the last page', () => {
    const store = tempStore();
    store.saveSource({ id: 'zd', kind: 'zendesk', name: 'Zendesk', zone: 'Europe/Berlin', config: { baseUrl: 'x' } });
    expect(store.reads.sources()).toEqual([
      { id: 'zd', kind: 'zendesk', name: 'Zendesk', zone: 'Europe/Berlin', config: { baseUrl: 'x' }, status: null },
    ]);
    store.saveStatus({
      source: 'zd',
      kind: 'zendesk',
      name: 'Zendesk',
      state: 'ok',
      asOf: MORNING,
      skewMs: null,
      fault: null,
      streams: [
        { stream: 'calls', state: 'ok', asOf: MORNING, rows: 1, quarantined: 0, progress: null, fault: null },
        { stream: 'legs', state: 'ok', asOf: null, rows: 1, quarantined: 0, progress: null, fault: null },
      ],
    });
    store.writePage(page({ asOf: MORNING + MINUTE }));
    store.saveSource({ id: 'zd', kind: 'zendesk', name: 'Renamed', zone: null, config: {} });
    const [source] = store.reads.sources();
    expect(source).toMatchObject({ name: 'Renamed', status: { state: 'ok' } });
    expect(source?.status?.streams.map((stream) => stream.asOf)).toEqual([MORNING + MINUTE, null]);
  });
});

describe('agents', () => {
  test('have their seconds by quarter hour and their handled contacts, outbound ones too', () => {
    const store = tempStore();
    store.writePage(
      page({
        records: [
          agentState({ startAt: MORNING + 10 * MINUTE, endAt: MORNING + 20 * MINUTE }),
          agentState({ id: 's2', state: 'wrap', startAt: MORNING, endAt: null }),
          contact(),
          contact({ id: 'c2', direction: 'outbound', talkSeconds: 60, holdSeconds: null, wrapSeconds: null }),
          contact({ id: 'c3', outcome: 'excluded' }),
        ],
      }),
    );
    const quarter = { source: 'zd', agent: 'a1', platform: 'talk', state: 'available', seconds: 300 };
    expect(store.reads.agentSeconds(MORNING, MORNING + 15 * MINUTE)).toEqual([quarter]);
    expect(store.reads.agentSeconds(MORNING, MORNING + DAY)).toEqual([{ ...quarter, seconds: 600 }]);
    expect(store.reads.agentSeconds(MORNING + 15 * MINUTE, MORNING + 16 * MINUTE)).toEqual([quarter]);
    expect(store.reads.agentCounts(MORNING, MORNING + DAY)).toEqual([
      { source: 'zd', agent: 'a1', contacts: 2, handled: 2, talkSeconds: 210, holdSeconds: 20, wrapSeconds: 30 },
    ]);
  });
});

describe('old snapshots', () => {
  test('are thinned to one in five minutes, a round at a time, and the very old go', () => {
    const now = new ManualClock(MORNING);
    const store = tempStore({ clock: now });
    const every = 20_000;
    const records = Array.from({ length: 90 }, (_, i) => [
      snapshot({ id: `a${i}`, at: MORNING + i * every, waiting: i }),
      snapshot({ id: `b${i}`, at: MORNING + i * every, waiting: i, queue: null }),
    ]).flat();
    store.writePage(page({ records: [...records, snapshot({ id: 'ancient', at: MORNING - 500 * DAY })] }));
    expect(store.maintain().thinnedSnapshots).toBe(1);
    now.advance(8 * DAY);
    expect(store.maintain().thinnedSnapshots).toBe(180 - 2 * 6);
    expect(store.maintain().thinnedSnapshots).toBe(0);
    const kept = store.reads.queueSnapshotsAt(MORNING + 5 * MINUTE - 1, 300).map((row) => row.waiting);
    expect(kept).toEqual([14, 14]);
    // Today's are all there.
    store.writePage(
      page({ records: [snapshot({ id: 'n1', at: now.now() }), snapshot({ id: 'n2', at: now.now() + 1 })] }),
    );
    expect(store.maintain().thinnedSnapshots).toBe(0);
    expect(store.reads.movesBetween(now.now() - 1, now.now() + 1).snapshots).toHaveLength(2);
  });
});
