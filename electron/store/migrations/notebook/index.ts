import type { Migration } from '../../migrate.ts';
import { notebook } from './0001-notebook.ts';
import { people } from './0002-people.ts';

/** Every step of notebook.db, in order. */
export const NOTEBOOK_MIGRATIONS: readonly Migration[] = [notebook, people];
