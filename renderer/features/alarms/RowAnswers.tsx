import { useActions } from '../../actions/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { useUi } from '../../app/state.ts';
import { currentGrid, notify, t, ticker } from '../../ui/index.ts';
import { concerns, isCalling } from './order.ts';
import { useAnswers } from './use-answers.ts';
import { reasonText } from './words.ts';

/** `a` and `z` while the tray is closed: on the row under the keyboard, else they open the tray. */
export function RowAnswers() {
  const floor = useFloor();
  const answers = useAnswers();
  const live = () => useUi.getState().moment.kind === 'now';
  const openTray = () => useUi.setState({ trayOpen: true });
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
        const first = own[0];
        if (first === undefined) return openTray();
        void Promise.all(own.map((alarm) => answers.acknowledge(alarm))).then(
          (done) =>
            done.every(Boolean) &&
            notify({
              tone: 'info',
              text: t('alarms.acknowledged.done', { who: `${first.who}: ${own.map(reasonText).join('; ')}` }),
            }),
        );
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
  ]);
  return null;
}
