import type { BrowserWindow } from 'electron';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParsedOf, Shell } from '../../shared/contract/index.ts';

export type Board = ParsedOf<Shell['boardShown']>;

/** What `smoke.json` says of the run. Times in milliseconds. */
export interface SmokeReport {
  electron: string;
  chrome: string;
  node: string;
  sqlite: string;
  queues: number;
  agents: number;
  waiting: number | null;
  asOfAgeMs: number | null;
  firstBoardMs: number;
  engine: { process: 'utility-process'; node: string; pid: number; readyMs: number };
}

/** Takes a picture of what the window shows after its next paints. */
export async function photograph(window: BrowserWindow, path: string): Promise<void> {
  await window.webContents.executeJavaScript(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))',
  );
  const image = await window.webContents.capturePage();
  if (image.isEmpty()) throw new Error('the window gave an empty picture');
  writeFileSync(path, image.toPNG());
}

/**
 * Writes `board.png` and `smoke.json` into the folder.
 *
 * @throws where the folder cannot be written or the window has no picture
 */
export async function writeSmoke(directory: string, window: BrowserWindow, report: SmokeReport): Promise<void> {
  mkdirSync(directory, { recursive: true });
  await photograph(window, join(directory, 'board.png'));
  writeFileSync(join(directory, 'smoke.json'), `${JSON.stringify(report, null, 2)}\n`);
}
