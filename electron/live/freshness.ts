import { STALE_AFTER_MS } from '../../shared/domain/floor-rules.ts';
import type { SourceAsOf } from '../../shared/contract/frames.ts';
import type { StreamStatus } from '../store/api.ts';
import type { FloorReads } from './reads.ts';

export interface SourceFreshness extends SourceAsOf {
  kind: string;
  /** A file: it is never live, and says nothing about now. */
  readOnly: boolean;
  /** Milliseconds of age that are ordinary for it, where it has no live figures; else 0. */
  ordinaryMs: number;
  /** Its live connection was lost, and nothing has confirmed its figures since. */
  unconfirmed: boolean;
  /** Its contacts are all read from this instant on, epoch ms UTC: 0 all there are, Infinity not known yet. */
  readFrom: number;
}

/** A stream that the plan leaves out is not waited for. */
function historyFrom({ state, readFrom }: StreamStatus): number {
  return readFrom === undefined || state === 'unavailable' ? 0 : (readFrom ?? Number.POSITIVE_INFINITY);
}

/** How old each source's figures are. In a replay every source is as true as it was. */
export class Freshness {
  readonly sources = new Map<string, SourceFreshness>();
  readonly #replay: boolean;
  /** Floor milliseconds of silence after which a source is stale: as many real ones where the floor runs faster. */
  patienceMs = STALE_AFTER_MS;

  constructor(replay: boolean) {
    this.#replay = replay;
  }

  /** Takes over the sources' states. @param at the floor's instant @returns ids of sources that became stale or fresh */
  read(reads: FloorReads, at: number): string[] {
    const seen = new Set<string>();
    for (const source of reads.sources()) {
      seen.add(source.id);
      const before = this.sources.get(source.id);
      const readOnly = source.kind === 'file' || source.status?.state === 'read-only';
      this.sources.set(source.id, {
        source: source.id,
        name: source.name,
        kind: source.kind,
        at: this.#replay ? at : (source.status?.asOf ?? null),
        stale: before?.stale ?? !this.#replay,
        readOnly,
        unconfirmed: source.status?.isUnconfirmed === true,
        ordinaryMs: (source.status?.freshForSeconds ?? 0) * 1000,
        readFrom: Math.max(0, ...(source.status?.streams ?? []).map(historyFrom)),
      });
    }
    for (const id of this.sources.keys()) if (!seen.has(id)) this.sources.delete(id);
    return this.tick(at);
  }

  /** @returns ids of sources that became stale or fresh */
  tick(at: number): string[] {
    const turned: string[] = [];
    for (const source of this.sources.values()) {
      if (this.#replay) source.at = at;
      const patienceMs = Math.max(this.patienceMs, source.ordinaryMs);
      const old = source.at === null || at - source.at > patienceMs;
      const stale = !this.#replay && (source.readOnly || source.unconfirmed || old);
      if (stale === source.stale) continue;
      source.stale = stale;
      turned.push(source.source);
    }
    return turned;
  }

  /** Whether figures of the source are too old to go by. A source nobody configured is as old as can be. */
  isStale(source: string): boolean {
    return this.sources.get(source)?.stale ?? !this.#replay;
  }

  /** Sources of which not everything since the instant is read yet. @param since epoch ms UTC */
  unread(since: number): string[] {
    return [...this.sources.values()].filter(({ readFrom }) => readFrom > since).map(({ source }) => source);
  }

  asOf(source: string): number | null {
    return this.sources.get(source)?.at ?? null;
  }

  isReadOnly(source: string): boolean {
    return this.sources.get(source)?.readOnly ?? false;
  }

  frames(): SourceAsOf[] {
    return [...this.sources.values()].map(({ source, name, at, stale }) => ({ source, name, at, stale }));
  }
}
