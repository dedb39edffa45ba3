/** Main process of an Electron app that shows one empty page and does nothing else: what start and memory are compared with. */
import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';
import type { Asked, Told } from './words.ts';

const tell = (message: Told): void => void process.send?.(message);

process.on('message', ({ id, ask }: Asked) => {
  tell({ told: 'answer', id, value: null });
  if (ask.do === 'quit') app.quit();
});

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    backgroundColor: '#0f1216',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.webContents.once('page-title-updated', () =>
    tell({
      told: 'shown',
      enginePid: null,
      rendererPid: window.webContents.getOSProcessId(),
      createdAt: process.getCreationTime() ?? 0,
      shownAt: Date.now(),
    }),
  );
  void window.loadFile(join(import.meta.dirname, '../empty.html'));
});
