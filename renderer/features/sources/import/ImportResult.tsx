import { CircleCheck } from 'lucide-react';
import type { CallOutput } from '../../../api/index.ts';
import { Button, formatCount, t } from '../../../ui/index.ts';

export type ImportCounts = CallOutput<'importFile'>;

/** Where every row of the file went. */
export function ImportResult({ result, onQuarantine }: { result: ImportCounts; onQuarantine(): void }) {
  const lines: [string, number][] = [
    [t('sources.import.rows'), result.rows],
    [t('sources.import.stored'), result.stored],
    [t('sources.import.repaired'), result.repaired],
    [t('sources.import.duplicates'), result.duplicates],
    [t('sources.import.quarantined'), result.quarantined],
  ];
  return (
    <>
      <output className="wf-import-done">
        <CircleCheck aria-hidden />
        {t('sources.import.done', { file: result.file })}
      </output>
      <dl className="wf-import-counts">
        {lines.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      {result.quarantined > 0 && (
        <p>
          <Button onPress={onQuarantine}>{t('sources.quarantine.show')}</Button>
        </p>
      )}
    </>
  );
}
