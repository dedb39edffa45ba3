import { useSyncExternalStore } from 'react';
import { localTime } from '../../../../shared/time/local.ts';
import { formatTime } from '../../../ui/index.ts';
import { QUARTER_MS } from './time-window.ts';
import type { TimeWindow } from './time-window.ts';

/** Quarter hours between two labels, by how much room they need. */
const STEPS = [1, 2, 4, 8, 12, 16, 24] as const;
const ROOM = 58;

/** The local times above the tracks. */
export function Axis({ window, zone }: { window: TimeWindow; zone: string }) {
  const { from, to, width } = useSyncExternalStore(window.subscribe, window.get);
  if (width === 0) return null;
  const quarterWidth = (QUARTER_MS / (to - from)) * width;
  const step = STEPS.find((quarters) => quarters * quarterWidth >= ROOM) ?? 32;
  const labels: number[] = [];
  for (let at = Math.ceil(from / QUARTER_MS) * QUARTER_MS; at < to; at += QUARTER_MS) {
    if ((localTime(at, zone).minuteOfDay / 15) % step === 0) labels.push(at);
  }
  return (
    <div className="wf-axis" aria-hidden>
      {labels.map((at) => {
        const x = window.x(at);
        return x < 2 || x > width - 20 ? null : (
          <span key={at} style={{ left: x }}>
            {formatTime(at, zone)}
          </span>
        );
      })}
    </div>
  );
}
