import { useId, useRef, useState } from 'react';
import { useFocus } from '../../../ui/use-focus.ts';
import { Button, Dialog, t } from '../../../ui/index.ts';
import { closeDialog } from './dialogs.ts';
import type { DialogRequest } from './dialogs.ts';
import { useDecide } from './use-decide.ts';

type Request = Extract<DialogRequest, { kind: 'note' }>;

/** A line in the person's history. */
export function NoteDialog({ request }: { request: Request }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useFocus(field);
  const { note, busy, failure } = useDecide();
  const save = () => {
    if (text.trim() !== '' && !busy) void note(request.person, request.at, text.trim());
  };
  return (
    <Dialog
      title={t('adherence.note.title', { name: request.person.name })}
      open
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={busy || text.trim() === ''} onPress={save}>
            {t('adherence.note.save')}
          </Button>
        </>
      }
    >
      <div className="wf-exception">
        <div className="wf-field">
          <label htmlFor={id}>{t('adherence.note.text')}</label>
          <textarea
            id={id}
            ref={field}
            className="wf-input wf-exception-note"
            rows={4}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
            }}
          />
        </div>
        <p className="wf-muted">{t('adherence.note.does')}</p>
        {failure !== null && (
          <p role="alert" className="wf-exception-failure">
            {failure}
          </p>
        )}
      </div>
    </Dialog>
  );
}
