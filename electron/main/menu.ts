import { Menu, type BrowserWindow } from 'electron';
import { INTENT_CHANNEL, type Intent } from '../../shared/contract/bridge.ts';

/**
 * The application menu holds only what the operating system needs to know (editing, zoom, windows). Actions of the console have one
 * definition, in the renderer; the entry here opens their palette.
 */
export function installMenu(board: () => BrowserWindow | undefined): void {
  const act = (action: string) => (): void =>
    board()?.webContents.send(INTENT_CHANNEL, { name: 'action', action } satisfies Intent);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: 'Watchfloor',
        submenu: [{ label: 'Actions…', click: act('app.palette') }, { type: 'separator' }, { role: 'quit' }],
      },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { label: 'Wallboard', click: act('app.wallboard') },
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}
