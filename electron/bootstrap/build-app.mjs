/** `npm run build`: builds the app into `out/` (nothing is done when it is up to date). */
import { ensureBuilt } from './build.mjs';
import { entry } from './entry.mjs';
import { say } from './log.mjs';

await entry(import.meta.url, async () => {
  if (!(await ensureBuilt(process.env))) say('out/ is up to date');
  return 0;
});
