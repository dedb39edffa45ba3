import { useState } from 'react';
import type { ReactNode } from 'react';
import { bucketLabel } from '../../../../shared/time/zone.ts';
import { useCommand, useShell } from '../../../api/index.ts';
import type { CallOutput } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { Banner, Button, Dialog, errorText, notify, t } from '../../../ui/index.ts';
import { AccountForm } from './AccountForm.tsx';
import { readAddress, secretRefOf } from './address.ts';
import { nameOf, problemsOf, startOf } from './draft.ts';
import type { Draft, Problems } from './draft.ts';
import { PlanList } from './PlanList.tsx';
import '../wizard.css';

type Stage = 'account' | 'plan' | 'no-keyring';
const HISTORY_MS = 90 * 86_400_000;

/** Connects Zendesk: the account, a test that says what the plan allows, the token into the keyring, and reading begins. */
export function ZendeskWizard({ vendor, onClose }: { vendor: ReactNode; onClose(): void }) {
  const zone = useZone();
  const test = useCommand('testSource');
  const add = useCommand('addSource');
  const keep = useShell('keepSecret');
  const [stage, setStage] = useState<Stage>('account');
  const [draft, setDraft] = useState<Draft>(() => ({
    address: '',
    email: '',
    token: '',
    name: '',
    start: bucketLabel(Date.now() - HISTORY_MS, 'day', zone),
  }));
  const [problems, setProblems] = useState<Problems>({});
  const [streams, setStreams] = useState<CallOutput<'testSource'>['streams']>([]);
  const address = readAddress(draft.address);

  const runTest = async () => {
    const found = problemsOf(draft, zone, Date.now());
    setProblems(found);
    if (Object.keys(found).length > 0 || !address.ok) return;
    const result = await test.run({
      kind: 'zendesk',
      baseUrl: address.baseUrl,
      email: draft.email.trim(),
      secret: draft.token.trim(),
    });
    if (!result.ok) return;
    setStreams(result.value.streams);
    setStage('plan');
  };

  const connect = async (sessionOnly: boolean) => {
    const startTime = startOf(draft.start, zone);
    if (!address.ok || startTime === null) return setStage('account');
    const ref = secretRefOf(address.host, crypto.randomUUID());
    const kept = await keep.run({ ref, secret: draft.token.trim(), sessionOnly });
    if (!kept.ok) return;
    if (kept.value.kept === 'refused') return setStage('no-keyring');
    const name = nameOf(draft);
    const added = await add.run({
      kind: 'zendesk',
      name,
      baseUrl: address.baseUrl,
      email: draft.email.trim(),
      secretRef: ref,
      startTime,
    });
    if (!added.ok) return;
    notify({ tone: 'info', text: t('sources.connect.done', { name }) });
    onClose();
  };

  const busy = test.busy || add.busy || keep.busy;
  const readable = streams.some((stream) => stream.available);
  return (
    <Dialog
      open
      title={t('sources.connect.title')}
      onClose={onClose}
      footer={
        <>
          <span className="wf-wizard-step">
            {t('sources.wizard.step', { step: stage === 'account' ? 1 : 2, steps: 2 })}
          </span>
          {stage === 'account' ? (
            <>
              <Button onPress={onClose}>{t('ui.cancel')}</Button>
              <Button kind="primary" isDisabled={busy} onPress={() => void runTest()}>
                {test.busy ? t('sources.connect.testing') : t('sources.connect.test')}
              </Button>
            </>
          ) : (
            <>
              <Button isDisabled={busy} onPress={() => setStage(stage === 'plan' ? 'account' : 'plan')}>
                {t('sources.wizard.back')}
              </Button>
              <Button
                kind="primary"
                focused={readable}
                isDisabled={busy || !readable}
                onPress={() => void connect(stage === 'no-keyring')}
              >
                {busy
                  ? t('sources.connect.adding')
                  : stage === 'plan'
                    ? t('sources.connect.add')
                    : t('sources.connect.session')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="wf-wizard">
        {stage === 'account' && (
          <>
            {vendor}
            {test.error !== null && (
              <Banner tone="breach" title={t('sources.connect.failed')}>
                {errorText(test.error)}
              </Banner>
            )}
            <AccountForm draft={draft} problems={problems} onChange={setDraft} onSubmit={() => void runTest()} />
          </>
        )}
        {stage === 'plan' && <PlanList streams={streams} />}
        {stage === 'no-keyring' && (
          <Banner tone="warning" title={t('sources.connect.keyring')}>
            {t('sources.connect.keyring.text')}
          </Banner>
        )}
        {keep.error !== null && (
          <p role="alert" className="wf-wizard-error">
            {t('sources.connect.secret.failed', { reason: errorText(keep.error) })}
          </p>
        )}
        {add.error !== null && (
          <p role="alert" className="wf-wizard-error">
            {t('sources.connect.add.failed', { reason: errorText(add.error) })}
          </p>
        )}
      </div>
    </Dialog>
  );
}
