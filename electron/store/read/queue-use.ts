/** Which queues were used, and for what: for a board that leaves out what a source lists but nobody ever writes to. */
import type { Channel } from '../../../shared/domain/records.ts';
import type { QueueUse } from '../api.ts';
import { contactRollup } from '../rollups/buckets.ts';
import type { ReadonlyDb } from '../sqlite.ts';

/**
 * As Reads.queueUse: one row per queue with contacts in whole stored days, with the channel of most of them.
 *
 * @param from epoch ms UTC, inclusive; days that begin before it are left out
 * @param to epoch ms UTC, exclusive
 */
export function readQueueUse(db: ReadonlyDb, from: number, to: number): QueueUse[] {
  const rows = db
    .raw(
      `SELECT source, queue, channel, sum(answered + abandoned + left_before_queue + missed + open) AS contacts
       FROM ${contactRollup('queue', 'day')}
       WHERE bucket_at >= ? AND bucket_at < ? AND queue <> ''
       GROUP BY source, queue, channel ORDER BY contacts`,
    )
    .all([from, to]);
  // The busiest channel of a queue comes last and stays.
  const uses = new Map<string, QueueUse>();
  for (const [source, queue, channel, contacts] of rows as [string, string, Channel, number][]) {
    if (contacts > 0) uses.set(`${source}/${queue}`, { source, queue, channel });
  }
  return [...uses.values()];
}
