/** The few facts of the browser window that screens need. */

/** The part of the address behind `#`. */
export function currentHash(): string {
  return window.location.hash;
}

export function setHash(hash: string): void {
  window.location.hash = hash;
}

export function onHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Tells whether the system prefers dark, now and whenever that changes. */
export function watchDark(listener: (dark: boolean) => void): () => void {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  const tell = () => listener(query.matches);
  tell();
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}
