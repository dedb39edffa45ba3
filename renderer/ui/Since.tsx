import { useLayoutEffect, useRef } from 'react';
import { formatAge, formatDuration } from './format.ts';
import { t } from './i18n/index.ts';
import { ticker } from './ticker.ts';

interface SinceProps {
  /** Epoch ms UTC. */
  at: number;
  /** Up to when it is known to have lasted, epoch ms UTC: a stalled source says nothing of what came after, so the time stands still. */
  until?: number | null;
  /** Seconds since → text; module scope. */
  format?: (seconds: number) => string;
  /** Seconds from which the element's `data-age` is 1, 2, 3…; module scope. */
  ages?: readonly number[];
  /** The instant is only the first look at it: the true time is longer, so `≥` stands before it. */
  atLeast?: boolean;
  className?: string;
}

/** The time since an instant, ticking with the moment on screen by rewriting its own text node. */
export function Since({
  at,
  until = null,
  format = formatDuration,
  ages = NONE,
  atLeast = false,
  className,
}: SinceProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const span = ref.current;
    if (span === null) return undefined;
    const node = ownText(span);
    const tick = () => {
      const seconds = ((until ?? ticker.now()) - at) / 1000;
      const text = atLeast ? `≥ ${format(seconds)}` : format(seconds);
      if (node.data !== text) node.data = text;
      if (ages.length === 0) return;
      const age = String(ages.filter((limit) => seconds >= limit).length);
      if (span.dataset['age'] !== age) span.dataset['age'] = age;
    };
    tick();
    // An age tells how old the picture is: it goes on growing while the picture is held still.
    return ticker.add(tick, format === formatAge);
  }, [at, until, format, ages, atLeast]);
  return <span ref={ref} className={className} data-tip={atLeast ? t('ui.time.atLeast') : undefined} />;
}

const NONE: readonly number[] = [];

/** The element's only text node, made once: a new instant changes its data and nothing else. */
export function ownText(element: Element): Text {
  const { firstChild } = element;
  if (firstChild instanceof Text) return firstChild;
  const node = document.createTextNode('');
  element.append(node);
  return node;
}
