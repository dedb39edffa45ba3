/** The adherence area on the practice floor: phones in one system, tickets and chats in another, the same people in both. */
import type { Locator, Page } from 'playwright-core';
import { endIncident, home, ILLNESS_MS, incident } from './page.ts';
import type { Scene } from './scenes.ts';

const REASONS = ['System or equipment trouble', 'Break moved with approval'] as const;

export const adherenceScenes: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'adherence-list': async ({ app: { page }, shoot }) => {
    // On a floor in good order there would be little to see.
    await incident(page, 'Agents walk out');
    await openArea(page);
    await row(page, 'Out of adherence', 5).waitFor({ timeout: ILLNESS_MS });
    await shoot();
  },

  'adherence-everybody': async ({ app: { page }, shoot }) => {
    await openArea(page);
    await page.getByRole('radio', { name: /^Everybody/ }).click();
    await row(page, 'Everybody', 10).waitFor();
    await shoot();
    await page.getByRole('radio', { name: /^All out/ }).click();
  },

  'adherence-timeline': async ({ app: { page }, shoot }) => {
    await openTab(page, 'Timeline');
    await page.locator('.wf-tl-body tr').nth(8).waitFor();
    await shoot();
  },

  'adherence-day': async ({ app: { page }, shoot }) => {
    await openTab(page, 'Now');
    await row(page, 'Out of adherence', 1).waitFor({ timeout: ILLNESS_MS });
    await page.getByRole('grid', { name: 'Out of adherence' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('d');
    await page.locator('aside.wf-slide .wf-day-columns').waitFor();
    await shoot();
    await page.keyboard.press('Escape');
    await page.locator('aside.wf-slide').waitFor({ state: 'detached' });
  },

  'adherence-exception': async ({ app: { page }, shoot }) => {
    await openTab(page, 'Now');
    await beginException(page, 1);
    await shoot();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },

  'adherence-exceptions': async ({ app: { page }, shoot }) => {
    await openTab(page, 'Now');
    for (const [index, reason] of REASONS.entries()) {
      const dialog = await beginException(page, index + 1);
      await dialog.getByRole('button', { name: /Reason/ }).click();
      await page.getByRole('option', { name: reason }).click();
      await dialog.getByRole('button', { name: 'Add exception' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await openTab(page, 'Exceptions');
    await row(page, 'Exceptions', 1).waitFor();
    await shoot();
  },

  'adherence-month': async ({ app: { page }, shoot }) => {
    await openTab(page, 'Month');
    await page.locator('.wf-heat-body .wf-heat-row').nth(8).waitFor({ timeout: ILLNESS_MS });
    await shoot();
  },

  'adherence-people': async ({ app: { page }, shoot }) => {
    await openTab(page, 'People');
    await row(page, 'People', 3).waitFor();
    await shoot();
  },

  'adherence-states': async ({ app: { page }, shoot }) => {
    await openTab(page, 'States');
    await page.locator('main.wf-main table tbody tr').nth(3).waitFor();
    await shoot();
  },

  'floor-both': async ({ app: { page }, shoot }) => {
    await home(page);
    await page.locator('.wf-grid-row').nth(8).waitFor();
    await shoot();
  },

  'socket-outage': async ({ app: { page }, shoot }) => {
    await incident(page, 'Socket outage');
    await page.getByRole('link', { name: 'Sources' }).click();
    const line = page.getByRole('row', { name: /Live connection/ });
    await line.filter({ hasNotText: 'Connected' }).first().waitFor({ timeout: ILLNESS_MS });
    await shoot();
    await endIncident(page, 'Socket outage');
    await home(page);
  },

  'stale-floor': async ({ app: { page }, shoot }) => {
    await incident(page, 'Source outage', 'Practice phones');
    await page.locator('.wf-grid-row[data-stale]').first().waitFor({ timeout: ILLNESS_MS });
    await shoot();
  },

  'stale-adherence': async ({ app: { page }, shoot }) => {
    await openArea(page);
    await page.locator('.wf-tile[data-level="stale"]').first().waitFor({ timeout: ILLNESS_MS });
    await shoot();
    await home(page);
  },

  'stale-back': async ({ app: { page }, shoot }) => {
    await endIncident(page, 'Source outage');
    await page.locator('.wf-grid-row[data-stale]').first().waitFor({ state: 'detached', timeout: ILLNESS_MS });
    await shoot();
  },
};

/** A row of a table by its place; the header is row 0. */
function row(page: Page, grid: string, index: number): Locator {
  return page.getByRole('grid', { name: grid }).getByRole('row').nth(index);
}

async function openArea(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Adherence' }).click();
  await page.getByRole('navigation', { name: 'Adherence' }).waitFor();
}

async function openTab(page: Page, name: string): Promise<void> {
  await openArea(page);
  const tab = page.getByRole('navigation', { name: 'Adherence' }).getByRole('link', { name });
  await tab.click();
  await page.locator('a.wf-tab[aria-current="page"]', { hasText: name }).waitFor();
}

/** Chooses a row of the list and asks for an exception by its key. */
async function beginException(page: Page, index: number): Promise<Locator> {
  await row(page, 'Out of adherence', 1).waitFor({ timeout: ILLNESS_MS });
  await page.getByRole('grid', { name: 'Out of adherence' }).focus();
  for (let step = 0; step < index; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Add exception' });
  await dialog.waitFor();
  return dialog;
}
