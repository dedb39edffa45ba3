/** Starts bench apps in processes of their own and talks to them. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchOut } from './build.ts';
import { family } from './processes.ts';
import type { Member } from './processes.ts';
import type { Ask, Columns, Page, Told } from './words.ts';

const PATIENCE_MS = 120_000;

type Shown = Extract<Told, { told: 'shown' }>;
type Open = Map<number, { done(value: unknown): void; failed(error: Error): void }>;

/** Executable and flags that the launcher prepared. @throws outside `npm run bench` */
export function electronCommand(): { command: string; flags: string[] } {
  const command = process.env['WATCHFLOOR_ELECTRON_BIN'];
  if (command === undefined) throw new Error('There is no Electron runtime: start benches by `npm run bench -- NAME`.');
  return { command, flags: (process.env['WATCHFLOOR_ELECTRON_FLAGS'] ?? '').split(' ').filter(Boolean) };
}

/** A bench app that runs: its window shown, its engine (where it has one) at hand. */
export class BenchApp {
  readonly page: Page;
  /** What the app told of its first picture. Instants in epoch ms. */
  readonly shown: Shown;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #open: Open;
  #last = 0;

  private constructor(page: Page, child: ChildProcess, folder: string, shown: Shown, open: Open) {
    this.page = page;
    this.shown = shown;
    this.#child = child;
    this.#folder = folder;
    this.#open = open;
  }

  /**
   * Starts the app in a fresh folder and waits for its first picture.
   *
   * @param columns of our board, for the AG Grid page
   * @param data folder to work on in place of a fresh one
   */
  static async launch(page: Page, columns?: Columns, data?: string): Promise<BenchApp> {
    const folder = mkdtempSync(join(tmpdir(), 'watchfloor-bench-'));
    if (data !== undefined) symlinkSync(data, join(folder, 'data'));
    const { command, flags } = electronCommand();
    const app = join(benchOut, page === 'empty' ? 'app-empty' : 'app-main');
    const child = spawn(command, [...flags, app, `--user-data-dir=${join(folder, 'user')}`], {
      stdio: ['ignore', 'ignore', process.env['WATCHFLOOR_BENCH_LOUD'] === undefined ? 'ignore' : 'inherit', 'ipc'],
      env: {
        ...process.env,
        WATCHFLOOR_NO_DISPLAY: '',
        WATCHFLOOR_BENCH_FOLDER: folder,
        WATCHFLOOR_BENCH_PAGE: page,
        ...(columns === undefined ? {} : { WATCHFLOOR_BENCH_COLUMNS: hashOf(page, columns) }),
      },
    });
    process.once('exit', () => child.kill());
    const open: Open = new Map();
    const shown = await new Promise<Shown>((done, failed) => {
      const late = setTimeout(() => {
        child.kill();
        failed(new Error(`The ${page} window showed nothing within ${PATIENCE_MS / 1000} s.`));
      }, PATIENCE_MS);
      child.once('exit', (code) => {
        clearTimeout(late);
        failed(new Error(`The ${page} app ended with ${code}. WATCHFLOOR_BENCH_LOUD=1 shows what it says.`));
        for (const { failed: fail } of open.values()) fail(new Error(`The ${page} app ended.`));
      });
      child.on('message', (told: Told) => {
        if (told.told === 'shown') {
          clearTimeout(late);
          done(told);
          return;
        }
        const entry = open.get(told.id);
        open.delete(told.id);
        if (told.told === 'answer') entry?.done(told.value);
        else entry?.failed(new Error(told.message));
      });
    });
    return new BenchApp(page, child, folder, shown, open);
  }

  /** @returns the answer, of the form that the question has in words.ts */
  ask<T = unknown>(ask: Ask): Promise<T> {
    const id = (this.#last += 1);
    return new Promise<T>((done, failed) => {
      this.#open.set(id, { done: (value) => done(value as T), failed });
      this.#child.send({ id, ask });
    });
  }

  processes(): Member[] {
    return family(this.#child.pid ?? 0, this.shown.enginePid);
  }

  /** Lets the app leave in good order, and takes its folder away. */
  async close(): Promise<void> {
    const gone = new Promise<void>((done) => {
      if (this.#child.exitCode !== null) done();
      else this.#child.once('exit', () => done());
    });
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    this.ask({ do: 'quit' }).catch(() => {});
    await gone;
    clearTimeout(late);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** What the rival page is told: which view, and how many columns ours shows beside it. */
function hashOf(page: Page, columns: Columns): string {
  const wanted = new URLSearchParams({ view: page === 'ag-people' ? 'adherence' : 'floor' });
  for (const [table, count] of Object.entries(columns)) wanted.set(table, String(count));
  return wanted.toString();
}

export function seconds(count: number): Promise<void> {
  return new Promise((done) => setTimeout(done, count * 1000));
}
