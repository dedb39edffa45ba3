import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from '../helpers/app.ts';
import { accessibilityFaults } from '../helpers/axe.ts';
import { busyZone } from '../helpers/busy-zone.ts';
import { focused, tabTo } from '../helpers/keyboard.ts';

/** Days are read, people walk out and tolerances pass: all of it takes its time on a real floor. */
const PATIENCE_MS = 240_000;
const LIST = 'Out of adherence';

let app: App;
beforeAll(async () => {
  // At night nobody has a plan.
  app = await App.launch({ env: { TZ: busyZone(Date.now()) } });
  await app.board();
  await incident('Agents walk out');
  await keys('g', 'a');
  await chip(/^All out [1-9]/).waitFor({ timeout: PATIENCE_MS });
}, PATIENCE_MS + 60_000);
afterAll(() => app?.close());

async function keys(...names: string[]): Promise<void> {
  for (const name of names) await app.page.keyboard.press(name);
}

/** Starts an incident from the practice panel. @param source typed into the choice of sources */
async function incident(name: string, source?: string): Promise<void> {
  await tabTo(app, /simulated/i);
  await keys('Enter');
  await app.page.getByRole('button', { name: new RegExp(`^Start ${name}`) }).waitFor();
  if (source !== undefined) {
    await tabTo(app, /Source$/);
    await keys('Enter');
    await app.page.getByRole('option', { name: source }).waitFor();
    await app.page.keyboard.type(source);
    await keys('Enter');
  }
  await tabTo(app, new RegExp(`^Start ${name}`));
  await keys('Enter');
  await app.page.getByText(`${name} started`).waitFor();
  await keys('Escape');
}

/** Ends a running incident. */
async function ended(name: string): Promise<void> {
  await tabTo(app, /simulated/i);
  await keys('Enter');
  await app.page.getByRole('button', { name: `End ${name}` }).waitFor();
  await tabTo(app, new RegExp(`^End ${name}`));
  await keys('Enter');
  await app.page.getByText(`${name} ended`).waitFor();
  await keys('Escape');
}

function chip(name: RegExp) {
  return app.page.locator('main').getByRole('radio', { name });
}

/** Goes to a sub-page by its link. */
async function tab(name: string): Promise<void> {
  await tabTo(app, new RegExp(`^${name}$`));
  await keys('Enter');
  await app.page.locator('a.wf-tab[aria-current="page"]', { hasText: name }).waitFor();
}

/** Tab until the field of that label has the keyboard. */
async function tabToField(label: string): Promise<string> {
  const field = app.page.getByRole('dialog').getByLabel(label, { exact: true });
  for (let step = 0; step < 30 && !(await field.evaluate((own) => own === document.activeElement)); step++) {
    await keys('Tab');
  }
  return field.inputValue();
}

describe('adherence on the practice floor, by keyboard only', () => {
  it('shows people with plans, known to both systems', async () => {
    const { page } = app;
    await expect.poll(() => chip(/^Everybody/).textContent(), { timeout: 60_000 }).toMatch(/[2-9]\d/);
    // Somebody who never signed in today has no platforms yet: further down there is one who has.
    const platforms = page.getByRole('list', { name: 'What the platforms say' });
    await expect
      .poll(async () => {
        await keys('j');
        return platforms.textContent();
      })
      .toContain('Practice phones');
    await tab('People');
    const both = page.getByRole('grid', { name: 'People' }).getByRole('row', { name: /found by e-mail/ });
    await both.first().waitFor();
    const words = await both.first().textContent();
    expect(words).toContain('Practice floor');
    expect(words).toContain('Practice phones');
  });

  it('confirms that agents of two systems are one human', async () => {
    const { page } = app;
    await keys('j');
    await keys('c');
    await page.getByText(/confirmed as one human/).waitFor();
    await chip(/^Confirmed 1/).waitFor();
  });

  it('walks the list and excuses somebody; the log has it', async () => {
    const { page } = app;
    await tab('Now');
    await chip(/^All out [1-9]/).waitFor({ timeout: PATIENCE_MS });
    const list = page.getByRole('grid', { name: LIST });
    await list.getByRole('row').nth(1).waitFor();
    await keys('j');
    const name = await page.locator('.wf-focus h2').textContent();
    await keys('e');
    const dialog = page.getByRole('dialog', { name: 'Add exception' });
    await dialog.waitFor();
    // Two hours on: the person is excused whenever the next event comes.
    const [hour = '0', minute = '00'] = (await tabToField('To')).split(':');
    await keys('Control+a');
    await page.keyboard.type(`${String((Number(hour) + 2) % 24).padStart(2, '0')}:${minute}`);
    await tabTo(app, /Reason/);
    await keys('Enter');
    await page.getByRole('option', { name: 'System or equipment trouble' }).waitFor();
    await page.keyboard.type('System');
    await keys('Enter');
    await tabTo(app, /^Add exception$/);
    await keys('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/^Exception added for/).waitFor();
    await chip(/^Excused [1-9]/).waitFor();

    await tab('Exceptions');
    const line = page
      .getByRole('grid', { name: 'Exceptions' })
      .getByRole('row', { name: /System or equipment trouble/ });
    await line.waitFor();
    expect(await line.textContent()).toContain(name);
    expect(await focused(app)).not.toBe('');
    expect(app.errors).toEqual([]);
  });

  it('opens the month and a day out of it', async () => {
    const { page } = app;
    await tab('Month');
    await page.locator('.wf-heat-body .wf-heat-row').nth(5).waitFor({ timeout: PATIENCE_MS });
    await tabTo(app, /^Adherence of /);
    await keys('ArrowDown', 'End', 'Enter');
    await page.locator('aside.wf-slide .wf-day-columns').waitFor();
    await keys('Escape');
    await page.locator('aside.wf-slide').waitFor({ state: 'detached' });
  });
});

describe('what the eyes get', () => {
  it.each(['dark', 'light'] as const)('has no serious accessibility fault in the %s theme', async (theme) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme);
    const faults: string[] = [];
    for (const name of ['Now', 'Timeline', 'Month', 'Exceptions', 'People', 'States']) {
      await tab(name);
      await page.locator('main table').first().waitFor();
      faults.push(...(await accessibilityFaults(app)).map((fault) => `${name}: ${fault}`));
    }
    expect(faults).toEqual([]);
  });

  it('names the source whose live connection is down, and goes on by polls', async () => {
    const { page } = app;
    await incident('Socket outage');
    const word = page.getByText('Partly working').first();
    await word.waitFor({ timeout: PATIENCE_MS });
    await ended('Socket outage');
    await word.waitFor({ state: 'detached', timeout: PATIENCE_MS });
  }, 600_000);

  it('shows figures as stale while the phones cannot be reached at all, and true again after', async () => {
    const { page } = app;
    await tab('Now');
    const stale = page.locator('main .wf-tile[data-level="stale"]');
    await stale.first().waitFor({ state: 'detached', timeout: PATIENCE_MS });
    await incident('Source outage', 'Practice phones');
    await stale.first().waitFor({ timeout: PATIENCE_MS });
    await ended('Source outage');
    await stale.first().waitFor({ state: 'detached', timeout: PATIENCE_MS });
    expect(app.errors).toEqual([]);
  }, 600_000);
});
