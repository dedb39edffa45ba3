import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from '../helpers/app.ts';
import { accessibilityFaults } from '../helpers/axe.ts';

describe('the floor, live, on the practice floor', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.launch();
    await app.board();
  });
  afterAll(() => app?.close());

  it('shows queues and agents that came through the connector, with their freshness', async () => {
    // Phone lines come first; groups follow with their first contacts.
    await expect
      .poll(() => app.queues.getAttribute('aria-rowcount').then(Number), { timeout: 30_000 })
      .toBeGreaterThan(8);
    await expect
      .poll(() => app.agents.getAttribute('aria-rowcount').then(Number), { timeout: 30_000 })
      .toBeGreaterThan(20);
    const strip = app.page.getByRole('region', { name: 'Figures of the floor' });
    await strip.getByText('Service level').first().waitFor();
    expect(app.errors).toEqual([]);
  });

  it('can be worked by keyboard: help, palette, search, rows, areas', async () => {
    const { page } = app;
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await app.queues.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').or(page.getByRole('dialog')).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { name: 'Sources' }).first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await app.board();
  });

  it('goes back in time and returns', async () => {
    const { page } = app;
    await page.keyboard.press('[');
    await page.getByText('This is the floor of').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('This is the floor of').first().waitFor({ state: 'detached' });
  });

  it('opens a wallboard in a window of its own', async () => {
    const [wall] = await Promise.all([
      app.electron.waitForEvent('window'),
      app.page.evaluate(() =>
        (
          globalThis as unknown as { watchfloor: { shell: { openWallboard(input: object): Promise<unknown> } } }
        ).watchfloor.shell.openWallboard({}),
      ),
    ]);
    await wall.getByText('Service level').first().waitFor();
    await wall.close();
  });

  it.each(['dark', 'light'] as const)('has no serious accessibility fault in the %s theme', async (theme) => {
    await app.page.evaluate((next) => {
      document.documentElement.dataset['theme'] = next;
    }, theme);
    expect(await accessibilityFaults(app)).toEqual([]);
  });
});
