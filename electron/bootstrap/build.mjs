/** The built app in `out/`: built again only when something that goes into it changed. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { say, withProgress } from './log.mjs';
import { modules, root, scratch } from './paths.mjs';
import { mustRun } from './run.mjs';
import { hashTree, readStamp, writeStamp } from './stamp.mjs';

const sources = [
  'electron',
  'renderer',
  'shared',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const stampFile = join(root, 'out', '.built');

/**
 * Builds the app unless `out/` is up to date.
 *
 * @param {NodeJS.ProcessEnv} env for the builder
 * @returns {Promise<boolean>} whether it had to be built
 * @throws {import('./log.mjs').SetupError} with the builder's complaints
 */
export async function ensureBuilt(env) {
  const current = () => hashTree(root, sources);
  const upToDate = () => readStamp(stampFile) === current() && existsSync(join(root, 'out', 'main', 'index.js'));
  if (upToDate()) return false;
  await withLock(join(scratch, 'build.lock'), 'building the app', async () => {
    if (upToDate()) return;
    // Taken before building: what is saved meanwhile is built next time.
    const stamp = current();
    rmSync(stampFile, { force: true });
    const startedAt = Date.now();
    await withProgress('building the app', () =>
      mustRun(
        'Building the app',
        process.execPath,
        [join(modules, 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
        {
          cwd: root,
          env,
          remedy: 'put right what the builder names above and run the command again.',
        },
      ),
    );
    writeStamp(stampFile, stamp);
    say(`built the app in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  });
  return true;
}
