import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env['WATCHFLOOR_REFERENCE'] ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared');

/**
 * Path of a file of the reference material, which lies outside the project and may be absent.
 *
 * @param relative path below the reference folder, for example `data/irr/wikipedia.csv`
 * @returns the absolute path, or null where the material is not there (the caller skips, with a visible message)
 */
export function referencePath(relative: string): string | null {
  const path = join(root, relative);
  return existsSync(path) ? path : null;
}
