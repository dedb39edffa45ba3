import { Eye } from 'lucide-react';
import { ChannelIcon } from '../../app/marks.tsx';
import { formatDateTime, formatSpan, NoData, t } from '../../ui/index.ts';
import type { GridColumn } from '../../ui/index.ts';
import type { ContactLine } from './contact-pages.ts';

const span = (seconds: number | null) =>
  seconds === null ? <NoData reason={t('why.rows.noData')} /> : formatSpan(seconds);
const text = (value: string | null) =>
  value === null || value === '' ? (
    <NoData reason={t('why.rows.noData')} />
  ) : (
    <span className="wf-clip" dir="auto" title={value.slice(0, 500)}>
      {value}
    </span>
  );

/** Columns of the list of contacts. @param zone reporting zone @param unmask customers can be shown one by one */
export function contactColumns(
  zone: string,
  unmask: boolean,
  shown: ReadonlySet<string>,
): readonly GridColumn<ContactLine>[] {
  return [
    {
      id: 'created',
      header: t('why.rows.created'),
      width: 182,
      flex: true,
      cell: (row) => formatDateTime(row.createdAt, zone),
    },
    {
      id: 'id',
      flex: true,
      header: t('why.rows.id'),
      width: 110,
      grow: 1,
      rowHeader: true,
      cell: (row) => (
        <>
          <ChannelIcon channel={row.channel} />
          {text(row.id)}
        </>
      ),
    },
    {
      id: 'outcome',
      header: t('why.rows.outcome'),
      width: 120,
      cell: (row) => t(`why.outcome.${row.outcome}`),
    },
    { id: 'wait', header: t('why.rows.wait'), width: 70, align: 'end', cell: (row) => span(row.queueSeconds) },
    { id: 'talk', header: t('why.rows.talk'), width: 70, align: 'end', cell: (row) => span(row.talkSeconds) },
    {
      id: 'hold',
      header: t('why.rows.hold'),
      width: 64,
      align: 'end',
      priority: 5,
      cell: (row) => span(row.holdSeconds),
    },
    {
      id: 'wrap',
      header: t('why.rows.wrap'),
      width: 64,
      align: 'end',
      priority: 4,
      cell: (row) => span(row.wrapSeconds),
    },
    {
      id: 'queue',
      flex: true,
      header: t('why.rows.queue'),
      width: 110,
      grow: 1,
      priority: 2,
      cell: (row) => text(row.queueName ?? row.queue),
    },
    {
      id: 'agent',
      flex: true,
      header: t('why.rows.agentName'),
      width: 110,
      grow: 1,
      priority: 1,
      cell: (row) => text(row.agentName ?? row.agent),
    },
    {
      id: 'customer',
      flex: true,
      header: t('why.rows.customer'),
      width: 200,
      opens: unmask,
      cell: (row) =>
        row.customer !== null && unmask && !shown.has(row.key) ? (
          <span className="wf-unmask" data-tip={t('why.rows.unmask.tip', { id: row.id.slice(0, 60) })}>
            <span className="wf-clip">{row.customer}</span>
            <span className="wf-unmask-word">
              <Eye aria-hidden />
              {t('why.rows.unmask')}
            </span>
          </span>
        ) : (
          text(row.customer)
        ),
    },
    {
      id: 'subject',
      flex: true,
      header: t('why.rows.subject'),
      width: 140,
      grow: 2,
      priority: 6,
      cell: (row) => text(row.subject),
    },
  ];
}
