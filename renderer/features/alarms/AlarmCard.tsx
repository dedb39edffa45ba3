import { Check, ClockArrowUp, Square, SquareCheckBig } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useFloor, useZone } from '../../app/providers.tsx';
import { go } from '../../app/route.ts';
import { openSubject } from '../../app/state.ts';
import { useLastRow } from '../../api/index.ts';
import { Button, formatTime, Kbd, Since, t, ticker } from '../../ui/index.ts';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import { LevelMark } from './LevelMark.tsx';
import { isSnoozed, subjectKind } from './order.ts';
import { SnoozeMenu } from './SnoozeMenu.tsx';
import type { Answers } from './use-answers.ts';
import { reasonText, suggestionText } from './words.ts';

interface AlarmCardProps {
  alarmKey: string;
  /** The card that arrows have moved to: the one tab stop among the names. */
  active: boolean;
  /** One of those that are answered together. */
  selected: boolean;
  onSelect(): void;
  snoozing: boolean;
  onSnoozing(open: boolean): void;
  onActive(): void;
  onMoveKey(event: KeyboardEvent): void;
  onAcknowledge(alarm: AlarmRow): void;
  onSnooze(alarm: AlarmRow, minutes: number): void;
  answers: Answers;
}

/** One alarm in force: who, what, since when, what to do, and what somebody answered. */
export function AlarmCard(props: AlarmCardProps) {
  const { alarmKey, active, selected, onSelect, snoozing, onSnoozing, onActive, onMoveKey, answers } = props;
  const { queues, agents, alarms } = useFloor().parts;
  const zone = useZone();
  const { row: alarm, gone } = useLastRow(alarms, alarmKey);
  // Only an alarm that has just come pulses, once.
  const [fresh] = useState(() => alarm !== undefined && ticker.now() - alarm.since < FRESH_MS);
  if (alarm === undefined) return null;
  const snoozed = isSnoozed(alarm, ticker.now());
  const open = () => {
    const key = rowKeyOf(alarm);
    const kind = subjectKind(alarm);
    if (kind === 'source') go('sources');
    else if ((kind === 'queue' ? queues.get(key) : agents.get(key)) !== undefined) openSubject({ kind, key });
  };
  return (
    <li
      className="wf-alarm"
      data-level={alarm.level}
      data-quiet={snoozed || alarm.acknowledgedAt !== null ? '' : undefined}
      data-fresh={fresh && !gone ? '' : undefined}
      data-gone={gone ? '' : undefined}
      data-active={active ? '' : undefined}
      data-selected={selected ? '' : undefined}
    >
      <div className="wf-alarm-top">
        <LevelMark level={alarm.level} />
        <button
          type="button"
          className="wf-alarm-who wf-clip"
          dir="auto"
          data-alarm={alarmKey}
          data-tip={t('alarms.open', { who: alarm.who })}
          tabIndex={active ? 0 : -1}
          aria-label={`${alarm.who}. ${t(`words.level.${alarm.level}`)}. ${reasonText(alarm)}`}
          onClick={open}
          onFocus={onActive}
          onKeyDown={onMoveKey}
        >
          {alarm.who}
        </button>
        <span className="wf-alarm-since" data-tip={t('alarms.since', { time: formatTime(alarm.since, zone, true) })}>
          <Since at={alarm.since} />
        </span>
        <button
          type="button"
          aria-pressed={selected}
          aria-label={t('alarms.select', { who: alarm.who })}
          className="wf-alarm-select"
          data-tip={t('alarms.select.tip')}
          tabIndex={active ? 0 : -1}
          onClick={onSelect}
        >
          {selected ? <SquareCheckBig aria-hidden /> : <Square aria-hidden />}
        </button>
      </div>
      <p className="wf-alarm-reason">{reasonText(alarm)}</p>
      <p className="wf-alarm-suggestion">
        {alarm.level === 'stale' && subjectKind(alarm) !== 'source' ? t('alarms.stale') : suggestionText(alarm)}
      </p>
      <Answered alarm={alarm} snoozed={snoozed} />
      {!gone && (
        <div className="wf-alarm-actions">
          {alarm.acknowledgedAt === null && (
            <Button icon={<Check />} onPress={() => props.onAcknowledge(alarm)}>
              {t('alarms.acknowledge')}
              {active && <Kbd keys="a" />}
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
              hint={active}
              onOpenChange={onSnoozing}
              onSnooze={(minutes) => props.onSnooze(alarm, minutes)}
            />
          )}
        </div>
      )}
    </li>
  );
}

const FRESH_MS = 15_000;

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

function rowKeyOf(alarm: AlarmRow): string {
  return alarm.subject.replace(/^(queue|agent):/, '');
}
