/** What is photographed in data folders of their own: the first run, the wizards, and a folder that needs repair. */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from '../helpers/app.ts';
import { bankDay } from '../helpers/bank-day.ts';

type Shoot = (app: App) => Promise<void>;
type Env = Record<string, string>;

export const places: Readonly<Record<string, (env: Env, shoot: Shoot) => Promise<void>>> = {
  'empty-floor': (env, shoot) =>
    inFolder(env, async ({ app }) => {
      await app.page.getByRole('heading', { name: 'Begin with a floor' }).waitFor();
      await shoot(app);
    }),

  connect: (env, shoot) =>
    inFolder(env, async ({ app }) => {
      await app.page.getByRole('button', { name: 'Connect…' }).click();
      await app.page.getByRole('dialog').locator('input').first().waitFor();
      await shoot(app);
    }),

  'import-file': (env, shoot) =>
    inFolder(env, async ({ app }) => {
      await app.page.getByRole('button', { name: 'Import…' }).click();
      await app.page.getByRole('dialog').locator('input').first().waitFor();
      await shoot(app);
    }),

  'import-preview': (env, shoot) =>
    inFolder(env, async ({ app, folder }) => {
      const file = join(folder, 'february.txt');
      writeFileSync(file, bankDay(40));
      await app.page.getByRole('button', { name: 'Import…' }).click();
      await app.page.getByRole('dialog').locator('input').first().fill(file);
      await app.page.keyboard.press('Enter');
      await app.page.getByRole('dialog').locator('table').nth(1).waitFor();
      await shoot(app);
    }),

  recovery: async (env, shoot) => {
    const folder = mkdtempSync(join(tmpdir(), 'watchfloor-scene-'));
    try {
      const first = await App.launch({ env, userData: folder });
      await first.board();
      await first.close();
      damage(join(folder, 'practice-floor', 'mirror.db'));
      const app = await App.launch({ env, userData: folder });
      try {
        await app.page.getByRole('button', { name: /rebuild/i }).waitFor();
        await shoot(app);
      } finally {
        await app.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
    }
  },
};

async function inFolder(env: Env, scene: (place: { app: App; folder: string }) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-scene-'));
  const app = await App.launch({ env, data: join(folder, 'data') });
  try {
    await scene({ app, folder });
    if (app.errors.length > 0) throw new Error(`The page reported errors:\n${app.errors.join('\n')}`);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Overwrites the beginning of every page; the log, which could heal it, goes. */
function damage(path: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  const file = openSync(path, 'r+');
  for (let at = 0; at < Math.max(statSync(path).size, 8192); at += 4096) {
    writeSync(file, Buffer.alloc(2048, 0xa5), 0, 2048, at);
  }
  closeSync(file);
}
