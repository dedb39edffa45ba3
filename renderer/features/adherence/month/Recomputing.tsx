import { useProgress } from '../../../api/index.ts';
import { formatPercent, t } from '../../../ui/index.ts';
import './recomputing.css';

/** Said while history is counted again. @param share 0..1 as the figures on screen were made; null: they are whole */
export function Recomputing({ share }: { share: number | null }) {
  const progress = useProgress('adherence');
  const live =
    progress !== null && progress.total !== null && progress.total > 0 ? progress.done / progress.total : null;
  const now = live === null || live >= 1 ? share : live;
  if (now === null) return null;
  return (
    <output className="wf-recomputing">
      <progress max={1} value={now} aria-hidden />
      {t('adherence-month.recomputing', { share: formatPercent(now) })}
    </output>
  );
}
