/**
 * What the operating system must have: Chromium's libraries, a font, a virtual display where there is no real one, and
 * a compiler for the fallback runtime. As root on Debian or Ubuntu missing ones are installed; everybody else gets the
 * one command to run.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashTree, readStamp, writeStamp } from './stamp.mjs';
import { say, SetupError, withProgress } from './log.mjs';
import { cacheFolder } from './paths.mjs';
import { mustRun, run, which } from './run.mjs';

/** Debian's package for each library that Electron's executable asks for and a bare system may lack. */
const packageOf = /** @type {Record<string, string>} */ ({
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libgdk-3.so.0': 'libgtk-3-0',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libX11.so.6': 'libx11-6',
  'libX11-xcb.so.1': 'libx11-xcb1',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libgbm.so.1': 'libgbm1',
  'libexpat.so.1': 'libexpat1',
  'libasound.so.2': 'libasound2',
  'libudev.so.1': 'libudev1',
});

/** The libraries that `ldd` does not find. @param {string} output of ldd @returns {string[]} */
export function missingLibraries(output) {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/**
 * The Debian packages for missing libraries.
 *
 * @param {readonly string[]} libraries
 * @returns {{ packages: string[], unknown: string[] }} sorted, each once
 */
export function packagesFor(libraries) {
  const packages = new Set();
  const unknown = new Set();
  for (const library of libraries) {
    const name = packageOf[library];
    if (name) packages.add(name);
    else unknown.add(library);
  }
  return { packages: [...packages].sort(), unknown: [...unknown].sort() };
}

/**
 * The packages that Electron still needs here.
 *
 * @param {string} executable Electron's
 * @param {boolean} needsDisplay whether a virtual display will be started
 * @returns {Promise<{ packages: string[], unknown: string[] }>} unknown: libraries whose package we do not know
 */
export async function missingForDesktop(executable, needsDisplay) {
  const { packages, unknown } = packagesFor(missingLibraries((await run('ldd', [executable])).stdout));
  if (needsDisplay && !which('Xvfb')) packages.push('xvfb', 'xauth');
  if (!(await hasFont())) packages.push('fonts-dejavu-core');
  return { packages, unknown };
}

/** The packages that compiling C and C++ still needs here. @returns {string[]} */
export function missingForCompiler() {
  return [
    which('gcc') ? '' : 'gcc',
    which('g++') ? '' : 'g++',
    existsSync('/usr/include/stdio.h') ? '' : 'libc6-dev',
  ].filter(Boolean);
}

/**
 * Makes sure, in one go, that everything Electron needs of the system is there.
 *
 * @param {string} executable Electron's
 * @param {{ display: boolean, compiler: boolean }} needs a virtual display; a compiler for SQLite
 * @throws {SetupError} with the one command to run, when something is missing and cannot be installed
 */
export async function ensureSystemPackages(executable, needs) {
  if (process.platform !== 'linux') return;
  // ldd takes 50 ms: not again while the executable, the index of libraries and the needs are the same.
  const stamp = () =>
    hashTree(
      '/',
      [executable, '/etc/ld.so.cache'],
      [`${needs.display && Boolean(which('Xvfb'))}`, `${needs.compiler}`],
    );
  const stampFile = join(cacheFolder(), 'system-packages');
  if (readStamp(stampFile) === stamp() && (!needs.display || which('Xvfb'))) return;
  const { packages, unknown } = await missingForDesktop(executable, needs.display);
  await install([...packages, ...(needs.compiler ? missingForCompiler() : [])]);
  const left = [...missingLibraries((await run('ldd', [executable])).stdout), ...unknown];
  if (left.length > 0) {
    throw new SetupError(
      `Electron lacks system libraries: ${[...new Set(left)].join(', ')}.`,
      'install the packages of your system that hold them, and run the command again.',
    );
  }
  writeStamp(stampFile, stamp());
}

/** @returns {Promise<boolean>} whether any font is installed */
async function hasFont() {
  if (which('fc-list')) return (await run('fc-list', [])).stdout.trim() !== '';
  return ['/usr/share/fonts/truetype', '/usr/share/fonts/opentype', '/usr/local/share/fonts'].some((path) =>
    existsSync(path),
  );
}

/** @param {readonly string[]} packages */
async function install(packages) {
  if (packages.length === 0) return;
  const list = packages.join(' ');
  if (!which('apt-get')) {
    throw new SetupError(
      `System packages are missing: ${list} (Debian's names).`,
      'install them with the package manager of this system, and run the command again.',
    );
  }
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `System packages are missing: ${list}.`,
      `run this one command, then start again:\n    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}`,
    );
  }
  say(`installing missing system packages: ${list}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const remedy = `check the package sources of this machine (/etc/apt), then run:\n    apt-get update && apt-get install -y --no-install-recommends ${list}`;
  await withProgress('apt-get', async (note) => {
    note('reading package lists');
    await mustRun('apt-get update', 'apt-get', ['update', '-q'], { env, remedy });
    note('installing');
    await mustRun('apt-get install', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
      remedy,
    });
  });
}
