/** Everything that launching the app needs, in order, and the environment that tells the app about it. */
import { ensureBuilt } from './build.mjs';
import { hasDisplay, startVirtualDisplay } from './display.mjs';
import { prepareElectron } from './electron.mjs';
import { say } from './log.mjs';
import { ensureSandbox } from './sandbox.mjs';
import { hasSqliteBinding, prepareSqliteBinding } from './sqlite-binding.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * The flags that Electron must get before the app's folder. Chromium's sandbox cannot work for root; for everybody else
 * it stays on, always.
 *
 * @param {number | undefined} userId
 * @returns {string[]}
 */
export function electronFlags(userId) {
  return process.platform === 'linux' && userId === 0 ? ['--no-sandbox'] : [];
}

/**
 * The environment of the app and of tests that launch it.
 *
 * @param {import('./electron.mjs').Runtime} runtime
 * @param {string | null} binding path of better-sqlite3's addon for that runtime, null: the built-in one
 * @param {readonly string[]} flags
 * @returns {Record<string, string>}
 */
export function launchEnvironment(runtime, binding, flags) {
  return {
    WATCHFLOOR_ELECTRON_BIN: runtime.executable,
    WATCHFLOOR_ELECTRON_FLAGS: flags.join(' '),
    WATCHFLOOR_RUNTIME: `${runtime.kind} ${runtime.version}`,
    ELECTRON_OVERRIDE_DIST_PATH: runtime.folder,
    ...(binding ? { WATCHFLOOR_SQLITE_BINDING: binding } : {}),
  };
}

/**
 * Gets a runtime, its libraries and SQLite for it; builds the app; starts a virtual display where there is none.
 *
 * @param {{ display: 'for one app' | 'for many' | 'none' }} options
 * @returns {Promise<{ runtime: import('./electron.mjs').Runtime, flags: string[], env: NodeJS.ProcessEnv, virtual: boolean }>}
 * @throws {import('./log.mjs').SetupError}
 */
export async function prepareApp(options) {
  const runtime = await prepareElectron();
  const virtual = options.display !== 'none' && !hasDisplay();
  await ensureSystemPackages(runtime.executable, {
    display: virtual,
    compiler: runtime.kind === 'fallback' && !hasSqliteBinding(),
  });
  const binding = runtime.kind === 'fallback' ? await prepareSqliteBinding() : null;
  const flags = electronFlags(process.getuid?.());
  if (options.display !== 'none') await ensureSandbox(runtime);
  const env = { ...process.env, ...launchEnvironment(runtime, binding, flags) };
  say(`Electron ${runtime.version}${runtime.kind === 'fallback' ? ' (fallback runtime, not for users)' : ''}`);
  if (flags.includes('--no-sandbox'))
    say('started as root, so Chromium’s sandbox is off (--no-sandbox): better start as an ordinary user');
  await ensureBuilt(env);
  if (virtual) Object.assign(env, { DISPLAY: (await startVirtualDisplay(options.display === 'for one app')).display });
  return { runtime, flags, env, virtual };
}
