/** What is photographed, and how one gets there as a person would. A scene leaves the board as it found it. */
import type { Page } from 'playwright-core';
import type { App } from '../helpers/app.ts';
import { adherenceScenes } from './adherence.ts';
import { home, ILLNESS_MS, incident } from './page.ts';

export interface Scene {
  app: App;
  /** Takes the scene. @param page another window than the board */
  shoot(page?: Page): Promise<void>;
}

export const scenes: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  floor: async ({ app, shoot }) => {
    await app.page.mouse.move(2, 2);
    // The day so far has been read: names, figures and bars are there.
    await app.page.waitForFunction(
      () =>
        /\d/.test(document.querySelector('.wf-tile-number')?.textContent ?? '') &&
        document.querySelectorAll('.wf-replay-offered').length > 4 &&
        document.querySelector('.wf-tile[data-level="stale"]') === null,
      undefined,
      { timeout: ILLNESS_MS },
    );
    await shoot();
  },

  details: async ({ app: { page, queues }, shoot }) => {
    await queues.getByRole('row').nth(1).getByRole('rowheader').click();
    await page.locator('aside.wf-slide').waitFor();
    await shoot();
    await close(page);
  },

  'details-agent': async ({ app: { page, agents }, shoot }) => {
    await agents.getByRole('row').nth(1).getByRole('rowheader').click();
    await page.locator('aside.wf-slide').waitFor();
    await shoot();
    await close(page);
  },

  why: async ({ app: { page }, shoot }) => {
    await page.locator('.wf-strip button').first().click();
    await page.getByRole('dialog').locator('dl, table').first().waitFor();
    await shoot();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },

  sources: async ({ app: { page }, shoot }) => {
    await page.getByRole('link', { name: 'Sources' }).click();
    await page.locator('main.wf-main table').first().waitFor();
    await shoot();
    await home(page);
  },

  settings: async ({ app: { page }, shoot }) => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.locator('main.wf-main h2').nth(2).waitFor();
    await shoot();
    await home(page);
  },

  practice: async ({ app: { page }, shoot }) => {
    await page.getByRole('button', { name: /simulated/ }).click();
    await page.getByRole('button', { name: /^Start Queue surge/ }).waitFor();
    await shoot();
    await page.keyboard.press('Escape');
  },

  replay: async ({ app: { page }, shoot }) => {
    const track = page.locator('.wf-replay-track');
    const box = await track.boundingBox();
    if (box === null) throw new Error('The strip of the day is not on screen.');
    const now = await page.evaluate(() =>
      Number.parseFloat(document.querySelector<HTMLElement>('.wf-replay-line')?.style.getPropertyValue('--at') ?? '50'),
    );
    await track.click({ position: { x: (box.width * now) / 200, y: box.height / 2 } });
    await page.locator('.wf-replay[data-replay]').waitFor();
    await page.locator('.wf-stage[data-mode="replay"]').waitFor();
    await shoot();
    await page.keyboard.press('Escape');
    await page.locator('.wf-stage[data-mode="live"]').waitFor();
  },

  ...adherenceScenes,

  alarms: async ({ app: { page }, shoot }) => {
    await incident(page, 'Queue surge');
    await incident(page, 'Agents walk out');
    await page.locator('.wf-bar-breach').waitFor({ timeout: ILLNESS_MS });
    await page.locator('.wf-bar-alarms').click();
    await page.locator('aside.wf-slide').waitFor();
    await shoot();
    await close(page);
  },

  'floor-breach': async ({ shoot }) => shoot(),

  wallboard: async ({ app, shoot }) => {
    const [wall] = await Promise.all([app.electron.waitForEvent('window'), openWallboard(app.page)]);
    await wall.locator('.wf-wall-tile, .wf-tile').first().waitFor();
    await shoot(wall);
    await wall.close();
  },

  offline: async ({ app, shoot }) => {
    await network(app, false);
    await app.page.locator('.wf-banner', { hasText: 'No network.' }).waitFor();
    await shoot();
    await network(app, true);
  },

  stale: async ({ app: { page }, shoot }) => {
    await incident(page, 'Source outage');
    await page.locator('.wf-grid-row[data-stale]').first().waitFor({ timeout: ILLNESS_MS });
    await shoot();
  },
};

/** By the palette. */
async function openWallboard(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').locator('input').fill('wallboard');
  await page
    .getByRole('menuitem', { name: /wallboard/i })
    .first()
    .click();
}

/** What the operating system would say of the network. The main process asks it every two seconds. */
async function network(app: App, online: boolean): Promise<void> {
  await app.electron.evaluate(({ net }, value) => {
    net.isOnline = () => value;
  }, online);
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('aside.wf-slide').waitFor({ state: 'detached' });
}
