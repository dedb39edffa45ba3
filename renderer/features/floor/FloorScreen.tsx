import { useSyncExternalStore } from 'react';
import type { LiveView } from '../../api/index.ts';
import { useBoardField, useFloor } from '../../app/providers.tsx';
import { Slot } from '../../app/Slot.tsx';
import { Boundary, t } from '../../ui/index.ts';
import { AgentsPanel } from './AgentsPanel.tsx';
import { EmptyFloor, LoadingFloor } from './EmptyFloor.tsx';
import { QueueColumn } from './QueueColumn.tsx';
import { Strip } from './Strip.tsx';
import './floor.css';

const NOTHING = {};

/** The floor now (or at the replayed moment): the figures, the queues worst first, the agents beside them. */
export function FloorScreen() {
  const floor = useFloor();
  const known = useKnown(floor);
  const empty = useBoardField('empty');
  const mode = useBoardField('mode');
  if (!known) return <LoadingFloor />;
  if (empty === true && mode !== 'replay') return <EmptyFloor />;
  return (
    <div className="wf-floor">
      <Boundary name={t('floor.strip')}>
        <Strip />
      </Boundary>
      <div className="wf-floor-tables">
        <Boundary name={t('floor.queues.title')}>
          <QueueColumn />
        </Boundary>
        <Boundary name={t('floor.agents.title')}>
          <AgentsPanel />
        </Boundary>
      </div>
      <Boundary name={t('floor.replayBar')}>
        <Slot name="replayBar" fill={NOTHING} />
      </Boundary>
    </div>
  );
}

/** Whether there ever was a snapshot; the frames after it do not redraw the screen. */
function useKnown(floor: LiveView<'floor'>): boolean {
  return useSyncExternalStore(floor.info.subscribe, () => floor.info.get() !== null);
}
