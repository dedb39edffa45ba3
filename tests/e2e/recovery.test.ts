import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App } from '../helpers/app.ts';

/** Overwrites the beginning of every page, the first one's with the file's header too; the log, which could heal it, goes. */
function damage(path: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  const size = Math.max(statSync(path).size, 8192);
  const file = openSync(path, 'r+');
  for (let at = 0; at < size; at += 4096) writeSync(file, Buffer.alloc(2048, 0xa5), 0, 2048, at);
  closeSync(file);
}

async function until<T>(read: () => T | null | undefined | false, patienceMs = 30_000): Promise<T> {
  const last = Date.now() + patienceMs;
  for (;;) {
    const value = read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > last) throw new Error('waited in vain');
    await new Promise((next) => setImmediate(next));
  }
}

describe('the console survives', () => {
  let folder: string;
  const apps: App[] = [];
  const open = async (options: Parameters<typeof App.launch>[0]): Promise<App> => {
    const app = await App.launch(options);
    apps.push(app);
    return app;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watchfloor-recovery-'));
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  it('an engine that is killed again and again: the window keeps its place and comes back by itself', async () => {
    const app = await open({ userData: folder });
    await app.board();
    const names = await app.queues.getByRole('rowheader').allTextContents();
    for (let round = 0; round < 4; round++) {
      const pid = await until(() => app.enginePid());
      process.kill(pid, 'SIGKILL');
      const next = await until(() => {
        const now = app.enginePid();
        return now !== null && now !== pid ? now : null;
      });
      expect(next).not.toBe(pid);
      // The board never empties meanwhile, and its clock of the view goes on once the new engine speaks.
      expect(await app.queues.getByRole('row').count()).toBeGreaterThan(1);
    }
    await app.page.waitForFunction(() => document.documentElement.dataset['link'] === 'up');
    const after = await app.queues.getByRole('rowheader').allTextContents();
    expect([...after].sort()).toEqual([...names].sort());
    expect(app.errors).toEqual([]);
  });

  it('a crash loop: it gives up visibly and starts again when asked', async () => {
    const app = await open({ userData: folder });
    await app.board();
    // Each is killed the moment it is seen, some before they have a channel to say that they die.
    let last = 0;
    for (let death = 0; death < 6; death++) {
      last = await until(() => {
        const pid = app.enginePid();
        return pid === null || pid === last ? null : pid;
      });
      process.kill(last, 'SIGKILL');
    }
    const again = app.page.getByRole('button', { name: 'Start it again' });
    await again.waitFor();
    await again.click();
    await app.page.waitForFunction(() => document.documentElement.dataset['link'] === 'up');
    await app.board();
  });

  it('being killed whole: the next start shows the same floor', async () => {
    const first = await open({ userData: folder });
    await first.board();
    const names = await first.queues.getByRole('rowheader').allTextContents();
    process.kill(first.pid, 'SIGKILL');
    await until(() => first.electron.process().exitCode !== null || first.electron.process().signalCode !== null);
    const second = await open({ userData: folder });
    await second.board();
    const after = await second.queues.getByRole('rowheader').allTextContents();
    expect(after.length).toBeGreaterThanOrEqual(names.length);
  });

  it('a broken mirror: it offers to rebuild, and rebuilding brings the floor back', async () => {
    const first = await open({ userData: folder });
    await first.board();
    await first.close();
    damage(join(folder, 'practice-floor', 'mirror.db'));
    const second = await open({ userData: folder });
    await second.page.getByRole('button', { name: /rebuild/i }).click();
    await second.board();
    expect(
      readdirSync(join(folder, 'practice-floor')).some((name) => /mirror.*(corrupt|aside|broken)/.test(name)),
    ).toBe(true);
  });

  it('a broken notebook without a backup: it offers to begin a new one and loses no figure', async () => {
    const first = await open({ userData: folder });
    await first.board();
    await first.close();
    const notebook = join(folder, 'practice-floor', 'notebook.db');
    expect(existsSync(notebook)).toBe(true);
    damage(notebook);
    const second = await open({ userData: folder });
    await second.page.getByRole('button', { name: /new notebook/i }).click();
    await second.board();
  });
});
