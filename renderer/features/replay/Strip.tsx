import { useEffect, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { PressureRow } from '../../../shared/contract/index.ts';
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

const HEIGHT = 32;
const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;

/** The day as bars of a quarter hour; the slider over it is the moment on screen. */
export function Strip({ control, dayFrom, dayTo, zone }: StripProps) {
  const track = useRef<HTMLDivElement>(null);
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
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = control.position();
    const target: Record<string, number> = {
      ArrowLeft: at - 60_000,
      ArrowDown: at - 60_000,
      ArrowRight: at + 60_000,
      ArrowUp: at + 60_000,
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
      const element = track.current;
      if (element === null) return;
      const at = control.position();
      const share = Math.min(1, Math.max(0, (at - dayFrom) / Math.max(1, span)));
      element.style.setProperty('--at', `${(share * 100).toFixed(3)}%`);
      element.setAttribute('aria-valuenow', String(Math.round(Math.max(0, at - dayFrom) / 60_000)));
      element.setAttribute('aria-valuetext', formatTime(at, zone));
    };
    move();
    return ticker.add(move);
  }, [control, dayFrom, span, zone]);
  useEffect(() => () => void (dragging.current = false), []);

  return (
    <div
      ref={track}
      className="wf-replay-track"
      role="slider"
      tabIndex={0}
      aria-label={t('replay.strip')}
      aria-valuemin={0}
      aria-valuemax={Math.round(span / 60_000)}
      aria-valuenow={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
    >
      <Bars dayFrom={dayFrom} dayTo={dayTo} zone={zone} />
      <span className="wf-replay-line" aria-hidden />
    </div>
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
