import type { WireError } from '../errors/index.ts';
import type { shell } from './shell.ts';

type Shell = typeof shell;

/** Names of the shell's calls, without the schemas, so that the preload script stays small. The type makes it exhaustive. */
export const SHELL_NAMES = Object.keys({
  openWallboard: true,
  setTheme: true,
  setZoom: true,
  chooseFile: true,
  keepSecret: true,
  openExternal: true,
  boardShown: true,
  engineState: true,
  recover: true,
  versions: true,
  quit: true,
} satisfies Record<keyof Shell, true>) as (keyof Shell)[];

/** Channels between window and main process. */
export const SHELL_CHANNEL = 'watchfloor:shell';
export const ENGINE_STATE_CHANNEL = 'watchfloor:engine-state';
export const PORT_CHANNEL = 'watchfloor:port-wanted';
export const INTENT_CHANNEL = 'watchfloor:intent';

/** Messages of the preload bridge on `window.postMessage` (same window only). */
export const PORT_WANTED = 'watchfloor:port-wanted';
export const PORT_HERE = 'watchfloor:port';

/** What a shell call comes back as. */
export type ShellAnswer<T = unknown> = { ok: true; value: T } | { ok: false; error: WireError };

/** Why there is no engine at the moment. */
export interface EngineStateMessage {
  state: 'starting' | 'up' | 'restarting' | 'stopped';
  code: string | null;
  message: string | null;
  offers: string[];
  backups: string[];
}

/** What the main process tells a window to do (menu, command line). */
export type Intent = { name: 'action'; action: string };

/** What the preload script puts on `window.watchfloor`. */
export interface Bridge {
  shell: Record<keyof Shell, (input: unknown) => Promise<ShellAnswer>>;
  /** Calls back with the present state and every later one; returns the way to stop. */
  onEngine(listener: (state: EngineStateMessage) => void): () => void;
  onIntent(listener: (intent: Intent) => void): () => void;
}
