import { useState } from 'react';
import { useZone } from '../../../app/providers.tsx';
import { Button, Dialog, t, TextField } from '../../../ui/index.ts';
import { clockOf, dayOf, instantOn, spanOn } from '../days.ts';
import { closeDialog } from './dialogs.ts';
import type { DialogRequest } from './dialogs.ts';
import { ReasonFields, useLikelyApprover } from './ReasonFields.tsx';
import { reasonText } from './reasons.ts';
import type { ReasonDraft } from './reasons.ts';
import { useDecide, whoText } from './use-decide.ts';

type Request = Extract<DialogRequest, { kind: 'exception' }>;

/** Longer than any shift: a slip of the hand in one of the times. */
const MOST_MS = 16 * 3_600_000;

/** Minutes that will not count, for one person or several, with a reason and who approved them. */
export function ExceptionDialog({ request }: { request: Request }) {
  const zone = useZone();
  const day = dayOf(request.from, zone);
  const [from, setFrom] = useState(() => clockOf(request.from, zone));
  const [to, setTo] = useState(() => clockOf(request.to, zone));
  const [reason, setReason] = useState<ReasonDraft>({ choice: null, own: '' });
  const [approver, setApprover] = useState(useLikelyApprover());
  const [note, setNote] = useState('');
  const [strict, setStrict] = useState(false);
  const { except, busy, failure } = useDecide();
  const span = spanOn(day, from, to, zone);
  const ordered = span !== null && span.to > span.from && span.to - span.from <= MOST_MS;
  const save = () => {
    setStrict(true);
    const words = reasonText(reason);
    if (!ordered || words === '' || approver.trim() === '' || busy) return;
    const text = note.trim();
    void except(request.people, {
      ...span,
      reason: words,
      approver: approver.trim(),
      note: text === '' ? null : text,
    });
  };
  const timeError = (text: string) => (instantOn(day, text, zone) === null ? t('adherence.exception.time') : null);
  const orderError = span !== null && !ordered ? t('adherence.exception.order') : null;
  return (
    <Dialog
      title={t('adherence.exception.title')}
      open
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={busy} onPress={save}>
            {t('adherence.exception.save')}
          </Button>
        </>
      }
    >
      <div className="wf-exception">
        <p className="wf-exception-who" dir="auto" title={request.people.map(({ name }) => name).join(', ')}>
          {whoText(request.people)}
        </p>
        <div className="wf-exception-times">
          <TextField
            label={t('adherence.exception.from')}
            value={from}
            onChange={setFrom}
            error={timeError(from)}
            onSubmit={save}
          />
          <TextField
            label={t('adherence.exception.to')}
            value={to}
            onChange={setTo}
            error={timeError(to) ?? orderError}
            onSubmit={save}
          />
        </div>
        <ReasonFields
          reason={reason}
          onReason={setReason}
          approver={approver}
          onApprover={setApprover}
          strict={strict}
          onSubmit={save}
        />
        <TextField label={t('adherence.exception.note')} value={note} onChange={setNote} onSubmit={save} />
        {ordered && (
          <p className="wf-muted">
            {t('adherence.exception.does', {
              minutes: Math.round((span.to - span.from) / 60_000),
              people: request.people.length,
            })}
          </p>
        )}
        {failure !== null && (
          <p role="alert" className="wf-exception-failure">
            {failure}
          </p>
        )}
      </div>
    </Dialog>
  );
}
