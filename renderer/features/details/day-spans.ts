import type { CallOutput } from '../../api/index.ts';
import { AGENT_STATES } from '../../../shared/domain/records.ts';
import type { AgentState } from '../../../shared/domain/records.ts';

type Stay = CallOutput<'agentDay'>['states'][number];

export interface DaySpan {
  state: AgentState;
  rawState: string;
  /** Epoch ms UTC, within the day. */
  from: number;
  to: number;
  /** It lasts. */
  open: boolean;
}

export interface PlatformDay {
  platform: string;
  spans: DaySpan[];
}

/** Stays in states by platform, cut to `[from, until)`. Platforms may overlap in time; states of one do not. */
export function dayByPlatform(states: readonly Stay[], from: number, until: number): PlatformDay[] {
  const platforms = new Map<string, DaySpan[]>();
  for (const stay of states) {
    const span = {
      state: known(stay.state),
      rawState: stay.rawState,
      from: Math.max(from, stay.from),
      to: Math.min(until, stay.to ?? until),
      open: stay.to === null,
    };
    if (span.to <= span.from) continue;
    const list = platforms.get(stay.platform);
    if (list === undefined) platforms.set(stay.platform, [span]);
    else list.push(span);
  }
  return [...platforms]
    .map(([platform, spans]) => ({ platform, spans: spans.sort((a, b) => a.from - b.from) }))
    .sort((a, b) => (a.platform < b.platform ? -1 : 1));
}

/** Seconds in each state, longest first. */
export function totals(spans: readonly DaySpan[]): { state: AgentState; seconds: number }[] {
  const sums = new Map<AgentState, number>();
  for (const { state, from, to } of spans) sums.set(state, (sums.get(state) ?? 0) + (to - from) / 1000);
  return [...sums].map(([state, seconds]) => ({ state, seconds })).sort((a, b) => b.seconds - a.seconds);
}

/** A state that a newer engine knows and we do not is shown as "away". */
function known(state: string): AgentState {
  return AGENT_STATES.find((candidate) => candidate === state) ?? 'away';
}
