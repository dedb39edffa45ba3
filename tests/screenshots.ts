/**
 * Pictures of the real app, both themes, two sizes: `npm run screenshots [-- DIR [SCENE…]]`. What is in `docs/` for the README is written when no
 * folder is named.
 */
import { join, resolve } from 'node:path';
import { App } from './helpers/app.ts';
import { note } from './helpers/bench.ts';
import { Camera } from './screenshots/camera.ts';
import { places } from './screenshots/places.ts';
import { scenes } from './screenshots/scenes.ts';
import { busyZone } from './helpers/busy-zone.ts';

const docs = resolve(import.meta.dirname, '../docs');
const [named, ...only] = process.argv.slice(2);
const folder = named === undefined ? join(docs, 'screenshots') : resolve(process.env['WATCHFLOOR_CWD'] ?? '.', named);
const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
// The floor keeps the hours of this machine's zone; at night there is nothing to see.
const env = { TZ: busyZone(Date.now()) };

note(`pictures in ${folder}:`);
for (const [name, place] of Object.entries(places)) {
  if (!wanted(name)) continue;
  await place(env, async (app) => {
    await new Camera(app, folder).take(name);
  });
}
if (Object.keys(scenes).some(wanted)) await practiceFloor();

async function practiceFloor(): Promise<void> {
  const app = await App.launch({ env });
  try {
    const camera = new Camera(app, folder);
    await app.board();
    for (const [name, scene] of Object.entries(scenes)) {
      if (!wanted(name)) continue;
      await scene({ app, shoot: (page) => camera.take(name, page) });
      if (name === 'floor' && named === undefined) await forTheReadme(camera);
    }
    if (app.errors.length > 0) throw new Error(`The page reported errors:\n${app.errors.join('\n')}`);
  } finally {
    await app.close();
  }
}

async function forTheReadme(camera: Camera): Promise<void> {
  await camera.resize({ width: 1440, height: 900 });
  for (const theme of ['light', 'dark'] as const) {
    await camera.theme(theme);
    await camera.single(join(docs, theme === 'dark' ? 'floor.png' : 'floor-light.png'));
  }
}
