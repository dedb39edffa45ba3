/**
 * The default app of the fallback runtime (copied into its `resources/app`): what Electron's own default app does for
 * `electron [-r FILE] [flags] FOLDER`. It must be an ES module that awaits the app at its top level: with CommonJS the
 * `ready` event would fire before the app's code has loaded.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @type {string[]} */
const preloads = [];
let folder = '';
const given = process.argv.slice(1);
for (let index = 0; index < given.length && !folder; index += 1) {
  const argument = given[index] ?? '';
  if (argument === '-r' || argument === '--require') preloads.push(given[(index += 1)] ?? '');
  else if (!argument.startsWith('-')) folder = resolve(argument);
}

if (!folder) {
  console.error('usage: electron [-r FILE] [flags] FOLDER');
  process.exit(2);
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setVersion(manifest.version ?? '0.0.0');
app.name = manifest.productName ?? manifest.name ?? 'electron';
app.setPath('userData', join(app.getPath('appData'), app.name));
// Not in Electron's documentation, but it is what its own default app calls.
/** @type {any} */ (app).setAppPath(folder);

const require = createRequire(join(folder, 'package.json'));
for (const file of preloads) require(resolve(file));

try {
  await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
} catch (error) {
  console.error('The app could not be started.');
  console.error(error);
  process.exit(1);
}
