import { FlaskConical } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button, PopoverButton, t } from '../../ui/index.ts';
import './practice.css';

const PracticePanel = lazy(async () => ({ default: (await import('./PracticePanel.tsx')).PracticePanel }));

/** In the top bar while the floor is simulated: says so, and opens what can be done to it. */
export function PracticeMenu() {
  return (
    <PopoverButton
      label={t('practice.title')}
      width={400}
      trigger={
        <Button className="wf-practice-button" icon={<FlaskConical aria-hidden />}>
          <span className="wf-practice-long">{t('practice.simulated')}</span>
          <span className="wf-practice-short">{t('practice.simulated.short')}</span>
        </Button>
      }
    >
      <Suspense fallback={null}>
        <PracticePanel />
      </Suspense>
    </PopoverButton>
  );
}
