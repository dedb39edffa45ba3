/** Small choices of this window (scope, filters) that outlive it. What matters to others goes through the settings command instead. */

/** What was kept under the name, if `read` accepts it. */
export function recall<T>(name: string, read: (value: unknown) => T | null, otherwise: T): T {
  try {
    const text = window.localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : (read(JSON.parse(text)) ?? otherwise);
  } catch {
    // Storage may be switched off or hold something unreadable: the window then starts with its defaults.
    return otherwise;
  }
}

export function remember(name: string, value: unknown): void {
  try {
    window.localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Nothing depends on it.
  }
}

const PREFIX = 'watchfloor.';
