import { ArrowUpRight, Check, ClockArrowUp } from 'lucide-react';
import { useState } from 'react';
import { useFloor, useZone } from '../../app/providers.tsx';
import { openSubject } from '../../app/state.ts';
import { useLastRow, useRow } from '../../api/index.ts';
import { Button, formatTime, IconButton, Since, t, ticker } from '../../ui/index.ts';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import { LevelMark } from './LevelMark.tsx';
import { isSnoozed } from './order.ts';
import { SnoozeMenu } from './SnoozeMenu.tsx';
import type { Answers } from './use-answers.ts';
import { reasonText, suggestionText } from './words.ts';

interface AlarmCardProps {
  alarmKey: string;
  active: boolean;
  snoozing: boolean;
  onSnoozing(open: boolean): void;
  answers: Answers;
}

/** One alarm in force: who, what, since when, what to do, and what somebody answered. */
export function AlarmCard({ alarmKey, active, snoozing, onSnoozing, answers }: AlarmCardProps) {
  const { row: alarm, gone } = useLastRow(useFloor().parts.alarms, alarmKey);
  // Only an alarm that came while the tray was open pulses, once.
  const [fresh] = useState(() => alarm !== undefined && ticker.now() - alarm.since < FRESH_MS);
  if (alarm === undefined) return null;
  const snoozed = isSnoozed(alarm, ticker.now());
  return (
    <li
      className="wf-alarm"
      data-alarm={alarmKey}
      data-level={alarm.level}
      data-quiet={snoozed || alarm.acknowledgedAt !== null ? '' : undefined}
      data-fresh={fresh && !gone ? '' : undefined}
      data-gone={gone ? '' : undefined}
      tabIndex={active ? 0 : -1}
      aria-label={`${t(`words.level.${alarm.level}`)}: ${alarm.who}. ${reasonText(alarm)}`}
    >
      <div className="wf-alarm-top">
        <LevelMark level={alarm.level} />
        <span className="wf-alarm-who wf-clip" dir="auto" title={alarm.who}>
          {alarm.who}
        </span>
        <span className="wf-alarm-since" data-tip={t('alarms.since', { time: useSinceText(alarm) })}>
          <Since at={alarm.since} />
        </span>
        <OpenButton alarm={alarm} />
      </div>
      <p className="wf-alarm-reason">{reasonText(alarm)}</p>
      <p className="wf-alarm-suggestion">{alarm.level === 'stale' ? t('alarms.stale') : suggestionText(alarm)}</p>
      <Answered alarm={alarm} snoozed={snoozed} />
      {!gone && (
        <div className="wf-alarm-actions">
          {alarm.acknowledgedAt === null && (
            <Button icon={<Check />} onPress={() => void answers.acknowledge(alarm)}>
              {t('alarms.acknowledge')}
            </Button>
          )}
          {snoozed ? (
            <Button icon={<ClockArrowUp />} onPress={() => void answers.unsnooze(alarm)}>
              {t('alarms.unsnooze')}
            </Button>
          ) : (
            <SnoozeMenu
              who={alarm.who}
              open={snoozing}
              onOpenChange={onSnoozing}
              onSnooze={(minutes) => void answers.snooze(alarm, minutes)}
            />
          )}
        </div>
      )}
    </li>
  );
}

const FRESH_MS = 15_000;

function useSinceText(alarm: AlarmRow): string {
  return formatTime(alarm.since, useZone(), true);
}

function Answered({ alarm, snoozed }: { alarm: AlarmRow; snoozed: boolean }) {
  const zone = useZone();
  const { acknowledgedAt, acknowledgedBy, snoozedUntil } = alarm;
  if (acknowledgedAt === null && !snoozed) return null;
  const lines: string[] = [];
  if (acknowledgedAt !== null) {
    const time = formatTime(acknowledgedAt, zone);
    lines.push(
      acknowledgedBy === null || acknowledgedBy === ''
        ? t('alarms.acknowledged.nobody', { time })
        : t('alarms.acknowledged', { who: acknowledgedBy, time }),
    );
  }
  if (snoozed && snoozedUntil !== null) lines.push(t('alarms.snoozed', { time: formatTime(snoozedUntil, zone) }));
  return <p className="wf-alarm-answered">{lines.join(' · ')}</p>;
}

/** Goes to the row that the alarm is about, where it is on the board. */
function OpenButton({ alarm }: { alarm: AlarmRow }) {
  const { queues, agents } = useFloor().parts;
  const key = rowKeyOf(alarm);
  const queue = useRow(queues, key);
  const agent = useRow(agents, key);
  if (queue === undefined && agent === undefined) return null;
  return (
    <IconButton
      label={t('alarms.open', { who: alarm.who })}
      onPress={() => openSubject({ kind: queue === undefined ? 'agent' : 'queue', key })}
    >
      <ArrowUpRight />
    </IconButton>
  );
}

function rowKeyOf(alarm: AlarmRow): string {
  return alarm.subject.replace(/^(queue|agent):/, '');
}
