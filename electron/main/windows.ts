import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ORIGIN } from './security/policy.ts';

type Place = Rectangle & { maximized: boolean };
type Places = Record<string, Place>;

// By hand, not by a schema: the window is made before anything big is loaded.
function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height, maximized } = value as Record<string, unknown>;
  const numbers = [x, y, width, height].every((side) => typeof side === 'number' && Number.isFinite(side));
  return numbers && (width as number) >= 400 && (height as number) >= 300 && typeof maximized === 'boolean';
}

export type WindowRole = 'board' | 'wallboard';

/** Opens windows, remembers where they were, and keeps one of each role. */
export class Windows {
  readonly #stateFile: string;
  readonly #preload: string;
  readonly #open = new Map<WindowRole, BrowserWindow>();

  /**
   * @param userData folder for `windows.json`
   * @param preload path of the built preload script
   */
  constructor(userData: string, preload: string) {
    this.#stateFile = join(userData, 'windows.json');
    this.#preload = preload;
  }

  get(role: WindowRole): BrowserWindow | undefined {
    return this.#open.get(role);
  }

  all(): BrowserWindow[] {
    return [...this.#open.values()];
  }

  /**
   * Shows the window of a role, making it if needed.
   *
   * @param hash route after `#`, used when the window is made
   */
  show(role: WindowRole, hash: string): BrowserWindow {
    const present = this.#open.get(role);
    if (present) {
      if (present.isMinimized()) present.restore();
      present.focus();
      return present;
    }
    const place = this.#placeOf(role);
    const window = new BrowserWindow({
      ...place.bounds,
      minWidth: 960,
      minHeight: 600,
      title: 'Watchfloor',
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1216' : '#f5f6f8',
      webPreferences: {
        preload: this.#preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        // A wall display that is covered or a hidden board must still be true when it is looked at again.
        backgroundThrottling: false,
      },
    });
    if (place.maximized) window.maximize();
    window.on('close', () => this.#remember(role, window));
    window.on('closed', () => this.#open.delete(role));
    this.#open.set(role, window);
    void window.loadURL(`${ORIGIN}/index.html#${hash}`);
    return window;
  }

  #read(): Places {
    if (!existsSync(this.#stateFile)) return {};
    try {
      const saved: unknown = JSON.parse(readFileSync(this.#stateFile, 'utf8'));
      return Object.fromEntries(
        Object.entries(saved as object).filter((entry): entry is [string, Place] => isPlace(entry[1])),
      );
    } catch {
      return {};
    }
  }

  #placeOf(role: WindowRole): { bounds: Partial<Rectangle> & { width: number; height: number }; maximized: boolean } {
    const saved = this.#read()[role];
    const area = screen.getPrimaryDisplay().workArea;
    if (saved) {
      const { maximized, ...bounds } = saved;
      // A screen that was unplugged must not hide the window.
      const near = screen.getDisplayMatching(bounds).workArea;
      const seen =
        bounds.x < near.x + near.width - 80 &&
        bounds.x + bounds.width > near.x + 80 &&
        bounds.y >= near.y - 10 &&
        bounds.y < near.y + near.height - 80;
      return { bounds: seen ? bounds : { width: bounds.width, height: bounds.height }, maximized };
    }
    return { bounds: { width: Math.min(1440, area.width), height: Math.min(900, area.height) }, maximized: false };
  }

  #remember(role: WindowRole, window: BrowserWindow): void {
    try {
      const next: Places = {
        ...this.#read(),
        [role]: { ...window.getNormalBounds(), maximized: window.isMaximized() },
      };
      mkdirSync(dirname(this.#stateFile), { recursive: true });
      writeFileSync(`${this.#stateFile}.next`, JSON.stringify(next));
      renameSync(`${this.#stateFile}.next`, this.#stateFile);
    } catch {
      // A window position is not worth an error on closing.
    }
  }
}
