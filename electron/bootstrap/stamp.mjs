/** Stamps: what something was made from, so that it is made again exactly when that changes. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * SHA-256 of a file's content.
 *
 * @param {string} path
 * @returns {string} hex
 */
export function hashFile(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/**
 * A hash over names, sizes and modification times of files and whole folders: cheap enough to take at every start.
 *
 * @param {string} base the folder that the names count from
 * @param {readonly string[]} names files or folders below it; one that is not there counts as absent
 * @param {readonly string[]} [extra] other facts that the result depends on (versions)
 * @returns {string} hex
 */
export function hashTree(base, names, extra = []) {
  const hash = createHash('sha256');
  for (const fact of extra) hash.update(`fact ${fact}\n`);
  /** @param {string} name */
  const add = (name) => {
    const info = statSync(join(base, name), { throwIfNoEntry: false });
    if (!info) hash.update(`absent ${name}\n`);
    else if (info.isDirectory()) for (const entry of readdirSync(join(base, name)).sort()) add(`${name}/${entry}`);
    else hash.update(`${name} ${info.size} ${info.mtimeMs}\n`);
  };
  for (const name of names) add(name);
  return hash.digest('hex');
}

/** The stamp in a file, or null. @param {string} path @returns {string | null} */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

/** Writes a file in one step, so that a reader never sees half of it. @param {string} path @param {string} text */
export function writeStamp(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.tmp`;
  writeFileSync(aside, `${text}\n`);
  renameSync(aside, path);
}
