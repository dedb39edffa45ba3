import { Suspense, useEffect } from 'react';
import { useKeyboard } from '../actions/index.ts';
import { useLink } from '../api/index.ts';
import { Boundary, t } from '../ui/index.ts';
import { AlarmAnnouncer } from './AlarmAnnouncer.tsx';
import { allAreas } from './areas.ts';
import { Banners } from './Banners.tsx';
import { useCoreActions } from './core-actions.ts';
import { Overlays } from './Overlays.tsx';
import { useBoardField, useSettings } from './providers.tsx';
import { Rail } from './Rail.tsx';
import { go, useRoute } from './route.ts';
import { Slot } from './Slot.tsx';
import { allBackground } from './slots.ts';
import { useUi } from './state.ts';
import { TopBar } from './TopBar.tsx';
import { useBoardShown } from './use-board-shown.ts';
import './shell.css';

const NO_SHORTCUTS = {};

/** The console: rail, top bar, the area on screen, and what slides over it. */
export function Shell() {
  const { area } = useRoute();
  const { settings } = useSettings();
  const mode = useBoardField('mode');
  const link = useLink();
  const areas = allAreas();
  const current = areas.find((entry) => entry.id === area) ?? areas[0];
  useCoreActions();
  useKeyboard(settings?.shortcuts ?? NO_SHORTCUTS);
  useBoardShown();
  useEffect(() => {
    if (current !== undefined && current.id !== area) go(current.id);
  }, [current, area]);
  const lost = link.phase === 'restarting' || link.phase === 'stopped';
  return (
    <div className="wf-shell">
      <Rail current={current?.id ?? ''} />
      <TopBar />
      <div className="wf-stage" data-lost={lost ? '' : undefined} data-mode={mode}>
        <Banners />
        <main className="wf-main">
          {current !== undefined && (
            <Boundary key={current.id} name={t(current.label)}>
              <Suspense fallback={null}>
                <current.Screen />
              </Suspense>
            </Boundary>
          )}
        </main>
        <Slides />
      </div>
      <Overlays />
      <AlarmAnnouncer />
      {allBackground().map(({ id, Component }) => (
        <Boundary key={id} name={t('app.background')}>
          <Component />
        </Boundary>
      ))}
    </div>
  );
}

/** What features put over the board: details, the alarm tray, "why this number". */
function Slides() {
  const subject = useUi((state) => state.subject);
  const question = useUi((state) => state.question);
  const trayOpen = useUi((state) => state.trayOpen);
  return (
    <>
      {subject !== null && (
        <Boundary key={subject.key} name={t('app.details')}>
          <Slot name="details" fill={{ subject, onClose: closeSubject }} />
        </Boundary>
      )}
      {trayOpen && (
        <Boundary name={t('app.alarms')}>
          <Slot name="alarmTray" fill={{ onClose: closeTray }} />
        </Boundary>
      )}
      {question !== null && (
        <Boundary name={t('app.why')}>
          <Slot name="why" fill={{ question, onClose: closeQuestion }} />
        </Boundary>
      )}
    </>
  );
}

const closeSubject = () => useUi.setState({ subject: null });
const closeTray = () => useUi.setState({ trayOpen: false });
const closeQuestion = () => useUi.setState({ question: null });
