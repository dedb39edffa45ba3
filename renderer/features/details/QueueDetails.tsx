import type { QueueRow } from '../../../shared/contract/index.ts';
import { useLastRow } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { ChannelIcon } from '../../app/marks.tsx';
import { openQuestion } from '../../app/state.ts';
import type { Question } from '../../app/state.ts';
import { formatCount, formatDuration, formatPercent, formatSpan, Since, t, tKnown } from '../../ui/index.ts';
import { DayRows } from './DayRows.tsx';
import { DayTrend } from './DayTrend.tsx';
import { DetailsFrame } from './DetailsFrame.tsx';
import { Figure, Part } from './parts.tsx';
import { QueueAgents } from './QueueAgents.tsx';
import { QueueRule } from './QueueRule.tsx';
import { RowAlarms } from './RowAlarms.tsx';

/** One queue: its figures with their targets, its day, its agents, its rule, and its contacts. */
export function QueueDetails({ queueKey, onClose }: { queueKey: string; onClose(): void }) {
  const last = useLastRow(useFloor().parts.queues, queueKey);
  return (
    <DetailsFrame
      last={last}
      fallback={t('details.queue')}
      icon={({ channel }) => <ChannelIcon channel={channel} />}
      onClose={onClose}
    >
      {(row) => (
        <>
          <RowAlarms kind="queue" rowKey={row.key} />
          <Figures row={row} />
          <DayTrend queue={row.key} target={row.rule.target} />
          <QueueAgents queue={row} />
          <QueueRule queue={row} />
          <DayRows name={row.name} queues={[row.key]} agent={null} />
        </>
      )}
    </DetailsFrame>
  );
}

function Figures({ row }: { row: QueueRow }) {
  const ask = (figure: Question['figure'], window: Question['window']) => (anchor: Question['anchor']) =>
    openQuestion({ figure, queue: row.key, agent: null, window, anchor });
  const counts = ({ numerator, denominator }: { numerator: number; denominator: number }) =>
    t('details.note.counts', { part: numerator, total: denominator });
  const { rule, levels } = row;
  const target = t('details.note.target', { target: formatPercent(rule.target) });
  const share = (value: number | null) => (value === null ? null : formatPercent(value));
  return (
    <Part title={t('details.figures')}>
      <div className="wf-figures">
        <Figure
          name={t('details.figure.waiting')}
          value={row.waiting === null ? null : formatCount(row.waiting)}
          level={levels.waiting}
          note={row.available === null ? '' : t('details.note.available', { count: row.available })}
          onOpen={ask('waiting', 'now')}
        />
        <Figure
          name={t('details.figure.longest')}
          value={row.longestSince === null ? null : <Since at={row.longestSince} until={row.stale ? row.asOf : null} />}
          level={levels.longest}
          note={t('details.note.limit', { limit: formatDuration(rule.thresholdSeconds) })}
          onOpen={ask('longest', 'now')}
        />
        <Figure
          name={t('details.figure.slNow')}
          value={share(row.slNow.value)}
          level={levels.sl}
          note={`${target} · ${counts(row.slNow)}`}
          onOpen={ask('serviceLevel', 'now')}
        />
        <Figure
          name={t('details.figure.slDay')}
          value={share(row.slDay.value)}
          note={`${target} · ${counts(row.slDay)}`}
          onOpen={ask('serviceLevel', 'day')}
        />
        <Figure
          name={t('details.figure.asa')}
          value={row.asa.value === null ? null : formatSpan(row.asa.value)}
          note={t('details.note.limit', { limit: formatSpan(rule.thresholdSeconds) })}
          onOpen={ask('asa', 'day')}
        />
        <Figure
          name={t('details.figure.abandon')}
          value={row.abandon.value === null ? null : formatPercent(row.abandon.value, 1)}
          level={levels.abandon}
          note={counts(row.abandon)}
          onOpen={ask('abandon', 'day')}
        />
        <Figure
          name={t('details.figure.volume')}
          value={formatCount(row.offered)}
          note={
            row.expected === null
              ? t('details.note.noExpected')
              : t('details.note.expected', { expected: formatCount(row.expected) })
          }
          onOpen={ask('volume', 'day')}
        />
        <Figure
          name={t('details.figure.risk')}
          value={share(row.risk.expected)}
          level={row.risk.expected === null ? 'normal' : row.risk.level}
          note={row.risk.reason === null ? t('details.note.risk') : (tKnown(row.risk.reason) ?? t('details.note.risk'))}
        />
      </div>
    </Part>
  );
}
