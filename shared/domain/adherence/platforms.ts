/**
 * One state of a person out of what several platforms say.
 *
 * Within one platform the newest word holds: a stay that began later covers an earlier one while both last, and a stay without an end lasts to the
 * beginning of the platform's next one. The result depends on the stays alone, never on the order in which they arrived.
 *
 * Between platforms, without an order: an open contact (on contact, then wrap) is evidence and wins; then a stated reason (break, meeting, away …) beats
 * `available`, so that an idle tab left “Online” earns nothing; then `available`; then `offline`. Of two reasons the one stated last holds, of two contacts
 * the one open for longest. With an order: the first platform in it that says anything but `offline` decides, and `available` there gives way to an open
 * contact elsewhere.
 */
import { conflictOf, decide, inOrder, RANK } from './platform-word.ts';
import type { PlatformSays } from './platform-word.ts';
import type { PersonState, PlatformStay, Span } from './types.ts';

export { conflictOf, decide, inOrder } from './platform-word.ts';

export interface PersonStateOptions {
  /** Stays that last are cut here: now, or the last instant known. */
  readonly untilAt: number;
  /** `source/platform`, most trusted first; platforms not named come after, in order of name. Empty or absent: no order. */
  readonly order?: readonly string[] | undefined;
  /** Spans in which no source spoke, in order: the state there is null, whatever was said before. */
  readonly blind?: readonly Span[] | undefined;
}

interface LanePiece extends PlatformSays {
  readonly startAt: number;
  endAt: number;
}

/** The stays of one platform made one after another, in order of start. Stays of no length are left out. */
export function platformLane(stays: readonly PlatformStay[], untilAt: number): PersonState[] {
  return laneOf(sorted(stays), untilAt).map(({ platform, state, startAt, endAt, sinceAt }) => ({
    state,
    platform,
    startAt,
    endAt,
    sinceAt,
    conflict: null,
  }));
}

/**
 * The state of a person over time: in order, not overlapping. Where no platform says anything there is a gap; what a gap means (offline, or not known) is
 * said when a day is judged.
 *
 * @param stays of one person on all platforms, in any order
 */
export function personStates(stays: readonly PlatformStay[], options: PersonStateOptions): PersonState[] {
  const byPlatform = new Map<string, PlatformStay[]>();
  let last: PlatformStay[] = [];
  for (const stay of stays) {
    // Stays mostly come platform by platform.
    if (last[0]?.platform !== stay.platform) {
      last = byPlatform.get(stay.platform) ?? [];
      if (last.length === 0) byPlatform.set(stay.platform, last);
    }
    last.push(stay);
  }
  const names = inOrder([...byPlatform.keys()], options.order ?? []);
  const lanes = names.map((name) => laneOf(sorted(byPlatform.get(name) ?? []), options.untilAt));
  const [only] = lanes;
  const states =
    lanes.length === 1 && only !== undefined ? only.map(alone) : merged(lanes, (options.order ?? []).length > 0);
  return options.blind === undefined || options.blind.length === 0 ? states : blinded(states, options.blind);
}

function byStart(a: PlatformStay, b: PlatformStay): number {
  return (
    a.startAt - b.startAt ||
    RANK[a.state] - RANK[b.state] ||
    (b.endAt ?? Infinity) - (a.endAt ?? Infinity) ||
    (a.state < b.state ? -1 : a.state > b.state ? 1 : 0)
  );
}

function sorted(stays: readonly PlatformStay[]): readonly PlatformStay[] {
  for (let index = 1; index < stays.length; index += 1) {
    if (byStart(stays[index - 1] as PlatformStay, stays[index] as PlatformStay) > 0) return [...stays].sort(byStart);
  }
  return stays;
}

function laneOf(stays: readonly PlatformStay[], untilAt: number): LanePiece[] {
  const lane: LanePiece[] = [];
  /** Stays that still last, the newest on top. */
  const open: LanePiece[] = [];
  let at = -Infinity;
  const emit = (toAt: number): void => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const endAt = Math.min(top.endAt, toAt);
      if (endAt > at) {
        push(lane, top, at, endAt);
        at = endAt;
      }
      if (top.endAt > toAt) return;
      open.pop();
    }
  };
  for (let index = 0; index < stays.length; index += 1) {
    const { platform, state, startAt, endAt: saidEnd } = stays[index] as PlatformStay;
    const endAt = Math.min(saidEnd ?? nextStart(stays, index) ?? untilAt, untilAt);
    if (endAt <= startAt) continue;
    if (open.length > 0) emit(startAt);
    at = startAt;
    let sinceAt = startAt;
    for (const other of open) if (other.state === state && other.sinceAt < sinceAt) ({ sinceAt } = other);
    const next = stays[index + 1];
    const piece = { platform, state, startAt, endAt, sinceAt };
    // The usual case: nothing lasts beside it.
    if (open.length === 0 && (next === undefined || next.startAt >= endAt)) push(lane, piece, startAt, endAt);
    else open.push(piece);
  }
  emit(Infinity);
  return lane;
}

