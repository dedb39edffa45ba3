import type { AdherenceRow, Ratio } from '../../../../shared/contract/index.ts';
import { ACTIVITIES, AGENT_STATES } from '../../../../shared/domain/records.ts';
import { StateIcon, StateWord } from '../../../app/marks.tsx';
import { Badge, formatPercent, formatSpan, formatTime, NoData, Since, t } from '../../../ui/index.ts';
import type { GridColumn } from '../../../ui/index.ts';
import { isUnknown, levelOf } from '../order.ts';
import { activityWord, excuseText, withRaw } from '../words.ts';
import { ConflictMark, ExcusedMark, ImpactMark } from './marks.tsx';

const IMPACTS = ['negative', 'neutral', 'positive'];

function Share({ ratio, reason }: { ratio: Ratio; reason: string }) {
  if (ratio.value === null) return <NoData reason={reason} />;
  const counts = { part: formatSpan(ratio.numerator), total: formatSpan(ratio.denominator) };
  return <span data-tip={t('adherence.list.counts', counts)}>{formatPercent(ratio.value)}</span>;
}

function Out({ row }: { row: AdherenceRow }) {
  const { deviation, stale, asOf } = row;
  const level = levelOf(row);
  if (deviation === null) {
    return <NoData reason={t(row.hasSchedule ? 'adherence.noData.inAdherence' : 'adherence.noData.noSchedule')} />;
  }
  const time = <Since at={deviation.since} until={stale ? asOf : null} />;
  if (level === 'normal' || level === 'stale') return time;
  return (
    <Badge level={level}>
      {time}
      <span className="wf-hidden">{t(`words.level.${level}`)}</span>
    </Badge>
  );
}

function Impact({ row }: { row: AdherenceRow }) {
  const { deviation } = row;
  if (deviation === null) return <span className="wf-muted">{t(stateKey(row))}</span>;
  if (deviation.excused !== null) return <ExcusedMark reason={excuseText(deviation.excused)} />;
  return <ImpactMark impact={deviation.impact} />;
}

/** The state now; of somebody whom no platform mentions, what the rules take them for. */
function Actual({ row }: { row: AdherenceRow }) {
  const state = row.state ?? row.deviation?.actual ?? null;
  if (state === null) return <NoData reason={t('adherence.noState')} />;
  return (
    <>
      <StateIcon state={state} />
      <StateWord state={state} raw={withRaw(t(`words.state.${state}`), row.rawState)} />
    </>
  );
}

function stateKey(row: AdherenceRow) {
  if (!row.hasSchedule) return 'adherence.list.noSchedule' as const;
  return isUnknown(row) ? ('adherence.list.unknown' as const) : ('adherence.list.inAdherence' as const);
}

const outSince = (row: AdherenceRow) => (row.deviation === null ? -Infinity : -row.deviation.since);

