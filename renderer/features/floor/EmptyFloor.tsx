import { FileUp, PlugZap, Radar } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useCommand, useLink } from '../../api/index.ts';
import { go } from '../../app/route.ts';
import { Button, Empty, errorText, t } from '../../ui/index.ts';

/** Real milliseconds before "loading" is worth a word. */
const PATIENCE_MS = 400;

/** Before the first snapshot: nothing for a moment, then a word. Never shown again once there was a board. */
export function LoadingFloor() {
  const [late, setLate] = useState(false);
  const { phase } = useLink();
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late || phase === 'stopped') return null;
  return <Empty title={t('floor.loading.title')}>{t('floor.loading.text')}</Empty>;
}

/** First run: nothing is connected and nothing is stored. Three ways to begin. */
export function EmptyFloor() {
  const practice = useCommand('addSource');
  const begin = () =>
    void practice.run({
      kind: 'practice',
      name: t('floor.empty.practiceName'),
      baseUrl: null,
      email: null,
      secretRef: null,
      startTime: Date.now(),
    });
  return (
    <div className="wf-first">
      <h2>{t('floor.empty.title')}</h2>
      <p className="wf-muted">{t('floor.empty.text')}</p>
      <div className="wf-first-offers">
        <Offer
          icon={<Radar />}
          title={t('floor.empty.practice')}
          text={t('floor.empty.practiceText')}
          action={
            <Button kind="primary" onPress={begin} isDisabled={practice.busy}>
              {t('floor.empty.practiceStart')}
            </Button>
          }
        />
        <Offer
          icon={<PlugZap />}
          title={t('floor.empty.connect')}
          text={t('floor.empty.connectText')}
          action={<Button onPress={() => go('sources/connect')}>{t('floor.empty.connectStart')}</Button>}
        />
        <Offer
          icon={<FileUp />}
          title={t('floor.empty.import')}
          text={t('floor.empty.importText')}
          action={<Button onPress={() => go('sources/import')}>{t('floor.empty.importStart')}</Button>}
        />
      </div>
      {practice.error !== null && (
        <p role="alert" className="wf-first-error">
          {errorText(practice.error)}
        </p>
      )}
    </div>
  );
}

function Offer({ icon, title, text, action }: { icon: ReactNode; title: string; text: string; action: ReactNode }) {
  return (
    <section className="wf-first-offer">
      <span className="wf-first-icon" aria-hidden>
        {icon}
      </span>
      <h3>{title}</h3>
      <p>{text}</p>
      {action}
    </section>
  );
}
