import { describe, expect, it } from 'vitest';
import { QueueBook } from '../../../electron/live/queue-book.ts';

const listed = (id: string, name: string) => ({ source: 'zd', id, name, channel: 'ticket', active: true }) as const;

describe('the queues of the board', () => {
  it('takes a queue for what its contacts are, whatever the list says, and keeps to it when the list comes again', () => {
    const book = new QueueBook();
    book.use([{ source: 'zd', queue: '7', channel: 'chat' }]);
    book.describe([listed('7', 'Web chat'), listed('8', 'Complaints')]);
    expect(book.describe([listed('7', 'Web chat'), listed('8', 'Complaints')]).changed).toEqual([]);
    expect(book.entries.get('zd/7')).toMatchObject({ name: 'Web chat', channel: 'chat', used: true });
  });

  it('knows a listed queue that nobody wrote to from one that is used', () => {
    const book = new QueueBook();
    book.describe([listed('8', 'Complaints')]);
    expect(book.entries.get('zd/8')?.used).toBe(false);
    book.use([{ source: 'zd', queue: '8', channel: 'email' }]);
    book.describe([listed('8', 'Complaints')]);
    expect(book.entries.get('zd/8')).toMatchObject({ used: true, channel: 'email' });
  });
});
