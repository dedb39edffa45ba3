import type { Entity } from '../../../../shared/domain/records.ts';
import type { ReadContext, ReadPage, StreamSpec } from '../../connector.ts';
import type { NormalisedPage, Normaliser } from '../../normalise/each.ts';
import type { CursorValue } from '../../../store/api.ts';
import type { GenesysClient } from '../client.ts';
import type { GenesysConfig } from '../config.ts';
import type { Lookups } from '../lookups.ts';
import type { GenesysPush } from '../push/index.ts';

export interface StreamContext extends ReadContext {
  client: GenesysClient;
  config: GenesysConfig;
  lookups: Lookups;
  push: GenesysPush;
  /** Up to when the jobs of analytics have data, epoch ms UTC; null where the account has none: then the queries read all history. */
  jobsUntil: number | null;
}

/** One stream of the connector: what it is, how it reads a page, how it reads a kept payload again. */
export interface GenesysStream {
  spec: StreamSpec;
  read(cursor: CursorValue, context: StreamContext): Promise<ReadPage>;
  /** Null where a payload alone is not enough to read it again (it is read anew anyway). */
  replay: { entity: Entity; normalise: Normaliser; idField: string } | null;
}

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

/** An interval as the vendor writes it. @param from @param to epoch ms UTC */
export function interval(from: number, to: number): string {
  return `${new Date(from).toISOString()}/${new Date(to).toISOString()}`;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
