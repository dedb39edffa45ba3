/** The names of everything that a window can look at: for choosing, where no figures are needed. */
import type { Channel } from '../../../shared/domain/records.ts';
import type { Directory } from '../api.ts';
import { contactRollup } from '../rollups/buckets.ts';
import type { ReadonlyDb } from '../sqlite.ts';

export const DIRECTORY_SQL = {
  queues: 'SELECT source, id, name, channel, active FROM queue_row WHERE deleted_at IS NULL',
  // A column of an index over months: a row for each month, queue and channel.
  used: `SELECT DISTINCT source, queue, channel FROM ${contactRollup('queue', 'month')} WHERE queue <> ''`,
  agents: 'SELECT source, id, name, teams FROM agent_row WHERE deleted_at IS NULL AND active = 1',
} as const;

/**
 * As Reads.directory: queues with contacts and telephone queues in use, agents who work here, and the first team of each. Ordered by
 * source and id.
 */
export function readDirectory(db: ReadonlyDb): Directory {
  const queues = new Map<string, Directory['queues'][number]>();
  for (const row of db.raw(DIRECTORY_SQL.used).all() as [string, string, Channel][]) {
    const [source, id, channel] = row;
    queues.set(`${source}/${id}`, { source, id, name: id, channel });
  }
  for (const row of db.raw(DIRECTORY_SQL.queues).all() as [string, string, string, Channel, number][]) {
    const [source, id, name, channel, active] = row;
    const key = `${source}/${id}`;
    const known = queues.get(key);
    if (known !== undefined) known.name = name;
    else if (active === 1 && channel === 'voice') queues.set(key, { source, id, name, channel });
  }
  const agents = (db.raw(DIRECTORY_SQL.agents).all() as [string, string, string, string][]).map(
    ([source, id, name, teams]) => ({ source, id, name, team: (JSON.parse(teams) as string[])[0] ?? null }),
  );
  return { queues: [...queues.values()].sort(byId), agents: agents.sort(byId) };
}

function byId(a: { source: string; id: string }, b: { source: string; id: string }): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
