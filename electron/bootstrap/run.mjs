/** Child processes of set-up: run a command to its end, and keep what it said for the case that it fails. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { SetupError } from './log.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'quiet' | 'shown'} [output] quiet keeps the output (default); shown sends all of it to stderr
 * @property {number} [timeoutMs] ends the command after that long
 * @property {string} [remedy] what the reader can do when it fails
 */

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} never rejects for a non-zero code; a command
 *   that could not be started, or that a signal ended, has code 127 or 128
 */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: options.output === 'shown' ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => (stdout += chunk));
    child.stderr?.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => done({ code: 127, stdout, stderr: `${stderr}${error.message}` }));
    child.on('close', (code) => done({ code: code ?? 128, stdout, stderr }));
  });
}

/**
 * Runs a command that must succeed.
 *
 * @param {string} what what is being done, for the message ("installing packages")
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its stdout
 * @throws {SetupError} with the last lines it printed
 */
export async function mustRun(what, command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result.stdout;
  throw failure(what, command, result, options.remedy);
}

/**
 * The failure of a command, with the beginning and the end of what it printed.
 *
 * @param {string} what
 * @param {string} command
 * @param {{ code: number, stdout: string, stderr: string }} result
 * @param {string} [remedy]
 * @returns {SetupError}
 */
export function failure(what, command, result, remedy) {
  const lines = `${result.stdout}\n${result.stderr}`.trim().split('\n');
  const shown =
    lines.length <= 40 ? lines : [...lines.slice(0, 25), `… (${lines.length - 40} more lines)`, ...lines.slice(-15)];
  return new SetupError(
    `${what} failed (${command} ended with ${result.code}).${shown.map((line) => `\n    ${line}`).join('')}`,
    remedy ?? 'read the lines above, put right what they name and run the command again.',
  );
}

/**
 * The command line of the npm that called us, or of the one on the search path.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand(env = process.env) {
  const script = env['npm_execpath'];
  if (script && /npm-cli\.c?js$/.test(script) && existsSync(script))
    // Our own Node may have gone: `npm ci` empties node_modules, where it lies.
    return {
      command: existsSync(process.execPath) ? process.execPath : (which('node', env) ?? 'node'),
      args: [script],
    };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/**
 * The environment for npm and other tools we call: without the settings that the calling npm passes on, which would
 * make a nested npm believe that it is the outer one.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function plainEnvironment(env = process.env) {
  const kept = Object.entries(env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|config_(global|local|noproxy|user_agent|node_gyp))/i.test(name),
  );
  return Object.fromEntries(kept);
}

/**
 * Where a command of the search path lies.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function which(name, env = process.env) {
  const folders = (env['PATH'] ?? '').split(delimiter).concat(dirname(process.execPath), '/usr/sbin', '/sbin');
  for (const folder of folders) if (folder && existsSync(join(folder, name))) return join(folder, name);
  return null;
}
