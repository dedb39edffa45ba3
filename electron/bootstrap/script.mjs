/** Running one of the project's own scripts under Node 24, with a real Electron at hand. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { foreground } from './child.mjs';
import { say } from './log.mjs';
import { callerFolder, root } from './paths.mjs';
import { prepareApp } from './prepare.mjs';

/**
 * The scripts in a folder.
 *
 * @param {string} folder below the project folder
 * @returns {string[]} names without `.ts`, sorted; helpers in folders below do not count
 */
export function scriptsIn(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const files = readdirSync(path, { withFileTypes: true }).filter(
    (file) => file.isFile() && /^[a-z-]+\.ts$/.test(file.name),
  );
  return files.map((file) => file.name.slice(0, -3)).sort();
}

/**
 * Runs a script where the user stands, with the environment of tests.
 *
 * @param {string} file below the project folder
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runScript(file, args) {
  if (!existsSync(join(root, file))) {
    say(`${file} is not there.`);
    say('What to do: get the whole project (`git status` shows what is missing).');
    return 1;
  }
  const { env } = await prepareApp({ display: 'for many' });
  return foreground(process.execPath, [join(root, file), ...args], { env, cwd: callerFolder(), name: file });
}
