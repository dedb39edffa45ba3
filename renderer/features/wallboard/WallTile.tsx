import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useCell, useRow } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { DASH, formatAge, formatDuration, Since, t } from '../../ui/index.ts';
import { tileValue } from '../floor/tile-words.ts';
import type { TileKey } from './choice.ts';
import { heldSeconds, wallNote } from './wall-words.ts';
import { WallNumber } from './WallNumber.tsx';

/** One figure for the wall. */
export function WallTile({ name }: { name: TileKey }) {
  const floor = useFloor();
  const row = useRow(floor.parts.strip, name);
  const { phase } = useCell(floor.status);
  if (row === undefined) {
    return (
      <li className="wf-wall-tile">
        <p className="wf-wall-head">{t(`wallboard.tile.${name}`)}</p>
        <WallNumber text={DASH} since={null} unit="" />
        <p className="wf-wall-foot">{t('wallboard.note.noData')}</p>
      </li>
    );
  }
  const old = row.stale || phase === 'lost';
  const since = row.unit === 'since' ? row.value : null;
  const held =
    since !== null && old
      ? formatDuration(heldSeconds(since, row.asOf, floor.info.get()?.at ?? since))
      : tileValue(row);
  const level = old ? 'stale' : row.level;
  return (
    <li className="wf-wall-tile" data-level={level}>
      <p className="wf-wall-head">
        <span className="wf-clip">{t(`wallboard.tile.${name}`)}</span>
        <LevelWord level={level} />
      </p>
      <WallNumber
        text={since !== null && !old ? null : (held ?? DASH)}
        since={since}
        unit={row.value !== null && row.unit === 'ratio' ? '%' : ''}
      />
      <p className="wf-wall-foot">
        <span className="wf-clip" dir="auto">
          {wallNote(row).slice(0, 200)}
        </span>
        {row.asOf !== null && row.value !== null && (
          <span className="wf-wall-age">
            <Since at={row.asOf} format={ageText} />
          </span>
        )}
      </p>
    </li>
  );
}

function ageText(seconds: number): string {
  return seconds < 2 ? t('ui.time.now') : t('wallboard.age', { age: formatAge(seconds) });
}

function LevelWord({ level }: { level: 'normal' | 'warning' | 'breach' | 'stale' }) {
  if (level === 'normal') return null;
  const Icon = level === 'breach' ? CircleAlert : TriangleAlert;
  return (
    <strong className="wf-wall-level">
      <Icon aria-hidden />
      {level === 'stale' ? t('wallboard.stale') : t(`words.level.${level}`)}
    </strong>
  );
}
