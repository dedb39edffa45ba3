import { useCommand, useShell } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { useState } from 'react';
import type { CallOutput } from '../../../api/index.ts';
import { Button, Dialog, errorText, t } from '../../../ui/index.ts';
import { closeDialog } from './dialogs.ts';

const MOST_NAMES = 12;

/** A schedule out of a file: choose it, and see what came of it. */
export function ImportSchedule() {
  const zone = useZone();
  const choose = useShell('chooseFile');
  const load = useCommand('importSchedule');
  const [done, setDone] = useState<CallOutput<'importSchedule'> | null>(null);
  const begin = async () => {
    const chosen = await choose.run({});
    if (!chosen.ok || chosen.value.path === null) return;
    setDone(null);
    const result = await load.run({ path: chosen.value.path });
    if (result.ok) setDone(result.value);
  };
  return (
    <Dialog
      title={t('adherence.import.title')}
      open
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>{t('ui.close')}</Button>
          <Button kind="primary" focused isDisabled={load.busy || choose.busy} onPress={() => void begin()}>
            {t('adherence.import.choose')}
          </Button>
        </>
      }
    >
      <div className="wf-exception" aria-live="polite">
        <p className="wf-muted">{t('adherence.import.text', { zone })}</p>
        {load.busy && <p>{t('adherence.import.busy')}</p>}
        {load.error !== null && (
          <p role="alert" className="wf-exception-failure">
            {t('adherence.import.failed', { reason: errorText(load.error) })}
          </p>
        )}
        {done !== null && (
          <>
            <p>{t('adherence.import.done', { shifts: done.shifts, people: done.people, file: done.file })}</p>
            <p className="wf-muted">
              {t('adherence.import.counts', {
                rows: done.rows,
                duplicates: done.duplicates,
                quarantined: done.quarantined,
              })}
            </p>
            {done.unknownAgents.length > 0 && (
              <>
                <p>{t('adherence.import.unknown')}</p>
                <p className="wf-selectable" dir="auto">
                  {done.unknownAgents.slice(0, MOST_NAMES).join(', ')}
                  {done.unknownAgents.length > MOST_NAMES && ` +${done.unknownAgents.length - MOST_NAMES}`}
                </p>
              </>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
