import { useActions } from '../../../actions/index.ts';
import { ticker } from '../../../ui/index.ts';
import type { TimeWindow } from './time-window.ts';

const STEP = 0.8;

/** Where time has come to stays in its place; where it is out of sight, the middle does. */
function zoom(window: TimeWindow, factor: number): void {
  const { from, to } = window.get();
  const now = ticker.now();
  if (now > from && now < to) window.zoom(factor, now);
  else window.zoom(factor);
}

/** Keys that change what the tracks show. @param fit shows the whole day again */
export function useTrackKeys(window: TimeWindow, fit: () => void): void {
  useActions([
    {
      name: 'adherence.zoomIn',
      label: 'adherence.action.zoomIn',
      group: 'adherence',
      keys: '+',
      quiet: true,
      perform: () => zoom(window, STEP),
    },
    {
      name: 'adherence.zoomOut',
      label: 'adherence.action.zoomOut',
      group: 'adherence',
      keys: '-',
      quiet: true,
      perform: () => zoom(window, 1 / STEP),
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
