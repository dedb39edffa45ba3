import { useMemo } from 'react';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import { useCommand } from '../../api/index.ts';
import { useZone } from '../../app/providers.tsx';
import { errorText, formatTime, notify, t } from '../../ui/index.ts';
import type { WireError } from '../../../shared/errors/index.ts';

type Named = Pick<AlarmRow, 'key' | 'who'>;

export interface Answers {
  acknowledge(alarm: Named): Promise<boolean>;
  snooze(alarm: Named, minutes: number): Promise<boolean>;
  unsnooze(alarm: Named): Promise<boolean>;
  busy: boolean;
}

/** What a person can answer to an alarm. A failure is told in a notice; the alarm then stays as it was. */
export function useAnswers(): Answers {
  const acknowledge = useCommand('acknowledgeAlarm');
  const snooze = useCommand('snoozeAlarm');
  const unsnooze = useCommand('unsnoozeAlarm');
  const zone = useZone();
  const busy = acknowledge.busy || snooze.busy || unsnooze.busy;
  return useMemo(
    () => ({
      busy,
      async acknowledge({ key }) {
        const result = await acknowledge.run({ key });
        return result.ok || failed(result.error);
      },
      async snooze({ key, who }, minutes) {
        const result = await snooze.run({ key, minutes });
        if (!result.ok) return failed(result.error);
        notify({ tone: 'info', text: t('alarms.snoozed.done', { who, time: formatTime(result.value.until, zone) }) });
        return true;
      },
      async unsnooze({ key, who }) {
        const result = await unsnooze.run({ key });
        if (!result.ok) return failed(result.error);
        notify({ tone: 'info', text: t('alarms.unsnoozed.done', { who }) });
        return true;
      },
    }),
    [acknowledge, snooze, unsnooze, zone, busy],
  );
}

function failed(error: WireError): false {
  notify({ tone: 'breach', text: t('alarms.failed', { reason: errorText(error) }) });
  return false;
}
