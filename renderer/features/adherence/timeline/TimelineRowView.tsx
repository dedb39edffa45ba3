import { memo, useMemo } from 'react';
import type { AdherenceRow, TimelineRow } from '../../../../shared/contract/index.ts';
import { useLastRow } from '../../../api/index.ts';
import type { PartStore } from '../../../api/index.ts';
import { cx, DASH, formatPercent, t } from '../../../ui/index.ts';
import { spokenRow } from '../track/say.ts';
import type { TimeWindow } from '../track/time-window.ts';
import { rowPainter, Track } from '../track/Track.tsx';
import { Status } from './Status.tsx';

interface TimelineRowProps {
  id: string;
  rowKey: string;
  index: number;
  height: number;
  active: boolean;
  people: PartStore<AdherenceRow>;
  rows: PartStore<TimelineRow>;
  window: TimeWindow;
  zone: string;
}

/** One person's row; it follows its own key only. */
export const TimelineRowView = memo(function TimelineRowView(props: TimelineRowProps) {
  const { id, rowKey, index, height, active, people, rows, window, zone } = props;
  const { row: person } = useLastRow(people, rowKey);
  const { row } = useLastRow(rows, rowKey);
  const paint = useMemo(() => rowPainter(row), [row]);
  const adherence = person?.adherence.value ?? null;
  const spoken = useMemo(
    () => (row === undefined ? t('adherence.timeline.loading') : spokenRow(row, adherence, zone)),
    [row, adherence, zone],
  );
  if (person === undefined) return null;
  const stale = person.stale || row?.stale === true;
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={active}
      data-key={rowKey}
      data-stale={stale ? '' : undefined}
      className={cx('wf-tl-row', active && 'wf-tl-active')}
      style={{ top: index * height, height }}
    >
      <th scope="row" className="wf-tl-name">
        <span className="wf-clip wf-tl-who" dir="auto" data-tip={person.name.slice(0, 500)}>
          {person.name}
        </span>
        <span className="wf-clip wf-tl-note" dir="auto">
          {t('adherence.timeline.rowNote', {
            team: person.team ?? t('adherence.timeline.noTeam'),
            adherence: adherence === null ? DASH : formatPercent(adherence),
          })}
        </span>
      </th>
      <td id={id} className="wf-tl-track">
        <Track
          window={window}
          height={height - 1}
          paint={paint}
          until={stale ? (row?.asOf ?? null) : null}
          className="wf-track"
        />
        <span className="wf-hidden">{spoken}</span>
      </td>
      <td className="wf-tl-status">
        <Status row={person} />
      </td>
    </tr>
  );
});
