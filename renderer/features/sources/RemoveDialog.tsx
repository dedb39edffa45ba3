import type { SourceRow } from '../../../shared/contract/index.ts';
import { useCommand } from '../../api/index.ts';
import { Button, Dialog, errorText, notify, t } from '../../ui/index.ts';
import { rowsOf } from './words.ts';

/** Says what goes and what stays before a source is removed. */
export function RemoveDialog({ source, onClose }: { source: SourceRow; onClose(): void }) {
  const remove = useCommand('removeSource');
  const confirm = async () => {
    const result = await remove.run({ source: source.key });
    if (!result.ok) return;
    notify({ tone: 'info', text: t('sources.removed', { name: source.name }) });
    onClose();
  };
  const file = source.kind === 'file';
  const name = source.name.length > 60 ? `${source.name.slice(0, 60)}…` : source.name;
  return (
    <Dialog
      open
      title={t('sources.remove.title', { name })}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="danger" isDisabled={remove.busy} onPress={() => void confirm()}>
            {t('sources.remove.do')}
          </Button>
        </>
      }
    >
      <div className="wf-wizard">
        <p>{t(file ? 'sources.remove.lost.file' : 'sources.remove.lost', { count: rowsOf(source) })}</p>
        <p>{t('sources.remove.kept')}</p>
        <p className="wf-muted">{t(file ? 'sources.remove.again.file' : 'sources.remove.again')}</p>
        {remove.error !== null && (
          <p role="alert" className="wf-wizard-error">
            {t('sources.remove.failed', { name, reason: errorText(remove.error) })}
          </p>
        )}
      </div>
    </Dialog>
  );
}
