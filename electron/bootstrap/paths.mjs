/** Where things lie: the project folder and the cache that set-up fills once. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project folder (the one with package.json). */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The folder of installed packages. */
export const modules = join(root, 'node_modules');

/** Scratch of set-up that must survive `npm ci` (which empties node_modules); git ignores `dist`. */
export const scratch = join(root, 'dist', '.setup');

/**
 * The cache folder. `WATCHFLOOR_CACHE` lets several clones share one; a relative path counts from where npm was called.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string} an absolute path
 */
export function cacheFolder(env = process.env) {
  const wanted = env['WATCHFLOOR_CACHE'];
  return wanted ? resolve(callerFolder(env), wanted) : join(modules, '.cache', 'watchfloor');
}

/**
 * The folder the user stood in: npm changes to the project folder and leaves the original in `INIT_CWD`.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string} an absolute path
 */
export function callerFolder(env = process.env) {
  return env['WATCHFLOOR_CWD'] ?? env['INIT_CWD'] ?? process.cwd();
}
