import { createContext, useContext, useEffect } from 'react';
import type { ReactNode } from 'react';
import { useLive } from '../../api/index.ts';
import type { LiveView } from '../../api/index.ts';
import { useUi } from '../../app/state.ts';

const AdherenceContext = createContext<LiveView<'adherence'> | null>(null);

/** Everybody with a plan or a state today, and the figures above: one subscription for all sub-pages. */
export function AdherenceProvider({ children }: { children: ReactNode }) {
  const scope = useUi((state) => state.scope);
  const moment = useUi((state) => state.moment);
  const live = useLive('adherence', { scope, moment });
  usePausing(live);
  return <AdherenceContext value={live}>{children}</AdherenceContext>;
}

/** The live view of the area. */
export function useAdherence(): LiveView<'adherence'> {
  const live = useContext(AdherenceContext);
  if (live === null) throw new Error('There is no AdherenceProvider above this component.');
  return live;
}

/** Holds a view still while updates are paused. */
export function usePausing(live: { setPaused(paused: boolean): void }): void {
  const paused = useUi((state) => state.paused);
  useEffect(() => live.setPaused(paused), [live, paused]);
}
