import type { Entity } from '../../../../shared/domain/records.ts';
import type { ReadContext, ReadPage, StreamSpec } from '../../connector.ts';
import type { CursorValue } from '../../../store/api.ts';
import type { ZendeskClient } from '../client.ts';
import type { ZendeskConfig } from '../config.ts';
import type { NormalisedPage, Normaliser } from '../../normalise/each.ts';

export interface StreamContext extends ReadContext {
  client: ZendeskClient;
  config: ZendeskConfig;
}

/** One stream of the connector: what it is, how it reads a page, how it reads a kept payload again. */
export interface ZendeskStream {
  spec: StreamSpec;
  read(cursor: CursorValue, context: StreamContext): Promise<ReadPage>;
  /** Null where a payload alone is not enough to read it again (lists are read anew anyway). */
  replay: { entity: Entity; normalise: Normaliser } | null;
}

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

export const seconds = (at: number) => Math.floor(at / 1000);

/** Exports withhold the last minute and refuse a start that lies in it. */
export const WITHHELD_SECONDS = 60;

/** The latest `start_time` that an export takes, in epoch seconds. */
export function latestStart(context: ReadContext): number {
  return seconds(context.serverNow()) - WITHHELD_SECONDS - 1;
}
