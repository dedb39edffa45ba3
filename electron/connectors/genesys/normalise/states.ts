import { z } from 'zod';
import type { AgentState, AgentStateRecord } from '../../../../shared/domain/records.ts';
import { id, instant, optionalId, optionalInstant, optionalText } from '../../normalise/fields.ts';

/**
 * An agent has two states at once: the routing status (`acd`: what the routing makes of them) and the presence (what they say of themselves).
 * Both are platforms of their own, and the rules of the floor make one state of them.
 */
export const PLATFORMS = ['acd', 'presence'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** One state of one agent from an instant on, however we heard of it. */
export interface SeenState {
  agent: string;
  platform: Platform;
  rawState: string;
  /** Epoch ms UTC. */
  startAt: number;
  raw: string | null;
}

/**
 * How sure a record is of its end. The versions of one stay are its start plus this, so that whoever knows better wins in whatever order they come:
 * a stay seen open, one that we saw end, one that the vendor's analytics tell, and the same from the jobs, which the vendor corrects last.
 */
export const OPEN = 0;
export const SEEN_TO_END = 1;
export const TOLD = 2;
export const TOLD_BY_JOB = 3;

/** The same stay has the same id, whether the socket, a snapshot or the analytics tell of it: the vendor stamps its start. */
export function stayId(platform: Platform, agent: string, startAt: number): string {
  return `${platform}:${agent}:${startAt}`;
}

/** @param endAt null while it lasts @param sureness how the end is known; an open stay is open whoever tells */
export function stay(seen: SeenState, endAt: number | null, sureness: number): AgentStateRecord {
  return {
    entity: 'agent-state',
    id: stayId(seen.platform, seen.agent, seen.startAt),
    version: seen.startAt + (endAt === null ? OPEN : sureness),
    raw: seen.raw,
    agent: seen.agent,
    platform: seen.platform,
    state: stateOf(seen.platform, seen.rawState),
    rawState: seen.rawState,
    startAt: seen.startAt,
    endAt,
    contact: null,
  };
}

const ROUTING: Readonly<Record<string, AgentState>> = {
  IDLE: 'available',
  INTERACTING: 'on-contact',
  COMMUNICATING: 'on-contact',
  NOT_RESPONDING: 'away',
  OFF_QUEUE: 'offline',
};

/** System presences, letters only: the vendor writes them `ON_QUEUE`, `OnQueue` and `On Queue`. */
const PRESENCE: Readonly<Record<string, { words: string; state: AgentState }>> = {
  AVAILABLE: { words: 'Available', state: 'available' },
  ONQUEUE: { words: 'On Queue', state: 'available' },
  BUSY: { words: 'Busy', state: 'back-office' },
  AWAY: { words: 'Away', state: 'away' },
  IDLE: { words: 'Idle', state: 'away' },
  OFFLINE: { words: 'Offline', state: 'offline' },
  MEAL: { words: 'Meal', state: 'lunch' },
  BREAK: { words: 'Break', state: 'break' },
  TRAINING: { words: 'Training', state: 'training' },
  MEETING: { words: 'Meeting', state: 'meeting' },
};

/** Words by which an account's own presences tell what they are; the first that fits wins. People can map them otherwise. */
const OWN_WORDS: readonly (readonly [RegExp, AgentState])[] = [
  [/coach/i, 'coaching'],
  [/lunch|meal|dinner/i, 'lunch'],
  [/train|learn/i, 'training'],
  [/meet|huddle|1:1/i, 'meeting'],
  [/back.?office|admin|paperwork|project/i, 'back-office'],
  [/after.?call|wrap.?up/i, 'wrap'],
  [/break|pause/i, 'break'],
];

/** The floor's state for the vendor's word; a word that nobody knows is `away`. */
export function stateOf(platform: Platform, rawState: string): AgentState {
  if (platform === 'acd') return ROUTING[rawState] ?? 'away';
  const slash = rawState.indexOf('/');
  const system = slash === -1 ? rawState : rawState.slice(0, slash);
  const own = slash === -1 ? null : rawState.slice(slash + 1);
  if (own !== null) {
    const found = OWN_WORDS.find(([pattern]) => pattern.test(own));
    if (found !== undefined) return found[1];
  }
  return PRESENCE[letters(system)]?.state ?? 'away';
}

/** Names of the account's own presences by id: `{ "…uuid…": "Team lunch" }`. Those of the system bear no name here. */
export type PresenceNames = Readonly<Record<string, string>>;

/** The presence as it is kept: the system's word, and behind a slash the account's own where there is one. */
export function presenceWords(system: string | null, definition: string | null, names: PresenceNames): string {
  const words = system === null ? 'Unknown' : (PRESENCE[letters(system)]?.words ?? system);
  const own = definition === null ? undefined : names[definition];
  return own === undefined || letters(own) === letters(words) ? words : `${words}/${own}`;
}

function letters(text: string): string {
  return text.replaceAll(/[^A-Za-z]/g, '').toUpperCase();
}

const definitionSchema = z.looseObject({
  id,
  type: optionalText,
  name: optionalText,
  deactivated: z.boolean().nullish().catch(null),
  languageLabels: z.record(z.string(), z.string()).nullish().catch(null),
});

/** Name of one of the account's own presences, or null: it is one of the system's, or bears no name. */
export function ownPresence(payload: unknown): { id: string; name: string } | null {
  const parsed = definitionSchema.safeParse(payload);
  if (!parsed.success || parsed.data.type === 'System') return null;
  const { id: key, name, languageLabels } = parsed.data;
  const labels = languageLabels ?? {};
  const label = labels['en_US'] ?? labels['en'] ?? name ?? Object.values(labels)[0];
  return label === undefined || label === '' ? null : { id: key, name: label };
}

const routingStatusSchema = z.looseObject({ status: z.string().min(1), startTime: instant });

/** A routing status, or null where the source says nothing usable of it. */
export function seenRouting(agent: string, payload: unknown): SeenState | null {
  const parsed = routingStatusSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { status: rawState, startTime: startAt } = parsed.data;
  return { agent, platform: 'acd', rawState, startAt, raw: JSON.stringify(payload) };
}

const presenceSchema = z.looseObject({
  presenceDefinition: z.looseObject({ id: optionalId, systemPresence: optionalText }),
  modifiedDate: instant,
});

/** A presence, or null where the source says nothing usable of it. */
export function seenPresence(agent: string, payload: unknown, names: PresenceNames): SeenState | null {
  const parsed = presenceSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { presenceDefinition: definition, modifiedDate: startAt } = parsed.data;
  const rawState = presenceWords(definition.systemPresence, definition.id, names);
  return { agent, platform: 'presence', rawState, startAt, raw: JSON.stringify(payload) };
}

const presenceRecord = z.looseObject({
  startTime: instant,
  endTime: optionalInstant,
  systemPresence: optionalText,
  organizationPresenceId: optionalId,
});

const routingRecord = z.looseObject({ startTime: instant, endTime: optionalInstant, routingStatus: z.string().min(1) });

const userDetail = z.looseObject({
  userId: id,
  primaryPresence: z.array(z.unknown()).nullish().catch(null),
  routingStatus: z.array(z.unknown()).nullish().catch(null),
});

/**
 * The stays of one user as analytics tell them.
 *
 * @param from epoch ms UTC of the interval that was asked for. A stay that begins on that very millisecond may have been cut off there, and its
 * start is then no start: it is left to the read before, which overlaps this one.
 * @param sureness {@link TOLD} or {@link TOLD_BY_JOB}
 */
export function staysOf(payload: unknown, names: PresenceNames, from: number, sureness: number): AgentStateRecord[] {
  const { userId: agent, primaryPresence, routingStatus } = userDetail.parse(payload);
  const records: AgentStateRecord[] = [];
  const take = (platform: Platform, rawState: string, startAt: number, endAt: number | null, row: unknown) => {
    if (startAt === from) return;
    records.push(stay({ agent, platform, rawState, startAt, raw: JSON.stringify(row) }, endAt, sureness));
  };
  for (const row of primaryPresence ?? []) {
    const { startTime, endTime, systemPresence, organizationPresenceId } = presenceRecord.parse(row);
    take('presence', presenceWords(systemPresence, organizationPresenceId, names), startTime, endTime, row);
  }
  for (const row of routingStatus ?? []) {
    const { startTime, endTime, routingStatus: status } = routingRecord.parse(row);
    take('acd', status, startTime, endTime, row);
  }
  return records;
}
