import { memo } from 'react';
import './bars.css';

interface BarsProps {
  /** Oldest first; null is drawn as a gap. Not negative. */
  values: readonly (number | null)[];
  /** What the bars show, for screen readers. */
  label: string;
}

/** Small bars that fill the room they are given; the newest is stronger. */
export const Bars = memo(function Bars({ values, label }: BarsProps) {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return (
    <figure className="wf-bars" aria-label={label}>
      {values.map((value, index) => (
        <span key={index} className="wf-bars-slot" data-tip={value === null ? undefined : String(value)}>
          {value !== null && (
            <span className="wf-bars-bar" style={{ height: `${Math.max(2, (value / most) * 100)}%` }} />
          )}
        </span>
      ))}
    </figure>
  );
});
