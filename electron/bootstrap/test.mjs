/** `npm test [-- args]`: all tests, those that drive the real app included; further arguments go to vitest. */
import { entry } from './entry.mjs';
import { prepareApp } from './prepare.mjs';
import { runTests } from './tests.mjs';

await entry(import.meta.url, async (args) => {
  const { env } = await prepareApp({ display: 'for many' });
  return runTests(args, env);
});
