/** The program we launch: signals go to it once, its end becomes ours. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { say } from './log.mjs';

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** How long a program may take to end after Ctrl-C before it is ended for good. */
const patienceMs = 15_000;

/**
 * The exit code that stands for an end by signal, as shells have it.
 *
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/**
 * Runs a program in the foreground, with our stdin, stdout and stderr.
 *
 * With `ownGroup` Ctrl-C reaches it only through us: a terminal sends the signal to the whole group and npm forwards it
 * again, and an app must not take one Ctrl-C for three. Such a program cannot read the terminal.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd?: string, name?: string, ownGroup?: boolean }} options
 * @returns {Promise<number>} its exit code
 */
export function foreground(command, args, options) {
  return new Promise((done, failed) => {
    const detached = options.ownGroup === true && process.platform !== 'win32';
    const child = spawn(command, args, { env: options.env, cwd: options.cwd, stdio: 'inherit', detached });
    let lastAt = 0;
    /** @type {NodeJS.Timeout | undefined} */
    let impatience;
    const send = (/** @type {NodeJS.Signals} */ signal) => {
      try {
        if (signal === 'SIGKILL' && detached && child.pid) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // It has ended already.
      }
    };
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      if (Date.now() - lastAt < 500) return;
      lastAt = Date.now();
      send(signal);
      impatience ??= setTimeout(() => {
        say('it did not end by itself; ending it now');
        send('SIGKILL');
      }, patienceMs);
    };
    for (const signal of forwarded) process.on(signal, forward);
    // npm starts us through a shell, which dies of a signal without passing it on: then the program must end as well.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.env['npm_lifecycle_event'] && process.ppid !== parent) forward('SIGTERM');
    }, 1_000);
    const tidy = () => {
      clearInterval(watch);
      clearTimeout(impatience);
      for (const signal of forwarded) process.off(signal, forward);
    };
    child.once('error', (error) => (tidy(), failed(error)));
    child.once('exit', (code, signal) => {
      tidy();
      if (signal && signal !== 'SIGINT' && signal !== 'SIGTERM')
        say(`${options.name ?? command} was ended by ${signal}`);
      done(exitCodeOf(code, signal));
    });
  });
}
