import { app, net, powerMonitor, type BrowserWindow } from 'electron';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { ENGINE_STATE_CHANNEL } from '../../shared/contract/bridge.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { HELP, parseLaunch, type LaunchOptions } from './args.ts';
import { EngineHost } from './engine-host.ts';
import { log } from './log.ts';
import { mindMemory } from './memory.ts';
import { installMenu } from './menu.ts';
import { AlarmNotices } from './notices.ts';
import { registerScheme, serveRenderer } from './protocol.ts';
import { SecretStore } from './security/secrets.ts';
import { lockNavigation, lockSession, openInBrowser } from './security/policy.ts';
import { bindShell } from './shell-ipc.ts';
import { photograph, writeSmoke, type Board } from './smoke.ts';
import { Windows } from './windows.ts';

/** How long the picture for a machine without display waits for live figures. */
const PICTURE_PATIENCE_MS = 30_000;
const SMOKE_PATIENCE_MS = 90_000;
const startedAt = process.getCreationTime() ?? Date.now();

function readArguments(): LaunchOptions {
  // In development the app's own folder stands between the runtime's switches and our arguments.
  const own = process.argv.findIndex((word, index) => index > 0 && resolve(word) === app.getAppPath());
  const argv = process.argv.slice(own < 0 ? 1 : own + 1);
  try {
    return parseLaunch(argv, process.env['WATCHFLOOR_CWD'] ?? process.cwd());
  } catch (error) {
    process.stderr.write(`${isAppError(error) ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

const options = readArguments();
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (options.userData) app.setPath('userData', options.userData);
mindMemory();
registerScheme();
lockNavigation();

// Two consoles on one folder would fight over the files; the second one brings the first to the front.
const alone = options.smoke !== null || options.data !== null || app.requestSingleInstanceLock();
if (!alone) app.quit();
else void app.whenReady().then(run);

function run(): void {
  const here = import.meta.dirname;
  const userData = app.getPath('userData');
  const secrets = new SecretStore(join(userData, 'secrets.json'));
  const windows = new Windows(userData, join(here, '../preload/index.cjs'));
  const notices = new AlarmNotices(windows);
  let ready: { node: string; sqlite: string; pid: number; milliseconds: number } | null = null;

  const engine = new EngineHost(
    join(here, 'engine.js'),
    {
      directory: options.data ?? join(userData, 'practice-floor'),
      app: app.getVersion(),
      practice: options.data ? 'never' : 'ifEmpty',
      ...(options.speed !== null && options.replay === null ? { practiceOptions: { speed: options.speed } } : {}),
      systemZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      systemLocale: app.getLocale() || 'en',
      actor: personName(),
      logLevel: 'info',
    },
    {
      state: (state) => {
        for (const window of windows.all()) window.webContents.send(ENGINE_STATE_CHANNEL, state);
        if (state.state === 'stopped' && options.smoke) leave(1, state.message ?? 'the engine did not start');
      },
      message: (message) => {
        if (message.type === 'ready') {
          ready = message;
          engine.post({ type: 'online', online: net.isOnline() });
          for (const [ref, secret] of Object.entries(secrets.all())) engine.post({ type: 'secret', ref, secret });
        }
        if (message.type === 'secretWanted') {
          engine.post({ type: 'secret', ref: message.ref, secret: secrets.all()[message.ref] ?? null });
        }
        if (message.type === 'openOutside') {
          const { id } = message;
          void openInBrowser(message.url).then((ok) => engine.post({ type: 'opened', id, ok }));
        }
        if (message.type === 'keepSecret') {
          const { id, ref, secret, where } = message;
          const kept =
            where === 'as-before' ? secrets.replace(ref, secret) : secrets.keep(ref, secret, where === 'session');
          engine.post({ type: 'kept', id, kept });
        }
        if (message.type === 'alarm') notices.raise(message);
      },
    },
  );

  // First of all: the engine's start is the longest way to the first board, the window's goes on beside it.
  engine.start();
  lockSession();
  serveRenderer(join(here, '../renderer'));

  const isUnseen = Boolean(process.env['WATCHFLOOR_NO_DISPLAY']) && options.smoke === null;
  let portrayed = false;
  const portray = (window: BrowserWindow): void => {
    if (portrayed || window.isDestroyed()) return;
    portrayed = true;
    const path = join(process.env['WATCHFLOOR_CWD'] ?? process.cwd(), 'watchfloor-board.png');
    photograph(window, path).then(
      () => process.stderr.write(`No display here: the first board is in ${path}. Running on; Ctrl-C ends it.\n`),
      (error: unknown) => log('error', 'no screenshot', { reason: String(error) }),
    );
  };

  let firstBoardMs: number | null = null;
  let live = false;
  const boardShown = (board: Board): void => {
    const window = windows.get('board');
    if (live || !window) return;
    const milliseconds = Math.round(Date.now() - startedAt);
    const figures = { milliseconds, queues: board.queues, agents: board.agents };
    if (firstBoardMs === null) {
      log('info', 'first board', figures);
      // A source that is down never gets live: the picture is then of what there is.
      if (isUnseen) setTimeout(() => portray(window), PICTURE_PATIENCE_MS);
    }
    firstBoardMs ??= milliseconds;
    if (!board.live) return;
    live = true;
    log('info', 'live board', figures);
    if (options.smoke) {
      const report = {
        electron: process.versions.electron,
        chrome: process.versions.chrome,
        node: process.versions.node,
        sqlite: ready?.sqlite ?? '',
        queues: board.queues,
        agents: board.agents,
        waiting: board.waiting,
        asOfAgeMs: board.asOf === null ? null : Math.round(Date.now() - board.asOf),
        firstBoardMs,
        engine: {
          process: 'utility-process' as const,
          node: ready?.node ?? '',
          pid: ready?.pid ?? 0,
          readyMs: ready?.milliseconds ?? 0,
        },
      };
      writeSmoke(options.smoke, window, report).then(
        () => leave(0, null),
        (error: unknown) => leave(1, error instanceof Error ? error.message : String(error)),
      );
    } else if (isUnseen) portray(window);
  };

  const leave = (code: number, reason: string | null): void => {
    if (reason) process.stderr.write(`${reason}\n`);
    void engine.stop().then(() => app.exit(code));
  };

  windows.show(
    'board',
    options.replay ? `/floor?replay=${encodeURIComponent(options.replay)}&speed=${options.speed ?? 1}` : '/floor',
  );
  bindShell({ windows, engine, secrets, boardShown });
  installMenu(() => windows.get('board'));
  if (options.smoke) setTimeout(() => leave(1, 'no live board within 90 seconds'), SMOKE_PATIENCE_MS);

  powerMonitor.on('suspend', () => engine.post({ type: 'power', event: 'suspend' }));
  powerMonitor.on('resume', () => engine.post({ type: 'power', event: 'resume' }));
  let online = net.isOnline();
  setInterval(() => {
    if (online === net.isOnline()) return;
    online = !online;
    engine.post({ type: 'online', online });
  }, 2000);

  app.on('second-instance', () => windows.show('board', '/floor'));
  app.on('window-all-closed', () => app.quit());
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    void engine.stop().then(() => app.quit());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.quit());
}

function personName(): string {
  try {
    return userInfo().username || 'supervisor';
  } catch {
    return 'supervisor';
  }
}
