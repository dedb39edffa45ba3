/** A person's state from what the platforms say of them, and the occupancy of a window. */
import { conflictOf, decide, inOrder } from './adherence/platforms.ts';
import type { AgentState } from './records.ts';

/** One stay in one state on one platform. Instants epoch ms UTC; `endAt` null while it lasts. */
export interface Stay {
  id: string;
  platform: string;
  state: AgentState;
  rawState: string;
  startAt: number;
  /** 1 where it was already running when it was first seen: `startAt` is then the latest it can have begun. */
  startIsBound?: number | null;
  endAt: number | null;
  contact: string | null;
}

export interface CombinedState {
  state: AgentState;
  rawState: string;
  platform: string;
  since: number;
  /** `since` is only the first look that saw the state: it has lasted at least since then. */
  sinceAtLeast: boolean;
  contact: string | null;
  /** i18n key: why the platforms contradict each other; the board shows it, whatever the order of trust. */
  conflict: string | null;
}

/** The stay that holds on each platform at the instant: of overlapping ones the one that began last. */
export function holdingAt(stays: readonly Stay[], at: number): Stay[] {
  const byPlatform = new Map<string, Stay>();
  for (const stay of stays) {
    if (stay.startAt > at || (stay.endAt !== null && stay.endAt <= at)) continue;
    const other = byPlatform.get(stay.platform);
    if (other === undefined || stay.startAt > other.startAt || (stay.startAt === other.startAt && stay.id > other.id)) {
      byPlatform.set(stay.platform, stay);
    }
  }
  return [...byPlatform.values()];
}

/** Contact that another platform names, the first by platform: always the same one. */
function otherContact(holding: readonly Stay[]): string | null {
  const named = holding.filter((stay) => stay.contact !== null).sort((a, b) => (a.platform < b.platform ? -1 : 1));
  return named[0]?.contact ?? null;
}

/**
 * One state of a person out of the platforms' (see shared/domain/adherence/platforms.ts); null where none says anything at the instant.
 *
 * @param order `source/platform`, most trusted first; empty: no order
 */
export function combineStates(
  stays: readonly Stay[],
  at: number,
  order: readonly string[] = NO_ORDER,
): CombinedState | null {
  const holding = holdingAt(stays, at);
  if (holding.length === 0) return null;
  const [only] = holding;
  if (holding.length === 1 && only !== undefined) return combined(only, only.contact, null);
  const byPlatform = new Map(holding.map((stay) => [stay.platform, stay]));
  const says = inOrder([...byPlatform.keys()], order).map((platform) => {
    const stay = byPlatform.get(platform) as Stay;
    return { platform, state: stay.state, sinceAt: stay.startAt };
  });
  const best = byPlatform.get(decide(says, order.length > 0)?.platform ?? '');
  return best === undefined ? null : combined(best, best.contact ?? otherContact(holding), conflictOf(says));
}

const NO_ORDER: readonly string[] = [];

function combined(stay: Stay, contact: string | null, conflict: string | null): CombinedState {
  const { state, rawState, platform, startAt: since } = stay;
  return { state, rawState, platform, since, sinceAtLeast: stay.startIsBound === 1, contact, conflict };
}

/**
 * Seconds in contact or wrap, and seconds ready, within (from, to]: of several platforms at a time the busiest counts, so that an agent
 * with a call and an idle chat is busy once. Occupancy is `busy / (busy + ready)`.
 */
export function busySeconds(
  stays: readonly Stay[],
  from: number,
  to: number,
  order: readonly string[] = NO_ORDER,
): { busy: number; ready: number } {
  const relevant = stays.filter((stay) => stay.startAt < to && (stay.endAt === null || stay.endAt > from));
  const platform = relevant[0]?.platform;
  if (relevant.every((stay) => stay.platform === platform)) return busyOnOne(relevant, from, to);
  const cuts = new Set<number>([from, to]);
  for (const stay of relevant) {
    if (stay.startAt > from) cuts.add(stay.startAt);
    if (stay.endAt !== null && stay.endAt < to) cuts.add(stay.endAt);
  }
  const edges = [...cuts].sort((a, b) => a - b);
  let busy = 0;
  let ready = 0;
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const start = edges[index] ?? from;
    const span = (edges[index + 1] ?? to) - start;
    const state = combineStates(relevant, start, order)?.state;
    if (state === 'on-contact' || state === 'wrap') busy += span;
    else if (state === 'available') ready += span;
  }
  return { busy: Math.round(busy / 1000), ready: Math.round(ready / 1000) };
}

/** The same where there is one platform: a stay lasts until its end or until the next one begins. */
function busyOnOne(stays: Stay[], from: number, to: number): { busy: number; ready: number } {
  stays.sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1));
  let busy = 0;
  let ready = 0;
  for (const [index, stay] of stays.entries()) {
    const end = Math.min(stay.endAt ?? to, stays[index + 1]?.startAt ?? to, to);
    const span = Math.max(0, end - Math.max(stay.startAt, from));
    if (stay.state === 'on-contact' || stay.state === 'wrap') busy += span;
    else if (stay.state === 'available') ready += span;
  }
  return { busy: Math.round(busy / 1000), ready: Math.round(ready / 1000) };
}
