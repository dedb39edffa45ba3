import { useState } from 'react';
import { useCommand, useShell } from '../../api/index.ts';
import { Banner, Button, Dialog, errorText, notify, t, TextField } from '../../ui/index.ts';
import './wizard.css';

interface TokenDialogProps {
  source: string;
  name: string;
  /** Name of the secret in the keyring. */
  secretRef: string;
  onClose(): void;
}

/** A new token for a source that is there already: everything read so far stays. */
export function TokenDialog({ source, name, secretRef, onClose }: TokenDialogProps) {
  const keep = useShell('keepSecret');
  const pause = useCommand('pauseSource');
  const [token, setToken] = useState('');
  const [missing, setMissing] = useState(false);
  const [noKeyring, setNoKeyring] = useState(false);
  const save = async () => {
    const secret = token.trim();
    setMissing(secret === '');
    if (secret === '') return;
    const kept = await keep.run({ ref: secretRef, secret, sessionOnly: noKeyring });
    if (!kept.ok) return;
    if (kept.value.kept === 'refused') return setNoKeyring(true);
    // A source that failed for its token rests until somebody acts: pausing and resuming it is that act.
    const paused = await pause.run({ source, paused: true });
    const resumed = paused.ok ? await pause.run({ source, paused: false }) : paused;
    if (!resumed.ok) return;
    notify({ tone: 'info', text: t('sources.token.done', { name: name.slice(0, 80) }) });
    onClose();
  };
  const busy = keep.busy || pause.busy;
  const error = keep.error ?? pause.error;
  return (
    <Dialog
      open
      title={t('sources.token.title', { name: name.slice(0, 60) })}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={busy} onPress={() => void save()}>
            {noKeyring ? t('sources.connect.session') : t('sources.token.save')}
          </Button>
        </>
      }
    >
      <div className="wf-wizard">
        <p>{t('sources.token.text')}</p>
        <TextField
          label={t('sources.connect.token')}
          help={t('sources.connect.token.help')}
          type="password"
          value={token}
          onChange={setToken}
          error={missing ? t('sources.connect.token.empty') : null}
          onSubmit={() => void save()}
        />
        {noKeyring && (
          <Banner tone="warning" title={t('sources.connect.keyring')}>
            {t('sources.connect.keyring.text')}
          </Banner>
        )}
        {error !== null && (
          <p role="alert" className="wf-wizard-error">
            {t('sources.connect.secret.failed', { reason: errorText(error) })}
          </p>
        )}
      </div>
    </Dialog>
  );
}
