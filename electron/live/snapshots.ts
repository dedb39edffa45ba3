import { SNAPSHOT_HOLDS_MS, WINDOW_MS } from '../../shared/domain/floor-rules.ts';
import type { Channel } from '../../shared/domain/records.ts';
import type { QueueSnapshotRow } from '../store/api.ts';
import { keyOf } from './reads.ts';

/** What a source's own figures say of a queue. */
export interface QueueFigures {
  waiting: number | null;
  /** Since when the longest waits, epoch ms UTC. */
  longestSince: number | null;
  /** The figures are too old to go by. */
  old: boolean;
}

/**
 * The newest figures of queues whose source gives figures instead of contacts. Where it gives any for a queue, that queue's waiting comes
 * from them alone: figures and contacts are never added up. Figures of the account as a whole stand for its telephone queues.
 */
export class SnapshotBook {
  readonly #latest = new Map<string, QueueSnapshotRow>();

  /** @returns key of the queue, or the source's key with an empty id for the account as a whole */
  apply(row: QueueSnapshotRow): string {
    const key = keyOf(row.source, row.queue);
    const before = this.#latest.get(key);
    if (before === undefined || row.at >= before.at) this.#latest.set(key, row);
    return key;
  }

  /** Figures of the queue, or null where its contacts are what counts. `alone`: it is its source's only telephone queue. */
  figures(source: string, id: string, channel: Channel, alone: boolean, at: number): QueueFigures | null {
    const own = this.#recent(keyOf(source, id), at);
    if (own !== undefined) return figuresOf(own, at);
    if (channel !== 'voice') return null;
    const account = this.#recent(keyOf(source, null), at);
    if (account === undefined) return null;
    return alone ? figuresOf(account, at) : { waiting: null, longestSince: null, old: figuresOf(account, at).old };
  }

  /** Figures of an account as a whole. */
  account(source: string, at: number): QueueFigures | null {
    const row = this.#recent(keyOf(source, null), at);
    return row === undefined ? null : figuresOf(row, at);
  }

  /** After half an hour without a word the source is taken not to give figures any more. */
  #recent(key: string, at: number): QueueSnapshotRow | undefined {
    const row = this.#latest.get(key);
    return row !== undefined && at - row.at < WINDOW_MS ? row : undefined;
  }
}

function figuresOf(row: QueueSnapshotRow, at: number): QueueFigures {
  const longest = row.longestWaitSeconds;
  return {
    waiting: row.waiting,
    longestSince: row.waiting === 0 || longest === null ? null : row.at - longest * 1000,
    old: at - row.at > SNAPSHOT_HOLDS_MS,
  };
}
