/** What sources number apart, as one text: `source/id`. */

/** Source and id of a key; the source is empty where the text has none. An id may hold slashes, a source may not. */
export function splitKey(key: string): [source: string, id: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)];
}
