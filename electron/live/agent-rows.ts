import { holdsAgent } from '../../shared/domain/floor-contact.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import type { AgentRow } from '../../shared/contract/rows.ts';
import type { AgentState, Channel } from '../../shared/domain/records.ts';
import { agentSamples, worstOf } from './levels.ts';
import { heldContacts } from './contacts.ts';
import type { AgentBook, AgentEntry } from './agents.ts';
import type { ContactBook, Held } from './contacts.ts';
import type { Freshness } from './freshness.ts';

export interface AgentContext {
  at: number;
  agents: AgentBook;
  contacts: ContactBook;
  freshness: Freshness;
  channelOf(queueKey: string): Channel | null;
}

interface Now {
  state: AgentState;
  rawState: string;
  platform: string | null;
  since: number | null;
  sinceAtLeast: boolean;
  conflict: boolean;
  contact: string | null;
}

/**
 * The row of an agent, or null where they are not on the board: without a place in the source's list, a state or a contact; or, where
 * contacts are all there is, not seen today.
 */
export function agentRowOf(entry: AgentEntry, context: AgentContext): AgentRow | null {
  const { at, agents, contacts, freshness } = context;
  const { key, source, id } = entry;
  const serving = contacts.serving.get(key);
  const tells = agents.tellsStates(source);
  const now = tells ? (stated(agents, entry, at) ?? nothingKnown()) : fromContacts(entry, serving, context);
  if (now === null || (tells && !entry.active && entry.stays.size === 0 && serving === undefined)) return null;
  const stale = freshness.isStale(source);
  const samples = agentSamples({
    state: now.state,
    stateSeconds: now.since === null ? null : Math.max(0, (at - now.since) / 1000),
    stale,
  });
  const worst = worstOf(samples);
  const conflict = now.conflict && !stale && worst.level === 'normal';
  const contact = currentContact(serving, source, now.contact);
  return {
    key,
    source,
    id,
    name: entry.name,
    team: entry.teams[0] ?? null,
    state: now.state,
    rawState: now.rawState,
    platform: now.platform,
    since: now.since,
    sinceAtLeast: now.sinceAtLeast,
    channels: channelsOf(entry, serving, context),
    occupancy: tells ? ratioOf(entry.busy, entry.busy + entry.ready) : { value: null, numerator: 0, denominator: 0 },
    contact,
    contacts: [...(serving?.values() ?? [])].filter((held) => held.phase === 'service').length,
    queues: [...entry.queues],
    adherence: null,
    level: conflict ? 'warning' : worst.level,
    reason: conflict ? 'agent.conflict' : worst.reason,
    asOf: freshness.asOf(source),
    stale,
  };
}

function nothingKnown(): Now {
  return {
    state: 'offline',
    rawState: '',
    platform: null,
    since: null,
    sinceAtLeast: false,
    conflict: false,
    contact: null,
  };
}

function stated(agents: AgentBook, entry: AgentEntry, at: number): Now | null {
  const state = agents.state(entry, at);
  return state === null ? null : { ...state };
}

/** With contacts alone: busy while one is in service, finishing while one is wrapped up, present for a while after the last one. */
function fromContacts(
  entry: AgentEntry,
  serving: ReadonlyMap<string, Held> | undefined,
  { at, agents, freshness }: AgentContext,
): Now | null {
  const known = { rawState: '', platform: null, sinceAtLeast: false, conflict: false, contact: null };
  const held = heldContacts(serving);
  const talking = held.filter((item) => item.phase === 'service');
  if (talking.length > 0) {
    const since = Math.min(...talking.map(({ row }) => row.answeredAt ?? row.createdAt));
    return { ...known, state: 'on-contact', since };
  }
  const wrapping = held.filter((item) => item.phase === 'wrap');
  if (wrapping.length > 0) {
    return { ...known, state: 'wrap', since: Math.min(...wrapping.map(({ row }) => row.endedAt ?? at)) };
  }
  // A file names everybody who ever worked there: only those of the day are on the board.
  const seen = Number.isFinite(entry.seenQuarterAt) || serving !== undefined;
  if (!seen && (freshness.isReadOnly(entry.source) || !entry.active)) return null;
  return { ...known, state: agents.isPresent(entry, at) ? 'available' : 'offline', since: null };
}

function currentContact(
  serving: ReadonlyMap<string, Held> | undefined,
  source: string,
  named: string | null,
): AgentRow['contact'] {
  if (serving === undefined) return null;
  let best: Held | null = null;
  for (const held of serving.values()) {
    if (held.phase !== 'service') continue;
    if (held.row.id === named) {
      best = held;
      break;
    }
    if (!holdsAgent(held.row.channel)) continue;
    const earlier = best === null || since(held) < since(best) || (since(held) === since(best) && held.key < best.key);
    if (earlier) best = held;
  }
  if (best === null) return null;
  return { source, id: best.row.id, channel: best.row.channel, queue: best.row.queue, since: since(best) };
}

const since = (held: Held): number => held.row.answeredAt ?? held.row.createdAt;

function channelsOf(
  entry: AgentEntry,
  serving: ReadonlyMap<string, Held> | undefined,
  context: AgentContext,
): Channel[] {
  const channels = new Set<Channel>();
  for (const queue of entry.queues) {
    const channel = context.channelOf(queue);
    if (channel !== null) channels.add(channel);
  }
  for (const held of serving?.values() ?? []) channels.add(held.row.channel);
  return [...channels].sort();
}
