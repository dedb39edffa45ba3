/** Where the reader threads' entry lies: from source in this folder; bundled beside the engine's entry, one up from a shared chunk. */
export function readerEntry(here: string = import.meta.url): URL {
  if (here.endsWith('.ts')) return new URL('./reader-worker.ts', here);
  return new URL(/\/chunks\/[^/]*$/.test(here) ? '../reader.js' : './reader.js', here);
}
