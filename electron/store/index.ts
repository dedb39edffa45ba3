/** The store's public entry. */
export type * from './api.ts';
export { openStore } from './open.ts';
export type { OpenOptions } from './open.ts';