/** Pieces of one stay that touch are one piece. */
function push(lane: LanePiece[], of: LanePiece, startAt: number, endAt: number): void {
  const last = lane.at(-1);
  if (last !== undefined && last.endAt === startAt && last.state === of.state && last.sinceAt === of.sinceAt) {
    last.endAt = endAt;
  } else if (of.startAt === startAt && of.endAt === endAt) lane.push(of);
  else lane.push({ platform: of.platform, state: of.state, startAt, endAt, sinceAt: of.sinceAt });
}

function nextStart(stays: readonly PlatformStay[], index: number): number | null {
  const { startAt } = stays[index] as PlatformStay;
  for (let next = index + 1; next < stays.length; next += 1) {
    const found = (stays[next] as PlatformStay).startAt;
    if (found > startAt) return found;
  }
  return null;
}

function alone({ state, platform, startAt, endAt, sinceAt }: LanePiece): PersonState {
  return { state, platform, startAt, endAt, sinceAt, conflict: null };
}

function merged(lanes: readonly (readonly LanePiece[])[], ordered: boolean): PersonState[] {
  const states: PersonState[] = [];
  const places = lanes.map(() => 0);
  let at = -Infinity;
  const says: LanePiece[] = [];
  for (;;) {
    says.length = 0;
    let nextAt = Infinity;
    for (let lane = 0; lane < lanes.length; lane += 1) {
      const pieces = lanes[lane] as readonly LanePiece[];
      let place = places[lane] as number;
      while (place < pieces.length && (pieces[place] as LanePiece).endAt <= at) place += 1;
      places[lane] = place;
      const piece = pieces[place];
      if (piece === undefined) continue;
      if (piece.startAt > at) nextAt = Math.min(nextAt, piece.startAt);
      else {
        says.push(piece);
        nextAt = Math.min(nextAt, piece.endAt);
      }
    }
    const chosen = decide(says, ordered);
    if (chosen !== null) add(states, chosen, at, nextAt, conflictOf(says));
    if (nextAt === Infinity) return states;
    at = nextAt;
  }
}

function add(states: PersonState[], of: PlatformSays, startAt: number, endAt: number, conflict: string | null): void {
  const last = states.at(-1);
  if (
    last !== undefined &&
    last.endAt === startAt &&
    last.state === of.state &&
    last.platform === of.platform &&
    last.sinceAt === of.sinceAt &&
    last.conflict === conflict
  ) {
    last.endAt = endAt;
  } else states.push({ state: of.state, platform: of.platform, startAt, endAt, sinceAt: of.sinceAt, conflict });
}

/** The states with the blind spans put over them. */
function blinded(states: readonly PersonState[], blind: readonly Span[]): PersonState[] {
  const result: PersonState[] = [];
  let place = 0;
  let at = -Infinity;
  for (const { startAt, endAt } of blind) {
    const fromAt = Math.max(startAt, at);
    if (endAt <= fromAt) continue;
    for (; place < states.length; place += 1) {
      const state = states[place] as PersonState;
      if (state.startAt >= fromAt) break;
      pushClipped(result, state, at, fromAt);
      if (state.endAt > fromAt) break;
    }
    result.push({ state: null, platform: null, startAt: fromAt, endAt, sinceAt: fromAt, conflict: null });
    at = endAt;
  }
  for (; place < states.length; place += 1) pushClipped(result, states[place] as PersonState, at, Infinity);
  return result;
}

function pushClipped(result: PersonState[], state: PersonState, fromAt: number, toAt: number): void {
  const startAt = Math.max(state.startAt, fromAt);
  const endAt = Math.min(state.endAt, toAt);
  if (endAt > startAt) result.push({ ...state, startAt, endAt });
}
