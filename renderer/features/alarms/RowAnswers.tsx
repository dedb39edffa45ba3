import type { AlarmRow } from '../../../shared/contract/index.ts';
import { useActions } from '../../actions/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { useUi } from '../../app/state.ts';
import { currentGrid, notify, t, ticker } from '../../ui/index.ts';
import { concerns, isCalling } from './order.ts';
import { useAnswers } from './use-answers.ts';
import { reasonText } from './words.ts';

/** `a`, `z` and `x` while the tray is closed: on the row under the keyboard, else they open the tray. */
export function RowAnswers() {
  const floor = useFloor();
  const answers = useAnswers();
  const live = () => useUi.getState().moment.kind === 'now';
  const openTray = () => useUi.setState({ trayOpen: true });
  const acknowledgeAll = async (own: AlarmRow[]) => {
    const done = await Promise.all(own.map((alarm) => answers.acknowledge(alarm)));
    if (!done.every(Boolean)) return;
    const who = `${own[0]?.who ?? ''}: ${own.map(reasonText).join('; ')}`;
    notify({ tone: 'info', text: t('alarms.acknowledged.done', { who }) });
  };
  useActions([
    {
      name: 'alarms.acknowledge',
      label: 'alarms.action.acknowledge',
      group: 'alarms',
      keys: 'a',
      when: live,
      perform: () => {
        const rowKey = currentGrid()?.activeKey() ?? null;
        const now = ticker.now();
        const own =
          rowKey === null
            ? []
            : [...floor.parts.alarms.rows()].filter((alarm) => concerns(alarm, rowKey) && isCalling(alarm, now));
        if (own.length === 0) return openTray();
        void acknowledgeAll(own);
      },
    },
    {
      name: 'alarms.snooze',
      label: 'alarms.action.snooze',
      group: 'alarms',
      keys: 'z',
      when: live,
      perform: openTray,
    },
    {
      name: 'alarms.select',
      label: 'alarms.action.select',
      group: 'alarms',
      keys: 'x',
      quiet: true,
      when: live,
      perform: openTray,
    },
  ]);
  return null;
}
