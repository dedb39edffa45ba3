import { History } from 'lucide-react';
import type { CallOutput } from '../../api/index.ts';
import { useQuery } from '../../api/index.ts';
import { useBoard, useZone } from '../../app/providers.tsx';
import { Button, Empty, errorText, formatDate, formatTime, t } from '../../ui/index.ts';
import { LevelMark } from './LevelMark.tsx';
import { eventText, reasonText } from './words.ts';

type Line = CallOutput<'alarmHistory'>[number];
const LIMIT = 500;

/** What happened to alarms on the day shown, newest first. Asked again when the day changes. */
export function AlarmHistory() {
  const board = useBoard();
  const zone = useZone();
  const day = board === undefined ? null : { from: board.dayFrom, to: board.dayTo, limit: LIMIT };
  const { value, error, loading, refresh } = useQuery('alarmHistory', day);
  if (error !== null && value === null) {
    return (
      <Empty
        icon={<History />}
        title={t('alarms.history.failed')}
        actions={<Button onPress={refresh}>{t('alarms.history.again')}</Button>}
      >
        {errorText(error)}
      </Empty>
    );
  }
  if (value === null || board === undefined)
    return <p className="wf-muted wf-alarms-note">{loading ? t('alarms.history.loading') : null}</p>;
  if (value.length === 0) {
    return (
      <Empty icon={<History />} title={t('alarms.history.empty.title')}>
        {t('alarms.history.empty.text')}
      </Empty>
    );
  }
  const lines = [...value].sort((a, b) => b.at - a.at);
  const label = t('alarms.history.day', { day: formatDate(board.dayFrom, zone) });
  return (
    <>
      <p className="wf-muted wf-alarms-note">
        {label}
        {value.length >= LIMIT ? ` · ${t('alarms.history.capped', { count: LIMIT })}` : ''}
      </p>
      <ol className="wf-alarm-history" aria-label={label}>
        {lines.map((line) => (
          <HistoryLine key={`${line.at}${line.key}${line.event}`} line={line} zone={zone} />
        ))}
      </ol>
    </>
  );
}

function HistoryLine({ line, zone }: { line: Line; zone: string }) {
  return (
    <li className="wf-alarm-line">
      <time className="wf-alarm-line-time">{formatTime(line.at, zone, true)}</time>
      <div className="wf-alarm-line-main">
        <p className="wf-alarm-line-head">
          <span className="wf-strong">{eventText(line.event)}</span>
          <LevelMark level={line.level} />
          <span className="wf-clip" dir="auto" title={line.who}>
            {line.who}
          </span>
        </p>
        <p className="wf-muted">
          {reasonText(line)}
          {line.actor !== null && line.actor !== '' && ` · ${t('alarms.history.actor', { who: line.actor })}`}
        </p>
        {/* Without an actor the note is the engine's own memory, not somebody's words. */}
        {line.actor !== null && line.note !== null && line.note !== '' && (
          <p className="wf-alarm-note" dir="auto">
            {line.note}
          </p>
        )}
      </div>
    </li>
  );
}
