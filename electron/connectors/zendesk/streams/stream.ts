import type { Replay } from '../../common/page.ts';
import type { ReadContext, ReadPage, StreamSpec } from '../../connector.ts';
import type { CursorValue } from '../../../store/api.ts';
import type { ZendeskClient } from '../client.ts';
import type { ZendeskConfig } from '../config.ts';

export interface StreamContext extends ReadContext {
  client: ZendeskClient;
  config: ZendeskConfig;
}

/** One stream of the connector: what it is, how it reads a page, how it reads a kept payload again. */
export interface ZendeskStream {
  spec: StreamSpec;
  read(cursor: CursorValue, context: StreamContext): Promise<ReadPage>;
  replay: Replay;
}

export const seconds = (at: number) => Math.floor(at / 1000);

/** Exports withhold the last minute and refuse a start that lies in it. */
export const WITHHELD_SECONDS = 60;

/** The latest `start_time` that an export takes, in epoch seconds. */
export function latestStart(context: ReadContext): number {
  return seconds(context.serverNow()) - WITHHELD_SECONDS - 1;
}
