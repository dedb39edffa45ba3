import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import { useDerived } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { useUi } from '../../app/state.ts';
import { Banner, SlideOver, t, ticker } from '../../ui/index.ts';
import { AlarmHistory } from './AlarmHistory.tsx';
import { AlarmsInForce } from './AlarmsInForce.tsx';
import { isCalling } from './order.ts';
import './alarms.css';

/** One tray for everything that is wrong: what is in force now, and what was. In a replay there is only what was. */
export function AlarmTray({ onClose }: { onClose(): void }) {
  const replay = useUi((state) => state.moment.kind === 'replay');
  const [tab, setTab] = useState<'force' | 'history'>('force');
  const chosen = replay ? 'history' : tab;
  return (
    <SlideOver title={t('alarms.title')} onClose={onClose}>
      <Tabs
        className="wf-tabs"
        selectedKey={chosen}
        onSelectionChange={(key) => setTab(key === 'history' ? 'history' : 'force')}
        disabledKeys={replay ? ['force'] : []}
      >
        <TabList className="wf-tab-list" aria-label={t('alarms.tabs')}>
          <Tab id="force" className="wf-tab">
            {t('alarms.tab.force')}
          </Tab>
          <Tab id="history" className="wf-tab">
            {t('alarms.tab.history')}
          </Tab>
        </TabList>
        <TabPanel id="force" className="wf-tab-panel">
          {!replay && <Summary />}
          <AlarmsInForce />
        </TabPanel>
        <TabPanel id="history" className="wf-tab-panel">
          {replay && <Banner tone="info" title={t('alarms.replay')} />}
          <AlarmHistory />
        </TabPanel>
      </Tabs>
    </SlideOver>
  );
}

function Summary() {
  const counts = useDerived(useFloor().parts.alarms, count);
  const text = [
    t('alarms.summary', { breaches: counts.breaches, warnings: counts.warnings }),
    ...(counts.quiet > 0 ? [t('alarms.quiet', { count: counts.quiet })] : []),
  ].join(' · ');
  return <p className="wf-alarms-summary">{text}</p>;
}

function count(rows: Iterable<AlarmRow>) {
  const counts = { breaches: 0, warnings: 0, quiet: 0 };
  const now = ticker.now();
  for (const alarm of rows) {
    if (alarm.level !== 'stale' && !isCalling(alarm, now)) counts.quiet += 1;
    else if (alarm.level === 'breach') counts.breaches += 1;
    else if (alarm.level === 'warning') counts.warnings += 1;
  }
  return counts;
}
