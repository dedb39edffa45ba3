/** Where the reader threads' entry lies: bundled, it is a sibling of the engine's; from source it is this folder's file. */
export function readerEntry(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './reader-worker.ts' : './reader.js', import.meta.url);
}
