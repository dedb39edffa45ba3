import { PRACTICE_SOURCES } from './practice-host.ts';
import { sameRow } from '../live/same.ts';
import type { Freshness } from '../live/freshness.ts';
import type { SourceAsOf } from '../../shared/contract/frames.ts';
import type { SourceRow } from '../../shared/contract/rows.ts';
import type { Reads } from '../store/api.ts';
import type { PartRows, ViewSource } from './subscription.ts';

/** Health of every source, as the store has it, with the live floor's word on how old it is. */
export class SourcesView implements ViewSource {
  readonly #reads: Pick<Reads, 'sources'>;
  readonly #freshness: () => Freshness;
  readonly #now: () => number;
  readonly #rows = new Map<string, SourceRow>();

  constructor(reads: Pick<Reads, 'sources'>, freshness: () => Freshness, now: () => number) {
    this.#reads = reads;
    this.#freshness = freshness;
    this.#now = now;
    this.refresh();
  }

  rows(): PartRows {
    return this.#rows;
  }

  at(): number {
    return this.#now();
  }

  asOf(): SourceAsOf[] {
    return this.#freshness().frames();
  }

  /** Reads the sources' states anew. @returns keys of rows that changed */
  refresh(): Set<string> {
    const changed = new Set<string>();
    const freshness = this.#freshness();
    const keys = new Set<string>();
    for (const { id, kind, name, status, config } of this.#reads.sources()) {
      keys.add(id);
      const streams = status?.streams ?? [];
      const state = status?.state ?? 'new';
      const row: SourceRow = {
        key: id,
        kind,
        name,
        state: shownState(state, freshness.isReadOnly(id), freshness.isStale(id)),
        asOf: status?.asOf ?? null,
        skewMs: status?.skewMs ?? null,
        fault: status?.fault ?? null,
        streams: streams.map((stream) => ({ ...stream })),
        quarantined: streams.reduce((sum, stream) => sum + stream.quarantined, 0),
        // The practice floor's token is nobody's to renew.
        secretRef: typeof config['tokenEnv'] === 'string' && !PRACTICE_SOURCES.has(id) ? config['tokenEnv'] : null,
      };
      const before = this.#rows.get(id);
      if (before !== undefined && sameRow(before, row)) continue;
      this.#rows.set(id, row);
      changed.add(id);
    }
    for (const key of this.#rows.keys()) {
      if (keys.has(key)) continue;
      this.#rows.delete(key);
      changed.add(key);
    }
    return changed;
  }
}

/** A file does not grow old by itself; a source that is well and has gone quiet is stale. */
function shownState(state: SourceRow['state'], readOnly: boolean, stale: boolean): SourceRow['state'] {
  if (state !== 'ok') return state;
  return readOnly ? 'read-only' : stale ? 'stale' : state;
}
