import { useDerived, useProgress } from '../../../api/index.ts';
import { useSources } from '../../../app/providers.tsx';
import type { SourceRow } from '../../../../shared/contract/index.ts';

/**
 * Whether days without counts may still get theirs: counts are behind what is stored, or a source is still reading its past.
 *
 * @param share 0..1 as the answer on screen was made; null: it was whole
 */
export function useCounting(share: number | null): { counting: boolean; reading: boolean } {
  const progress = useProgress('adherence');
  const reading = useDerived(useSources().parts.sources, readsPast);
  const running = progress !== null && progress.total !== null && progress.done < progress.total;
  return { counting: reading || running || share !== null, reading };
}

function readsPast(rows: Iterable<SourceRow>): boolean {
  for (const { streams } of rows) if (streams.some(({ state }) => state === 'backfill')) return true;
  return false;
}
