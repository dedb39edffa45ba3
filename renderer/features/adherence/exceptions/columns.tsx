import type { ExceptionRow } from '../../../../shared/contract/index.ts';
import { formatDateTime, formatSpan, formatTime, NoData, t } from '../../../ui/index.ts';
import type { GridColumn } from '../../../ui/index.ts';
import { dayOf } from '../days.ts';
import { isAfterwards } from './filter.ts';

export type LogRow = ExceptionRow & { key: string };

/** From and to, the date once where it is the same day. */
export function whenText(row: Pick<ExceptionRow, 'from' | 'to'>, zone: string): string {
  const end = dayOf(row.from, zone) === dayOf(row.to, zone) ? formatTime(row.to, zone) : formatDateTime(row.to, zone);
  return `${formatDateTime(row.from, zone)} – ${end}`;
}

/** The columns of the log. @param zone the reporting zone */
export function logColumns(zone: string): GridColumn<LogRow>[] {
  return [
    {
      id: 'person',
      header: t('adherence-exceptions.col.person'),
      width: 130,
      grow: 2,
      rowHeader: true,
      sort: (a, b) => b.name.localeCompare(a.name),
      cell: (row) => <Struck row={row} text={row.name} strong />,
    },
    {
      id: 'team',
      header: t('adherence-exceptions.col.team'),
      width: 90,
      grow: 1,
      priority: 4,
      sort: (a, b) => (b.team ?? '').localeCompare(a.team ?? ''),
      cell: (row) =>
        row.team === null ? (
          <NoData reason={t('adherence-exceptions.noTeam')} />
        ) : (
          <span className="wf-muted wf-log-clip" dir="auto">
            {row.team}
          </span>
        ),
    },
    {
      id: 'when',
      header: t('adherence-exceptions.col.when'),
      width: 238,
      sort: (a, b) => a.from - b.from,
      cell: (row) => <Struck row={row} text={whenText(row, zone)} />,
    },
    {
      id: 'length',
      header: t('adherence-exceptions.col.length'),
      width: 70,
      align: 'end',
      sort: (a, b) => a.to - a.from - (b.to - b.from),
      cell: (row) => <Struck row={row} text={formatSpan((row.to - row.from) / 1000)} />,
    },
    {
      id: 'reason',
      header: t('adherence-exceptions.col.reason'),
      width: 176,
      grow: 2,
      sort: (a, b) => b.reason.localeCompare(a.reason),
      cell: (row) => <Struck row={row} text={row.reason} />,
    },
    {
      id: 'approver',
      header: t('adherence-exceptions.col.approver'),
      width: 110,
      grow: 1,
      sort: (a, b) => b.approver.localeCompare(a.approver),
      cell: (row) => <Struck row={row} text={row.approver} />,
    },
    {
      id: 'written',
      flex: true,
      header: t('adherence-exceptions.col.written'),
      title: t('adherence-exceptions.col.writtenTitle'),
      width: 216,
      grow: 1,
      priority: 1,
      sort: (a, b) => a.at - b.at,
      cell: (row) => <Written row={row} zone={zone} />,
    },
    {
      id: 'note',
      header: t('adherence-exceptions.col.note'),
      width: 80,
      grow: 1,
      priority: 3,
      cell: (row) =>
        row.note === null || row.note === '' ? (
          <NoData reason={t('adherence-exceptions.noNote')} />
        ) : (
          <span className="wf-muted wf-log-clip" dir="auto" data-tip={row.note.slice(0, 500)}>
            {row.note}
          </span>
        ),
    },
  ];
}

function Struck({ row, text, strong = false }: { row: LogRow; text: string; strong?: boolean }) {
  const shown = text.slice(0, 300);
  const className = strong ? 'wf-log-clip wf-log-name' : 'wf-log-clip';
  return row.removedAt === null ? (
    <span className={className} dir="auto" data-tip={shown}>
      {shown}
    </span>
  ) : (
    <s className={className} dir="auto" data-tip={shown}>
      {shown}
    </s>
  );
}

function Written({ row, zone }: { row: LogRow; zone: string }) {
  if (row.removedAt !== null) {
    const text = t('adherence-exceptions.removedBy', {
      actor: row.removedBy ?? '',
      time: formatDateTime(row.removedAt, zone),
    });
    return (
      <span className="wf-clip wf-muted" data-tip={text}>
        {text}
      </span>
    );
  }
  const text = t('adherence-exceptions.one.written', { actor: row.actor, time: formatDateTime(row.at, zone) });
  return (
    <>
      <span className="wf-clip wf-muted" dir="auto" data-tip={text}>
        {text}
      </span>
      {isAfterwards(row) && (
        <span
          className="wf-log-after"
          data-tip={t('adherence-exceptions.afterTip', { time: formatSpan((row.at - row.to) / 1000) })}
        >
          {t('adherence-exceptions.after')}
        </span>
      )}
    </>
  );
}
