import { useImperativeHandle, useRef } from 'react';
import type { Ref } from 'react';
import './track.css';

/** Shows and hides the text at the pointer. */
export interface TipHandle {
  show(text: string, x: number, y: number): void;
  hide(): void;
}

/** What a track says of the instant under the pointer: written without a render, as the pointer moves. */
export function TrackTip({ handle }: { handle: Ref<TipHandle> }) {
  const ref = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => ({
    show(text, x, y) {
      const tip = ref.current;
      if (tip === null) return;
      if (tip.textContent !== text) tip.textContent = text;
      tip.hidden = false;
      const { clientWidth, clientHeight } = document.documentElement;
      const { offsetWidth, offsetHeight } = tip;
      tip.style.left = `${Math.max(6, Math.min(clientWidth - offsetWidth - 6, x + 14))}px`;
      tip.style.top = `${y + 20 + offsetHeight > clientHeight ? y - offsetHeight - 12 : y + 20}px`;
    },
    hide() {
      if (ref.current !== null) ref.current.hidden = true;
    },
  }));
  return <div ref={ref} className="wf-track-tip" role="presentation" hidden />;
}
