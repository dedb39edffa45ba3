/** Which Electron runs the app: the official one, or the fallback where the official one is out of reach. */
import { dirname, join } from 'node:path';
import { prepareFallback } from './electron-fallback.mjs';
import { downloadOfficial, failedLately, officialExecutable, officialVersion } from './electron-official.mjs';
import { withLock } from './lock.mjs';
import { say, SetupError } from './log.mjs';
import { cacheFolder } from './paths.mjs';
import { fallbackElectron } from './pins.mjs';

/**
 * @typedef {object} Runtime
 * @property {'official' | 'fallback'} kind
 * @property {string} version Electron's version
 * @property {string} executable
 * @property {string} folder of the distribution
 */

/**
 * The wish in `WATCHFLOOR_ELECTRON`.
 *
 * @param {string | undefined} value
 * @returns {'official' | 'fallback' | null} null: official if possible
 * @throws {SetupError} for anything else
 */
export function wishedKind(value) {
  if (!value) return null;
  if (value === 'official' || value === 'fallback') return value;
  throw new SetupError(`WATCHFLOOR_ELECTRON is "${value}".`, 'set it to official or fallback, or leave it away.');
}

/**
 * Gets an Electron runtime, downloading it on first use.
 *
 * @returns {Promise<Runtime>}
 * @throws {SetupError} when none can be had
 */
export async function prepareElectron() {
  const wish = wishedKind(process.env['WATCHFLOOR_ELECTRON']);
  if (wish !== 'fallback') {
    const executable = officialExecutable() ?? (await tryDownload(wish === 'official'));
    if (executable) return { kind: 'official', version: officialVersion(), executable, folder: dirname(executable) };
  }
  const folder = await prepareFallback();
  return { kind: 'fallback', version: fallbackElectron.electron, executable: join(folder, 'electron'), folder };
}

/** @param {boolean} must whether nothing else will do @returns {Promise<string | null>} the executable */
async function tryDownload(must) {
  if (!must && failedLately(Date.now())) return null;
  return withLock(join(cacheFolder(), 'official.lock'), 'the Electron download', async () => {
    const there = officialExecutable();
    if (there) return there;
    if (!must && failedLately(Date.now())) return null;
    const result = await downloadOfficial();
    if ('executable' in result) return result.executable;
    if (must) {
      throw new SetupError(
        `The official Electron ${officialVersion()} could not be had: ${result.reason}.`,
        'set ELECTRON_MIRROR to a mirror of the Electron releases, or leave WATCHFLOOR_ELECTRON away to use the fallback runtime.',
      );
    }
    say(
      `the official Electron ${officialVersion()} could not be had: ${result.reason}; using the fallback ${fallbackElectron.electron} (asked again in 12 hours, or with WATCHFLOOR_ELECTRON=official)`,
    );
    return null;
  });
}
