/** `npm run screenshots [-- DIR]`: pictures of the real app for the README, taken by `tests/screenshots.ts`. */
import { entry } from './entry.mjs';
import { runScript } from './script.mjs';

await entry(import.meta.url, (args) => runScript('tests/screenshots.ts', args));
