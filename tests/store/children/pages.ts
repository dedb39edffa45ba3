/** The pages that the writing child writes: the same for the same number, with changes, repeats and deletes of earlier rows. */
import type { WritePage } from '../../../electron/store/api.ts';
import type { AgentStateRecord, ContactRecord } from '../../../shared/domain/records.ts';

export const ROWS = 40;
const START = Date.UTC(2026, 2, 28, 20);

/** Live contacts after so many pages: every page adds ROWS, and deletes one row of the page before. */
export function liveAfter(pages: number): number {
  return pages * ROWS - Math.max(0, pages - 1);
}

export function pageNumber(n: number): WritePage {
  const records = Array.from({ length: ROWS }, (_, i) => contact(n, i, 1));
  // The first row of the page before comes again, later and longer; its second one is deleted.
  const again = n === 0 ? [] : [contact(n - 1, 0, 2)];
  return {
    source: 'zd',
    stream: 'calls',
    records: [...records, ...again, state(n)],
    tombstones: n === 0 ? [] : [{ entity: 'contact', id: `${n - 1}-1`, version: 2, mergedInto: null }],
    quarantine: [{ key: `bad-${n}`, entity: 'contact', payload: '{}', reason: 'unreadable', line: null }],
    released: n === 0 ? [] : [`bad-${n - 1}`],
    cursor: n + 1,
  };
}

function contact(n: number, i: number, version: number): ContactRecord {
  const createdAt = START + n * 200_000 + i * 5_000;
  const isAnswered = i % 5 !== 0;
  return {
    entity: 'contact',
    id: `${n}-${i}`,
    version,
    raw: '{"some":"payload"}'.repeat(10),
    channel: 'voice',
    direction: 'inbound',
    queue: `q${i % 7}`,
    agent: isAnswered ? `a${i % 11}` : null,
    customerKey: null,
    createdAt,
    queuedAt: createdAt,
    answeredAt: null,
    endedAt: createdAt + 60_000 * version,
    vruSeconds: 0,
    queueSeconds: (n + i) % 60,
    ringSeconds: null,
    talkSeconds: isAnswered ? 30 * version : null,
    holdSeconds: null,
    wrapSeconds: null,
    outcome: isAnswered ? 'answered' : 'abandoned',
    subject: null,
  };
}

function state(n: number): AgentStateRecord {
  const startAt = START + n * 200_000;
  return {
    entity: 'agent-state',
    id: `s${n}`,
    version: 1,
    raw: null,
    agent: `a${n % 11}`,
    platform: 'talk',
    state: 'available',
    rawState: 'online',
    startAt,
    endAt: startAt + 190_000,
    contact: null,
  };
}
