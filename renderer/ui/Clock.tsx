import { useLayoutEffect, useRef } from 'react';
import { formatTime } from './format.ts';
import { ownText } from './Since.tsx';
import { ticker } from './ticker.ts';

/** The wall clock of the moment on screen, in a named zone, with seconds. */
export function Clock({ zone, className }: { zone: string; className?: string }) {
  const ref = useRef<HTMLTimeElement>(null);
  useLayoutEffect(() => {
    const time = ref.current;
    if (time === null) return undefined;
    const node = ownText(time);
    const tick = () => {
      const text = formatTime(ticker.now(), zone, true);
      if (node.data !== text) node.data = text;
    };
    tick();
    return ticker.add(tick, true);
  }, [zone]);
  return <time ref={ref} className={className} />;
}
