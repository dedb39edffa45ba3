import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { TimeWindow } from './time-window.ts';

/**
 * Ctrl + wheel zooms where the pointer is, Shift + wheel and a sideways wheel scroll in time; the plain wheel is left to the page.
 *
 * @param ref where the wheel is turned @param track an element whose left edge is the first instant shown
 */
export function useTrackWheel(
  ref: RefObject<HTMLElement | null>,
  track: RefObject<HTMLElement | null>,
  window: TimeWindow,
): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent) => {
      const { width } = window.get();
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const x = event.clientX - (track.current?.getBoundingClientRect().left ?? 0);
        window.zoom(Math.exp(Math.sign(event.deltaY) * 0.18), window.at(Math.min(width, Math.max(0, x))));
        return;
      }
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      event.preventDefault();
      window.pan(sideways / Math.max(1, width));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [ref, track, window]);
}
