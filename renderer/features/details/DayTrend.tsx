import { useQuery } from '../../api/index.ts';
import type { CallOutput } from '../../api/index.ts';
import { DASH, formatCount, formatPercent, formatTime, t } from '../../ui/index.ts';
import { range } from '../../../shared/time/zone.ts';
import { Part, Pending } from './parts.tsx';
import { hoursAround, useDay, useGoesOn } from './use-day.ts';
import type { Day } from './use-day.ts';
import './trend.css';

type Point = CallOutput<'trend'>[number];

const WIDTH = 400;
const HEIGHT = 96;
const QUARTER_MS = 900_000;
const REFRESH_MS = 60_000;

/** What was offered and how well it was served, quarter hour by quarter hour. */
export function DayTrend({ queue, target }: { queue: string; target: number }) {
  const day = useDay();
  const input = day === null ? null : ({ from: day.from, to: day.until, by: 'quarter', queue } as const);
  const { value, error, refresh } = useQuery('trend', input);
  useGoesOn(refresh, REFRESH_MS);
  const first = value?.find((point) => point.offered > 0)?.at ?? null;
  const shown = day === null || first === null ? null : hoursAround(first, day.until, day);
  return (
    <Part title={t('details.trend')}>
      {value === null ? (
        <Pending error={error} again={refresh} />
      ) : shown !== null ? (
        <>
          <Legend target={target} most={mostOf(value)} />
          <Chart points={value} day={shown} target={target} />
          <Axis day={shown} />
          <Table points={value} zone={shown.zone} />
        </>
      ) : (
        <p className="wf-muted">{t('details.trend.empty')}</p>
      )}
    </Part>
  );
}

function mostOf(points: readonly Point[]): number {
  return points.reduce((most, { offered }) => Math.max(most, offered), 1);
}

function Chart({ points, day, target }: { points: readonly Point[]; day: Day; target: number }) {
  const most = mostOf(points);
  const x = (at: number) => ((at - day.from) / Math.max(1, day.to - day.from)) * WIDTH;
  const y = (share: number) => HEIGHT - share * (HEIGHT - 4) - 2;
  const height = (count: number) => (count / most) * (HEIGHT - 8);
  const width = Math.max(1, x(day.from + QUARTER_MS) - 0.8);
  let path = '';
  for (const { at, serviceLevel } of points) {
    if (serviceLevel.value === null || at < day.from) continue;
    path += `${path === '' ? 'M' : 'L'}${(x(at) + width / 2).toFixed(1)} ${y(serviceLevel.value).toFixed(1)}`;
  }
  return (
    <svg className="wf-trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {points
        .filter((point) => point.at >= day.from)
        .map((point) => {
          const left = x(point.at);
          const offered = height(point.offered);
          const abandoned = height(point.abandoned);
          return (
            <g key={point.at} data-tip={pointText(point, day.zone)}>
              <rect className="wf-trend-hit" x={left} y={0} width={width + 0.8} height={HEIGHT} />
              <rect className="wf-trend-offered" x={left} y={HEIGHT - offered} width={width} height={offered} />
              <rect className="wf-trend-abandoned" x={left} y={HEIGHT - abandoned} width={width} height={abandoned} />
            </g>
          );
        })}
      <line className="wf-trend-target" x1={0} x2={WIDTH} y1={y(target)} y2={y(target)} />
      <path className="wf-trend-level" d={path} />
    </svg>
  );
}

function pointText(point: Point, zone: string): string {
  return t('details.trend.point', {
    time: formatTime(point.at, zone),
    offered: formatCount(point.offered),
    abandoned: formatCount(point.abandoned),
    level: point.serviceLevel.value === null ? t('details.trend.noLevel') : formatPercent(point.serviceLevel.value),
  });
}

function Legend({ target, most }: { target: number; most: number }) {
  return (
    <p className="wf-trend-legend">
      <span data-mark="offered">
        {t('details.trend.offered')} ({t('details.trend.scale', { count: formatCount(most) })})
      </span>
      <span data-mark="abandoned">{t('details.trend.abandoned')}</span>
      <span data-mark="level">{t('details.trend.serviceLevel')}</span>
      <span data-mark="target">{t('details.trend.target', { target: formatPercent(target) })}</span>
    </p>
  );
}

/** Local hours below a stretch of the day: at most six of them, so that none runs into the next. */
export function Axis({ day }: { day: Pick<Day, 'from' | 'to' | 'zone'> }) {
  const hours = range(day.from, day.to, 'hour', day.zone);
  const every = Math.ceil(hours.length / 6);
  const span = Math.max(1, day.to - day.from);
  return (
    <p className="wf-day-axis" aria-hidden>
      {hours
        .filter((_, index) => index % every === 0)
        .map((at) => (
          <span key={at} style={{ left: `${((at - day.from) / span) * 100}%` }}>
            {formatTime(at, day.zone)}
          </span>
        ))}
    </p>
  );
}

/** The same for those who read and do not look. */
function Table({ points, zone }: { points: readonly Point[]; zone: string }) {
  return (
    <details className="wf-trend-table">
      <summary>{t('details.trend.table')}</summary>
      <table className="wf-details-table">
        <thead>
          <tr>
            <th scope="col">{t('details.trend.time')}</th>
            <th scope="col">{t('details.trend.offered')}</th>
            <th scope="col">{t('details.trend.abandoned')}</th>
            <th scope="col">{t('details.trend.serviceLevel')}</th>
          </tr>
        </thead>
        <tbody>
          {points
            .filter((point) => point.offered > 0)
            .map((point) => (
              <tr key={point.at}>
                <th scope="row">{formatTime(point.at, zone)}</th>
                <td>{formatCount(point.offered)}</td>
                <td>{formatCount(point.abandoned)}</td>
                <td>{point.serviceLevel.value === null ? DASH : formatPercent(point.serviceLevel.value)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
