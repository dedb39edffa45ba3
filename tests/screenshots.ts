/**
 * Pictures of the real app on its practice floor, both themes, two sizes: `npm run screenshots [-- DIR]`. What is in `docs/` for the README is
 * written when no folder is named.
 */
import { join, resolve } from 'node:path';
import { App } from './helpers/app.ts';
import { note } from './helpers/bench.ts';
import { Camera } from './screenshots/camera.ts';
import { scenes } from './screenshots/scenes.ts';

const docs = resolve(import.meta.dirname, '../docs');
const named = process.argv[2];
const folder = named === undefined ? join(docs, 'screenshots') : resolve(process.env['WATCHFLOOR_CWD'] ?? '.', named);

const app = await App.launch();
try {
  const camera = new Camera(app, folder);
  note(`pictures in ${folder}:`);
  await app.board();
  for (const [name, scene] of Object.entries(scenes)) {
    await scene({
      app,
      shoot: (page) => camera.take(name, page),
    });
    if (name !== 'floor' || named !== undefined) continue;
    await camera.resize({ width: 1440, height: 900 });
    for (const theme of ['light', 'dark'] as const) {
      await camera.theme(theme);
      await camera.single(join(docs, theme === 'dark' ? 'floor.png' : 'floor-light.png'));
    }
  }
  if (app.errors.length > 0) throw new Error(`The page reported errors:\n${app.errors.join('\n')}`);
} finally {
  await app.close();
}
