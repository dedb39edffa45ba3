import { useCallback, useEffect } from 'react';
import type { BoardRow } from '../../../shared/contract/index.ts';
import { nextBucket } from '../../../shared/time/zone.ts';
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
