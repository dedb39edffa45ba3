import type { TimelineRow } from '../../../../shared/contract/index.ts';
import { useLastRow } from '../../../api/index.ts';
import type { PartStore } from '../../../api/index.ts';
import { formatSpan, formatTime, t, ticker } from '../../../ui/index.ts';
import { Legend } from '../track/Legend.tsx';
import { linesAt } from '../track/say.ts';
import { isRange, rowsOf, spanOf } from './picked.ts';
import type { Picked } from './picked.ts';

interface FootProps {
  picked: Picked | null;
  keys: readonly string[];
  rows: PartStore<TimelineRow>;
  zone: string;
}

/** What the cursor is on, in words (spoken as it moves); without a cursor the meaning of hues and shapes. */
export function Foot({ picked, keys, rows, zone }: FootProps) {
  return (
    <footer className="wf-tl-foot">
      <output className="wf-tl-said" aria-live="polite">
        {picked !== null && <Said picked={picked} keys={keys} rows={rows} zone={zone} />}
      </output>
      <Legend />
    </footer>
  );
}

function Said({ picked, keys, rows, zone }: FootProps & { picked: Picked }) {
  const { row } = useLastRow(rows, picked.headRow);
  const range = rowsOf(picked, keys);
  if (isRange(picked) && range !== null) {
    const { from, to } = spanOf(picked);
    return t('adherence.timeline.selected', {
      from: formatTime(from, zone),
      to: formatTime(to, zone),
      length: formatSpan((to - from) / 1000),
      people: range.last - range.first + 1,
    });
  }
  if (row === undefined) return null;
  return `${row.name} · ${linesAt(row, picked.headAt, ticker.now(), zone).join(' · ')}`;
}
