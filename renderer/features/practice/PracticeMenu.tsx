import { FlaskConical } from 'lucide-react';
import { Button, PopoverButton, t } from '../../ui/index.ts';
import { PracticePanel } from './PracticePanel.tsx';
import './practice.css';

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
      <PracticePanel />
    </PopoverButton>
  );
}
