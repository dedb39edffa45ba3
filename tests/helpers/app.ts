import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright-core';

const project = resolve(import.meta.dirname, '../..');

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
  /** Uncaught errors of the page; a test that ends with any has found a fault. */
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

  get queues(): Locator {
    return this.page.getByRole('grid', { name: 'Queues' });
  }

  get agents(): Locator {
    return this.page.getByRole('grid', { name: 'Agents' });
  }

  /** Waits until the board shows at least one queue. */
  async board(timeout = 60_000): Promise<void> {
    await this.queues.getByRole('row').nth(1).waitFor({ timeout });
  }

  /** Process id of the main process. */
  get pid(): number {
    const pid = this.electron.process().pid;
    if (pid === undefined) throw new Error('the app has no process');
    return pid;
  }

  /** Process id of the engine's utility process, null while there is none. */
  enginePid(): number | null {
    return childrenOf(this.pid).find((pid) => commandOf(pid).includes('node.mojom.NodeService')) ?? null;
  }

  async close(): Promise<void> {
    await this.electron.close();
    if (this.#ownsUserData) rmSync(this.userData, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Every process below one, whatever its depth. */
export function childrenOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      continue;
    }
  }
  const below: number[] = [];
  const grow = (parent: number): void => {
    for (const [pid, above] of parents) {
      if (above !== parent) continue;
      below.push(pid);
      grow(pid);
    }
  };
  grow(root);
  return below;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/**
 * Runs a command of the command line as a user would, under the Node that runs the tests.
 *
 * @returns what it printed on standard output
 */
export function cli(...args: string[]): string {
  return execFileSync(process.execPath, [join(project, 'electron/cli/main.ts'), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
