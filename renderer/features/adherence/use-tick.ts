import { useCallback, useSyncExternalStore } from 'react';
import { ticker } from '../../ui/index.ts';
import { useAdherence } from './live.tsx';

/**
 * The moment on screen, changed at most once per `stepMs` of it: for orders and counts that depend on how long something has lasted.
 *
 * @returns epoch ms UTC, a multiple of `stepMs`
 */
export function useTick(stepMs: number): number {
  const { info } = useAdherence();
  const subscribe = useCallback(
    (listener: () => void) => {
      // The first frame may put the clock months away from the machine's: a second would be long with a wrong order.
      const stops = [ticker.add(listener), info.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [info],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(ticker.now() / stepMs) * stepMs);
}
