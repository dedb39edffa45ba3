import { Bell, Pause, Play, Search, SunMoon } from 'lucide-react';
import { performAction } from '../actions/index.ts';
import { useDerived } from '../api/index.ts';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { Button, Clock, cx, formatCount, IconButton, Kbd, t } from '../ui/index.ts';
import { Health } from './Health.tsx';
import { useBoardField, useFloor, useZone } from './providers.tsx';
import { ScopePicker } from './ScopePicker.tsx';
import { Slot } from './Slot.tsx';
import { slot } from './slots.ts';
import { useUi } from './state.ts';
import './topbar.css';

/** What holds for the whole window: scope, health, alarms, the clock of the moment on screen. */
export function TopBar() {
  const zone = useZone();
  const practice = useBoardField('practice');
  const paused = useUi((state) => state.paused);
  return (
    <header className="wf-bar">
      <ScopePicker />
      <div className="wf-bar-end">
        <Health />
        {practice === true && <Slot name="practice" fill={NOTHING} />}
        {slot('alarmTray') !== null && <AlarmButton />}
        <span className="wf-bar-clock">
          <Clock zone={zone} /> <span className="wf-muted">{zone}</span>
        </span>
        <IconButton
          label={t(paused ? 'app.resume' : 'app.pause')}
          className={cx(paused && 'wf-bar-on')}
          onPress={() => performAction('app.pause')}
        >
          {paused ? <Play /> : <Pause />}
        </IconButton>
        <IconButton label={t('actions.theme')} onPress={() => performAction('app.theme')}>
          <SunMoon />
        </IconButton>
        <Button className="wf-bar-search" onPress={() => performAction('app.search')} icon={<Search />}>
          <span className="wf-bar-word">{t('app.search')}</span>
          <Kbd keys="/" />
        </Button>
      </div>
    </header>
  );
}

const NOTHING = {};

function AlarmButton() {
  const { warning, breach } = useDerived(useFloor().parts.alarms, countAlarms);
  const open = useUi((state) => state.trayOpen);
  const label = t('app.alarmCount', { warning, breach });
  return (
    <Button
      className="wf-bar-alarms"
      aria-expanded={open}
      data-level={breach > 0 ? 'breach' : warning > 0 ? 'warning' : 'normal'}
      onPress={() => useUi.setState({ trayOpen: !open })}
      icon={<Bell />}
    >
      <span className="wf-hidden">{label}</span>
      <span className="wf-bar-counts" aria-hidden="true">
        {breach > 0 && <span className="wf-bar-breach">{formatCount(breach)}</span>}
        {warning > 0 && <span className="wf-bar-warning">{formatCount(warning)}</span>}
        {breach + warning === 0 && <span className="wf-muted">{formatCount(0)}</span>}
      </span>
    </Button>
  );
}

/** Alarms that want a look: neither acknowledged nor snoozed. */
function countAlarms(rows: Iterable<AlarmRow>): { warning: number; breach: number } {
  const counts = { warning: 0, breach: 0 };
  for (const row of rows) {
    if (row.acknowledgedAt !== null || row.snoozedUntil !== null) continue;
    if (row.level === 'warning' || row.level === 'breach') counts[row.level] += 1;
  }
  return counts;
}
