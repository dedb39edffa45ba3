/** An agent's state from what the platforms say of them, and the occupancy of a window. */
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
  /** One platform says ready or busy while another says away on purpose: the board shows it, nobody is guessed right. */
  conflict: boolean;
}

/** on-contact > wrap > available > help > anything else > offline. */
function rank(state: AgentState): number {
  switch (state) {
    case 'on-contact':
      return 5;
    case 'wrap':
      return 4;
    case 'available':
      return 3;
    case 'help':
      return 2;
    case 'offline':
      return 0;
    default:
      return 1;
  }
}

const READY: ReadonlySet<AgentState> = new Set<AgentState>(['available', 'on-contact', 'wrap']);

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

/** Of two stays in one state: the one that lasts longest; else by name of the platform, so that it is always the same. */
function outlasts(stay: Stay, other: Stay): boolean {
  return stay.startAt === other.startAt ? stay.platform < other.platform : stay.startAt < other.startAt;
}

/** Of two states: the one of higher rank, then the one that began last; else by name of the platform. */
function goesBefore(stay: Stay, other: Stay): boolean {
  const byRank = rank(stay.state) - rank(other.state);
  if (byRank !== 0) return byRank > 0;
  return stay.startAt === other.startAt ? stay.platform < other.platform : stay.startAt > other.startAt;
}

/**
 * The stay that speaks for the agent: each state first finds the one that lasts longest, then the states are compared. In one comparison of all
 * stays the two rules could run in a circle, and the answer would hang on the order in which the platforms spoke.
 */
function leading(holding: readonly Stay[]): Stay | null {
  const byState = new Map<AgentState, Stay>();
  for (const stay of holding) {
    const other = byState.get(stay.state);
    if (other === undefined || outlasts(stay, other)) byState.set(stay.state, stay);
  }
  let best: Stay | null = null;
  for (const stay of byState.values()) if (best === null || goesBefore(stay, best)) best = stay;
  return best;
}

/** Contact that another platform names, the first by platform: always the same one. */
function otherContact(holding: readonly Stay[]): string | null {
  const named = holding.filter((stay) => stay.contact !== null).sort((a, b) => (a.platform < b.platform ? -1 : 1));
  return named[0]?.contact ?? null;
}

/** One state of the agent out of the platforms'; null where none says anything at the instant. */
export function combineStates(stays: readonly Stay[], at: number): CombinedState | null {
  const holding = holdingAt(stays, at);
  const best = leading(holding);
  if (best === null) return null;
  const ready = holding.some((stay) => READY.has(stay.state));
  const away = holding.some((stay) => !READY.has(stay.state) && stay.state !== 'offline');
  return {
    state: best.state,
    rawState: best.rawState,
    platform: best.platform,
    since: best.startAt,
    sinceAtLeast: best.startIsBound === 1,
    contact: best.contact ?? otherContact(holding),
    conflict: ready && away,
  };
}

/**
 * Seconds in contact or wrap, and seconds ready, within (from, to]: of several platforms at a time the busiest counts, so that an agent
 * with a call and an idle chat is busy once. Occupancy is `busy / (busy + ready)`.
 */
export function busySeconds(stays: readonly Stay[], from: number, to: number): { busy: number; ready: number } {
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
    const state = combineStates(relevant, start)?.state;
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
