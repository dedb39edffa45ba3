import { useRef } from 'react';
import type { MouseEvent, PointerEvent, RefObject } from 'react';
import type { TimelineRow } from '../../../../shared/contract/index.ts';
import type { PartStore } from '../../../api/index.ts';
import { ticker } from '../../../ui/index.ts';
import { linesAt } from '../track/say.ts';
import { quarterOf } from '../track/time-window.ts';
import type { TimeWindow } from '../track/time-window.ts';
import type { TipHandle } from '../track/TrackTip.tsx';
import { cursorAt, isRange } from './picked.ts';
import type { Picked } from './picked.ts';

interface DragOptions {
  body: RefObject<HTMLElement | null>;
  keys: readonly string[];
  rowHeight: number;
  /** An element whose left edge is the first instant shown. */
  track: RefObject<HTMLElement | null>;
  window: TimeWindow;
  rows: PartStore<TimelineRow>;
  zone: string;
  tip: RefObject<TipHandle | null>;
  setPicked(picked: Picked): void;
  exceptFor(picked: Picked): void;
  openPicked(key: string): void;
}

/** The pointer over the rows: what is below it in words; a press puts the cursor there, a drag chooses quarter hours and people. */
export function useDrag(options: DragOptions) {
  const { body, keys, rowHeight, track, window, rows, zone, tip, setPicked, exceptFor, openPicked } = options;
  const dragged = useRef<Picked | null>(null);

  /** What is below the pointer. Null outside of the rows; `at` null beside the track. */
  const below = (event: { clientX: number; clientY: number }, bound: boolean) => {
    const box = body.current?.getBoundingClientRect();
    if (box === undefined) return null;
    const index = Math.floor((event.clientY - box.top) / rowHeight);
    const key = keys[bound ? Math.max(0, Math.min(keys.length - 1, index)) : index];
    if (key === undefined) return null;
    const x = event.clientX - (track.current?.getBoundingClientRect().left ?? 0);
    const { width } = window.get();
    if (!bound && (x < 0 || x > width)) return { key, at: null };
    return { key, at: window.at(Math.max(0, Math.min(width - 1, x))) };
  };

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      const place = below(event, false);
      if (place === null || place.at === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      tip.current?.hide();
      dragged.current = cursorAt(place.key, quarterOf(place.at));
      setPicked(dragged.current);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const begun = dragged.current;
      if (begun === null) {
        const place = below(event, false);
        const row = place === null || place.at === null ? undefined : rows.last(place.key);
        if (place === null || place.at === null || row === undefined) tip.current?.hide();
        else tip.current?.show(linesAt(row, place.at, ticker.now(), zone).join('\n'), event.clientX, event.clientY);
        return;
      }
      const place = below(event, true);
      if (place === null || place.at === null) return;
      const headAt = quarterOf(place.at);
      if (headAt === begun.headAt && place.key === begun.headRow) return;
      dragged.current = { ...begun, headRow: place.key, headAt };
      setPicked(dragged.current);
    },
    onPointerUp() {
      const ended = dragged.current;
      dragged.current = null;
      if (ended !== null && isRange(ended)) exceptFor(ended);
    },
    onPointerCancel() {
      dragged.current = null;
    },
    onClick(event: MouseEvent<HTMLElement>) {
      const place = below(event, false);
      if (place !== null && place.at === null) openPicked(place.key);
    },
    onDoubleClick(event: MouseEvent<HTMLElement>) {
      const place = below(event, false);
      if (place !== null && place.at !== null) openPicked(place.key);
    },
  };
}
