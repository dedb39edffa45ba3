import { lazy, Suspense, useState } from 'react';
import { useRoute } from '../../app/route.ts';
import { Boundary, cx, t } from '../../ui/index.ts';
import { Dialogs } from './exception/Dialogs.tsx';
import { AdherenceProvider } from './live.tsx';
import { openTab, readRoute } from './routes.ts';
import { Strip } from './strip/Strip.tsx';
import { allTabs } from './tabs.ts';
import './adherence.css';

// Every sub-page names itself; a new folder with a `tab.ts` is all it takes.
import.meta.glob('./*/tab.ts', { eager: true });

const DayPanel = lazy(async () => ({ default: (await import('./day/DayPanel.tsx')).DayPanel }));

/** Adherence: who is where the plan says, who is not, and what may be done. */
export function AdherenceScreen() {
  const { rest } = useRoute();
  const route = readRoute(rest);
  const tabs = allTabs();
  // A day slides over the sub-page that was on screen, which stays as it was.
  const [below, setBelow] = useState('now');
  if (route.tab !== null && route.tab !== below) setBelow(route.tab);
  const current = tabs.find((tab) => tab.id === (route.tab ?? below)) ?? tabs[0];
  return (
    <AdherenceProvider>
      <div className="wf-adherence">
        <nav className="wf-tabs" aria-label={t('adherence.name')}>
          {tabs.map(({ id, label }) => (
            <a
              key={id}
              href={`#/adherence/${id}`}
              className={cx('wf-tab', id === current?.id && 'wf-tab-current')}
              aria-current={id === current?.id ? 'page' : undefined}
            >
              {t(label)}
            </a>
          ))}
        </nav>
        {current?.strip === true && (
          <Boundary name={t('adherence.strip')}>
            <Strip />
          </Boundary>
        )}
        {current !== undefined && (
          <Boundary key={current.id} name={t(current.label)}>
            <Suspense fallback={null}>
              <current.Screen />
            </Suspense>
          </Boundary>
        )}
        {route.day !== null && (
          <Boundary name={t('adherence.day')}>
            <Suspense fallback={null}>
              <DayPanel person={route.day.person} day={route.day.day} onClose={() => openTab(below)} />
            </Suspense>
          </Boundary>
        )}
      </div>
      <Dialogs />
    </AdherenceProvider>
  );
}
