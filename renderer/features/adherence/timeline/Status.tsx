import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import { Badge, Since, t } from '../../../ui/index.ts';
import { ConflictMark } from '../list/marks.tsx';
import { isUnknown, levelOf } from '../order.ts';
import { excuseText, impactWord } from '../words.ts';

/** How a person stands to the plan now, in a word or as the time out of it. */
export function Status({ row }: { row: AdherenceRow }) {
  return (
    <>
      {row.conflict !== null && <ConflictMark conflict={row.conflict} />}
      <Word row={row} />
    </>
  );
}

function Word({ row }: { row: AdherenceRow }) {
  const { deviation, stale, asOf, hasSchedule, scheduled } = row;
  if (deviation !== null && deviation.excused !== null) {
    const reason = excuseText(deviation.excused);
    return (
      <span className="wf-muted" data-tip={t('adherence.list.excusedBecause', { reason })}>
        {t('adherence.list.excused')}
        <span className="wf-hidden">{reason}</span>
      </span>
    );
  }
  if (deviation !== null) {
    return (
      <Badge level={levelOf(row)}>
        <Since at={deviation.since} until={stale ? asOf : null} />
        <span className="wf-hidden">{impactWord(deviation.impact)}</span>
      </Badge>
    );
  }
  if (!hasSchedule) return <span className="wf-muted">{t('adherence.list.noSchedule')}</span>;
  if (isUnknown(row)) return <span className="wf-muted">{t('adherence.list.unknown')}</span>;
  if (scheduled === null || scheduled === 'off') return <span className="wf-muted">{t('words.activity.off')}</span>;
  return <span className="wf-muted wf-clip">{t('adherence.list.inAdherence')}</span>;
}
