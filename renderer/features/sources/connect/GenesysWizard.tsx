import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { bucketLabel } from '../../../../shared/time/zone.ts';
import { useZone } from '../../../app/providers.tsx';
import { Banner, Button, Dialog, t } from '../../../ui/index.ts';
import { genesysProblems } from './genesys-draft.ts';
import type { GenesysDraft, GenesysProblems } from './genesys-draft.ts';
import { GenesysForm } from './GenesysForm.tsx';
import { PlanList } from './PlanList.tsx';
import { useGenesys } from './use-genesys.ts';
import '../wizard.css';

const HISTORY_MS = 90 * 86_400_000;

/** Connects Genesys Cloud: the organisation, signing in (by a client of its own or with the browser), what may be read, and reading begins. */
export function GenesysWizard({ vendor, onClose }: { vendor: ReactNode; onClose(): void }) {
  const zone = useZone();
  const [draft, setDraft] = useState<GenesysDraft>(() => ({
    region: 'mypurecloud.com',
    host: '',
    method: 'client',
    clientId: '',
    secret: '',
    port: '',
    name: '',
    start: bucketLabel(Date.now() - HISTORY_MS, 'day', zone),
  }));
  const [problems, setProblems] = useState<GenesysProblems>({});
  const steps = useGenesys(draft, zone, onClose);
  const { stage, streams, busy, testing, failure } = steps;
  const readable = streams.some(({ available }) => available);
  const browser = draft.method === 'browser';

  const forward = () => {
    const found = genesysProblems(draft, zone, Date.now());
    setProblems(found);
    if (Object.keys(found).length === 0 && !busy) steps.forward();
  };
  const close = () => {
    if (stage === 'waiting') steps.back();
    onClose();
  };
  return (
    <Dialog
      open
      title={t('sources.genesys.title')}
      onClose={close}
      footer={
        <>
          <span className="wf-wizard-step">
            {t('sources.wizard.step', { step: stage === 'account' || stage === 'waiting' ? 1 : 2, steps: 2 })}
          </span>
          {stage === 'account' && (
            <>
              <Button onPress={close}>{t('ui.cancel')}</Button>
              <Button kind="primary" isDisabled={busy} onPress={forward}>
                {t(testing ? 'sources.connect.testing' : browser ? 'sources.genesys.signIn' : 'sources.connect.test')}
              </Button>
            </>
          )}
          {stage === 'waiting' && (
            <Button focused onPress={steps.back}>
              {t('sources.genesys.signIn.cancel')}
            </Button>
          )}
          {stage === 'plan' && (
            <>
              <Button isDisabled={busy} onPress={steps.back}>
                {t('sources.wizard.back')}
              </Button>
              <Button kind="primary" focused={readable} isDisabled={busy || !readable} onPress={steps.connect}>
                {t(busy ? 'sources.connect.adding' : 'sources.connect.add')}
              </Button>
            </>
          )}
          {stage === 'no-keyring' && (
            <>
              <Button isDisabled={busy} onPress={steps.back}>
                {t('sources.wizard.back')}
              </Button>
              <Button kind="primary" isDisabled={busy} onPress={steps.forSession}>
                {t('sources.connect.session')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className="wf-wizard">
        {failure !== null && (
          <Banner tone="breach" title={t('sources.connect.failed')}>
            {failure}
          </Banner>
        )}
        {stage === 'account' && (
          <>
            {vendor}
            <GenesysForm draft={draft} problems={problems} onChange={setDraft} onSubmit={forward} />
          </>
        )}
        {stage === 'waiting' && (
          <output className="wf-wizard-waiting">
            <ExternalLink aria-hidden />
            <span className="wf-strong">{t(testing ? 'sources.connect.testing' : 'sources.genesys.waiting')}</span>
            <span className="wf-muted">{t('sources.genesys.waiting.text')}</span>
          </output>
        )}
        {stage === 'plan' && <PlanList streams={streams} />}
        {stage === 'no-keyring' && (
          <Banner tone="warning" title={t('sources.connect.keyring')}>
            {t(browser ? 'sources.genesys.keyring.browser' : 'sources.genesys.keyring.client')}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
