import { useEffect, useRef, useState } from 'react';
import { useCommand, useQuery, useShell } from '../../../api/index.ts';
import { go } from '../../../app/route.ts';
import { Banner, Button, Dialog, errorText, notify, t, TextField } from '../../../ui/index.ts';
import { openDialog } from '../../adherence/exception/dialogs.ts';
import { QuarantineDialog } from '../QuarantineDialog.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { ImportResult } from './ImportResult.tsx';
import type { ImportCounts } from './ImportResult.tsx';
import { Preview } from './Preview.tsx';
import '../wizard.css';
import './import.css';

type Stage = 'file' | 'preview' | 'running' | 'done';

/** Imports a delimited file: choose it, see how it would be read, run it, and see where every row went. */
export function ImportWizard({ onClose }: { onClose(): void }) {
  const [stage, setStage] = useState<Stage>('file');
  const [path, setPath] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const [mapping, setMapping] = useState<string | null>(null);
  const [result, setResult] = useState<ImportCounts | null>(null);
  const [missing, setMissing] = useState(false);
  const [quarantine, setQuarantine] = useState(false);
  const choose = useShell('chooseFile');
  const importFile = useCommand('importFile');
  const cancel = useCommand('cancelImport');
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const preview = useQuery('filePreview', asked === null ? null : { path: asked, mapping });
  const chosen = mapping ?? preview.value?.mapping ?? null;
  const ready = chosen !== null && preview.value !== null && preview.error === null && !preview.loading;

  const look = (file: string) => {
    setMissing(file.trim() === '');
    if (file.trim() === '') return;
    setMapping(null);
    if (asked === file.trim()) preview.refresh();
    setAsked(file.trim());
    setStage('preview');
  };
  const pick = async () => {
    const answer = await choose.run({});
    if (!answer.ok || answer.value.path === null) return;
    setPath(answer.value.path);
    look(answer.value.path);
  };
  const run = async () => {
    if (asked === null || chosen === null) return;
    setStage('running');
    cancel.clear();
    const answer = await importFile.run({ path: asked, mapping: chosen });
    if (answer.ok) {
      const { file, stored, quarantined } = answer.value;
      setResult(answer.value);
      setStage('done');
      if (!open.current) notify({ tone: 'info', text: t('sources.import.finished', { file, stored, quarantined }) });
    } else if (open.current) setStage('preview');
    else notify({ tone: 'breach', text: stopText(answer.error.code === 'cancelled', errorText(answer.error)) });
  };
  const again = () => {
    setStage('file');
    setPath('');
    setAsked(null);
    setMapping(null);
    setResult(null);
    importFile.clear();
  };

  if (quarantine && result !== null) {
    return <QuarantineDialog source={null} name={result.file} onClose={() => setQuarantine(false)} />;
  }
  return (
    <Dialog
      open
      size="wide"
      title={t('sources.import.title')}
      onClose={onClose}
      footer={
        <>
          {stage === 'file' && (
            <>
              <Button kind="quiet" onPress={importSchedule}>
                {t('sources.import.schedule')}
              </Button>
              <Button onPress={onClose}>{t('ui.cancel')}</Button>
              <Button kind="primary" onPress={() => look(path)}>
                {t('sources.import.read')}
              </Button>
            </>
          )}
          {stage === 'preview' && (
            <>
              <Button onPress={() => setStage('file')}>{t('sources.wizard.back')}</Button>
              <Button kind="primary" focused={ready} isDisabled={!ready} onPress={() => void run()}>
                {t('sources.import.start')}
              </Button>
            </>
          )}
          {stage === 'running' && (
            <Button kind="danger" focused isDisabled={cancel.busy} onPress={() => void cancel.run({})}>
              {cancel.busy ? t('sources.import.cancelling') : t('sources.import.cancel')}
            </Button>
          )}
          {stage === 'done' && (
            <>
              <Button onPress={again}>{t('sources.import.again')}</Button>
              <Button kind="primary" focused onPress={onClose}>
                {t('ui.close')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="wf-wizard">
        {stage === 'file' && (
          <div className="wf-import-file">
            <TextField
              label={t('sources.import.path')}
              help={t('sources.import.path.help')}
              value={path}
              focused
              onChange={setPath}
              error={missing ? t('sources.import.path.empty') : null}
              onSubmit={() => look(path)}
            />
            <Button isDisabled={choose.busy} onPress={() => void pick()}>
              {t('sources.import.choose')}
            </Button>
          </div>
        )}
        {stage === 'preview' && (
          <>
            {importFile.error !== null && (
              <Banner
                tone={importFile.error.code === 'cancelled' ? 'info' : 'breach'}
                title={stopText(importFile.error.code === 'cancelled', errorText(importFile.error))}
              />
            )}
            {preview.error !== null ? (
              <Banner tone="breach" title={t('sources.import.failed')}>
                {errorText(preview.error)}
              </Banner>
            ) : preview.value === null ? (
              <p className="wf-muted">{t('sources.import.reading')}</p>
            ) : (
              <Preview path={asked ?? ''} preview={preview.value} mapping={chosen} onMapping={setMapping} />
            )}
          </>
        )}
        {stage === 'running' && <ImportProgress path={asked ?? ''} />}
        {stage === 'done' && result !== null && (
          <ImportResult result={result} onQuarantine={() => setQuarantine(true)} />
        )}
      </div>
    </Dialog>
  );
}

/** Schedules have a dialog of their own, where adherence is. */
function importSchedule(): void {
  openDialog({ kind: 'import' });
  go('adherence');
}

function stopText(cancelled: boolean, reason: string): string {
  return cancelled ? t('sources.import.cancelled') : t('sources.import.broken', { reason });
}
