import { FileUp, FlaskConical, Plug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCommand } from '../../api/index.ts';
import { go } from '../../app/route.ts';
import { Button, errorText, notify, t } from '../../ui/index.ts';
import './first-run.css';

/** How long a practice floor's history is, in milliseconds. */
const PRACTICE_HISTORY_MS = 28 * 86_400_000;

/** With nothing connected: the three ways to begin. */
export function FirstRun() {
  const add = useCommand('addSource');
  const practice = async () => {
    const result = await add.run({
      kind: 'practice',
      name: t('sources.practice.name'),
      baseUrl: null,
      email: null,
      secretRef: null,
      startTime: Date.now() - PRACTICE_HISTORY_MS,
    });
    if (result.ok) go('floor');
    else notify({ tone: 'breach', text: t('sources.practice.failed', { reason: errorText(result.error) }) });
  };
  return (
    <section className="wf-begin" aria-labelledby="wf-begin-title">
      <h2 id="wf-begin-title">{t('sources.first.title')}</h2>
      <p className="wf-muted">{t('sources.first.text')}</p>
      <ul className="wf-begin-ways">
        <Way icon={<FlaskConical />} text={t('sources.first.practice.text')}>
          <Button kind="primary" isDisabled={add.busy} onPress={() => void practice()}>
            {add.busy ? t('sources.first.starting') : t('sources.first.practice')}
          </Button>
        </Way>
        <Way icon={<Plug />} text={t('sources.first.connect.text')}>
          <Button onPress={() => go('sources/connect')}>{t('sources.connect')}</Button>
        </Way>
        <Way icon={<FileUp />} text={t('sources.first.import.text')}>
          <Button onPress={() => go('sources/import')}>{t('sources.import')}</Button>
        </Way>
      </ul>
    </section>
  );
}

function Way({ icon, text, children }: { icon: ReactNode; text: string; children: ReactNode }) {
  return (
    <li className="wf-begin-way">
      <span className="wf-begin-icon" aria-hidden>
        {icon}
      </span>
      <p>{text}</p>
      {children}
    </li>
  );
}
