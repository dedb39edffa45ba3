/** The store's public entry. */
export type * from './api.ts';
export { openStore } from './open.ts';
export type { OpenOptions } from './open.ts';
export { ReadPool } from './read-pool.ts';
export type { ReadPoolOptions, SqlAnswer, SqlLimits } from './read-pool.ts';
export { Recounter } from './recount/recounter.ts';
export type { RecountOptions, RecountResult } from './recount/recounter.ts';
export type { RecountPerson, RecountRules } from './recount/job.ts';
