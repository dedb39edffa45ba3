import { useSyncExternalStore } from 'react';
import type { TimeWindow } from '../track/time-window.ts';
import { isRange, rowsOf, spanOf } from './picked.ts';
import type { Picked } from './picked.ts';

interface SelectionProps {
  picked: Picked;
  keys: readonly string[];
  rowHeight: number;
  window: TimeWindow;
}

/** The frame round the quarter hours that are chosen. */
export function Selection({ picked, keys, rowHeight, window }: SelectionProps) {
  const { width } = useSyncExternalStore(window.subscribe, window.get);
  const range = rowsOf(picked, keys);
  if (range === null || width === 0) return null;
  const { from, to } = spanOf(picked);
  const left = Math.max(0, window.x(from));
  const right = Math.min(width, window.x(to));
  if (right <= left) return null;
  return (
    <span
      className="wf-tl-picked"
      data-range={isRange(picked) ? '' : undefined}
      style={{
        left,
        width: right - left,
        top: range.first * rowHeight,
        height: (range.last - range.first + 1) * rowHeight - 1,
      }}
    />
  );
}
