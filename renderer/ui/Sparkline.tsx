import { memo } from 'react';
import './sparkline.css';

interface SparklineProps {
  /** Oldest first; null leaves a gap. */
  values: readonly (number | null)[];
  width?: number;
  height?: number;
  /** Colours the line; the word is beside it. */
  level?: 'normal' | 'warning' | 'breach' | 'stale';
}

/** The course of the last intervals as a small line. Decoration for the eye: the figures are in the row and its details. */
export const Sparkline = memo(function Sparkline({
  values,
  width = 60,
  height = 18,
  level = 'normal',
}: SparklineProps) {
  return (
    <svg
      className="wf-spark"
      data-level={level}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
    >
      <path d={sparkPath(values, width, height)} />
    </svg>
  );
});

/** SVG path of the values, scaled to their own range; a flat line runs through the middle. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return '';
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const inner = height - 3;
  let path = '';
  let down = false;
  values.forEach((value, index) => {
    if (value === null) {
      down = false;
      return;
    }
    const x = (index / (values.length - 1)) * (width - 2) + 1;
    const y = span === 0 ? height / 2 : 1.5 + inner - ((value - low) / span) * inner;
    path += `${down ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    down = true;
  });
  return path;
}
