import { OctagonAlert, TriangleAlert } from 'lucide-react';
import type { AgentRow } from '../../../shared/contract/index.ts';
import { AGENT_STATES } from '../../../shared/domain/records.ts';
import { ChannelIcon, StateIcon, StateWord } from '../../app/marks.tsx';
import { formatCount, formatPercent, formatSpan, NoData, Since, t, tKnown } from '../../ui/index.ts';
import type { GridColumn } from '../../ui/index.ts';
import { AdherenceCell, byAdherence } from './AdherenceCell.tsx';
import { SinceCell } from './cells.tsx';

/** Seconds in a state after which its time stands out a step more. */
const STATE_AGES = [60, 300, 900] as const;
const NO_AGES: readonly number[] = [];

/** Name of a queue by the id within a source; null where it is not on the board. */
export type QueueName = (source: string, id: string) => string | null;

function StateTime({ row }: { row: AgentRow }) {
  return (
    <SinceCell
      since={row.since}
      until={row.stale ? row.asOf : null}
      atLeast={row.sinceAtLeast ?? false}
      level={row.stale ? 'normal' : row.level}
      reason={t('floor.noData.since')}
      ages={row.state === 'offline' ? NO_AGES : STATE_AGES}
      className="wf-state-time"
    />
  );
}

function Contact({ row, queueName }: { row: AgentRow; queueName: QueueName }) {
  const { contact } = row;
  if (contact === null) {
    return row.contacts > 1 ? (
      <span>{t('floor.agents.contacts', { count: row.contacts })}</span>
    ) : (
      <NoData reason={t('floor.noData.contact')} />
    );
  }
  const name =
    contact.queue === null
      ? t(`words.channel.${contact.channel}`)
      : (queueName(contact.source, contact.queue) ?? contact.queue);
  return (
    <>
      <ChannelIcon channel={contact.channel} />
      <span className="wf-clip" data-tip={name}>
        {name}
      </span>
      {row.contacts > 1 && <span className="wf-muted">×{formatCount(row.contacts)}</span>}
    </>
  );
}

function Flag({ row }: { row: AgentRow }) {
  if (row.level !== 'warning' && row.level !== 'breach') return null;
  const Icon = row.level === 'breach' ? OctagonAlert : TriangleAlert;
  const word = t(`words.level.${row.level}`);
  const reason = row.reason === null ? null : tKnown(row.reason);
  const said = reason === null ? word : t('floor.agents.flag', { level: word, reason });
  return (
    <span className="wf-flag" data-level={row.level} data-tip={said}>
      <Icon aria-hidden />
      <span className="wf-hidden">{said}</span>
    </span>
  );
}

function OccupancyCell({ row }: { row: AgentRow }) {
  const { value, numerator, denominator } = row.occupancy;
  if (value === null) return <NoData reason={t('floor.noData.occupancy')} />;
  const counts = { busy: formatSpan(numerator), total: formatSpan(denominator) };
  return <span data-tip={t('floor.agents.occupancyCounts', counts)}>{formatPercent(value)}</span>;
}

const time = (value: number | null) => (value === null ? -Infinity : -value);

/** The agent table's columns; built when the language is known. @param hasPlans somebody's schedule is known */
export function agentColumns(queueName: QueueName, hasPlans: boolean): GridColumn<AgentRow>[] {
  return [
    {
      id: 'agent',
      flex: true,
      header: t('floor.agents.agent'),
      width: 120,
      grow: 3,
      rowHeader: true,
      sort: (a, b) => b.name.localeCompare(a.name),
      cell: (row) => (
        <>
          <StateIcon state={row.state} />
          <span className="wf-clip wf-name" dir="auto" data-tip={row.name}>
            {row.name}
          </span>
          {row.stale && <span className="wf-stale-word">{t('ui.stale')}</span>}
        </>
      ),
    },
    {
      id: 'team',
      flex: true,
      header: t('floor.agents.team'),
      width: 96,
      grow: 1,
      priority: 7,
      sort: (a, b) => (b.team ?? '').localeCompare(a.team ?? ''),
      cell: (row) =>
        row.team === null ? (
          <NoData reason={t('floor.noData.team')} />
        ) : (
          <span className="wf-clip wf-muted">{row.team}</span>
        ),
    },
    {
      id: 'state',
      flex: true,
      header: t('floor.agents.state'),
      width: 84,
      sort: (a, b) => AGENT_STATES.indexOf(b.state) - AGENT_STATES.indexOf(a.state),
      cell: (row) => <StateWord state={row.state} raw={row.rawState} />,
    },
    {
      id: 'time',
      header: t('floor.agents.time'),
      title: t('floor.agents.timeTitle'),
      width: 68,
      align: 'end',
      sort: (a, b) => time(a.since) - time(b.since) || 0,
      cell: (row) => <StateTime row={row} />,
    },
    {
      id: 'contact',
      flex: true,
      header: t('floor.agents.contact'),
      width: 84,
      grow: 2,
      priority: 3,
      cell: (row) => <Contact row={row} queueName={queueName} />,
    },
    {
      id: 'contactAge',
      header: t('floor.agents.contactAge'),
      title: t('floor.agents.contactAgeTitle'),
      width: 62,
      align: 'end',
      priority: 6,
      sort: (a, b) => time(a.contact?.since ?? null) - time(b.contact?.since ?? null) || 0,
      cell: (row) =>
        row.contact === null ? (
          <NoData reason={t('floor.noData.contact')} />
        ) : (
          <Since at={row.contact.since} until={row.stale ? row.asOf : null} />
        ),
    },
    {
      id: 'queues',
      flex: true,
      header: t('floor.agents.queues'),
      width: 120,
      grow: 1,
      priority: 9,
      cell: (row) => {
        if (row.queues.length === 0) return <NoData reason={t('floor.noData.queues')} />;
        const names = row.queues
          .map((id) => queueName(row.source, id))
          .filter((name) => name !== null)
          .join(', ');
        return (
          <span className="wf-clip wf-muted" data-tip={names}>
            {names}
          </span>
        );
      },
    },
    {
      id: 'channels',
      flex: true,
      header: t('floor.agents.channels'),
      width: 76,
      priority: 8,
      cell: (row) => row.channels.map((channel) => <ChannelIcon key={channel} channel={channel} />),
    },
    {
      id: 'occupancy',
      header: t('floor.agents.occupancy'),
      title: t('floor.agents.occupancyTitle'),
      width: 52,
      align: 'end',
      priority: 4,
      opens: true,
      sort: (a, b) => (a.occupancy.value ?? -1) - (b.occupancy.value ?? -1),
      cell: (row) => <OccupancyCell row={row} />,
    },
    {
      id: 'adherence',
      flex: true,
      header: t('floor.agents.adherence'),
      title: t('floor.agents.adherenceTitle'),
      width: 62,
      align: 'end',
      // Where nobody has a plan the room is for something else.
      priority: hasPlans ? 2 : 10,
      sort: byAdherence,
      cell: (row) => <AdherenceCell row={row} />,
    },
    {
      id: 'flag',
      flex: true,
      header: '',
      title: t('floor.agents.flagTitle'),
      width: 30,
      align: 'end',
      priority: 1,
      cell: (row) => <Flag row={row} />,
    },
  ];
}
