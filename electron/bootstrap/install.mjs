/** The installed packages: exactly what the lock file names, installed again only when it changed. */
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { say, withProgress } from './log.mjs';
import { hasNode24, installNode24 } from './node24.mjs';
import { modules, root, scratch } from './paths.mjs';
import { failure, mustRun, npmCommand, plainEnvironment, run } from './run.mjs';
import { hashFile, readStamp, writeStamp } from './stamp.mjs';

/** Not in the shared cache: it says something about this folder's node_modules. */
const ownCache = join(modules, '.cache', 'watchfloor');
const stampFile = join(ownCache, 'installed');
const cacheAside = join(scratch, 'cache-aside');

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, dev?: boolean, peer?: boolean }> }} Lock
 */

/**
 * Whether node_modules holds what the lock file names, whoever installed it.
 *
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed npm's own record, node_modules/.package-lock.json
 */
export function matchesLock(lock, installed) {
  const wanted = lock.packages ?? {};
  const there = installed.packages ?? {};
  // Packages for other platforms are in the lock file but rightly not installed.
  const complete = Object.entries(wanted).every(
    ([path, entry]) => !path || entry.optional || there[path]?.version === entry.version,
  );
  return complete && Object.entries(there).every(([path, entry]) => wanted[path]?.version === entry.version);
}

/** @returns {boolean} */
function isInstalled() {
  const wanted = hashFile(join(root, 'package-lock.json'));
  if (readStamp(stampFile) === wanted) return existsSync(join(modules, '.package-lock.json'));
  try {
    const read = (/** @type {string} */ path) => JSON.parse(readFileSync(path, 'utf8'));
    if (!matchesLock(read(join(root, 'package-lock.json')), read(join(modules, '.package-lock.json')))) return false;
  } catch {
    return false;
  }
  writeStamp(stampFile, wanted);
  return true;
}

/**
 * Installs the packages of the lock file and Node 24, unless they are there.
 *
 * @throws {import('./log.mjs').SetupError} when npm cannot
 */
export async function ensureInstalled() {
  if (isInstalled() && hasNode24()) return;
  await withLock(join(scratch, 'install.lock'), 'installing packages', async () => {
    if (!existsSync(ownCache)) move(cacheAside, ownCache);
    if (!isInstalled()) await installPackages();
    if (!hasNode24()) await installNode24();
  });
}

/** Runs `npm ci` without install scripts; those that are needed (Node's binary) set-up does itself, checked. */
async function installPackages() {
  const first = !existsSync(join(modules, '.package-lock.json'));
  say(first ? 'first start here: installing packages' : 'the lock file changed: installing packages');
  const wanted = hashFile(join(root, 'package-lock.json'));
  // `npm ci` empties node_modules, the cache in it included.
  move(ownCache, cacheAside);
  try {
    await withProgress('installing packages', runNpm);
  } finally {
    move(cacheAside, ownCache);
  }
  writeStamp(stampFile, wanted);
}

/** `npm ci`, and where only that is too strict, the same packages by `npm install`. */
async function runNpm() {
  const npm = npmCommand();
  // The machine's own Node runs only this: packages that ask for a newer one get Node 24 right after it.
  const flags = ['--ignore-scripts', '--include=dev', '--engine-strict=false', '--loglevel=error'];
  const options = { cwd: root, env: plainEnvironment() };
  const strict = await run(npm.command, [...npm.args, 'ci', ...flags], options);
  if (strict.code === 0) return;
  if (lacksOnlyOptional(strict.stderr)) {
    await mustRun('Installing packages', npm.command, [...npm.args, 'install', '--no-save', ...flags], {
      ...options,
      remedy,
    });
    return;
  }
  throw failure('Installing packages', npm.command, strict, remedy);
}

/**
 * Whether `npm ci` refused a lock file only because it does not name some optional packages for other platforms (they
 * were not in the registry when it was written, and have no version in npm's complaint). Everything that is installed
 * here is pinned all the same.
 *
 * @param {string} complaint npm's stderr
 */
export function lacksOnlyOptional(complaint) {
  const lines = complaint.split('\n').filter((line) => /\b(Missing|Invalid): /.test(line));
  return lines.length > 0 && lines.every((line) => /Missing: \S+@ from lock file/.test(line));
}

const remedy =
  'check that this machine reaches its npm registry (`npm ping`) and has about 2 GB of free disk space, then run the command again. If npm says that package.json and package-lock.json differ, run `npm install --ignore-scripts`.';

/** Moves a folder if it is there and the target is not. @param {string} from @param {string} to */
function move(from, to) {
  if (!existsSync(from) || existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}
