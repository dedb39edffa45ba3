import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { formatDateTime, formatTime, t, ticker, useSize } from '../../../ui/index.ts';
import { hullOf } from '../days.ts';
import { Axis } from '../track/Axis.tsx';
import { Legend } from '../track/Legend.tsx';
import { NowLine } from '../track/NowLine.tsx';
import { paintActual, paintDeviations, paintExceptions, paintGrid, paintMatch, paintPlan } from '../track/paint.ts';
import { linesAt, spokenRow } from '../track/say.ts';
import { TimeWindow } from '../track/time-window.ts';
import { Track } from '../track/Track.tsx';
import type { Painter } from '../track/Track.tsx';
import { TrackTip } from '../track/TrackTip.tsx';
import type { TipHandle } from '../track/TrackTip.tsx';
import { useTrackKeys } from '../track/use-track-keys.ts';
import { useTrackWheel } from '../track/use-track-wheel.ts';
import { usePlatformName } from '../use-platform-name.ts';
import type { Day } from './DayPanel.tsx';

interface Lane {
  id: string;
  name: string;
  height: number;
  paint: Painter;
  /** Set apart from what is above. */
  muted?: boolean;
}

/** The day as lanes over one stretch of time: plan, what each platform said, what was made of it, and the plans of before. */
export function DayLanes({ day }: { day: Day }) {
  const box = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const tip = useRef<TipHandle>(null);
  const { width } = useSize(head);
  const [window] = useState(() => {
    const { from, to } = hullOf([day]) ?? day;
    return new TimeWindow(from, to);
  });
  useLayoutEffect(() => window.resize(width), [window, width]);
  const fit = () => {
    const { from, to } = hullOf([day]) ?? day;
    window.show(from, to);
  };
  useTrackKeys(window, fit);
  useTrackWheel(box, head, window);
  const platformName = usePlatformName();
  const lanes = useMemo(() => lanesOf(day, platformName), [day, platformName]);
  const spoken = useMemo(() => spokenRow(day, day.adherence.value, day.zone), [day]);
  const point = (event: React.PointerEvent) => {
    const x = event.clientX - (head.current?.getBoundingClientRect().left ?? 0);
    if (x < 0 || x > window.get().width) return tip.current?.hide();
    tip.current?.show(linesAt(day, window.at(x), ticker.now(), day.zone).join('\n'), event.clientX, event.clientY);
  };
  return (
    <section className="wf-day-part" aria-label={t('adherence.day.timeline')}>
      <p className="wf-hidden">{spoken}</p>
      <div
        ref={box}
        className="wf-day-lanes"
        onPointerMove={point}
        onPointerLeave={() => tip.current?.hide()}
        aria-hidden
      >
        <div className="wf-day-lane wf-day-axis">
          <span />
          <div ref={head}>
            <Axis window={window} zone={day.zone} />
          </div>
        </div>
        {lanes.map(({ id, name, height, paint, muted }) => (
          <div key={id} className="wf-day-lane" data-muted={muted === true ? '' : undefined}>
            <span className="wf-clip" dir="auto" data-tip={name}>
              {name}
            </span>
            <div>
              <Track
                window={window}
                height={height}
                paint={paint}
                until={day.stale && day.asOf !== null ? Math.min(day.asOf, day.to) : day.to}
                className="wf-track"
              />
            </div>
          </div>
        ))}
        <div className="wf-day-over">
          <NowLine window={window} />
        </div>
      </div>
      <TrackTip handle={tip} />
      <Legend />
      {day.earlierPlans.length > 0 && <EarlierPlans day={day} />}
    </section>
  );
}

/** What was known when, in words. */
function EarlierPlans({ day }: { day: Day }) {
  return (
    <details className="wf-day-plans">
      <summary>{t('adherence.day.plans')}</summary>
      <ol>
        {day.earlierPlans.map((plan) => (
          <li key={plan.knownUntil}>
            <strong>{knownText(plan, day.zone)}</strong>{' '}
            {plan.planned.length === 0
              ? t('adherence.day.plans.empty')
              : spokenRow({ ...day, planned: plan.planned, actual: [], deviations: [] }, null, day.zone)}
          </li>
        ))}
      </ol>
    </details>
  );
}

function knownText({ knownFrom, knownUntil }: Day['earlierPlans'][number], zone: string): string {
  const until = formatDateTime(knownUntil, zone);
  if (knownFrom === null) return t('adherence.day.plans.knownUntil', { until });
  return t('adherence.day.plans.known', { from: formatDateTime(knownFrom, zone), until });
}

function laneText(until: number, day: Day): string {
  const onDay = until >= day.from && until < day.to;
  const time = onDay ? formatTime(until, day.zone) : formatDateTime(until, day.zone);
  return t('adherence.day.plans.lane', { time });
}

function lanesOf(day: Day, platformName: (platform: string) => string): Lane[] {
  const lane = (id: string, name: string, height: number, draw: Painter, muted = false): Lane => ({
    id,
    name,
    height,
    muted,
    paint: (sheet, tall) => {
      paintGrid(sheet, tall);
      draw(sheet, tall);
    },
  });
  const whole = (height: number) => ({ top: 3, height: height - 6 });
  const lanes = [
    lane('plan', t('adherence.day.plan'), 24, (sheet, height) => {
      paintPlan(sheet, day.planned, whole(height));
      paintExceptions(sheet, day.exceptions, 0);
    }),
    ...day.lanes.map(({ platform, blocks }) =>
      lane(`platform ${platform}`, platformName(platform), 20, (sheet, height) =>
        paintActual(sheet, blocks, whole(height)),
      ),
    ),
    lane('actual', t('adherence.day.actual'), 24, (sheet, height) => {
      paintActual(sheet, day.actual, whole(height));
      paintDeviations(sheet, day.deviations, { top: 1, height: height - 2 });
    }),
    lane('match', t('adherence.day.match'), 14, (sheet, height) => paintMatch(sheet, day.matches, whole(height))),
  ];
  const earlier = day.earlierPlans.map((plan) =>
    lane(
      `earlier ${plan.knownUntil}`,
      laneText(plan.knownUntil, day),
      20,
      (sheet, height) => paintPlan(sheet, plan.planned, whole(height)),
      true,
    ),
  );
  return [...lanes, ...earlier];
}
