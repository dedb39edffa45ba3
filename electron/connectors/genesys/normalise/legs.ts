import { isMain } from './media.ts';
import type { Conversation, Participant, Segment, Session } from './conversation.ts';

/** A session of somebody in a conversation, its segments in order. */
export interface Part {
  participant: Participant;
  session: Session;
  /** Place of the session in the payload: with the segment's own place its stable name. */
  name: string;
  startAt: number;
  /** Null while a segment lasts. */
  endAt: number | null;
}

/**
 * One stay of a conversation in one queue, with the agents who served it from there; a conversation that never queued is one leg without a queue.
 * Transfers put one conversation in several queues, one after the other: each is a leg.
 */
export interface Leg {
  queue: string | null;
  acd: Part | null;
  agents: Part[];
}

const AGENTS: ReadonlySet<string> = new Set(['agent', 'user']);
const CUSTOMERS: ReadonlySet<string> = new Set(['customer', 'external']);

export interface Parts {
  acd: Part[];
  agents: Part[];
  customers: Part[];
  menus: Part[];
}

/** The sessions of a conversation by what they are, each list in order of time. Segments are put in order in place. */
export function partsOf(conversation: Conversation): Parts {
  const parts: Parts = { acd: [], agents: [], customers: [], menus: [] };
  conversation.participants.forEach((participant, p) => {
    participant.sessions.forEach((session, s) => {
      if (!isMain(session.mediaType) || session.segments.length === 0) return;
      session.segments.sort((a, b) => a.segmentStart - b.segmentStart);
      const list = listFor(parts, participant.purpose);
      const name = session.sessionId ?? `${participant.participantId ?? p}.${s}`;
      list?.push({ participant, session, name, ...span(session.segments) });
    });
  });
  for (const list of Object.values(parts) as Part[][]) list.sort(byStart);
  return parts;
}

function listFor(parts: Parts, purpose: string | null): Part[] | null {
  if (purpose === null) return null;
  if (purpose === 'acd') return parts.acd;
  if (AGENTS.has(purpose)) return parts.agents;
  if (CUSTOMERS.has(purpose)) return parts.customers;
  return purpose === 'ivr' || purpose === 'botflow' ? parts.menus : null;
}

function byStart(a: Part, b: Part): number {
  return a.startAt - b.startAt || (a.name < b.name ? -1 : 1);
}

function span(segments: readonly Segment[]): { startAt: number; endAt: number | null } {
  const startAt = Math.min(...segments.map(({ segmentStart }) => segmentStart));
  const ends = segments.map(({ segmentEnd }) => segmentEnd);
  return { startAt, endAt: ends.includes(null) ? null : Math.max(...ends.map((end) => end ?? 0)) };
}

/** Queue of a session: that of the first segment which names one. */
function queueOf({ session }: Part): string | null {
  return session.segments.find(({ queueId }) => queueId !== null)?.queueId ?? null;
}

/**
 * The legs of a conversation in order of time. An agent belongs to the last leg that began before them and whose queue they were served from;
 * an agent who came by a direct transfer names no queue, or that of a leg before, and belongs to the last leg that began before them.
 */
export function legsOf({ acd, agents }: Parts): Leg[] {
  const legs: Leg[] = acd.map((part) => ({ queue: queueOf(part), acd: part, agents: [] }));
  const first = agents[0];
  const direct = legs.length === 0 || (first !== undefined && first.startAt < (legs[0]?.acd?.startAt ?? 0));
  if (direct)
    legs.unshift({ queue: legs.length === 0 && first !== undefined ? queueOf(first) : null, acd: null, agents: [] });
  for (const agent of agents) {
    const before = legs.filter(({ acd: part }) => part === null || part.startAt <= agent.startAt);
    const queue = queueOf(agent);
    const own = queue === null ? undefined : before.findLast((leg) => leg.queue === queue);
    (own ?? before.at(-1) ?? legs[0])?.agents.push(agent);
  }
  return legs;
}
