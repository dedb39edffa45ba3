import type { AlarmRow } from '../../../shared/contract/index.ts';
import { alarmAction, alarmReason } from '../../app/alarm-words.ts';
import { t, tKnown } from '../../ui/index.ts';

/** What is wrong, with its figures: "Longest wait 2:41, limit 1:20". A line of the history names the rule only. */
export function reasonText(alarm: Pick<AlarmRow, 'rule' | 'value' | 'limit'> & { reason?: string }): string {
  return alarmReason({ ...alarm, reason: alarm.reason ?? `alarm.${alarm.rule}.reason` });
}

/** The one thing to do next. */
export function suggestionText(alarm: Pick<AlarmRow, 'suggestion'>): string {
  return alarmAction(alarm) ?? t('alarms.action.unknown');
}

/** A line of the history in a word: "Raised". */
export function eventText(event: string): string {
  return tKnown(`alarms.event.${event}`) ?? event;
}
