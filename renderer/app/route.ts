import { useSyncExternalStore } from 'react';
import { currentHash, onHash, setHash } from '../api/index.ts';

export interface Route {
  /** First part: the area's id, or `wallboard`. */
  area: string;
  /** What follows, for the area to read: `#/sources/connect` → `connect`. */
  rest: string;
}

/** Where the window is. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(onHash, currentHash);
  // A start with `?replay=…` belongs to whoever reads it, not to the path.
  const [path = ''] = hash.replace(/^#\/?/, '').split('?');
  const [area = '', ...rest] = path.split('/');
  return { area: area === '' ? 'floor' : area, rest: rest.join('/') };
}

/** Goes to `area` or `area/rest`. */
export function go(path: string): void {
  setHash(`#/${path}`);
}
