/** `npm run cli -- COMMAND …`: the command line under Node 24. No build and no Electron; stdout is the command's alone. */
import { join } from 'node:path';
import { foreground } from './child.mjs';
import { entry } from './entry.mjs';
import { callerFolder, root } from './paths.mjs';

await entry(import.meta.url, (args) =>
  // Where the user stands, so that file names mean what they say.
  foreground(process.execPath, [join(root, 'electron', 'cli', 'main.ts'), ...args], {
    env: process.env,
    cwd: callerFolder(),
    name: 'the command',
  }),
);
