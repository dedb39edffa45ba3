import type { ReadPage } from '../connectors/connector.ts';
import { recordKey } from './event-buffer.ts';
import type { ReadGuard, ReadWatch } from './stream.ts';

/**
 * Keeps a snapshot from overwriting what live events have told since it was asked for. The channel is open while the snapshot is read, so whatever
 * the snapshot knows newer than such an event comes as an event too.
 */
export class EventGuard implements ReadGuard {
  /** One set of touched records for each page under way. */
  readonly #watches = new Set<Set<string>>();

  /** Events have told of these records. */
  touched(keys: Iterable<string>): void {
    if (this.#watches.size === 0) return;
    const told = [...keys];
    for (const watch of this.#watches) for (const key of told) watch.add(key);
  }

  begin(signal: AbortSignal): ReadWatch {
    const told = new Set<string>();
    const end = () => {
      this.#watches.delete(told);
      signal.removeEventListener('abort', end);
    };
    this.#watches.add(told);
    signal.addEventListener('abort', end, { once: true });
    return { without: (page) => withoutKeys(page, told), end };
  }
}

function withoutKeys(page: ReadPage, told: ReadonlySet<string>): ReadPage {
  if (told.size === 0) return page;
  return {
    ...page,
    records: page.records.filter((record) => !told.has(recordKey(record))),
    tombstones: page.tombstones.filter((tombstone) => !told.has(recordKey(tombstone))),
  };
}
