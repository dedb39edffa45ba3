import { useProgress } from '../../../api/index.ts';
import { formatPercent, t } from '../../../ui/index.ts';

/** How far the import is. The total is a share of the file where its rows are not known. */
export function ImportProgress({ path }: { path: string }) {
  const progress = useProgress('import');
  const file = path.split(/[\\/]/).pop() ?? path;
  const share =
    progress === null || progress.total === null || progress.total <= 0
      ? null
      : Math.min(1, progress.done / progress.total);
  return (
    <div className="wf-import-progress">
      <p>{t('sources.import.progress', { file, count: progress?.done ?? 0 })}</p>
      <progress aria-label={t('sources.import.progress.label')} max={1} {...(share === null ? {} : { value: share })} />
      <p className="wf-muted">
        {share !== null && `${formatPercent(share)} · `}
        {progress?.note ?? t('sources.import.background')}
      </p>
    </div>
  );
}
