import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** Targets are explicit so that one build runs on Electron 33 (the fallback runtime) and on the pinned current one. */
export default defineConfig({
  main: {
    build: {
      target: 'node20',
      outDir: 'out/main',
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron', 'better-sqlite3', /^node:/],
        input: {
          index: at('electron/main/index.ts'),
          engine: at('electron/engine/utility.ts'),
          reader: at('electron/store/reader-worker.ts'),
          practice: at('electron/practice/worker.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // A third less to read and compile at every start; names stay, so that a stack in the log can be read.
          minify: { compress: true, mangle: false, codegen: true },
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron'],
        input: { index: at('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome130',
      minify: true,
      outDir: at('out/renderer'),
      assetsInlineLimit: 0,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
});
