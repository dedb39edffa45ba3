import { useEffect, useRef, useState } from 'react';
import { useActions } from '../../actions/index.ts';
import { useBoard, useSettings, useZone } from '../../app/providers.tsx';
import { useRoute } from '../../app/route.ts';
import { setMoment, useUi } from '../../app/state.ts';
import { formatDate, formatDateTime, formatTime, notify, t } from '../../ui/index.ts';
import { useReplay } from './control.ts';
import { instantOf, startMoment } from './start-moment.ts';
import { useReplayControl } from './use-control.ts';

/** Runs beside every screen: the moment asked for at start, the shortcuts, and the word that this is not now. */
export function ReplayWatch() {
  const control = useReplayControl();
  const board = useBoard();
  const zone = useZone();
  // Elsewhere the same keys turn the pages of that area: its days, its months.
  const onFloor = useRoute().area === 'floor';
  const replay = useUi((state) => state.moment.kind === 'replay');
  useEffect(() => control.start(), [control]);
  useStart();
  useActions([
    {
      name: 'replay.previous',
      label: 'replay.action.previous',
      group: 'replay',
      keys: '[',
      when: () => onFloor && board !== undefined,
      perform: () => control.step(-1, zone),
    },
    {
      name: 'replay.next',
      label: 'replay.action.next',
      group: 'replay',
      keys: ']',
      when: () => onFloor && useUi.getState().moment.kind === 'replay',
      perform: () => control.step(1, zone),
    },
    {
      name: 'replay.play',
      label: 'replay.action.play',
      group: 'replay',
      keys: null,
      when: () => useUi.getState().moment.kind === 'replay',
      perform: () => {
        const { moment } = useUi.getState();
        control.run(moment.kind === 'replay' && moment.speed > 0 ? 0 : useReplay.getState().speed);
      },
    },
    {
      name: 'replay.now',
      label: 'replay.action.now',
      group: 'replay',
      keys: null,
      when: () => useUi.getState().moment.kind === 'replay',
      perform: () => control.now(),
    },
  ]);
  return <Spoken replay={replay} zone={zone} />;
}

function useStart(): void {
  const { settings } = useSettings();
  const board = useBoard();
  const zone = settings?.zone;
  const done = useRef(false);
  const asked = useRef<number | null>(null);
  useEffect(() => {
    if (zone === undefined || done.current) return;
    done.current = true;
    const start = startMoment(location.hash);
    if (start === null) return;
    const meant = instantOf(start.text, zone);
    // The address says where the window began; what follows is the person's.
    history.replaceState(null, '', '#/floor');
    if ('reason' in meant) {
      notify({
        tone: 'breach',
        text: t('replay.start.failed', { text: start.text.slice(0, 60), reason: meant.reason }),
      });
      return;
    }
    if (start.speed > 0) useReplay.setState({ speed: start.speed });
    asked.current = meant.at;
    setMoment({ kind: 'replay', at: meant.at, speed: start.speed });
  }, [zone]);
  useEffect(() => {
    const at = asked.current;
    if (at === null || board?.mode !== 'replay') return;
    asked.current = null;
    const { extent } = board;
    if (extent === null || (at >= extent.from && at <= extent.to)) return;
    notify({
      tone: 'breach',
      text: t('replay.start.outside', {
        time: formatDateTime(at, board.zone),
        from: formatDate(extent.from, board.zone),
        to: formatDate(extent.to, board.zone),
      }),
    });
  }, [board]);
}

/** Tells screen readers once on the way in and out. */
function Spoken({ replay, zone }: { replay: boolean; zone: string }) {
  const was = useRef(false);
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    if (replay === was.current) return;
    was.current = replay;
    const { moment } = useUi.getState();
    setSentence(
      moment.kind === 'replay'
        ? t('replay.announce.on', { date: formatDate(moment.at, zone), time: formatTime(moment.at, zone) })
        : t('replay.announce.off'),
    );
  }, [replay, zone]);
  return (
    <output className="wf-hidden" aria-live="polite">
      {sentence}
    </output>
  );
}
