/** `npm run package [-- --linux AppImage …]`: an unpacked folder (or what electron-builder is asked for) in `dist/`. */
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { entry } from './entry.mjs';
import { say, SetupError, withProgress } from './log.mjs';
import { root } from './paths.mjs';
import { prepareApp } from './prepare.mjs';

await entry(import.meta.url, async (args) => {
  const { runtime, env } = await prepareApp({ display: 'none' });
  const fallback = runtime.kind === 'fallback';
  if (fallback && args.length > 0) {
    throw new SetupError(
      'Only the unpacked folder can be made with the fallback runtime: what is given to users must have the official Electron.',
      'leave the arguments away, or set ELECTRON_MIRROR to a mirror of the Electron releases and run with WATCHFLOOR_ELECTRON=official.',
    );
  }
  const base = JSON.parse(readFileSync(join(root, 'electron-builder.json'), 'utf8'));
  const { build, Platform } = await import('electron-builder');
  const changes = fallback ? developmentBuild(base, runtime.folder, env['WATCHFLOOR_SQLITE_BINDING'] ?? '') : {};
  const made = await withProgress('packaging', () =>
    build({
      projectDir: root,
      publish: 'never',
      targets: Platform.LINUX.createTarget(args.length > 0 ? args : ['dir']),
      config: { ...base, ...changes },
    }),
  );
  const output = join(
    root,
    /** @type {{ directories?: { output: string } }} */ (changes).directories?.output ?? base.directories.output,
  );
  for (const file of made.length > 0 ? made : [join(output, 'linux-unpacked')]) say(`made ${file}`);
  if (fallback)
    say(`WARNING: this is a development runtime (Electron ${runtime.version}), not for users: do not ship this folder`);
  return 0;
});

/**
 * What differs when packaging around the fallback runtime.
 *
 * @param {{ directories: { output: string }, electronFuses: object }} base
 * @param {string} folder of the runtime
 * @param {string} binding of better-sqlite3 for it
 */
function developmentBuild(base, folder, binding) {
  return {
    electronDist: folder,
    directories: { ...base.directories, output: `${base.directories.output}/development-runtime` },
    /** @param {{ appOutDir: string }} context */
    afterPack: (context) => {
      const resources = join(context.appOutDir, 'resources');
      rmSync(join(resources, 'app'), { recursive: true, force: true });
      const prebuilt = join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node');
      if (!existsSync(prebuilt))
        throw new SetupError('better-sqlite3 is not in the package.', 'check `asarUnpack` in electron-builder.json.');
      copyFileSync(binding, prebuilt);
    },
  };
}
