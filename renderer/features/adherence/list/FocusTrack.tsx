import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLastRow, useLive } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { useUi } from '../../../app/state.ts';
import { t, ticker, useSize } from '../../../ui/index.ts';
import { hullOf } from '../days.ts';
import { usePausing } from '../live.tsx';
import { Axis } from '../track/Axis.tsx';
import { NowLine } from '../track/NowLine.tsx';
import { linesAt, spokenRow } from '../track/say.ts';
import { TimeWindow } from '../track/time-window.ts';
import { rowPainter, Track } from '../track/Track.tsx';
import { TrackTip } from '../track/TrackTip.tsx';
import type { TipHandle } from '../track/TrackTip.tsx';

const HEIGHT = 54;
const HOUR_MS = 3_600_000;

/** The day of one person as on the timeline, live. */
export function FocusTrack({ personKey }: { personKey: string }) {
  const zone = useZone();
  const moment = useUi((state) => state.moment);
  const timeline = useLive('timeline', { people: [personKey], moment });
  usePausing(timeline);
  const { row } = useLastRow(timeline.parts.rows, personKey);
  const box = useRef<HTMLDivElement>(null);
  const tip = useRef<TipHandle>(null);
  const { width } = useSize(box);
  const [window] = useState(() => new TimeWindow(ticker.now() - 4 * HOUR_MS, ticker.now() + 5 * HOUR_MS));
  useLayoutEffect(() => window.resize(width), [window, width]);
  useEffect(() => {
    const hull = row === undefined ? null : hullOf([row]);
    if (hull !== null) window.show(hull.from, hull.to);
  }, [row, window]);
  const paint = useMemo(() => rowPainter(row), [row]);
  const spoken = useMemo(() => (row === undefined ? '' : spokenRow(row, null, zone)), [row, zone]);
  const point = useCallback(
    (event: React.PointerEvent) => {
      const left = box.current?.getBoundingClientRect().left ?? 0;
      if (row === undefined) return;
      const at = window.at(event.clientX - left);
      tip.current?.show(linesAt(row, at, ticker.now(), zone).join('\n'), event.clientX, event.clientY);
    },
    [row, window, zone],
  );
  return (
    <div className="wf-focus-track">
      <div className="wf-focus-axis" aria-hidden>
        <Axis window={window} zone={zone} />
      </div>
      <div ref={box} className="wf-focus-canvas" onPointerMove={point} onPointerLeave={() => tip.current?.hide()}>
        <Track
          window={window}
          height={HEIGHT}
          paint={paint}
          until={row?.stale === true ? row.asOf : null}
          className="wf-track"
        />
        <NowLine window={window} />
        <span className="wf-hidden">{row === undefined ? t('adherence.timeline.loading') : spoken}</span>
      </div>
      <TrackTip handle={tip} />
    </div>
  );
}
