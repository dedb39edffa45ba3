import { useLayoutEffect, useRef } from 'react';
import { formatDuration, ticker } from '../../ui/index.ts';

interface WallNumberProps {
  /** Null: it ticks from `since`. */
  text: string | null;
  /** Epoch ms UTC. */
  since: number | null;
  unit: string;
}

/** The number of a tile, as large as its digits allow: a third of the tile in height, and never wider than it. */
export function WallNumber({ text, since, unit }: WallNumberProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const span = ref.current;
    if (span === null) return undefined;
    const node = document.createTextNode('');
    span.replaceChildren(node);
    const tick = () => {
      const now = text ?? (since === null ? '' : formatDuration((ticker.now() - since) / 1000));
      if (node.data === now) return;
      node.data = now;
      span.parentElement?.style.setProperty('--chars', String(Math.max(3, widthOf(now) + widthOf(unit) * 0.45)));
    };
    tick();
    return text === null ? ticker.add(tick) : undefined;
  }, [text, since, unit]);
  return (
    <span className="wf-wall-number">
      <span ref={ref} />
      {unit !== '' && <span className="wf-wall-unit">{unit}</span>}
    </span>
  );
}

/** Width in digits: points and colons are half as wide as a digit. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += /[.,:\s]/.test(char) ? 0.45 : 1;
  return width;
}
