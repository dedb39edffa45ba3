/** `npm start [-- --data DIR] [--smoke DIR] [--replay TIME --speed N] …`: opens the console; all arguments go to the app. */
import { foreground } from './child.mjs';
import { entry } from './entry.mjs';
import { say } from './log.mjs';
import { root } from './paths.mjs';
import { prepareApp } from './prepare.mjs';

await entry(import.meta.url, async (args) => {
  const { runtime, flags, env, virtual } = await prepareApp({ display: 'for one app' });
  if (virtual) {
    say('there is no display: using a virtual one (end with Ctrl-C)');
    env['WATCHFLOOR_NO_DISPLAY'] = '1';
    // Without a desktop Chromium complains at length about the missing session bus and graphics card: of no use to anybody.
    flags.push('--log-level=3');
  }
  return foreground(runtime.executable, [...flags, root, ...args], { env, name: 'the app', ownGroup: true });
});
