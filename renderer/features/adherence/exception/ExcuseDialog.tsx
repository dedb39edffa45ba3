import { useState } from 'react';
import { useZone } from '../../../app/providers.tsx';
import { Button, Dialog, formatSpan, formatTime, Select, t } from '../../../ui/index.ts';
import { activityWord, stateWord } from '../words.ts';
import { closeDialog } from './dialogs.ts';
import type { DialogRequest } from './dialogs.ts';
import { ReasonFields, useLikelyApprover } from './ReasonFields.tsx';
import { likelyReason, reasonText } from './reasons.ts';
import type { ReasonDraft } from './reasons.ts';
import { useDecide } from './use-decide.ts';

type Request = Extract<DialogRequest, { kind: 'excuse' }>;

/** Excuses the deviation that lasts: everything is filled in, Enter does it. */
export function ExcuseDialog({ request }: { request: Request }) {
  const { person, from, to, planned, plannedUntil, actual } = request;
  const zone = useZone();
  const [reason, setReason] = useState<ReasonDraft>({ choice: likelyReason(actual), own: '' });
  const [approver, setApprover] = useState(useLikelyApprover());
  const [until, setUntil] = useState<'now' | 'planned'>('now');
  const [strict, setStrict] = useState(false);
  const { except, busy, failure } = useDecide();
  const save = () => {
    setStrict(true);
    const words = reasonText(reason);
    if (words === '' || approver.trim() === '' || busy) return;
    const end = until === 'planned' && plannedUntil !== null ? plannedUntil : to;
    void except([person], { from, to: end, reason: words, approver: approver.trim(), note: null });
  };
  const ends = [
    {
      id: 'now' as const,
      label: t('adherence.excuse.now', { time: formatTime(to, zone) }),
      note: t('adherence.excuse.nowNote'),
    },
  ];
  const choices =
    plannedUntil === null || plannedUntil <= to
      ? ends
      : [
          ...ends,
          {
            id: 'planned' as const,
            label: t('adherence.excuse.planned', {
              time: formatTime(plannedUntil, zone),
              activity: activityWord(planned),
            }),
            note: t('adherence.excuse.plannedNote'),
          },
        ];
  return (
    <Dialog
      title={t('adherence.excuse.title', { name: person.name })}
      open
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>{t('ui.cancel')}</Button>
          <Button kind="primary" focused isDisabled={busy} onPress={save}>
            {t('adherence.excuse.save')}
          </Button>
        </>
      }
    >
      <div className="wf-exception">
        <p>
          {t('adherence.excuse.text', {
            planned: activityWord(planned),
            actual: stateWord(actual),
            length: formatSpan((to - from) / 1000),
          })}
        </p>
        <Select<'now' | 'planned'>
          label={t('adherence.excuse.until')}
          options={choices}
          value={until}
          onChange={setUntil}
        />
        <ReasonFields
          reason={reason}
          onReason={setReason}
          approver={approver}
          onApprover={setApprover}
          strict={strict}
          onSubmit={save}
        />
        {failure !== null && (
          <p role="alert" className="wf-exception-failure">
            {failure}
          </p>
        )}
      </div>
    </Dialog>
  );
}
