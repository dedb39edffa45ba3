import { useEffect, useRef, useState } from 'react';
import { useCell } from '../../api/index.ts';
import { useFloor, useZone } from '../../app/providers.tsx';
import { useUi } from '../../app/state.ts';
import { Clock, formatDate, formatTime, t, ticker } from '../../ui/index.ts';
import { recallChoice, rememberChoice } from './choice.ts';
import type { Choice } from './choice.ts';
import { WallSetup } from './WallSetup.tsx';
import { WallTile } from './WallTile.tsx';
import './wallboard.css';

/** Real milliseconds after which pointer and controls leave the wall again. */
const IDLE_MS = 3000;

/** Four to six figures for a screen on the wall: nothing to press, nothing that moves, and every number with its age. */
export function Wallboard() {
  const [choice, setChoice] = useState<Choice>(recallChoice);
  const [root, idle] = useIdle();
  useEffect(() => {
    // Not `setScope`: the wall's queues are its own and must not become those of the console.
    useUi.setState({ scope: { queues: [...choice.queues], teams: [] }, moment: { kind: 'now' } });
  }, [choice.queues]);
  const change = (next: Choice) => {
    rememberChoice(next);
    setChoice(next);
  };
  return (
    <main ref={root} className="wf-wall" data-idle={idle ? '' : undefined} aria-label={t('wallboard.title')}>
      <Head choice={choice} />
      <ul className="wf-wall-tiles" data-count={choice.tiles.length}>
        {choice.tiles.map((key) => (
          <WallTile key={key} name={key} />
        ))}
      </ul>
      <WallSetup choice={choice} onChange={change} />
    </main>
  );
}

function Head({ choice }: { choice: Choice }) {
  const floor = useFloor();
  const zone = useZone();
  const { phase } = useCell(floor.status);
  const info = useCell(floor.info);
  const scope =
    choice.queues.length === 0
      ? t('wallboard.scope.all')
      : choice.queues.length === 1
        ? (floor.parts.queues.get(choice.queues[0] ?? '')?.name ?? t('wallboard.scope.some', { count: 1 }))
        : t('wallboard.scope.some', { count: choice.queues.length });
  return (
    <header className="wf-wall-top">
      <h1 className="wf-clip" dir="auto">
        {scope}
      </h1>
      {phase === 'lost' || phase === 'refused' ? (
        <p className="wf-wall-lost" role="alert">
          {info === null ? t('wallboard.lost.never') : t('wallboard.lost', { time: formatTime(info.at, zone, true) })}
        </p>
      ) : (
        phase === 'loading' && <p className="wf-wall-lost">{t('wallboard.loading')}</p>
      )}
      <p className="wf-wall-clock">
        <span>{formatDate(info?.at ?? ticker.now(), zone)}</span> <Clock zone={zone} />
      </p>
    </header>
  );
}

/** Whether nobody has touched the pointer or the keyboard for a while. */
function useIdle() {
  const root = useRef<HTMLElement>(null);
  const [idle, setIdle] = useState(true);
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wake = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    element.addEventListener('pointermove', wake);
    document.addEventListener('keydown', wake);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('pointermove', wake);
      document.removeEventListener('keydown', wake);
    };
  }, []);
  return [root, idle] as const;
}
