import { useEffect } from 'react';
import { useClient } from '../api/index.ts';
import { useFloor } from './providers.tsx';

/** Tells the main process once, when the first whole board is on the glass. */
export function useBoardShown(): void {
  const client = useClient();
  const floor = useFloor();
  useEffect(() => {
    let done = false;
    const look = () => {
      const { queues, agents, strip } = floor.parts;
      const info = floor.info.get();
      if (done || info === null || queues.size === 0) return;
      done = true;
      // After the frame that shows it has been painted.
      requestAnimationFrame(() =>
        setTimeout(() => {
          const known = info.asOf.map((source) => source.at).filter((at) => at !== null);
          void client.shell('boardShown', {
            queues: queues.size,
            agents: agents.size,
            waiting: strip.get('waiting')?.value ?? null,
            asOf: known.length === 0 ? null : Math.min(...known),
          });
        }, 0),
      );
    };
    look();
    const stops = [floor.parts.queues.subscribeKeys(look), floor.info.subscribe(look)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, floor]);
}
