import { useEffect, useLayoutEffect, useRef } from 'react';
import type { TimelineRow } from '../../../../shared/contract/index.ts';
import { ticker } from '../../../ui/index.ts';
import { onPalette, palette } from './palette.ts';
import { paintActual, paintDeviations, paintExceptions, paintGrid, paintMatch, paintPlan } from './paint.ts';
import type { Sheet } from './paint.ts';
import type { TimeWindow } from './time-window.ts';

/** Draws into a track `height` pixels high. Module scope or memo. */
export type Painter = (sheet: Sheet, height: number) => void;

interface TrackProps {
  window: TimeWindow;
  height: number;
  paint: Painter;
  /** What time has come to, where it does not go on: epoch ms UTC. Null: the moment on screen. */
  until?: number | null;
  className?: string;
}

/**
 * A stretch of time as a picture. It follows the window and the time without a render: one canvas holds what would be hundreds of boxes.
 * It says nothing to a screen reader: the text stands beside it.
 */
export function Track({ window, height, paint, until = null, className }: TrackProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const latest = useRef({ paint, until, height });
  const draw = useRef<() => void>(() => undefined);
  useEffect(() => {
    let wanted = 0;
    let drawnNow = 0;
    const now = () => {
      const at = ticker.now();
      const { until: limit } = latest.current;
      return limit === null ? at : Math.min(at, limit);
    };
    const render = () => {
      wanted = 0;
      const canvas = ref.current;
      if (canvas === null) return;
      drawnNow = now();
      drawOn(canvas, window, latest.current, drawnNow);
    };
    draw.current = () => {
      if (wanted === 0) wanted = requestAnimationFrame(render);
    };
    draw.current();
    const stops = [
      window.subscribe(draw.current),
      onPalette(draw.current),
      ticker.add(() => {
        // What lasts has grown by a pixel.
        const { from, to, width } = window.get();
        if (Math.abs(now() - drawnNow) >= (to - from) / Math.max(1, width)) draw.current();
      }),
    ];
    return () => {
      if (wanted !== 0) cancelAnimationFrame(wanted);
      for (const stop of stops) stop();
    };
  }, [window]);
  useLayoutEffect(() => {
    latest.current = { paint, until, height };
    draw.current();
  }, [paint, until, height]);
  return <canvas ref={ref} className={className} style={{ height }} aria-hidden />;
}

function drawOn(
  canvas: HTMLCanvasElement,
  window: TimeWindow,
  { paint, height }: { paint: Painter; height: number },
  now: number,
): void {
  const { from, to, width } = window.get();
  const scale = globalThis.devicePixelRatio || 1;
  const pixels = { width: Math.round(width * scale), height: Math.round(height * scale) };
  if (canvas.width !== pixels.width) canvas.width = pixels.width;
  if (canvas.height !== pixels.height) canvas.height = pixels.height;
  const context = canvas.getContext('2d');
  if (context === null || width === 0) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  paint({ context, colors: palette(), x: (at) => window.x(at), from, to, width, now }, height);
}

/** Plan above, actual below, match strip: the picture of a person's day in one row. */
export function rowPainter(row: TimelineRow | undefined): Painter {
  return (sheet, height) => {
    paintGrid(sheet, height);
    if (row === undefined) return;
    const unit = height / 46;
    const plan = { top: Math.round(6 * unit), height: Math.round(13 * unit) };
    const actual = { top: plan.top + plan.height + 2, height: Math.round(14 * unit) };
    const match = { top: actual.top + actual.height + 2, height: 5 };
    paintPlan(sheet, row.planned, plan);
    paintActual(sheet, row.actual, actual);
    paintMatch(sheet, row.matches, match);
    paintDeviations(sheet, row.deviations, {
      top: plan.top - 2,
      height: match.top + match.height - plan.top + 2,
    });
    paintExceptions(sheet, row.exceptions, 1);
  };
}
