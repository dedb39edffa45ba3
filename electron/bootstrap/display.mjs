/** A display for windows: the one there is, or a virtual one (Xvfb) that lives as long as we do. */
import { spawn } from 'node:child_process';
import { SetupError } from './log.mjs';

/** Whether this session has a display. @param {NodeJS.ProcessEnv} [env] */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/**
 * Starts Xvfb on a display number that it finds free itself (1920×1080, 24 bits), not reachable over the network.
 *
 * @param {boolean} once whether it may end by itself when its last window closes: then not even a killed start leaves
 *   it behind
 * @returns {Promise<{ display: string, stop: () => void }>} `stop` ends it; it also ends with this process
 * @throws {SetupError} when it does not start within 15 s
 */
export async function startVirtualDisplay(once) {
  const end = once ? '-terminate' : '-noreset';
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', end], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // Own process group: Ctrl-C in the terminal must reach the app first, and the display after it.
    detached: true,
  });
  const stop = () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  };
  process.once('exit', stop);
  let complaints = '';
  child.stderr?.on('data', (chunk) => (complaints = `${complaints}${chunk}`.slice(-2_000)));
  const number = await new Promise((found, failed) => {
    const refuse = (/** @type {string} */ why) =>
      failed(
        new SetupError(
          `The virtual display did not start: ${why}${complaints && `\n    ${complaints.trim()}`}`,
          'reinstall it (`apt-get install --reinstall xvfb`), or set DISPLAY to a display that exists.',
        ),
      );
    const timer = setTimeout(() => refuse('no answer within 15 s'), 15_000);
    let text = '';
    child.stdio[3]?.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      found(text.trim());
    });
    child.once('error', (error) => (clearTimeout(timer), refuse(error.message)));
    child.once('exit', (code) => (clearTimeout(timer), refuse(`Xvfb ended with ${code}`)));
  });
  // Neither may keep this process alive.
  child.unref();
  for (const stream of [child.stderr, child.stdio[3]]) /** @type {import('node:net').Socket} */ (stream).unref();
  return { display: `:${number}`, stop };
}
