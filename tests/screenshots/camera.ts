/** Takes each scene in both themes and two sizes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { note } from '../helpers/bench.ts';
import type { App } from '../helpers/app.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const THEMES = ['dark', 'light'] as const;

export class Camera {
  readonly #app: App;
  readonly #folder: string;

  constructor(app: App, folder: string) {
    this.#app = app;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /**
   * Writes `<name>-<theme>-<width>.png` four times.
   *
   * @param page the window to take; the board unless another one is given
   */
  async take(name: string, page: Page = this.#app.page): Promise<void> {
    // A pointer at rest on a table holds its order and lights up a row.
    await page.mouse.move(2, 2);
    // What was said of an earlier step lies over what is to be seen.
    const notices = page.locator('.wf-notice');
    while ((await notices.count()) > 0) {
      await notices
        .first()
        .getByRole('button')
        .last()
        .click({ timeout: 2_000 })
        .catch(() => undefined);
    }
    for (const size of SIZES) {
      await this.resize(size, page);
      for (const theme of THEMES) {
        await this.theme(theme, page);
        await painted(page);
        await page.screenshot({ path: join(this.#folder, `${name}-${theme}-${size.width}.png`) });
      }
    }
    note(`  ${name}`);
  }

  /** One picture as the window is now. */
  async single(path: string, page: Page = this.#app.page): Promise<void> {
    await painted(page);
    await page.screenshot({ path });
  }

  /** Gives the page a size and waits until it has it. A window as large as the screen would lose a pixel to some displays. */
  async resize(size: { width: number; height: number }, page: Page = this.#app.page): Promise<void> {
    await page.setViewportSize(size);
    await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
  }

  /** Sets the system's theme, which the console follows until somebody chooses one. */
  async theme(theme: 'dark' | 'light', page: Page = this.#app.page): Promise<void> {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme);
  }
}

/** Waits for the fonts and for two frames, so that what was just changed is in the picture. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // What eases to its place has arrived.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
    await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
  });
}
