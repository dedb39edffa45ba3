/** Steps that several scenes take, as a person would. */
import type { Page } from 'playwright-core';

/** A floor is slow to fall ill: the rules want several samples. */
export const ILLNESS_MS = 240_000;

/** Starts an incident from the panel in the top bar. @param source whose fault it is; every source's by default */
export async function incident(page: Page, name: string, source?: string): Promise<void> {
  await page.getByRole('button', { name: /simulated/i }).click();
  if (source !== undefined) {
    await page.getByRole('button', { name: /Source$/ }).click();
    await page.getByRole('option', { name: source }).click();
  }
  await page.getByRole('button', { name: new RegExp(`^Start ${name}`) }).click();
  await page.getByText(`${name} started`).waitFor();
  await page.keyboard.press('Escape');
}

/** Ends a running incident. */
export async function endIncident(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /simulated/i }).click();
  await page.getByRole('button', { name: `End ${name}` }).click();
  await page.getByText(`${name} ended`).waitFor();
  await page.keyboard.press('Escape');
}

export async function home(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Floor' }).click();
  await page.locator('.wf-strip').waitFor();
}
