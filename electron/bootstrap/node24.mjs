/**
 * Node 24 under every script, whatever the machine has. The devDependency `node` is an empty package whose install
 * script fetches the binary unchecked; on Linux we fetch the same binary ourselves, with its pinned content.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchPackage } from './fetch-package.mjs';
import { withLock } from './lock.mjs';
import { withProgress } from './log.mjs';
import { cacheFolder, modules } from './paths.mjs';
import { nodeBinaries } from './pins.mjs';
import { mustRun, npmCommand, plainEnvironment } from './run.mjs';

const packageFolder = join(modules, 'node');

/** Where the binary lies in the package; npm links `node_modules/.bin/node` to it. */
export const node24 = join(packageFolder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const link = join(modules, '.bin', 'node');

/** @returns {string} the version that the lock file names */
export function node24Version() {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
}

/** @returns {boolean} whether the binary is there and linked (existsSync follows the link) */
export function hasNode24() {
  return existsSync(node24) && (process.platform === 'win32' || existsSync(link));
}

/**
 * Puts the binary into the installed package.
 *
 * @throws {import('./log.mjs').SetupError} when it cannot be fetched or does not run here
 */
export async function installNode24() {
  const version = node24Version();
  const integrity = nodeBinaries.integrity[`${process.platform}-${process.arch}`];
  await withProgress(`getting Node ${version} (about 50 MB, once)`, async () => {
    if (integrity && version === nodeBinaries.version) await installPinned(version, integrity);
    else await installByScript();
  });
  await mustRun(`Starting Node ${version}`, node24, ['--version'], {
    remedy: `this system cannot run the official build of Node ${version} (it needs glibc 2.28 or newer): use a newer system.`,
  });
}

/** @param {string} version @param {string} integrity */
async function installPinned(version, integrity) {
  const platform = `${process.platform}-${process.arch}`;
  const cached = join(cacheFolder(), `node-${version}-${platform}`);
  if (!existsSync(cached)) {
    await withLock(`${cached}.lock`, `getting Node ${version}`, async () => {
      if (existsSync(cached)) return;
      const work = `${cached}.${process.pid}.tmp`;
      try {
        await fetchPackage({ name: `node-${platform}`, version, integrity }, work, 'bin/node');
        chmodSync(join(work, 'bin', 'node'), 0o755);
        renameSync(join(work, 'bin', 'node'), cached);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    });
  }
  const aside = `${node24}.${process.pid}.tmp`;
  mkdirSync(dirname(node24), { recursive: true });
  try {
    linkSync(cached, aside);
  } catch {
    // The cache may lie on another disk.
    copyFileSync(cached, aside);
  }
  renameSync(aside, node24);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(join('..', 'node', 'bin', 'node'), link);
}

/** The package's own way, for platforms without a pin. */
async function installByScript() {
  const npm = npmCommand();
  await mustRun(
    'Getting Node 24',
    npm.command,
    [...npm.args, 'rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'],
    {
      cwd: dirname(modules),
      env: plainEnvironment(),
      remedy: 'check that this machine reaches its npm registry (`npm ping`) and run the command again.',
    },
  );
}
