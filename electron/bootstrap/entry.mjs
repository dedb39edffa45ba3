/** What every npm script begins with: packages installed, Node 24 underneath, failures in plain words. */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foreground } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { explain, say } from './log.mjs';
import { node24, node24Version } from './node24.mjs';
import { callerFolder, modules } from './paths.mjs';

/**
 * Runs an entry point and ends the process with its exit code.
 *
 * @param {string} url `import.meta.url` of the entry point, which is started again if another Node runs it
 * @param {(args: string[]) => Promise<number>} body runs under Node 24 with all packages there; returns the exit code
 */
export async function entry(url, body) {
  process.exitCode = await attempt(fileURLToPath(url), body).catch(explain);
  // Whatever is left open (an unfinished download, a pipe) must not keep a finished command alive.
  await new Promise((flushed) => process.stderr.write('', () => flushed(undefined)));
  process.exit();
}

/** @param {string} script @param {(args: string[]) => Promise<number>} body @returns {Promise<number>} */
async function attempt(script, body) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    say(`Node ${process.versions.node} is too old.`);
    say('What to do: install Node 20 or newer (https://nodejs.org) and run the command again.');
    return 1;
  }
  process.env['WATCHFLOOR_CWD'] = callerFolder();
  await ensureInstalled();
  // Children that look for `node` find Node 24 too, also when we were not started by npm.
  const bin = join(modules, '.bin');
  const path = process.env['PATH'] ?? '';
  if (path.split(delimiter)[0] !== bin) process.env['PATH'] = `${bin}${delimiter}${path}`;
  const args = process.argv.slice(2);
  if (process.versions.node !== node24Version()) return foreground(node24, [script, ...args], { env: process.env });
  return body(args);
}
