import type { ContactView } from '../../shared/contract/rows.ts';
import type { ContactRow } from '../store/api.ts';

const SHOWN = 2;
const HIDDEN = '••••••';

/**
 * A customer's identifier with all but its last two characters hidden; always the same for the same customer, and of one length whatever
 * the identifier's (the length tells something too). Four characters or fewer are hidden whole.
 */
export function maskCustomer(key: string | null): string | null {
  if (key === null) return null;
  const letters = [...key];
  return letters.length <= 2 * SHOWN ? HIDDEN : `${HIDDEN}${letters.slice(-SHOWN).join('')}`;
}

export interface ContactNames {
  queue(source: string, id: string): string | null;
  agent(source: string, id: string): string | null;
}

/** A stored contact as it goes to a window. */
export function contactView(row: ContactRow, names: ContactNames, masked: boolean): ContactView {
  return {
    source: row.source,
    id: row.id,
    channel: row.channel,
    direction: row.direction,
    queue: row.queue,
    queueName: row.queue === null ? null : names.queue(row.source, row.queue),
    agent: row.agent,
    agentName: row.agent === null ? null : names.agent(row.source, row.agent),
    customer: masked ? maskCustomer(row.customerKey) : row.customerKey,
    createdAt: row.createdAt,
    queuedAt: row.queuedAt,
    answeredAt: row.answeredAt,
    endedAt: row.endedAt,
    queueSeconds: row.queueSeconds,
    talkSeconds: row.talkSeconds,
    holdSeconds: row.holdSeconds,
    wrapSeconds: row.wrapSeconds,
    outcome: row.outcome,
    subject: row.subject,
  };
}
