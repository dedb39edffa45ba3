/**
 * The official Electron: its npm package holds no binary and downloads one on first use. Networks that do not reach
 * the release host often swallow the connection, so the attempt starts with a short, bounded one, and its failure is
 * remembered for a while.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withProgress } from './log.mjs';
import { cacheFolder, modules } from './paths.mjs';
import { run } from './run.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const releases = 'https://github.com/electron/electron/releases/download/';
const connectTimeoutMs = 4_000;
const retryAfterMs = 12 * 3_600_000;

const packageFolder = join(modules, 'electron');

/** @returns {string} the pinned version of the installed package */
export function officialVersion() {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
}

/** @returns {string | null} the executable, if it has been downloaded */
export function officialExecutable() {
  const name = readStamp(join(packageFolder, 'path.txt'));
  const version = readStamp(join(packageFolder, 'dist', 'version'))?.replace(/^v/, '');
  if (!name || version !== officialVersion()) return null;
  const path = join(packageFolder, 'dist', name);
  return existsSync(path) ? path : null;
}

/** @returns {string} */
const failureFile = () => join(cacheFolder(), 'official-unreachable');

/**
 * Whether an earlier attempt failed so short a time ago that another is pointless.
 *
 * @param {number} now epoch milliseconds
 */
export function failedLately(now) {
  const info = statSync(failureFile(), { throwIfNoEntry: false });
  return info !== undefined && now - info.mtimeMs < retryAfterMs;
}

/**
 * Downloads the official runtime.
 *
 * @returns {Promise<{ executable: string } | { reason: string }>} the executable, or why there is none
 */
export async function downloadOfficial() {
  const reason = (await unreachable()) ?? (await install());
  if (reason === null) {
    const executable = officialExecutable();
    if (executable) return { executable };
  }
  const text = reason ?? 'the download left no usable runtime';
  writeStamp(failureFile(), text);
  return { reason: text };
}

/** @returns {Promise<string | null>} why the release host cannot be reached, or null when it can (or a mirror is set) */
async function unreachable() {
  const mirrored = Object.keys(process.env).some((name) =>
    /^(npm_config_)?electron_(mirror|custom_dir|get_use_proxy)$/i.test(name),
  );
  if (mirrored) return null;
  try {
    const answer = await fetch(`${releases}v${officialVersion()}/SHASUMS256.txt`, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(connectTimeoutMs),
    });
    return answer.status < 400 ? null : `its release host answered ${answer.status}`;
  } catch (error) {
    const cause = /** @type {{ cause?: { code?: string } }} */ (error).cause?.code;
    return `its release host cannot be reached (${cause ?? `no answer within ${connectTimeoutMs / 1000} s`})`;
  }
}

/** @returns {Promise<string | null>} why the package's own installer failed, or null when it did not */
async function install() {
  const version = officialVersion();
  const { code, stderr } = await withProgress(`downloading Electron ${version} (about 120 MB, once)`, () =>
    run(process.execPath, [join(packageFolder, 'install.js')], {
      cwd: packageFolder,
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '', ELECTRON_GET_NO_PROGRESS: '1' },
      timeoutMs: 15 * 60_000,
    }),
  );
  if (code === 0) return null;
  return `its download failed (${stderr.trim().split('\n')[0] || `code ${code}`})`;
}
