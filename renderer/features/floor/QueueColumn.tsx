import { useRef } from 'react';
import { useDerived } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { ChannelsPanel } from './ChannelsPanel.tsx';
import { QueuesPanel } from './QueuesPanel.tsx';
import { useRowHeight } from './use-row-height.ts';
import { useSize } from '../../ui/index.ts';

/** Header of the panel, header of the table and borders. */
const FRAME = 42 + 30 + 3;
const GAP = 12;
/** Least height that the channels need; with less, the queues have it all. */
const LEAST = 148;

/** The queues, as tall as they are; what room is left below them shows the same floor by channel. */
export function QueueColumn() {
  const { queues } = useFloor().parts;
  const count = useDerived(queues, countRows);
  const rowHeight = useRowHeight();
  const ref = useRef<HTMLDivElement>(null);
  const { height } = useSize(ref);
  const wanted = FRAME + Math.max(3, count) * rowHeight;
  const left = height - wanted - GAP;
  const both = height > 0 && count > 0 && left >= LEAST;
  return (
    <div ref={ref} className="wf-floor-column">
      <QueuesPanel height={both ? wanted : null} />
      {both && <ChannelsPanel />}
    </div>
  );
}

function countRows(rows: Iterable<unknown>): number {
  let count = 0;
  for (const _ of rows) count += 1;
  return count;
}
