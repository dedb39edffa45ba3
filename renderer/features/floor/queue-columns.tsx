import type { QueueRow } from '../../../shared/contract/index.ts';
import { ChannelIcon } from '../../app/marks.tsx';
import { Badge, DASH, formatCount, formatPercent, NoData, Sparkline, t, tKnown } from '../../ui/index.ts';
import type { GridColumn } from '../../ui/index.ts';
import { CountCell, ShareCell, SinceCell, SpanCell } from './cells.tsx';

/** Unknown counts sort below every known one, either way round. */
function by(read: (row: QueueRow) => number | null) {
  return (a: QueueRow, b: QueueRow) => (read(a) ?? -Infinity) - (read(b) ?? -Infinity) || 0;
}

/** Of expected so far today; null with too little history. */
function againstExpected(row: QueueRow): number | null {
  return row.expected === null || row.expected <= 0 ? null : row.offered / row.expected;
}

function trendLevel(row: QueueRow): 'normal' | 'warning' | 'breach' {
  const levels = Object.values(row.levels);
  if (row.stale) return 'normal';
  return levels.includes('breach') ? 'breach' : levels.includes('warning') ? 'warning' : 'normal';
}

/** Agents of the queue by state, as four counts. */
function Staff({ row }: { row: QueueRow }) {
  const counts = [row.available, row.onContact, row.wrap, row.away];
  if (counts.every((count) => count === null)) return <NoData reason={t('floor.noData.staff')} />;
  const words = { available: row.available, contact: row.onContact, wrap: row.wrap, away: row.away };
  return (
    <span data-tip={t('floor.queues.staffWords', words)}>
      {counts.map((count) => (count === null ? DASH : formatCount(count))).join(' / ')}
    </span>
  );
}

function Risk({ row }: { row: QueueRow }) {
  const { expected, level, reason } = row.risk;
  if (expected === null) return <NoData reason={(reason === null ? null : tKnown(reason)) ?? t('floor.noData.risk')} />;
  return <Badge level={level}>{formatPercent(expected)}</Badge>;
}

function VersusForecast({ row }: { row: QueueRow }) {
  const share = againstExpected(row);
  if (share === null) return <NoData reason={t('floor.noData.expected')} />;
  return (
    <span data-tip={t('floor.tile.ofExpected', { offered: row.offered, expected: formatCount(row.expected ?? 0) })}>
      {formatPercent(share)}
    </span>
  );
}

/** The queue table's columns; built when the language is known. */
export function queueColumns(): GridColumn<QueueRow>[] {
  return [
    {
      id: 'queue',
      flex: true,
      header: t('floor.queues.queue'),
      width: 176,
      grow: 1,
      rowHeader: true,
      sort: (a, b) => b.name.localeCompare(a.name),
      cell: (row) => (
        <>
          <ChannelIcon channel={row.channel} />
          <span className="wf-clip wf-name" dir="auto" data-tip={row.name}>
            {row.name}
          </span>
          {row.stale && <span className="wf-stale-word">{t('ui.stale')}</span>}
        </>
      ),
    },
    {
      id: 'waiting',
      header: t('floor.queues.waiting'),
      width: 58,
      align: 'end',
      opens: true,
      sort: by((row) => row.waiting),
      cell: (row) => <CountCell value={row.waiting} level={row.levels.waiting} reason={t('floor.noData.waiting')} />,
    },
    {
      id: 'longest',
      header: t('floor.queues.longest'),
      title: t('floor.queues.longestTitle'),
      width: 66,
      align: 'end',
      opens: true,
      sort: by((row) => (row.longestSince === null ? null : -row.longestSince)),
      cell: (row) => (
        <SinceCell
          since={row.longestSince}
          until={row.stale ? row.asOf : null}
          level={row.levels.longest}
          reason={t(row.waiting === 0 ? 'floor.noData.nobodyWaits' : 'floor.noData.longest')}
        />
      ),
    },
    {
      id: 'slNow',
      header: t('floor.queues.slNow'),
      title: t('floor.queues.slNowTitle'),
      width: 56,
      align: 'end',
      opens: true,
      sort: by((row) => row.slNow.value),
      cell: (row) => <ShareCell ratio={row.slNow} level={row.levels.sl} reason={t('floor.noData.slNow')} />,
    },
    {
      id: 'slDay',
      header: t('floor.queues.slDay'),
      title: t('floor.queues.slDayTitle'),
      width: 53,
      align: 'end',
      priority: 5,
      opens: true,
      sort: by((row) => row.slDay.value),
      cell: (row) => <ShareCell ratio={row.slDay} reason={t('floor.noData.slDay')} />,
    },
    {
      id: 'target',
      header: t('floor.queues.target'),
      title: t('floor.queues.targetTitle'),
      width: 53,
      align: 'end',
      priority: 7,
      cell: (row) => <span className="wf-muted">{formatPercent(row.rule.target)}</span>,
    },
    {
      id: 'asa',
      header: t('floor.queues.asa'),
      title: t('floor.queues.asaTitle'),
      width: 58,
      align: 'end',
      priority: 6,
      opens: true,
      sort: by((row) => row.asa.value),
      cell: (row) => <SpanCell ratio={row.asa} reason={t('floor.noData.asa')} />,
    },
    {
      id: 'abandon',
      header: t('floor.queues.abandon'),
      title: t('floor.queues.abandonTitle'),
      width: 53,
      align: 'end',
      priority: 3,
      opens: true,
      sort: by((row) => row.abandonNow.value),
      cell: (row) => (
        <ShareCell ratio={row.abandonNow} level={row.levels.abandon} reason={t('floor.noData.abandonNow')} />
      ),
    },
    {
      id: 'expected',
      header: t('floor.queues.expected'),
      title: t('floor.queues.expectedTitle'),
      width: 54,
      align: 'end',
      priority: 4,
      opens: true,
      sort: by(againstExpected),
      cell: (row) => <VersusForecast row={row} />,
    },
    {
      id: 'available',
      header: t('floor.queues.staff'),
      title: t('floor.queues.staffTitle'),
      width: 112,
      align: 'end',
      priority: 1,
      opens: true,
      sort: by((row) => row.available),
      cell: (row) => <Staff row={row} />,
    },
    {
      id: 'risk',
      header: t('floor.queues.risk'),
      title: t('floor.queues.riskTitle'),
      width: 64,
      align: 'end',
      priority: 2,
      sort: (a, b) => (b.risk.expected ?? 2) - (a.risk.expected ?? 2),
      cell: (row) => <Risk row={row} />,
    },
    {
      id: 'trend',
      flex: true,
      header: t('floor.queues.trend'),
      title: t('floor.queues.trendTitle'),
      width: 84,
      align: 'end',
      priority: 8,
      cell: (row) => <Sparkline values={row.trend} level={trendLevel(row)} />,
    },
  ];
}
