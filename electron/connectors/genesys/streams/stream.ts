import type { Replay } from '../../common/page.ts';
import type { ReadContext, ReadPage, StreamSpec } from '../../connector.ts';
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
  replay: Replay;
}

/** An interval as the vendor writes it. @param from @param to epoch ms UTC */
export function interval(from: number, to: number): string {
  return `${new Date(from).toISOString()}/${new Date(to).toISOString()}`;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
