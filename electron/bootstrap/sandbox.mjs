/**
 * Chromium's sandbox for ordinary users. It needs either unprivileged user namespaces or its own helper owned by root;
 * where a system has neither, Chromium dies at once. We never switch the sandbox off, but say what to do.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './log.mjs';
import { cacheFolder } from './paths.mjs';
import { run, which } from './run.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

/**
 * Whether the sandbox helper has the owner and the mode that Chromium asks for.
 *
 * @param {{ uid: number, mode: number } | undefined} helper file status, undefined where it is not there
 */
export function helperIsReady(helper) {
  return helper !== undefined && helper.uid === 0 && (helper.mode & 0o7777) === 0o4755;
}

/**
 * Checks that Chromium can build its sandbox for this user.
 *
 * @param {import('./electron.mjs').Runtime} runtime
 * @throws {SetupError} with the one command to run
 */
export async function ensureSandbox(runtime) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return;
  const stamp = join(cacheFolder(), 'sandbox');
  const fact = `${runtime.executable} user ${process.getuid?.()} works`;
  if (readStamp(stamp) === fact) return;
  const helper = join(runtime.folder, 'chrome-sandbox');
  const ready = helperIsReady(statSync(helper, { throwIfNoEntry: false }));
  if (!ready && which('unshare') && (await run('unshare', ['--user', '--map-root-user', 'true'])).code !== 0) {
    throw new SetupError(
      'This system does not let ordinary users make namespaces, which Chromium needs for its sandbox.',
      `run this one command, then start again:\n    sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
    );
  }
  writeStamp(stamp, fact);
}
