/** What platforms say of a person at one instant: whose word holds, and whether they contradict each other. The rules are told in platforms.ts. */
import type { AgentState } from '../records.ts';
import { isContact } from './states.ts';

/** Why platforms contradict each other, as i18n keys. */
export const CONFLICTS = [
  'conflict.contactWhileAway',
  'conflict.contactWhileAvailable',
  'conflict.readyWhileAway',
] as const;
export type Conflict = (typeof CONFLICTS)[number];

/** What one platform says at an instant. */
export interface PlatformSays {
  readonly platform: string;
  readonly state: AgentState;
  /** When the stay began. */
  readonly sinceAt: number;
}

/**
 * Which platform's word holds, of what they say at one instant.
 *
 * @param says what the platforms say, in the order of trust (see {@link inOrder})
 * @returns null where none says anything
 */
export function decide(says: readonly PlatformSays[], ordered: boolean): PlatformSays | null {
  let best: PlatformSays | null = null;
  for (const one of says) {
    if (best === null) best = one;
    else if (ordered ? overrides(one, best) : outranks(one, best)) best = one;
  }
  return best;
}

/**
 * Whether what the platforms say contradicts itself, the gravest first; null where it does not. `available` beside an open contact of the same source is no
 * contradiction: that is how vendors say that somebody serves contacts (on queue and in a call, ready for a chat beside one).
 */
export function conflictOf(says: readonly PlatformSays[]): Conflict | null {
  if (says.length < 2) return null;
  let contact = false;
  let available = false;
  let away = false;
  for (const { state } of says) {
    const { [state]: standing } = RANK;
    if (standing >= RANK.wrap) contact = true;
    else if (state === 'available') available = true;
    else if (standing === REASONED && state !== 'help') away = true;
  }
  if (contact && away) return 'conflict.contactWhileAway';
  if (contact && available && contradicted(says)) return 'conflict.contactWhileAvailable';
  return available && away ? 'conflict.readyWhileAway' : null;
}

function contradicted(says: readonly PlatformSays[]): boolean {
  for (const one of says) {
    if (!isContact(one.state)) continue;
    if (says.some(({ state, platform }) => state === 'available' && !ofOneSource(one.platform, platform))) return true;
  }
  return false;
}

/** Whether two platforms `source/platform` have one source; a platform without one is a source of its own. */
function ofOneSource(a: string, b: string): boolean {
  const slash = a.indexOf('/');
  if (slash === -1) return a === b;
  for (let index = 0; index <= slash; index += 1) if (a.charCodeAt(index) !== b.charCodeAt(index)) return false;
  return true;
}

/** Platforms in order of trust: those the order names first, the others by name. */
export function inOrder(platforms: readonly string[], order: readonly string[]): string[] {
  const rank = new Map(order.map((name, index) => [name, index]));
  const last = order.length;
  return [...platforms].sort((a, b) => (rank.get(a) ?? last) - (rank.get(b) ?? last) || (a < b ? -1 : a > b ? 1 : 0));
}

const REASONED = 3;
/** How much a state is worth as evidence, where no order says otherwise. */
export const RANK: Readonly<Record<AgentState, number>> = {
  'on-contact': 5,
  wrap: 4,
  break: REASONED,
  lunch: REASONED,
  meeting: REASONED,
  training: REASONED,
  coaching: REASONED,
  'back-office': REASONED,
  away: REASONED,
  help: REASONED,
  available: 2,
  offline: 1,
};

function outranks(one: PlatformSays, best: PlatformSays): boolean {
  const standing = RANK[one.state];
  const difference = standing - RANK[best.state];
  if (difference !== 0) return difference > 0;
  // The reason stated last; the contact that has been open for longest, for it is the one that may have run over.
  return standing === REASONED ? one.sinceAt > best.sinceAt : isContact(one.state) && one.sinceAt < best.sinceAt;
}

/** `best` comes before `one` in the order of trust. */
function overrides(one: PlatformSays, best: PlatformSays): boolean {
  if (best.state === 'offline') return one.state !== 'offline';
  if (best.state === 'available') return isContact(one.state);
  return isContact(best.state) && isContact(one.state) && outranks(one, best);
}
