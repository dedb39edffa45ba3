import { useState } from 'react';
import type { ExceptionRow } from '../../../../shared/contract/index.ts';
import { useCommand } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { Button, Dialog, errorText, formatDateTime, formatSpan, notify, t, TextField } from '../../../ui/index.ts';
import { dayOf } from '../days.ts';
import { decided } from '../exception/dialogs.ts';
import { openDay } from '../routes.ts';
import { whenText } from './columns.tsx';

interface OneExceptionProps {
  row: ExceptionRow;
  onClose(): void;
  onRemoved(): void;
}

/** All of one exception, and the way to take it back. */
export function OneException({ row, onClose, onRemoved }: OneExceptionProps) {
  const zone = useZone();
  const remove = useCommand('removeException');
  const [why, setWhy] = useState('');
  const takeBack = async () => {
    if (remove.busy) return;
    const result = await remove.run({ id: row.id, note: why.trim() === '' ? null : why.trim() });
    if (!result.ok) return;
    notify({ tone: 'info', text: t('adherence-exceptions.one.done', { name: row.name.slice(0, 80) }) });
    decided();
    onRemoved();
  };
  const facts: [string, string][] = [
    [t('adherence-exceptions.col.when'), `${whenText(row, zone)}, ${formatSpan((row.to - row.from) / 1000)}`],
    [t('adherence-exceptions.reason'), row.reason],
    [t('adherence-exceptions.approver'), row.approver],
    [
      t('adherence-exceptions.col.written'),
      t('adherence-exceptions.one.written', { actor: row.actor, time: formatDateTime(row.at, zone) }),
    ],
  ];
  if (row.note !== null && row.note !== '') facts.push([t('adherence-exceptions.one.note'), row.note]);
  if (row.removedAt !== null) {
    facts.push([
      t('adherence-exceptions.one.removed'),
      t('adherence-exceptions.one.written', {
        actor: row.removedBy ?? '',
        time: formatDateTime(row.removedAt, zone),
      }),
    ]);
  }
  return (
    <Dialog
      open
      title={t('adherence-exceptions.one.title', { name: row.name.slice(0, 80) })}
      onClose={onClose}
      footer={
        <>
          <Button
            onPress={() => {
              onClose();
              openDay(row.person, dayOf(row.from, zone));
            }}
          >
            {t('adherence-exceptions.one.day')}
          </Button>
          <Button onPress={onClose}>{t('ui.close')}</Button>
          {row.removedAt === null && (
            <Button kind="danger" isDisabled={remove.busy} onPress={() => void takeBack()}>
              {t('adherence-exceptions.one.remove')}
            </Button>
          )}
        </>
      }
    >
      <div className="wf-log-one">
        <dl>
          {facts.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto" className="wf-selectable">
                {text}
              </dd>
            </div>
          ))}
        </dl>
        {row.removedAt === null && (
          <>
            <TextField
              label={t('adherence-exceptions.one.why')}
              value={why}
              onChange={setWhy}
              onSubmit={() => void takeBack()}
              help={t('adherence-exceptions.one.does')}
            />
            {remove.error !== null && (
              <p role="alert" className="wf-log-failure">
                {t('adherence-exceptions.one.failed', { reason: errorText(remove.error) })}
              </p>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