/** The columns of the live list. @param zone the reporting zone */
export function nowColumns(zone: string): GridColumn<AdherenceRow>[] {
  return [
    {
      id: 'agent',
      flex: true,
      header: t('adherence.list.agent'),
      width: 150,
      grow: 3,
      rowHeader: true,
      opens: true,
      sort: (a, b) => b.name.localeCompare(a.name),
      cell: (row) => (
        <>
          <span className="wf-clip wf-name" dir="auto" data-tip={row.name.slice(0, 500)}>
            {row.name}
          </span>
          {row.conflict !== null && <ConflictMark conflict={row.conflict} />}
          {row.stale && <span className="wf-stale-word">{t('ui.stale')}</span>}
        </>
      ),
    },
    {
      id: 'team',
      flex: true,
      header: t('adherence.list.team'),
      width: 90,
      grow: 1,
      priority: 5,
      sort: (a, b) => (b.team ?? '').localeCompare(a.team ?? ''),
      cell: (row) =>
        row.team === null ? (
          <NoData reason={t('adherence.noData.team')} />
        ) : (
          <span className="wf-clip wf-muted" dir="auto">
            {row.team}
          </span>
        ),
    },
    {
      id: 'out',
      header: t('adherence.list.out'),
      title: t('adherence.list.outTitle'),
      width: 76,
      align: 'end',
      sort: (a, b) => outSince(a) - outSince(b) || 0,
      cell: (row) => <Out row={row} />,
    },
    {
      id: 'impact',
      flex: true,
      header: t('adherence.list.impact'),
      title: t('adherence.list.impactTitle'),
      width: 112,
      grow: 1,
      sort: (a, b) => IMPACTS.indexOf(b.deviation?.impact ?? '') - IMPACTS.indexOf(a.deviation?.impact ?? ''),
      cell: (row) => <Impact row={row} />,
    },
    {
      id: 'planned',
      flex: true,
      header: t('adherence.list.planned'),
      title: t('adherence.list.plannedTitle'),
      width: 200,
      grow: 1,
      sort: (a, b) => activityRank(b) - activityRank(a),
      cell: (row) =>
        row.hasSchedule ? (
          <>
            <span className="wf-activity">{activityWord(row.scheduled)}</span>
            {row.scheduledUntil !== null && (
              <span className="wf-muted wf-clip">
                {t('adherence.list.until', { time: formatTime(row.scheduledUntil, zone) })}
              </span>
            )}
          </>
        ) : (
          <NoData reason={t('adherence.noData.noSchedule')} />
        ),
    },
    {
      id: 'actual',
      flex: true,
      header: t('adherence.list.actual'),
      title: t('adherence.list.actualTitle'),
      width: 118,
      grow: 1,
      sort: (a, b) => stateRank(b) - stateRank(a),
      cell: (row) => <Actual row={row} />,
    },
    {
      id: 'next',
      header: t('adherence.list.next'),
      title: t('adherence.list.nextTitle'),
      width: 84,
      priority: 4,
      cell: (row) =>
        row.next === null ? (
          <NoData reason={t('adherence.noData.next')} />
        ) : (
          <span className="wf-muted">{activityWord(row.next)}</span>
        ),
    },
    {
      id: 'outToday',
      header: t('adherence.list.outToday'),
      title: t('adherence.list.outTodayTitle'),
      width: 78,
      align: 'end',
      priority: 2,
      sort: (a, b) => a.counts.unmatched - b.counts.unmatched,
      cell: (row) => <span>{formatSpan(row.counts.unmatched)}</span>,
    },
    {
      id: 'adherence',
      header: t('adherence.list.adherence'),
      title: t('adherence.list.adherenceTitle'),
      width: 58,
      align: 'end',
      priority: 1,
      opens: true,
      sort: (a, b) => (a.adherence.value ?? -1) - (b.adherence.value ?? -1),
      cell: (row) => <Share ratio={row.adherence} reason={t('adherence.noData.adherence')} />,
    },
    {
      id: 'productive',
      header: t('adherence.list.productive'),
      title: t('adherence.list.productiveTitle'),
      width: 58,
      align: 'end',
      priority: 6,
      opens: true,
      sort: (a, b) => (a.productive.value ?? -1) - (b.productive.value ?? -1),
      cell: (row) => <Share ratio={row.productive} reason={t('adherence.noData.adherence')} />,
    },
    {
      id: 'conformance',
      header: t('adherence.list.conformance'),
      title: t('adherence.list.conformanceTitle'),
      width: 62,
      align: 'end',
      priority: 3,
      opens: true,
      sort: (a, b) => (a.conformance.value ?? -1) - (b.conformance.value ?? -1),
      cell: (row) => <Share ratio={row.conformance} reason={t('adherence.noData.conformance')} />,
    },
  ];
}

function activityRank(row: AdherenceRow): number {
  return row.scheduled === null ? ACTIVITIES.length : ACTIVITIES.indexOf(row.scheduled);
}

function stateRank(row: AdherenceRow): number {
  return row.state === null ? AGENT_STATES.length : AGENT_STATES.indexOf(row.state);
}
