/** What people see of a file source after an import: its state, and one stream per file. */
import type { Store, StreamState, StreamStatus } from '../store/api.ts';
import type { ImportCounts } from './cursor.ts';
import type { Mapping } from './mapping.ts';

export interface FileOutcome {
  readonly stream: string;
  readonly state: StreamState;
  readonly counts: ImportCounts;
  /** 0..1 */
  readonly progress: number;
  readonly fault: string | null;
}

/** Puts the outcome of one file beside those of the source's other files. */
export function saveFileStatus(store: Store, mapping: Mapping, outcome: FileOutcome): void {
  const { id, name } = mapping.source;
  const before = store.reads.sources().find((source) => source.id === id)?.status ?? null;
  const stream: StreamStatus = {
    stream: outcome.stream,
    state: outcome.state,
    asOf: outcome.counts.latestAt,
    rows: outcome.counts.rows,
    quarantined: outcome.counts.quarantined,
    progress: outcome.state === 'ok' ? 1 : outcome.progress,
    fault: outcome.fault,
  };
  const streams = [...(before?.streams ?? []).filter((other) => other.stream !== outcome.stream), stream];
  const failed = streams.find(({ state }) => state === 'failed');
  const instants = streams.flatMap(({ asOf }) => (asOf === null ? [] : [asOf]));
  store.saveStatus({
    source: id,
    kind: 'file',
    name,
    state: failed === undefined ? 'ok' : 'degraded',
    asOf: instants.length === 0 ? (before?.asOf ?? null) : Math.max(...instants),
    skewMs: null,
    fault: failed?.fault ?? null,
    streams,
  });
}
