import { BrowserWindow, dialog, ipcMain, nativeTheme, app, type IpcMainInvokeEvent, type WebFrameMain } from 'electron';
import { PORT_CHANNEL, SHELL_CHANNEL, type ShellAnswer } from '../../shared/contract/bridge.ts';
import type { OutputOf, ParsedOf, Shell, ShellName } from '../../shared/contract/index.ts';
import { AppError, toWire } from '../../shared/errors/index.ts';
import type { EngineHost } from './engine-host.ts';
import { log } from './log.ts';
import { openInBrowser, ORIGIN } from './security/policy.ts';
import type { SecretStore } from './security/secrets.ts';
import type { Windows } from './windows.ts';

export interface ShellParts {
  windows: Windows;
  engine: EngineHost;
  secrets: SecretStore;
  /** The first whole board was painted in the window. */
  boardShown(board: ParsedOf<Shell['boardShown']>): void;
}

type Handlers = {
  [N in ShellName]: (
    input: ParsedOf<Shell[N]>,
    window: BrowserWindow,
  ) => Promise<OutputOf<Shell[N]>> | OutputOf<Shell[N]>;
};

/** Binds the contract's shell calls. Only top frames of our own pages are heard; input is parsed before a handler sees it. */
export function bindShell(parts: ShellParts): void {
  const handlers = handlersOf(parts);
  // The schemas are loaded while the engine and the page start, which need none of them: before that they would hold both up.
  const contract = import('../../shared/contract/shell.ts').then(({ shell }) => shell);
  // A failure is the answer of the calls that wait for it.
  contract.catch(() => {});
  ipcMain.handle(
    SHELL_CHANNEL,
    async (event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<ShellAnswer> => {
      try {
        const window = trusted(event.senderFrame) ? BrowserWindow.fromWebContents(event.sender) : null;
        if (!window) throw new AppError({ code: 'refused', message: 'This page may not ask for that.' });
        const calls = await contract;
        if (typeof name !== 'string' || !Object.hasOwn(calls, name)) {
          throw new AppError({ code: 'not-found', message: 'There is no such call.' });
        }
        return { ok: true, value: await answer(calls, handlers, name as ShellName, input, window) };
      } catch (error) {
        log('warn', 'shell call failed', { name: String(name), code: toWire(error).code });
        return { ok: false, error: toWire(error) };
      }
    },
  );
  ipcMain.on(PORT_CHANNEL, (event) => {
    if (trusted(event.senderFrame)) parts.engine.attach(event.sender);
  });
}

function trusted(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.url.startsWith(`${ORIGIN}/`);
}

async function answer<N extends ShellName>(
  calls: Shell,
  handlers: Handlers,
  name: N,
  input: unknown,
  window: BrowserWindow,
): Promise<OutputOf<Shell[N]>> {
  const parsed = calls[name].input.safeParse(input ?? {});
  if (!parsed.success)
    throw new AppError({ code: 'invalid-input', message: `The input of ${name} is not of its form.` });
  return handlers[name](parsed.data as ParsedOf<Shell[N]>, window);
}

function handlersOf({ windows, engine, secrets, boardShown }: ShellParts): Handlers {
  return {
    openWallboard: () => {
      windows.show('wallboard', '/wallboard');
      return { ok: true };
    },
    setTheme: ({ theme }) => {
      nativeTheme.themeSource = theme;
      return { ok: true };
    },
    setZoom: ({ factor }, window) => {
      window.webContents.setZoomFactor(factor);
      return { factor };
    },
    chooseFile: async (_input, window) => {
      const chosen = await dialog.showOpenDialog(window, { properties: ['openFile'] });
      return { path: chosen.canceled ? null : (chosen.filePaths[0] ?? null) };
    },
    keepSecret: ({ ref, secret, sessionOnly }) => {
      const kept = secrets.keep(ref, secret, sessionOnly);
      if (kept !== 'refused') engine.post({ type: 'secret', ref, secret });
      return { kept };
    },
    openExternal: async ({ url }) => {
      if (await openInBrowser(url)) return { ok: true };
      throw new AppError({ code: 'refused', message: 'The system’s browser could not be opened.' });
    },
    boardShown: (board) => {
      boardShown(board);
      return { ok: true };
    },
    engineState: () => engine.state,
    recover: ({ action, backup }) => {
      engine.recover(action === 'restart' ? null : { action, backup });
      return { ok: true, message: '' };
    },
    versions: () => ({
      app: app.getVersion(),
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
      runtime: process.env['WATCHFLOOR_RUNTIME'] ?? `official ${process.versions.electron}`,
    }),
    quit: () => {
      app.quit();
      return { ok: true };
    },
  };
}
