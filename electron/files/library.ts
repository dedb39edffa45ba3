/** Where mappings lie: those that ship with the program, and those saved in the data folder (which come first). */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, isAppError } from '../../shared/errors/index.ts';
import { parseMapping } from './mapping.ts';
import type { Mapping, MappingInput } from './mapping.ts';

/** No mapping is that long; a wrong file named as one must not fill the memory. */
const MAX_BYTES = 1_000_000;

export interface MappingPlaces {
  /** The data folder; its mappings are in `mappings/`. Null: only those that ship. */
  readonly dataDir: string | null;
  /** Folder of the mappings that ship; by default the project's `resources/mappings`. */
  readonly shippedDir?: string | undefined;
  /** What relative paths start from; by default the process's folder. */
  readonly from?: string | undefined;
}

export interface MappingInfo {
  readonly name: string;
  readonly title: string;
  readonly entity: Mapping['entity'];
  readonly revision: number;
  readonly shipped: boolean;
  /** Why the file cannot be used, in words; null when it can. */
  readonly problem: string | null;
}

/** Folder of the mappings that ship with the program. */
export function shippedMappings(): string {
  return join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'resources', 'mappings');
}

/** All mappings there are, by name; one that is broken is listed with its problem. */
export async function listMappings(places: MappingPlaces): Promise<MappingInfo[]> {
  const found = new Map<string, MappingInfo>();
  const folders = [
    ...(places.dataDir === null ? [] : [{ path: join(places.dataDir, 'mappings'), shipped: false }]),
    { path: places.shippedDir ?? shippedMappings(), shipped: true },
  ];
  for (const folder of folders) {
    for (const file of await jsonFiles(folder.path)) {
      const name = file.slice(0, -'.json'.length);
      if (found.has(name)) continue;
      found.set(name, await describe(join(folder.path, file), name, folder.shipped));
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The mapping of a name, or in the file of a path (anything with a slash or that ends in `.json`).
 *
 * @throws AppError `not-found` where there is none, `invalid-input` where it is not a mapping
 */
export async function loadMapping(nameOrPath: string, places: MappingPlaces): Promise<Mapping> {
  if (/[/\\]|\.json$/i.test(nameOrPath)) {
    const path = isAbsolute(nameOrPath) ? nameOrPath : resolve(places.from ?? process.cwd(), nameOrPath);
    return readMapping(path, nameOrPath);
  }
  const file = `${nameOrPath}.json`;
  const candidates = [
    ...(places.dataDir === null ? [] : [join(places.dataDir, 'mappings', file)]),
    join(places.shippedDir ?? shippedMappings(), file),
  ];
  for (const path of candidates) {
    try {
      return await readMapping(path, nameOrPath);
    } catch (error) {
      if (!isAppError(error, 'not-found')) throw error;
    }
  }
  const known = (await listMappings(places)).map(({ name }) => name).join(', ');
  throw new AppError({
    code: 'not-found',
    message: `There is no mapping “${nameOrPath}”. Known: ${known === '' ? 'none' : known}; or give the path of a JSON file.`,
  });
}

/**
 * Saves a mapping in the data folder. Where one of the same name says something else, the revision is raised above it, so that files imported
 * again are read anew.
 *
 * @returns the mapping as saved
 * @throws AppError `invalid-input` where it is not right
 */
export async function saveMapping(
  dataDir: string,
  input: MappingInput,
  places: Partial<MappingPlaces> = {},
): Promise<Mapping> {
  const wanted = parseMapping(input, typeof input.name === 'string' ? input.name : 'new');
  const before = await loadMapping(wanted.name, { dataDir, shippedDir: places.shippedDir }).catch((error: unknown) => {
    if (isAppError(error, 'not-found')) return null;
    throw error;
  });
  const changed =
    before !== null && mappingHash({ ...before, revision: 1 }) !== mappingHash({ ...wanted, revision: 1 });
  const revision = changed
    ? Math.max(wanted.revision, before.revision + 1)
    : Math.max(wanted.revision, before?.revision ?? 1);
  const mapping = { ...wanted, revision };
  const folder = join(dataDir, 'mappings');
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${mapping.name}.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, `${JSON.stringify(mapping, null, 2)}\n`, 'utf8');
    await rename(draft, join(folder, `${mapping.name}.json`));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return mapping;
}

/** A short name of a mapping's meaning: it changes with anything in it. */
export function mappingHash(mapping: Mapping): string {
  return createHash('sha256').update(JSON.stringify(mapping)).digest('hex').slice(0, 16);
}

async function jsonFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.json') && !file.startsWith('.')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function describe(path: string, name: string, shipped: boolean): Promise<MappingInfo> {
  try {
    const { title, entity, revision } = await readMapping(path, name);
    return { name, title, entity, revision, shipped, problem: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { name, title: name, entity: 'contact', revision: 1, shipped, problem: error.message };
  }
}

async function readMapping(path: string, called: string): Promise<Mapping> {
  let text: string;
  try {
    if ((await stat(path)).size > MAX_BYTES) {
      throw new AppError({ code: 'invalid-input', message: `“${called}” is too long to be a mapping.` });
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AppError({ code: 'not-found', message: `There is no mapping file “${called}”.`, cause: error });
    }
    if (code === 'EISDIR') {
      throw new AppError({ code: 'invalid-input', message: `“${called}” is a folder, not a mapping.`, cause: error });
    }
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError({ code: 'invalid-input', message: `The mapping “${called}” is not JSON.`, cause: error });
  }
  return parseMapping(value, called);
}
