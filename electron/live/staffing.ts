import type { AgentRow } from '../../shared/contract/rows.ts';
import type { QueueEntry } from './queues.ts';

type Post = 'available' | 'onContact' | 'wrap' | 'away' | null;

function postOf(row: AgentRow): Post {
  if (row.state === 'available' || row.state === 'wrap') return row.state;
  if (row.state === 'on-contact') return 'onContact';
  return row.state === 'offline' ? null : 'away';
}

const isPresent = (row: AgentRow): boolean => {
  const post = postOf(row);
  return post !== null && post !== 'away';
};

/** Adds an agent's row to the staff of the queues they serve, or takes it out again. */
export function countAgent(
  row: AgentRow,
  queues: ReadonlyMap<string, QueueEntry>,
  sign: 1 | -1,
  touched: (queue: string) => void,
): void {
  const post = postOf(row);
  const busy = row.occupancy.numerator;
  const ready = row.occupancy.denominator - busy;
  for (const key of row.queues) {
    const staff = queues.get(key)?.staff;
    if (staff === undefined) continue;
    staff.members += sign;
    if (post !== null) staff[post] += sign;
    staff.busySeconds += sign * busy;
    staff.readySeconds += sign * ready;
    touched(key);
  }
}

/**
 * Divides present agents among their queues by the work that each queue has waiting and expects; evenly where there is none. Agents with
 * the same queues are divided together.
 *
 * @param loadOf work of a queue in the next quarter hour, in any unit common to all queues
 */
export function divideStaff(
  agents: Iterable<AgentRow>,
  queues: ReadonlyMap<string, QueueEntry>,
  loadOf: (queue: QueueEntry) => number,
): void {
  const groups = new Map<string, { keys: readonly string[]; present: number }>();
  for (const row of agents) {
    if (row.queues.length === 0 || !isPresent(row)) continue;
    const name = row.queues.join('\n');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { keys: row.queues, present: 1 });
    else group.present += 1;
  }
  // Once for each queue: groups share queues, and the work of one is looked up in several places.
  const loadByQueue = new Map<QueueEntry, number>();
  for (const queue of queues.values()) {
    queue.staff.share = 0;
    loadByQueue.set(queue, loadOf(queue));
  }
  for (const { keys, present } of groups.values()) {
    const members = keys.map((key) => queues.get(key)).filter((queue) => queue !== undefined);
    const loads = members.map((queue) => loadByQueue.get(queue) ?? 0);
    const total = loads.reduce((sum, load) => sum + load, 0);
    for (const [index, queue] of members.entries()) {
      const part = total > 0 ? (loads[index] ?? 0) / total : 1 / members.length;
      queue.staff.share += present * part;
    }
  }
  for (const queue of queues.values()) queue.staff.share = Math.round(queue.staff.share * 100) / 100;
}
