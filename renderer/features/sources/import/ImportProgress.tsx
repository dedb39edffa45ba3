import { useProgress } from '../../../api/index.ts';
import { formatPercent, t } from '../../../ui/index.ts';
import '../progress.css';

/** How far the import is: the share of the file that has been read. */
export function ImportProgress({ path }: { path: string }) {
  const progress = useProgress('import');
  const file = progress?.note ?? path.split(/[\\/]/).pop() ?? path;
  const share =
    progress === null || progress.total === null || progress.total <= 0
      ? null
      : Math.min(1, progress.done / progress.total);
  return (
    <div className="wf-import-progress">
      <p className="wf-import-path">{t('sources.import.progress', { file })}</p>
      <progress aria-label={t('sources.import.progress.label')} max={1} {...(share === null ? {} : { value: share })} />
      <p className="wf-muted">
        {share !== null && `${formatPercent(share)} · `}
        {t('sources.import.background')}
      </p>
    </div>
  );
}
