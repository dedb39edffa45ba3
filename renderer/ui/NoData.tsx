import { DASH } from './format.ts';
import './states.css';

/** "No data": a dash that says why to a pointer and to a screen reader. Never a zero. */
export function NoData({ reason }: { reason: string }) {
  return (
    <span className="wf-nodata" data-tip={reason}>
      <span aria-hidden>{DASH}</span>
      <span className="wf-hidden">{reason}</span>
    </span>
  );
}
