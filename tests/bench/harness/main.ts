/**
 * Main process of the bench: the console's own windows, protocol, preload and engine host around the bench engine, with our page or the
 * AG Grid page in the window (`WATCHFLOOR_BENCH_PAGE`). The driver asks over the process's IPC channel.
 */
import { app } from 'electron';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineHost } from '../../../electron/main/engine-host.ts';
import { mindMemory } from '../../../electron/main/memory.ts';
import { registerScheme, serveRenderer } from '../../../electron/main/protocol.ts';
import { SecretStore } from '../../../electron/main/security/secrets.ts';
import { lockNavigation, lockSession } from '../../../electron/main/security/policy.ts';
import { bindShell } from '../../../electron/main/shell-ipc.ts';
import { Windows } from '../../../electron/main/windows.ts';
import type { MainToEngine } from '../../../electron/engine/messages.ts';
import {
  columnsScript,
  monthsScript,
  observedScript,
  observeScript,
  Profile,
  scopeScript,
  scroll,
} from './page-probes.ts';
import type { Asked, FromBenchEngine, Page, Told, ToBenchEngine } from './words.ts';

const folder = process.env['WATCHFLOOR_BENCH_FOLDER'] ?? '';
const out = join(import.meta.dirname, '../..');
const page = (process.env['WATCHFLOOR_BENCH_PAGE'] ?? 'ours') as Page;
const ours = page !== 'ag' && page !== 'ag-people';
/** What the window opens; a rival is told what to show. */
const ROUTES: Partial<Record<Page, string>> = {
  list: '/adherence/now',
  timeline: '/adherence/timeline',
  year: '/adherence/exceptions',
};
const route = ours ? (ROUTES[page] ?? '/floor') : (process.env['WATCHFLOOR_BENCH_COLUMNS'] ?? '');
const tell = (message: Told): void => void process.send?.(message);

app.setPath('userData', join(folder, 'user'));
mkdirSync(join(folder, 'user'), { recursive: true });
mindMemory();
registerScheme();
lockNavigation();
void app.whenReady().then(run);

function run(): void {
  lockSession();
  serveRenderer(ours ? join(out, 'renderer') : join(out, 'bench/ag'));
  const windows = new Windows(app.getPath('userData'), join(out, 'preload/index.cjs'));
  let engineDone: ((value: unknown) => void) | null = null;
  const engine = new EngineHost(
    join(import.meta.dirname, 'engine.js'),
    {
      directory: join(folder, 'data'),
      app: app.getVersion(),
      practice: 'never',
      systemZone: 'UTC',
      systemLocale: 'en',
      actor: 'bench',
      logLevel: 'warn',
    },
    {
      state: () => {},
      message: (message) => {
        const said = message as unknown as FromBenchEngine;
        if (said.type === 'bench-done') engineDone?.(said.value);
      },
    },
  );
  const askEngine = (message: ToBenchEngine): Promise<unknown> =>
    new Promise((done) => {
      engineDone = done;
      engine.post(message as unknown as MainToEngine);
    });
  bindShell({
    windows,
    engine,
    secrets: new SecretStore(join(folder, 'user/secrets.json')),
    boardShown: () =>
      tell({
        told: 'shown',
        enginePid: engine.pid,
        rendererPid: window.webContents.getOSProcessId(),
        createdAt: process.getCreationTime() ?? 0,
        shownAt: Date.now(),
      }),
  });
  engine.start();
  const window = windows.show('board', route);
  const contents = window.webContents;
  contents.on('console-message', (event) => {
    const { message, level } = event as unknown as { message: string; level: string | number };
    if (level === 'error' || level === 3) process.stderr.write(`page: ${message}\n`);
  });
  const profile = new Profile(contents);
  // A pointer that happens to rest on a table would freeze its order.
  const pointerAway = (): void => contents.sendInputEvent({ type: 'mouseMove', x: 2, y: 2 });

  const openMonths = async (team: string, months: readonly string[]): Promise<unknown> => {
    await contents.executeJavaScript(scopeScript(team));
    const loaded = new Promise<void>((done) => contents.once('did-finish-load', () => done()));
    contents.reload();
    await loaded;
    return contents.executeJavaScript(monthsScript(months));
  };
  const answer = async ({ ask }: Asked): Promise<unknown> => {
    switch (ask.do) {
      case 'observe':
        pointerAway();
        return contents.executeJavaScript(observeScript);
      case 'observed':
        return contents.executeJavaScript(observedScript);
      case 'columns':
        return contents.executeJavaScript(columnsScript);
      case 'scroll':
        return scroll(window, ask.seconds, ours);
      case 'months':
        return openMonths(ask.team, ask.months);
      case 'picture':
        return writeFileSync(ask.path, (await contents.capturePage()).toPNG());
      case 'profile':
        await (ask.on ? profile.start() : profile.stop(`${ask.path}-page`));
        return askEngine({ type: 'bench-profile', on: ask.on, path: `${ask.path}-engine.cpuprofile` });
      case 'rain':
        pointerAway();
        return askEngine({ type: 'bench-rain', eventsPerSecond: ask.eventsPerSecond });
      case 'ledger':
        return askEngine({ type: 'bench-ledger' });
      case 'quit':
        setTimeout(() => void engine.stop().then(() => app.exit(0)), 0);
        return null;
    }
  };
  process.on('message', (asked: Asked) => {
    answer(asked).then(
      (value) => tell({ told: 'answer', id: asked.id, value: value ?? null }),
      (error: unknown) => tell({ told: 'fault', id: asked.id, message: String(error) }),
    );
  });
}
