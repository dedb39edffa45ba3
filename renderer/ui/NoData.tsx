import { DASH } from './format.ts';
import './states.css';

/** "No data": a dash that says why to a pointer and to a screen reader. Never a zero. One element: boards hold hundreds of them. */
export function NoData({ reason }: { reason: string }) {
  return (
    <abbr className="wf-nodata" title={reason}>
      {DASH}
    </abbr>
  );
}
