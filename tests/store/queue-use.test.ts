import { describe, expect, it } from 'vitest';
import { contact, DAY, MORNING, page, tempStore } from '../helpers/store.ts';

describe('which queues are used', () => {
  it('names each queue with contacts in the span, with the channel of most of them', () => {
    const store = tempStore({ zone: 'UTC' });
    store.writePage(
      page({
        records: [
          contact({ id: '1', queue: 'chats', channel: 'chat' }),
          contact({ id: '2', queue: 'chats', channel: 'chat' }),
          contact({ id: '3', queue: 'chats', channel: 'email' }),
          contact({ id: '4', queue: 'calls', channel: 'voice' }),
          contact({ id: '5', queue: 'old', channel: 'voice', createdAt: MORNING - 40 * DAY }),
          contact({ id: '6', queue: null, channel: 'voice' }),
        ],
      }),
    );
    const uses = store.reads.queueUse(MORNING - 28 * DAY, MORNING + DAY);
    expect([...uses].sort((a, b) => a.queue.localeCompare(b.queue))).toEqual([
      { source: 'zd', queue: 'calls', channel: 'voice' },
      { source: 'zd', queue: 'chats', channel: 'chat' },
    ]);
  });

  it('forgets a queue whose contacts were deleted', () => {
    const store = tempStore({ zone: 'UTC' });
    store.writePage(page({ records: [contact({ id: '1', queue: 'q' })] }));
    store.writePage(page({ tombstones: [{ entity: 'contact', id: '1', version: MORNING + DAY, mergedInto: null }] }));
    expect(store.reads.queueUse(MORNING - DAY, MORNING + DAY)).toEqual([]);
  });
});
