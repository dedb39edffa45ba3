import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from '../helpers/app.ts';
import { bankDay } from '../helpers/bank-day.ts';
import { focused, tabTo } from '../helpers/keyboard.ts';

/** The rules want several samples before they raise an alarm. */
const ILLNESS_MS = 240_000;

describe('alarms, by keyboard only', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.launch();
    await app.board();
    // A surge, started from the practice panel by keyboard too.
    await tabTo(app, /simulated/i);
    await app.page.keyboard.press('Enter');
    await app.page.getByRole('button', { name: /^Start Queue surge/ }).waitFor();
    await tabTo(app, /^Start Queue surge/);
    await app.page.keyboard.press('Enter');
    await app.page.getByText('Queue surge started').waitFor();
    await app.page.keyboard.press('Escape');
    await app.page.locator('.wf-bar-breach').waitFor({ timeout: ILLNESS_MS });
  }, ILLNESS_MS + 60_000);
  afterAll(() => app?.close());

  it('opens the tray, selects, acknowledges, snoozes, looks at the history and goes back', async () => {
    const { page } = app;
    const tray = page.getByRole('complementary', { name: 'Alarms' });
    await page.keyboard.press('t');
    await tray.waitFor();
    const cards = tray.locator('.wf-alarm');
    await cards.nth(1).waitFor();

    await page.keyboard.press('x');
    await tray.getByText(/^1 selected/).waitFor();
    await page.keyboard.press('a');
    await tray
      .getByText(/^Acknowledged by/)
      .first()
      .waitFor();
    await tray.getByText(/selected/).waitFor({ state: 'detached' });

    await page.keyboard.press('z');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tray
      .getByText(/Snoozed until/)
      .first()
      .waitFor();

    await tabTo(app, /^In force$/, 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await tray.locator('.wf-alarm-line', { hasText: 'Acknowledged' }).first().waitFor();
    await page.keyboard.press('Escape');
    await tray.waitFor({ state: 'detached' });
    expect(app.errors).toEqual([]);
  });
});

describe('the settings, by keyboard only', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.launch();
    await app.board();
  });
  afterAll(() => app?.close());

  it('sets theme, service level and a shortcut in the settings', async () => {
    const { page } = app;
    await page.keyboard.press('g');
    await page.keyboard.press(',');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();

    await tabTo(app, /^As the computer$/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');

    const target = page.getByLabel('Target, per cent');
    for (let step = 0; step < 60 && !(await target.evaluate((field) => field === document.activeElement)); step++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Control+a');
    await page.keyboard.type('75');
    await tabTo(app, /^Save the rule$/);
    await page.keyboard.press('Enter');
    await page.getByText("The floor's service level is counted by the new rule").waitFor();

    await tabTo(app, /^Change the keys of “Pause/);
    await page.keyboard.press('Enter');
    await page.getByText('Press the keys…').waitFor();
    await page.keyboard.press('Control+u');
    await page.getByRole('button', { name: /^Change the keys of “Pause.*Ctrl\+U/ }).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page
      .getByRole('region', { name: 'Figures of the floor' })
      .getByText(/target 75/)
      .waitFor();
    expect(app.errors).toEqual([]);
  });
});

describe('an import, by keyboard only', () => {
  let folder: string;
  let app: App;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchfloor-keyboard-'));
    writeFileSync(join(folder, 'february.txt'), bankDay(40));
    app = await App.launch({ data: join(folder, 'data') });
    await app.page.getByRole('heading', { name: 'Begin with a floor' }).waitFor();
  });
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  it('goes from the first screen to a stored file; the next step always has the keyboard', async () => {
    const { page } = app;
    await tabTo(app, /^Import…$/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Import a file' });
    await dialog.waitFor();
    await page.keyboard.type(join(folder, 'february.txt'));
    await page.keyboard.press('Enter');
    await dialog.getByText('30 of the first 30 rows can be read.').waitFor();
    await expect.poll(() => focused(app)).toBe('Import');
    await page.keyboard.press('Enter');
    await dialog.getByText('february.txt', { exact: false }).first().waitFor();
    const stored = dialog.locator('dl > div', { hasText: /^Stored/ });
    await stored.waitFor({ timeout: 30_000 });
    expect(await stored.locator('dd').textContent()).toBe('40');
    await expect.poll(() => focused(app)).toBe('Close');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Anonymous Bank').first().waitFor();
    expect(app.errors).toEqual([]);
  });
});
