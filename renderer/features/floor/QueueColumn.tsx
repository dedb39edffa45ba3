import { useRef } from 'react';
import type { QueueRow } from '../../../shared/contract/index.ts';
import { useDerived } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { ChannelsPanel, channelsHeight } from './ChannelsPanel.tsx';
import { QueuesPanel } from './QueuesPanel.tsx';
import { useRowHeight } from './use-row-height.ts';
import { useSize } from '../../ui/index.ts';

/** Header of the panel, header of the table and borders. */
const FRAME = 42 + 30 + 3;
const GAP = 12;

/** The queues, as tall as they are; what room is left below them shows the same floor by channel. */
export function QueueColumn() {
  const { queues } = useFloor().parts;
  const { count, channels } = useDerived(queues, countRows);
  const rowHeight = useRowHeight();
  const ref = useRef<HTMLDivElement>(null);
  const { height } = useSize(ref);
  const wanted = FRAME + Math.max(3, count) * rowHeight;
  const below = height > 0 && count > 0 ? channelsHeight(height - wanted - GAP, channels) : null;
  // What the channels leave is the queues', so that both columns end on one line.
  return (
    <div ref={ref} className="wf-floor-column">
      <QueuesPanel height={below === null ? null : height - GAP - below} />
      {below !== null && <ChannelsPanel height={below} />}
    </div>
  );
}

function countRows(rows: Iterable<QueueRow>): { count: number; channels: number } {
  let count = 0;
  const channels = new Set<string>();
  for (const row of rows) {
    count += 1;
    channels.add(row.channel);
  }
  return { count, channels: channels.size };
}
