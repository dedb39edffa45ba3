import { useLayoutEffect, useRef } from 'react';
import { t, ticker } from '../../../ui/index.ts';
import type { TimeWindow } from './time-window.ts';

/** The line that says where time has come to, moved without a render. */
export function NowLine({ window }: { window: TimeWindow }) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const move = () => {
      const line = ref.current;
      if (line === null) return;
      const { width } = window.get();
      const x = window.x(ticker.now());
      line.hidden = width === 0 || x < 0 || x > width;
      line.style.left = `${x.toFixed(1)}px`;
    };
    move();
    const stops = [window.subscribe(move), ticker.add(move)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [window]);
  return (
    <span ref={ref} className="wf-now-line" hidden>
      <span className="wf-hidden">{t('adherence.timeline.now')}</span>
    </span>
  );
}
