import { useCallback } from 'react';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import { useDerived } from '../../api/index.ts';
import { alarmReason } from '../../app/alarm-words.ts';
import { useFloor } from '../../app/providers.tsx';
import { Since, t, tKnown } from '../../ui/index.ts';
import { concerns, subjectKind } from '../alarms/order.ts';

interface RowAlarmsProps {
  kind: 'queue' | 'agent';
  /** `source/id` */
  rowKey: string;
  /** i18n key of something that is odd without being an alarm; null: nothing. */
  reason?: string | null;
}

/** What is wrong with the row now, in words. Nothing where nothing is. */
export function RowAlarms({ kind, rowKey, reason = null }: RowAlarmsProps) {
  const pick = useCallback(
    (rows: Iterable<AlarmRow>) =>
      [...rows].filter((alarm) => alarm.level !== 'normal' && subjectKind(alarm) === kind && concerns(alarm, rowKey)),
    [kind, rowKey],
  );
  const alarms = useDerived(useFloor().parts.alarms, pick);
  const odd = reason === null || reason.startsWith('alarm.') ? null : tKnown(reason);
  if (alarms.length === 0 && odd === null) return null;
  return (
    <ul className="wf-details-alarms">
      {alarms.map((alarm) => (
        <li key={alarm.key} data-level={alarm.level}>
          <span className="wf-strong">{t(`words.level.${alarm.level}`)}</span> {alarmReason(alarm)} ·{' '}
          <Since at={alarm.since} />
        </li>
      ))}
      {odd !== null && <li data-level="warning">{odd}</li>}
    </ul>
  );
}
