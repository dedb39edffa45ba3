import { holdsAgent } from '../../shared/domain/floor-contact.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import type { AgentRow } from '../../shared/contract/rows.ts';
import type { AgentFacts } from '../../shared/domain/alarms-rules.ts';
import type { AgentState, Channel } from '../../shared/domain/records.ts';
import { agentSamples, worstOf } from './levels.ts';
import { heldContacts } from './contacts.ts';
import type { AdherenceFacts, PersonAdherence } from './adherence-facts.ts';
import type { AgentBook, AgentEntry, PersonEntry } from './agents.ts';
import type { ContactBook, Held } from './contacts.ts';
import type { Freshness } from './freshness.ts';

export interface AgentContext {
  at: number;
  agents: AgentBook;
  contacts: ContactBook;
  freshness: Freshness;
  channelOf(queueKey: string): Channel | null;
  adherence: AdherenceFacts | null;
}

interface Now {
  state: AgentState;
  rawState: string;
  platform: string | null;
  since: number | null;
  sinceAtLeast: boolean;
  conflict: string | null;
  contact: string | null;
}

/**
 * The row of a person, or null where they are not on the board: in no source's list, without a state and a contact; or, where
 * contacts are all there is, not seen today.
 */
export function agentRowOf(person: PersonEntry, context: AgentContext): AgentRow | null {
  const { at, agents, freshness, adherence } = context;
  const [first] = person.agents;
  if (first === undefined) return null;
  const lead = person.agents.find(({ active }) => active) ?? first;
  const serving = servingOf(person, context);
  const telling = person.agents.filter(({ source }) => agents.tellsStates(source));
  // What a source that has fallen silent said last counts only where no other one speaks.
  const fresh = telling.filter(({ source }) => !freshness.isStale(source));
  const speaking = fresh.length > 0 ? fresh : telling;
  const tells = telling.length > 0;
  const now = tells ? stated(agents, speaking, at) : fromContacts(person, serving, context);
  const idle = tells && telling.every(({ active, stays }) => !active && stays.size === 0) && serving === undefined;
  if (now === null || idle) return null;
  const heard = tells ? speaking : person.agents;
  const stale = heard.every(({ source }) => freshness.isStale(source));
  const plan = adherence?.of(person.key) ?? null;
  const samples = agentSamples(factsOf(now, plan, at, stale), adherence?.limits);
  const worst = worstOf(samples);
  const conflict = now.conflict !== null && !stale && worst.level === 'normal';
  return {
    key: person.key,
    source: first.source,
    id: first.id,
    name: lead.name,
    team: lead.teams[0] ?? person.agents.find(({ teams }) => teams.length > 0)?.teams[0] ?? null,
    state: now.state,
    rawState: now.rawState,
    platform: now.platform === null ? null : barePlatform(now.platform),
    since: now.since,
    sinceAtLeast: now.sinceAtLeast,
    channels: channelsOf(person, serving, context),
    occupancy: tells ? ratioOf(person.busy, person.busy + person.ready) : { value: null, numerator: 0, denominator: 0 },
    contact: currentContact(serving, now.contact),
    contacts: [...(serving?.values() ?? [])].filter((held) => held.phase === 'service').length,
    queues:
      person.agents.length === 1 ? [...first.queues] : [...new Set(person.agents.flatMap(({ queues }) => queues))],
    adherence: plan?.adherence ?? null,
    scheduled: plan?.scheduled ?? null,
    deviation: plan?.deviation ?? null,
    conflict: now.conflict,
    agents: person.agents.map(({ key }) => key),
    level: conflict ? 'warning' : worst.level,
    reason: conflict ? 'agent.conflict' : worst.reason,
    asOf: oldest(heard.map(({ source }) => freshness.asOf(source))),
    stale,
  };
}

/** What the alarm rules look at. */
function factsOf(
  now: Pick<Now, 'state' | 'since'>,
  plan: Pick<PersonAdherence, 'deviation'> | null,
  at: number,
  stale: boolean,
): Omit<AgentFacts, 'occupancy'> {
  return {
    state: now.state,
    stateSeconds: now.since === null ? null : Math.max(0, (at - now.since) / 1000),
    outSeconds: outSecondsOf(plan?.deviation ?? null, at),
    stale,
  };
}

/** Seconds out of adherence where that hurts; 0 where it does not, and where nobody is out. */
export function outSecondsOf(deviation: AgentRow['deviation'], at: number): number {
  return deviation?.impact === 'negative' ? Math.max(0, (at - deviation.since) / 1000) : 0;
}

/** The platform's name alone. */
export function barePlatform(platform: string): string {
  const name = platform.slice(platform.indexOf('/') + 1);
  const mark = name.indexOf('#');
  return mark === -1 ? name : name.slice(0, mark);
}

function oldest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function servingOf(person: PersonEntry, { contacts }: AgentContext): ReadonlyMap<string, Held> | undefined {
  const [only] = person.agents;
  if (person.agents.length === 1 && only !== undefined) return contacts.serving.get(only.key);
  const all = person.agents.flatMap(({ key }) => [...(contacts.serving.get(key) ?? [])]);
  return all.length === 0 ? undefined : new Map(all);
}

function stated(agents: AgentBook, speaking: readonly AgentEntry[], at: number): Now {
  return (
    agents.state(speaking, at) ?? {
      state: 'offline',
      rawState: '',
      platform: null,
      since: null,
      sinceAtLeast: false,
      conflict: null,
      contact: null,
    }
  );
}

/** With contacts alone: busy while one is in service, finishing while one is wrapped up, present for a while after the last one. */
function fromContacts(
  person: PersonEntry,
  serving: ReadonlyMap<string, Held> | undefined,
  { at, agents, freshness }: AgentContext,
): Now | null {
  const known = { rawState: '', platform: null, sinceAtLeast: false, conflict: null, contact: null };
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
  const seen = serving !== undefined || person.agents.some(({ seenQuarterAt }) => Number.isFinite(seenQuarterAt));
  const working = person.agents.some(({ source, active }) => active && !freshness.isReadOnly(source));
  if (!seen && !working) return null;
  const present = person.agents.some((agent) => agents.isPresent(agent, at));
  return { ...known, state: present ? 'available' : 'offline', since: null };
}

function currentContact(serving: ReadonlyMap<string, Held> | undefined, named: string | null): AgentRow['contact'] {
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
  return {
    source: best.row.source,
    id: best.row.id,
    channel: best.row.channel,
    queue: best.row.queue,
    since: since(best),
  };
}

const since = (held: Held): number => held.row.answeredAt ?? held.row.createdAt;

function channelsOf(
  person: PersonEntry,
  serving: ReadonlyMap<string, Held> | undefined,
  context: AgentContext,
): Channel[] {
  const channels = new Set<Channel>();
  for (const { queues } of person.agents) {
    for (const queue of queues) {
      const channel = context.channelOf(queue);
      if (channel !== null) channels.add(channel);
    }
  }
  for (const held of serving?.values() ?? []) channels.add(held.row.channel);
  return [...channels].sort();
}
