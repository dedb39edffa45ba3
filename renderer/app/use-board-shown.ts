import { useEffect } from 'react';
import type { SourceRow } from '../../shared/contract/index.ts';
import { useClient } from '../api/index.ts';
import { useFloor, useSources } from './providers.tsx';

/** States in which nothing live can be waited for. */
const AT_REST: ReadonlySet<SourceRow['state']> = new Set<SourceRow['state']>(['read-only', 'paused', 'failed']);

/** A source whose figures are older than this is not live: exports of a vendor may keep the last minutes to themselves. */
const LIVE_WITHIN_MS = 300_000;

/** How long names and the first contacts are waited for once there is a board whose figures speak of now. */
const SETTLE_MS = 20_000;

/**
 * Tells the main process when the first whole board is on the glass, and once more when its figures are live: every source that can be speaks of now,
 * no tile is stale, and (for a while) people have names and each stream has begun.
 */
export function useBoardShown(): void {
  const client = useClient();
  const floor = useFloor();
  const sources = useSources();
  useEffect(() => {
    let told: 'nothing' | 'first' | 'live' = 'nothing';
    let firstAt: number | null = null;
    const isLive = (): boolean => {
      const moving = sources.parts.sources.keys().flatMap((key) => {
        const row = sources.parts.sources.get(key);
        return row === undefined || AT_REST.has(row.state) ? [] : [row];
      });
      if (sources.info.get() === null) return false;
      const { agents, board, strip } = floor.parts;
      // A practice floor without its source is one that has not begun yet.
      if (moving.length === 0) return board.get('board')?.practice !== true;
      const now = floor.clock.now();
      const speaks = moving.every(
        ({ asOf, streams }) =>
          asOf !== null && now - asOf < LIVE_WITHIN_MS && streams.some(({ state }) => state === 'ok'),
      );
      if (!speaks || strip.size === 0 || strip.keys().some((key) => strip.get(key)?.stale === true)) return false;
      if (firstAt !== null && performance.now() - firstAt > SETTLE_MS) return true;
      return (
        agents.keys().every((key) => agents.get(key)?.name !== agents.get(key)?.id) &&
        moving.every(({ streams }) => streams.every(({ state, rows }) => state !== 'pending' || rows > 0))
      );
    };
    const look = () => {
      const { queues, agents, strip } = floor.parts;
      if (told === 'live' || floor.info.get() === null || queues.size === 0) return;
      const live = isLive();
      if (told === 'first' && !live) return;
      told = live ? 'live' : 'first';
      firstAt ??= performance.now();
      // After the frame that shows it has been painted.
      requestAnimationFrame(() =>
        setTimeout(() => {
          const known = (floor.info.get()?.asOf ?? []).map((source) => source.at).filter((at) => at !== null);
          void client.shell('boardShown', {
            queues: queues.size,
            agents: agents.size,
            waiting: strip.get('waiting')?.value ?? null,
            asOf: known.length === 0 ? null : Math.min(...known),
            live,
          });
        }, 0),
      );
    };
    look();
    const stops = [floor.parts.queues.subscribeKeys(look), floor.info.subscribe(look), sources.info.subscribe(look)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, floor, sources]);
}
