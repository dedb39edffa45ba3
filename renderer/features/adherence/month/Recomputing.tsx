import { useProgress } from '../../../api/index.ts';
import { formatPercent, t } from '../../../ui/index.ts';
import './recomputing.css';

interface RecomputingProps {
  /** 0..1 as the figures on screen were made; null: they are whole. */
  share: number | null;
  /** A source is still reading its past: what follows from it is not counted yet. */
  reading?: boolean;
}

/** Said while history is counted again, or is still being read. */
export function Recomputing({ share, reading = false }: RecomputingProps) {
  const progress = useProgress('adherence');
  const live =
    progress !== null && progress.total !== null && progress.total > 0 ? progress.done / progress.total : null;
  const now = live === null || live >= 1 ? share : live;
  if (now === null) {
    if (!reading) return null;
    return (
      <output className="wf-recomputing">
        <progress aria-hidden />
        {t('adherence-month.reading')}
      </output>
    );
  }
  return (
    <output className="wf-recomputing">
      <progress max={1} value={now} aria-hidden />
      {t('adherence-month.recomputing', { share: formatPercent(now) })}
    </output>
  );
}
