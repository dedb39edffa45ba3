import { useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { PressureRow } from '../../../shared/contract/index.ts';
import { localTime } from '../../../shared/time/local.ts';
import { range } from '../../../shared/time/zone.ts';
import { useDerived } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { formatPercent, formatTime, t, ticker } from '../../ui/index.ts';
import type { ReplayControl } from './control.ts';

interface StripProps {
  control: ReplayControl;
  dayFrom: number;
  dayTo: number;
  zone: string;
}

const HEIGHT = 28;
const QUARTER_MS = 900_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The day as bars of a quarter hour; the slider over it is the moment on screen. */
export function Strip({ control, dayFrom, dayTo, zone }: StripProps) {
  const track = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const line = useRef<HTMLSpanElement>(null);
  const dragging = useRef(false);
  const span = dayTo - dayFrom;

  const atOf = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    return Math.min(dayTo - 1, dayFrom + share * span);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    // The keyboard goes on from here, without the ring that is for those who came by keyboard.
    track.current?.setAttribute('data-pointer', '');
    slider.current?.focus({ preventScroll: true });
    event.preventDefault();
    dragging.current = true;
    control.seek(atOf(event), true);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (dragging.current) control.seek(atOf(event), true);
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    if (!dragging.current) return;
    dragging.current = false;
    control.seek(atOf(event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    track.current?.removeAttribute('data-pointer');
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = control.position();
    const target: Record<string, number> = {
      ArrowLeft: at - MINUTE_MS,
      ArrowDown: at - MINUTE_MS,
      ArrowRight: at + MINUTE_MS,
      ArrowUp: at + MINUTE_MS,
      PageDown: at - HOUR_MS,
      PageUp: at + HOUR_MS,
      Home: dayFrom,
      End: dayTo - 1,
    };
    const to = target[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    control.seek(to);
  };

  useLayoutEffect(() => {
    const move = () => {
      const at = control.position();
      const share = Math.min(1, Math.max(0, (at - dayFrom) / Math.max(1, span)));
      // On the line itself: a custom property of the track would be handed down to every bar of the day, each second.
      line.current?.style.setProperty('--at', `${(share * 100).toFixed(3)}%`);
      if (slider.current === null) return;
      slider.current.value = String(Math.round(Math.max(0, at - dayFrom) / MINUTE_MS));
      slider.current.setAttribute('aria-valuetext', formatTime(at, zone));
    };
    move();
    return ticker.add(move);
  }, [control, dayFrom, span, zone]);

  return (
    <div
      ref={track}
      className="wf-replay-track"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
    >
      <Bars dayFrom={dayFrom} dayTo={dayTo} zone={zone} />
      <Hours dayFrom={dayFrom} dayTo={dayTo} zone={zone} />
      {/* The keyboard's and the screen reader's handle; the pointer drags on the bars themselves, which have tips of their own. */}
      <input
        ref={slider}
        className="wf-replay-slider"
        type="range"
        aria-label={t('replay.strip')}
        min={0}
        max={Math.round(span / MINUTE_MS)}
        step={1}
        defaultValue={0}
        onKeyDown={onKeyDown}
        onInput={(event) => control.seek(dayFrom + Number(event.currentTarget.value) * MINUTE_MS)}
      />
      <span ref={line} className="wf-replay-line" aria-hidden />
    </div>
  );
}

const HOURS_APART = 3;

/** Local hours below the strip, so that an empty day can be read too. */
function Hours({ dayFrom, dayTo, zone }: { dayFrom: number; dayTo: number; zone: string }) {
  const hours = range(dayFrom, dayTo, 'hour', zone).filter(
    (at) => localTime(at, zone).hour % HOURS_APART === 0 && dayTo - at > HOUR_MS,
  );
  return (
    <p className="wf-replay-hours" aria-hidden>
      {hours.map((at) => (
        <span key={at} style={{ left: `${((at - dayFrom) / Math.max(1, dayTo - dayFrom)) * 100}%` }}>
          {formatTime(at, zone)}
        </span>
      ))}
    </p>
  );
}

const ordered = (rows: Iterable<PressureRow>): PressureRow[] => [...rows].sort((a, b) => a.at - b.at);

function Bars({ dayFrom, dayTo, zone }: { dayFrom: number; dayTo: number; zone: string }) {
  const rows = useDerived(useFloor().parts.pressure, ordered).filter((row) => row.at >= dayFrom && row.at < dayTo);
  const most = rows.reduce((max, row) => Math.max(max, row.offered ?? 0, row.expected ?? 0), 1);
  const span = Math.max(1, dayTo - dayFrom);
  const x = (at: number) => ((at - dayFrom) / span) * 1000;
  const height = (value: number) => (value === 0 ? 0 : Math.max(1.5, (value / most) * (HEIGHT - 2)));
  return (
    <svg className="wf-replay-bars" viewBox={`0 0 1000 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {rows.map((row, index) => {
        const left = x(row.at);
        const end = Math.min(dayTo, rows[index + 1]?.at ?? row.at + QUARTER_MS, row.at + QUARTER_MS);
        const width = Math.max(0.5, x(end) - left - 1);
        const offered = height(row.offered ?? 0);
        const expected = height(row.expected ?? 0);
        return (
          <g key={row.key} data-tip={tip(row, end, zone)}>
            <rect className="wf-replay-hit" x={left} y={0} width={x(end) - left} height={HEIGHT} />
            {row.expected !== null && (
              <rect className="wf-replay-expected" x={left} y={HEIGHT - expected} width={width} height={expected} />
            )}
            {row.offered !== null && (
              <rect
                className="wf-replay-offered"
                data-level={row.level}
                x={left}
                y={HEIGHT - offered}
                width={width}
                height={offered}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

function tip(row: PressureRow, end: number, zone: string): string {
  const times = { from: formatTime(row.at, zone), to: formatTime(end, zone) };
  const parts = [
    row.offered === null ? t('replay.tip.noData', times) : t('replay.tip', { ...times, offered: row.offered }),
  ];
  if (row.expected !== null) parts.push(t('replay.tip.expected', { count: Math.round(row.expected) }));
  if (row.serviceLevel !== null) parts.push(t('replay.tip.level', { value: formatPercent(row.serviceLevel) }));
  if (row.level !== 'normal') parts.push(t(`words.level.${row.level}`));
  return parts.join(' · ');
}
