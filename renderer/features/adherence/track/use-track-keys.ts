import { useActions } from '../../../actions/index.ts';
import type { TimeWindow } from './time-window.ts';

const STEP = 0.8;

/** Keys that change what the tracks show. @param fit shows the whole day again */
export function useTrackKeys(window: TimeWindow, fit: () => void): void {
  useActions([
    {
      name: 'adherence.zoomIn',
      label: 'adherence.action.zoomIn',
      group: 'adherence',
      keys: '+',
      quiet: true,
      perform: () => window.zoom(STEP),
    },
    {
      name: 'adherence.zoomOut',
      label: 'adherence.action.zoomOut',
      group: 'adherence',
      keys: '-',
      quiet: true,
      perform: () => window.zoom(1 / STEP),
    },
    {
      name: 'adherence.fit',
      label: 'adherence.action.fit',
      group: 'adherence',
      keys: '0',
      quiet: true,
      perform: fit,
    },
  ]);
}
