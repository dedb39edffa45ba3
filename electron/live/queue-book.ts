import type { Channel } from '../../shared/domain/records.ts';
import { keyOf } from './reads.ts';
import { noStaff } from './queues.ts';
import { Tally } from './tallies.ts';
import type { QueueEntry } from './queues.ts';
import type { QueueUse } from '../store/api.ts';

/** The queues of the board: those that a source lists, and those that only contacts or counts name. */
export class QueueBook {
  readonly entries = new Map<string, QueueEntry>();
  /** What contacts say that a queue is for, where that is known: a list may name a group's chats and mails alike. */
  readonly #usedFor = new Map<string, Channel>();

  /** Takes over the sources' list. @returns keys of queues whose description changed, and whether there are new ones */
  describe(queues: readonly { source: string; id: string; name: string; channel: Channel; active: boolean }[]): {
    changed: string[];
    grown: boolean;
  } {
    const changed: string[] = [];
    const before = this.entries.size;
    for (const queue of queues) {
      const entry = this.ensure(queue.source, queue.id, queue.channel);
      const channel = this.#usedFor.get(entry.key) ?? queue.channel;
      if (entry.name === queue.name && entry.channel === channel && entry.active === queue.active) continue;
      Object.assign(entry, { name: queue.name, channel, active: queue.active });
      changed.push(entry.key);
    }
    this.#findLone();
    return { changed, grown: this.entries.size > before };
  }

  /** Takes over which queues were used of late, and for what; before `describe`. */
  use(uses: readonly QueueUse[]): void {
    for (const { source, queue, channel } of uses) {
      const entry = this.ensure(source, queue, channel);
      entry.used = true;
      this.#usedFor.set(entry.key, channel);
    }
  }

  /** The queue's entry, made where there is none. An empty id stands for contacts without a queue. */
  ensure(source: string, id: string, channel: Channel): QueueEntry {
    const key = keyOf(source, id);
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const entry: QueueEntry = {
      key,
      source,
      id,
      name: id,
      channel,
      active: false,
      used: false,
      alone: false,
      staff: noStaff(),
      samples: [],
      window: new Tally(),
      day: new Tally(),
      waiting: null,
      longestSince: null,
    };
    this.entries.set(key, entry);
    return entry;
  }

  #findLone(): void {
    const phones = new Map<string, number>();
    for (const { source, channel, active } of this.entries.values()) {
      if (channel === 'voice' && active) phones.set(source, (phones.get(source) ?? 0) + 1);
    }
    for (const entry of this.entries.values()) entry.alone = phones.get(entry.source) === 1;
  }
}
