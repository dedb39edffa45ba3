import type { Entity, QuarantineItem } from '../../../shared/domain/records.ts';
import type { ReadPage, ReplayResult } from '../connector.ts';
import { normaliseEach } from '../normalise/each.ts';
import type { NormalisedPage, Normaliser } from '../normalise/each.ts';
import { parsedJson } from './reply.ts';

export const NO_ROWS: NormalisedPage = { rows: 0, records: [], tombstones: [], quarantine: [] };

/** A page of a stream from the rows that were read. */
export function pageOf(rows: NormalisedPage, rest: Pick<ReadPage, 'cursor' | 'done'> & Partial<ReadPage>): ReadPage {
  return {
    rows: rows.rows,
    records: rows.records,
    tombstones: rows.tombstones,
    quarantine: rows.quarantine,
    asOf: null,
    progress: null,
    ...rest,
  };
}

/** Share of the way from the oldest instant wanted to now, all in epoch ms UTC. */
export function progressOf(at: number, startTime: number, now: number): number {
  return now <= startTime ? 1 : Math.min(1, Math.max(0, (at - startTime) / (now - startTime)));
}

/** How kept payloads of a stream are read again; null where a payload alone is not enough (it is read anew anyway). */
export type Replay = { entity: Entity; normalise: Normaliser; idField?: string } | null;

/** Reads kept payloads again: what `Connector.replay` gives for the stream that they are of. */
export function replayed(replay: Replay, items: readonly QuarantineItem[]): ReplayResult {
  const result: ReplayResult = { records: [], tombstones: [], released: [] };
  if (replay === null) return result;
  for (const item of items) {
    const page = normaliseEach([parsedJson(item.payload)], replay.entity, replay.normalise, replay.idField);
    if (page.quarantine.length > 0) continue;
    result.records.push(...page.records);
    result.tombstones.push(...page.tombstones);
    result.released.push(item.key);
  }
  return result;
}
