import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

const project = resolve(import.meta.dirname, '../..');

/** Flags and executable that the launcher prepared; absent when the tests were not started through `npm test`. */
export const electronReady = process.env['WATCHFLOOR_ELECTRON_BIN'] !== undefined;

export interface AppOptions {
  /** Data folder; absent: the practice floor in a fresh folder. */
  data?: string;
  args?: string[];
  env?: Record<string, string>;
  /** Folder for windows, caches and the practice floor; a fresh one by default, removed on close. */
  userData?: string;
}

/** The real console in a real Electron window, with a folder of its own. Everything waits on facts of the page. */
export class App {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  readonly errors: string[] = [];
  readonly #ownsUserData: boolean;

  private constructor(electron: ElectronApplication, page: Page, userData: string, ownsUserData: boolean) {
    this.electron = electron;
    this.page = page;
    this.userData = userData;
    this.#ownsUserData = ownsUserData;
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  static async launch(options: AppOptions = {}): Promise<App> {
    const executablePath = process.env['WATCHFLOOR_ELECTRON_BIN'];
    if (!executablePath) throw new Error('no Electron runtime: run the tests through npm test');
    const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'watchfloor-app-'));
    const flags = (process.env['WATCHFLOOR_ELECTRON_FLAGS'] ?? '').split(' ').filter(Boolean);
    const data = options.data ? ['--data', options.data] : [];
    const electron = await _electron.launch({
      executablePath,
      args: [...flags, project, '--user-data', userData, ...data, ...(options.args ?? [])],
      env: { ...(process.env as Record<string, string>), WATCHFLOOR_NO_DISPLAY: '', ...options.env },
      timeout: 60_000,
    });
    const page = await electron.firstWindow();
    return new App(electron, page, userData, options.userData === undefined);
  }

  /** Waits until the board shows at least one queue. */
  async board(timeout = 60_000): Promise<void> {
    await this.page.locator('[data-testid="queue-row"]').first().waitFor({ timeout });
  }

  /** Process id of the engine's utility process. */
  async enginePid(): Promise<number> {
    return await this.electron.evaluate(({ app }) => {
      const engine = app
        .getAppMetrics()
        .find((metric) => metric.name === 'Watchfloor engine' || metric.serviceName === 'Watchfloor engine');
      return engine?.pid ?? 0;
    });
  }

  async close(): Promise<void> {
    await this.electron.close();
    if (this.#ownsUserData) rmSync(this.userData, { recursive: true, force: true });
  }
}
