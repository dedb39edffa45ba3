import { ClockAlert } from 'lucide-react';
import { useRef } from 'react';
import { DASH, formatAge, formatDuration } from './format.ts';
import { Since } from './Since.tsx';
import { Sparkline } from './Sparkline.tsx';
import { t } from './i18n/index.ts';
import type { Anchor } from './grid/types.ts';
import './tile.css';

interface TileProps {
  title: string;
  /** Null: no data, said by `note`; or the value is `since`. */
  value: string | null;
  /** A ticking value: since when, epoch ms UTC. */
  since?: number | null;
  unit?: string;
  /** Target, counts, reason: up to two lines. */
  note: string;
  trend: readonly (number | null)[];
  /** A warning outlines the tile, a breach tints it, stale hatches it. */
  level: 'normal' | 'warning' | 'breach' | 'stale';
  /** How old the figure is; null where nothing was read. */
  asOf: number | null;
  /** The number can be opened. */
  onOpen?(anchor: Anchor): void;
}

/** One figure of the board: number, unit, what it is measured by, its course and its age. */
export function Tile({ title, value, since = null, unit = '', note, trend, level, asOf, onOpen }: TileProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const open = () => {
    const box = ref.current?.getBoundingClientRect();
    if (box !== undefined) onOpen?.({ x: box.x, y: box.y, width: box.width, height: box.height });
  };
  return (
    <button
      ref={ref}
      type="button"
      className="wf-tile"
      data-level={level}
      onClick={open}
      disabled={onOpen === undefined}
    >
      <span className="wf-tile-head">
        <span className="wf-clip" data-tip={title}>
          {title}
        </span>
        <span className="wf-tile-age">{asOf !== null && <Since at={asOf} format={formatAge} />}</span>
      </span>
      <span className="wf-tile-number">
        {since !== null ? (
          <Since at={since} until={level === 'stale' ? asOf : null} format={formatDuration} />
        ) : (
          (value ?? DASH)
        )}
        {unit !== '' && <span className="wf-tile-unit">{unit}</span>}
        {level === 'stale' && (
          <span className="wf-tile-stale" data-tip={t('ui.stale')}>
            <ClockAlert aria-hidden />
            <span className="wf-hidden">{t('ui.stale')}</span>
          </span>
        )}
        <span className="wf-tile-trend">
          {(value !== null || since !== null) && <Sparkline values={trend} width={64} height={22} level={level} />}
        </span>
        {level !== 'normal' && level !== 'stale' && <span className="wf-hidden">{t(`ui.level.${level}`)}</span>}
      </span>
      <span className="wf-tile-note" data-tip={note}>
        {note}
      </span>
    </button>
  );
}
