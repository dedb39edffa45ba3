/** Bundles the bench's own app into `out/bench`: two main processes, an engine and the AG Grid page. The console itself is in `out/` already. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { note } from '../../helpers/bench.ts';

export const project = resolve(import.meta.dirname, '../../..');
export const benchOut = join(project, 'out/bench');

/** Takes a few seconds. @throws where the bundler complains */
export async function bundleBench(): Promise<void> {
  note('bundling the bench');
  rmSync(benchOut, { recursive: true, force: true, maxRetries: 20 });
  mkdirSync(benchOut, { recursive: true });
  const at = (file: string): string => join(import.meta.dirname, file);
  await build({
    configFile: false,
    root: project,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: join(benchOut, 'main'),
      minify: false,
      rollupOptions: {
        external: ['electron', 'better-sqlite3', /^node:/],
        input: {
          main: at('main.ts'),
          empty: at('empty.ts'),
          engine: at('engine.ts'),
          reader: join(project, 'electron/store/reader-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  await build({
    configFile: false,
    root: at('ag'),
    base: './',
    logLevel: 'warn',
    build: { target: 'chrome130', outDir: join(benchOut, 'ag'), emptyOutDir: true, chunkSizeWarningLimit: 4_000 },
  });
  copyFileSync(at('empty.html'), join(benchOut, 'empty.html'));
  for (const app of ['main', 'empty']) {
    const folder = join(benchOut, `app-${app}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: `watchfloor-bench-${app}`, version: '0.0.0', type: 'module', main: `../main/${app}.js` }),
    );
  }
}
