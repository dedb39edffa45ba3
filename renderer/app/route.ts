import { useSyncExternalStore } from 'react';

export interface Route {
  /** First part: the area's id, or `wallboard`. */
  area: string;
  /** What follows, for the area to read: `#/sources/connect` → `connect`. */
  rest: string;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Where the window is. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  // A start with `?replay=…` belongs to whoever reads it, not to the path.
  const [path = ''] = hash.replace(/^#\/?/, '').split('?');
  const [area = '', ...rest] = path.split('/');
  return { area: area === '' ? 'floor' : area, rest: rest.join('/') };
}

/** Goes to `area` or `area/rest`. */
export function go(path: string): void {
  window.location.hash = `#/${path}`;
}
