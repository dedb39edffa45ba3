import { useCallback, useEffect } from 'react';
import type { BoardRow } from '../../../shared/contract/index.ts';
import { bucketStart, nextBucket } from '../../../shared/time/zone.ts';
import { useDerived } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { useUi } from '../../app/state.ts';

export interface Day {
  from: number;
  to: number;
  /** End of the quarter hour shown: what is after it has not happened yet. */
  until: number;
  zone: string;
}

/** The day on screen, from its start to the end of the quarter hour shown. Null before the first snapshot. */
export function useDay(): Day | null {
  return useDerived(useFloor().parts.board, dayOf);
}

/** Whole local hours around what is to be shown, at least `least` of them: an early day is not drawn as a sliver. */
export function hoursAround(first: number, last: number, day: Day, least = 4): Day {
  const from = Math.max(day.from, bucketStart(first, 'hour', day.zone));
  let to = nextBucket(Math.max(first, last - 1), 'hour', day.zone);
  while (to < day.to && to - from < least * HOUR_MS) to = nextBucket(to, 'hour', day.zone);
  return { ...day, from, to: Math.min(day.to, to) };
}

const HOUR_MS = 3_600_000;

function dayOf(rows: Iterable<BoardRow>): Day | null {
  for (const { at, dayFrom, dayTo, zone } of rows) {
    return { from: dayFrom, to: dayTo, until: Math.min(dayTo, nextBucket(at, 'quarter', zone)), zone };
  }
  return null;
}

/** Asks again every so often while now is on screen: the day goes on. @param everyMs real milliseconds */
export function useGoesOn(refresh: () => void, everyMs: number): void {
  const live = useUi((state) => state.moment.kind === 'now' && !state.paused);
  const ask = useCallback(() => refresh(), [refresh]);
  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(ask, everyMs);
    return () => clearInterval(timer);
  }, [live, ask, everyMs]);
}
